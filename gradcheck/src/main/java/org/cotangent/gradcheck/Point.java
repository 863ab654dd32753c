package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.cotangent.Tensor;

/** The point of a check: one or more inputs of some shapes, laid out in one flat array. */
final class Point {
    /**
     * One input.
     *
     * @param number 0 for the first
     * @param name its name; null if it has none
     * @param shape its extents
     * @param offset where its elements start in the flat array
     * @param size how many it has
     */
    record Block(int number, String name, int[] shape, int offset, int size) {
        String label() {
            return name != null ? name : "input " + number;
        }

        /** The index of an element, axis by axis. */
        int[] index(int element) {
            int[] index = new int[shape.length];
            int rest = element;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            return index;
        }
    }

    final List<Block> blocks;
    private final double[] values;

    private Point(List<Block> blocks, double[] values) {
        this.blocks = List.copyOf(blocks);
        this.values = values;
    }

    /** A point of tensors, known to be of finite numbers and to have at least one. */
    static Point of(String what, Tensor... at) {
        Objects.requireNonNull(at, () -> what + ": the array of inputs is null");
        List<Block> blocks = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < at.length; i++) {
            int input = i;
            Objects.requireNonNull(at[i], () -> what + ": input " + input + " is null");
            blocks.add(new Block(i, at[i].name(), at[i].shape(), size, at[i].size()));
            size += at[i].size();
        }
        double[] values = new double[size];
        for (Block block : blocks) {
            double[] own = at[block.number].toArray();
            requireFinite(what, block.number, own);
            System.arraycopy(own, 0, values, block.offset, block.size);
        }
        requireSome(what, at.length, size);
        return new Point(blocks, values);
    }

    /** A point of one vector, known to be of finite numbers and to have at least one. */
    static Point of(String what, double... at) {
        Objects.requireNonNull(at, () -> what + ": the point is null");
        requireFinite(what, 0, at);
        requireSome(what, 1, at.length);
        int[] shape = {at.length};
        return new Point(List.of(new Block(0, "x", shape, 0, at.length)), at.clone());
    }

    private static void requireFinite(String what, int input, double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw new IllegalArgumentException(
                        what
                                + ": element "
                                + k
                                + " of input "
                                + input
                                + " is "
                                + values[k]
                                + "; differences can be taken at finite numbers only");
            }
        }
    }

    private static void requireSome(String what, int inputs, int size) {
        if (size == 0) {
            throw new IllegalArgumentException(
                    what
                            + ": "
                            + inputs
                            + " inputs without a single element; there must be something to"
                            + " differentiate with respect to");
        }
    }

    int size() {
        return values.length;
    }

    /** The flat array, fresh. */
    double[] values() {
        return values.clone();
    }

    double value(int i) {
        return values[i];
    }

    /** The inputs as variables, with their names, at other values. */
    Tensor[] variables(double[] x) {
        return inputs(x, Tensor::variable);
    }

    /** The inputs as constants, with their names, at other values. */
    Tensor[] constants(double[] x) {
        return inputs(x, Tensor::of);
    }

    private Tensor[] inputs(double[] x, BiFunction<double[], int[], Tensor> kind) {
        Tensor[] inputs = new Tensor[blocks.size()];
        for (Block b : blocks) {
            double[] own = Arrays.copyOfRange(x, b.offset, b.offset + b.size);
            Tensor input = kind.apply(own, b.shape);
            inputs[b.number] = b.name == null ? input : input.named(b.name);
        }
        return inputs;
    }

    // ---- lines through it

    /** The claim's function along one coordinate, with the true distance in every sample. */
    LineFunction coordinate(int i, DerivativeClaim claim) {
        return t -> {
            double[] x = values.clone();
            x[i] += t;
            return claim.sample(x[i] - values[i], x);
        };
    }

    /** The claim's function along a direction. */
    LineFunction along(double[] direction, DerivativeClaim claim) {
        return t -> {
            double[] x = values.clone();
            for (int i = 0; i < x.length; i++) {
                if (direction[i] != 0) {
                    x[i] += t * direction[i];
                }
            }
            return claim.sample(t, x);
        };
    }

    /** A direction that moves every coordinate by its own size, for measuring noise. */
    double[] ownSize(double[] signs) {
        double[] direction = new double[values.length];
        Arrays.setAll(direction, i -> signs[i] * (values[i] == 0 ? 1 : Math.abs(values[i])));
        return direction;
    }
}
