package org.cotangent.program;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A program as straight-line bytecode: each subclass is the hidden class of one program, and is
 * unloaded with it.
 */
abstract class StraightCode {
    /** The most operations of a program that is compiled. */
    static final int MOST = 20_000;

    private boolean usesMemory;

    /** Where inputs begin in memory, -1 if they need not stand there. */
    private int inputs = -1;

    /** Results of which some are constants, which stand there; null if none is. */
    private double[] constants;

    // results that are inputs, in memory, or other results: places from and to

    private int[] ofInputs = {};
    private int[] ofMemory = {};
    private int[] ofResults = {};

    /**
     * Runs all steps.
     *
     * @param x the inputs
     * @param y receives the results; another array than x
     * @param memory what methods hand on, with the constants of the program
     */
    abstract void run(double[] x, double[] y, double[] memory);

    /** Whether memory is used; null does where not. */
    boolean usesMemory() {
        return usesMemory;
    }

    /** Runs the program; see {@link #run}. */
    void runAll(double[] x, double[] y, double[] memory) {
        if (inputs >= 0) {
            System.arraycopy(x, 0, memory, inputs, x.length);
        }
        if (constants != null) {
            System.arraycopy(constants, 0, y, 0, constants.length);
        }
        run(x, y, memory);
        copy(x, y, ofInputs);
        copy(memory, y, ofMemory);
        copy(y, y, ofResults);
    }

    private static void copy(double[] from, double[] to, int[] places) {
        for (int i = 0; i < places.length; i += 2) {
            to[places[i + 1]] = from[places[i]];
        }
    }

    /**
     * The bytecode of a program.
     *
     * @param slots the program, without functions of whole arrays that may be of users
     * @return an object of its class; null if the program is too large
     * @throws ReflectiveOperationException if classes cannot be made here
     */
    static StraightCode of(Slots slots) throws ReflectiveOperationException {
        Bytecode bytecode = new Bytecode(slots);
        int firstInput = slots.constants.length;
        int firstComputed = firstInput + slots.inputs.length;
        double[] constants = null;
        IntStream.Builder[] copies = new IntStream.Builder[3]; // of inputs, of memory, of results
        Arrays.setAll(copies, i -> IntStream.builder());
        int[] firstOf = new int[slots.count];
        Arrays.fill(firstOf, -1);
        for (int i = 0; i < slots.results.length; i++) {
            int slot = slots.results[i];
            if (slot < firstInput) {
                constants = constants == null ? new double[slots.results.length] : constants;
                constants[i] = slots.constants[slot];
            } else if (slot < firstComputed) {
                copies[0].add(slot - firstInput).add(i);
            } else if (firstOf[slot] >= 0) {
                copies[2].add(firstOf[slot]).add(i);
            } else {
                firstOf[slot] = i;
                if (!bytecode.putsResult(slot, i)) {
                    copies[1].add(slot).add(i);
                }
            }
        }
        byte[] bytes = bytecode.toByteArray();
        if (bytes == null) {
            return null;
        }
        StraightCode code =
                (StraightCode)
                        MethodHandles.lookup()
                                .defineHiddenClassWithClassData(bytes, slots.functions, true)
                                .lookupClass()
                                .getDeclaredConstructor()
                                .newInstance();
        code.usesMemory = bytecode.usesMemory();
        boolean calls = IntStream.range(0, slots.operations).anyMatch(slots::isCall);
        code.inputs = calls ? firstInput : -1; // which may read them there
        code.constants = constants;
        code.ofInputs = copies[0].build().toArray();
        code.ofMemory = copies[1].build().toArray();
        code.ofResults = copies[2].build().toArray();
        return code;
    }
}
