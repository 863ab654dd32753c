package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;

/** The nodes of a recording written number by number. */
final class Lowering {
    private Code code = new Code();
    private final Map<Tensor, int[]> places = new IdentityHashMap<>();

    private final Map<Known, int[]> known = new HashMap<>();

    private Lowering() {}

    /**
     * A program of single numbers, all of whose results keep the signs of their zeros.
     *
     * @param recording what it computes
     * @param most the most numbers that it may have
     * @return the program with slots; null if it is larger
     */
    static Slots of(Recording recording, int most) {
        return of(recording, most, results(recording));
    }

    private static int results(Recording recording) {
        return recording.results.stream().mapToInt(Tensor::size).sum();
    }

    /**
     * A program of single numbers.
     *
     * @param recording what it computes
     * @param most the most numbers that it may have
     * @param signed how many numbers of the results, from the first, keep the signs of their zeros
     * @return the program with slots; null if it is larger
     */
    static Slots of(Recording recording, int most, int signed) {
        Lowering lowering = written(recording, most, signed);
        return lowering == null
                ? null
                : new Slots(
                        lowering.code,
                        lowering.all(recording.arguments),
                        lowering.all(recording.results));
    }

    /** The same before it has slots. */
    static Lowering written(Recording recording, int most) {
        return written(recording, most, results(recording));
    }

    /** The same before it has slots. */
    static Lowering written(Recording recording, int most, int signed) {
        Lowering lowering = new Lowering();
        for (Tensor x : recording.arguments) {
            int[] inputs = new int[x.size()];
            Arrays.setAll(inputs, i -> lowering.code.input());
            lowering.places.put(x, inputs);
        }
        for (Tensor x : recording.nodes) {
            if (!lowering.places.containsKey(x)) {
                lowering.places.put(x, lowering.write(x));
            }
            if (lowering.code.size() > most) {
                return null;
            }
        }
        lowering.simplify(recording, signed);
        return lowering;
    }

    /** Keeps arguments and results, in a program without what makes no difference to these. */
    private void simplify(Recording recording, int signed) {
        int[] results = all(recording.results);
        ZeroSigns.Written written =
                ZeroSigns.without(code, all(recording.arguments), results, signed);
        code = written.code();
        places.clear();
        keep(recording.arguments, written.inputs());
        keep(recording.results, written.results());
    }

    private void keep(List<Tensor> tensors, int[] all) {
        int from = 0;
        for (Tensor x : tensors) {
            places.put(x, Arrays.copyOfRange(all, from, from += x.size()));
        }
    }

    /** The program. */
    Code code() {
        return code;
    }

    /** The places of all elements of some arguments or results. */
    int[] all(List<Tensor> tensors) {
        return tensors.stream().flatMapToInt(x -> Arrays.stream(places.get(x))).toArray();
    }

    private int[] write(Tensor y) {
        Op op = Recording.ACCESS.op(y);
        Tensor[] inputs = Recording.ACCESS.inputs(y);
        if (inputs.length == 0) {
            return Arrays.stream(Recording.ACCESS.elements(y)).mapToInt(code::constant).toArray();
        }
        int[][] x = Arrays.stream(inputs).map(places::get).toArray(int[][]::new);
        int[] result = op.inNumbers(code, y, x);
        if (result == null && op.dependency() == Op.Dependency.MOVE) {
            result = moved(op, inputs, x);
        }
        return result != null ? result : called(op, y, x);
    }

    /** The operation and the inputs of a call, which say what its result is. */
    private record Known(Op op, List<Object> inputs) {}

    private int[] called(Op op, Tensor y, int[][] x) {
        if (op.isOfUser()) {
            return code.call(Op.onArrays(op, y), y.size(), x);
        }
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            inputs.add(Recording.shape(Recording.ACCESS.inputs(y)[i]));
            inputs.add(Arrays.stream(x[i]).boxed().toList());
        }
        return known.computeIfAbsent(
                new Known(op, inputs), key -> code.call(Op.onArrays(op, y), y.size(), x));
    }

    /** Where elements go is seen from elements that are the numbers of their places. */
    private int[] moved(Op op, Tensor[] inputs, int[][] x) {
        Tensor[] numbered = new Tensor[inputs.length];
        int count = 0;
        for (int i = 0; i < inputs.length; i++) {
            double[] numbers = new double[inputs[i].size()];
            for (int j = 0; j < numbers.length; j++) {
                numbers[j] = ++count;
            }
            numbered[i] = Recording.ACCESS.constant(Recording.shape(inputs[i]), numbers);
        }
        int[] flat = Arrays.stream(x).flatMapToInt(Arrays::stream).toArray();
        double[] from = Recording.ACCESS.elements(op.apply(numbered));
        return Arrays.stream(from)
                .mapToInt(v -> v == 0 ? code.constant(0) : flat[(int) v - 1])
                .toArray();
    }
}
