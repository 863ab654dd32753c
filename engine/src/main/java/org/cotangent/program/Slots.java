package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of a program that its results rest on, with the slot of memory of each number:
 * constants first, then inputs, then what is computed, in slots that are used again when nobody
 * needs what they hold.
 */
final class Slots {
    /** A step: the kind, the slot of the result and those of up to three operands. */
    static final int WIDTH = 5;

    final int[] steps;
    final double[] constants;
    final int[] inputs;
    final int[] results;

    /** How many slots there are. */
    final int count;

    /** Whether some steps are nothing but calls of functions of arrays, which may be of users. */
    final boolean calls;

    /** How many numbers are computed. */
    final int operations;

    /** The functions and calls of the steps that have them, by the number in the last operand. */
    final List<Object> functions = new ArrayList<>();

    /** A call with the slots of what it reads and writes. */
    record Call(Code.Call call, int[] plain, int[][] x, int[] results) {}

    private final Code code;
    private final int[] slotOf;
    private final int[] lastUse;
    private int[] free = new int[16];
    private int freeCount;
    private int next;

    /**
     * Assigns slots.
     *
     * @param code the program
     * @param inputPlaces the places of the inputs
     * @param resultPlaces the places of the results
     */
    Slots(Code code, int[] inputPlaces, int[] resultPlaces) {
        this.code = code;
        int size = code.size();
        boolean[] needed = code.needed(resultPlaces);
        slotOf = new int[size];
        Arrays.fill(slotOf, -1);
        lastUse = new int[size];
        for (int place = 0; place < size; place++) {
            if (needed[place]) {
                int[] reads = code.reads(place);
                for (int read : reads) {
                    lastUse[read] = place;
                }
            }
        }
        for (int place : resultPlaces) {
            lastUse[place] = Integer.MAX_VALUE;
        }
        for (int place = 0; place < size; place++) {
            if (needed[place] && code.kind(place) == Code.CONSTANT) {
                slotOf[place] = next++;
            }
        }
        constants = new double[next];
        for (int place = 0; place < size; place++) {
            if (slotOf[place] >= 0) {
                constants[slotOf[place]] = code.value(place);
            }
        }
        inputs = new int[inputPlaces.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = slotOf[inputPlaces[i]] = next++;
        }
        int[] all = new int[WIDTH * 64];
        int used = 0;
        int operations = 0;
        boolean calls = false;
        for (int place = 0; place < size; place++) {
            int kind = code.kind(place);
            if (!needed[place] || kind < 0 || kind == Code.NEXT) {
                continue;
            }
            if (used + WIDTH > all.length) {
                all = Arrays.copyOf(all, 2 * all.length);
            }
            operations++;
            calls |= kind == Code.CALL;
            write(place, kind, all, used);
            used += WIDTH;
        }
        steps = Arrays.copyOf(all, used);
        results = Arrays.stream(resultPlaces).map(place -> slotOf[place]).toArray();
        count = next;
        this.operations = operations;
        this.calls = calls;
    }

    private void write(int place, int kind, int[] all, int at) {
        all[at] = kind;
        if (kind == Code.CALL || kind == Code.MEND) {
            writeCall(place, all, at);
            return;
        }
        int[] reads = code.reads(place);
        for (int i = 0; i < reads.length; i++) {
            all[at + 2 + i] = slotOf[reads[i]];
        }
        if (kind == Code.FUNCTION || kind == Code.FUNCTION2) {
            functions.add(code.function(place));
            all[at + 4] = functions.size() - 1;
        }
        all[at + 1] = slotOf[place] = take(); // no operand's: loops over rows may write it early
        release(reads, place);
    }

    private void writeCall(int place, int[] all, int at) {
        Code.Call call = code.call(place);
        int[] results = new int[call.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = slotOf[place + i] = take(); // not where the call still reads
        }
        int[][] x = new int[call.x().length][];
        Arrays.setAll(x, i -> slots(call.x()[i]));
        functions.add(new Call(call, slots(call.plain()), x, results));
        all[at + 4] = functions.size() - 1;
        release(code.reads(place), place);
        for (int i = 0; i < results.length; i++) {
            if (lastUse[place + i] == 0) {
                give(results[i]); // never read
            }
        }
    }

    private int[] slots(int[] places) {
        return Arrays.stream(places).map(place -> slotOf[place]).toArray();
    }

    /** Frees the slots of what is read for the last time. */
    private void release(int[] reads, int place) {
        for (int i = 0; i < reads.length; i++) {
            int read = reads[i];
            boolean before = false;
            for (int j = 0; j < i && !before; j++) {
                before = reads[j] == read;
            }
            if (lastUse[read] == place && !before && code.kind(read) >= 0) {
                give(slotOf[read]);
            }
        }
    }

    int kind(int step) {
        return steps[step * WIDTH];
    }

    /** The slot of the result of a step that is no call. */
    int target(int step) {
        return steps[step * WIDTH + 1];
    }

    /** The slot of an operand of a step, or the number of its function. */
    int operand(int step, int which) {
        return steps[step * WIDTH + 2 + which];
    }

    boolean isCall(int step) {
        return kind(step) == Code.CALL || kind(step) == Code.MEND;
    }

    /** The call that a step is. */
    Call call(int step) {
        return (Call) functions.get(operand(step, 2));
    }

    /** How many slots a step reads by its operands; none if it is a call. */
    int operands(int step) {
        int kind = kind(step);
        if (isCall(step)) {
            return 0;
        }
        if (kind < Code.FIRST_BINARY || kind == Code.FUNCTION) {
            return 1;
        }
        return kind < Code.FUNCTION || kind == Code.FUNCTION2 ? 2 : 3;
    }

    private int take() {
        return freeCount > 0 ? free[--freeCount] : next++;
    }

    private void give(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = slot;
    }
}
