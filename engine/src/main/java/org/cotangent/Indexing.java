package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.NumberSums;
import org.cotangent.kernel.Numbers;

// Longer than 400 lines: each operation stands beside the one that is its adjoint.

/** Selection by integers. Gather and scatter-add are each other's dual. */
final class Indexing {
    /** Elements whose copying is worth a thread. */
    private static final int WORTH = 1 << 14;

    private Indexing() {}

    /** The elements at some positions of the dense array. */
    record Gather(int[] positions, Shape to) implements Op {
        @Override
        public String name() {
            return "gather";
        }

        @Override
        public boolean isPiece() {
            return true;
        }

        @Override
        public void addTo(double[] sum, double[] g) {
            ArrayKernels.get().scatterAdd(g, positions, sum);
        }

        @Override
        public double[] pieces(Tensor y) {
            return Arrays.stream(positions).mapToDouble(at -> 2.0 * at).toArray();
        }

        @Override
        public Dependency dependency() {
            return Dependency.GATHER;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return gather(x[0], positions, to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return (x, z) -> ArrayKernels.get().gather(x[0], positions, z);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return scatterAdd(g, positions, y.a.shape);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return Arrays.stream(positions).map(at -> x[0][at]).toArray();
        }

        @Override
        public void addTo(Numbers n, int[] sum, Shape y, int[] g) {
            Indexing.scatterAdd(n, g, positions, sum);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("positions", Shape.list(positions), "shape", to.list());
        }
    }

    /** Zeros with every element added at its position of the dense array. */
    record ScatterAdd(int[] positions, Shape to) implements Op {
        @Override
        public String name() {
            return "scatterAdd";
        }

        @Override
        public double[] pieces(Tensor y) {
            return Arrays.stream(positions).mapToDouble(at -> 2.0 * at).toArray();
        }

        @Override
        public Dependency dependency() {
            return Dependency.GATHER;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return scatterAdd(x[0], positions, to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return (x, sums) -> {
                Arrays.fill(sums, 0);
                ArrayKernels.get().scatterAdd(x[0], positions, sums);
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return gather(g, positions, y.a.shape);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int[] sums = NumberSums.zeros(n, to.size);
            Indexing.scatterAdd(n, x[0], positions, sums);
            return sums;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("shape", to.list());
        }
    }

    private static void scatterAdd(Numbers n, int[] x, int[] positions, int[] sums) {
        for (int i = 0; i < positions.length; i++) {
            sums[positions[i]] = n.add(sums[positions[i]], x[i]);
        }
    }

    static Tensor gather(Tensor x, int[] positions, Shape to) {
        double[] y = new double[positions.length];
        ArrayKernels.get().gather(x.array(), positions, y);
        return Tensor.node(new Gather(positions, to), to, y, x, null);
    }

    private static Tensor scatterAdd(Tensor x, int[] positions, Shape to) {
        double[] y = new double[to.size];
        ArrayKernels.get().scatterAdd(x.array(), positions, y);
        return Tensor.node(new ScatterAdd(positions, to), to, y, x, null);
    }

    static Tensor indexSelect(Tensor x, int axis, int[] indices) {
        int counted = x.shape.axis("indexSelect", axis);
        int extent = x.shape.extents[counted];
        int[] extents = x.shape.extents.clone();
        extents[counted] = indices.length;
        Shape to = Shape.of("indexSelect", extents);
        int inner = x.shape.strides()[counted];
        int outer = inner == 0 ? 0 : to.size / Math.max(1, indices.length * inner);
        for (int index : indices) {
            if (index < 0 || index >= extent) {
                throw new IndexOutOfBoundsException(
                        "indexSelect: index "
                                + index
                                + " on axis "
                                + axis
                                + " of shape "
                                + x.shape
                                + ": it must lie in 0 .. "
                                + (extent - 1));
            }
        }
        boolean recorded = x.isRecorded() && Recorder.current().records();
        if (!recorded && !Recorder.anyObserved) { // who follows hears of nodes alone
            return copied(x, indices, extent, inner, outer, to);
        }
        int[] positions = new int[to.size];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (int index : indices) {
                for (int i = 0; i < inner; i++) {
                    positions[at++] = (o * extent + index) * inner + i;
                }
            }
        }
        return gather(x, positions, to);
    }

    /** Whole pieces at a time, without a list of positions: batches are taken out of data so. */
    private static Tensor copied(
            Tensor x, int[] indices, int extent, int inner, int outer, Shape to) {
        double[] all = x.array();
        double[] y = new double[to.size];
        int each = Math.max(1, indices.length);
        ArrayKernels.share(
                outer * indices.length,
                1,
                WORTH / Math.max(1, inner),
                (first, end) -> {
                    int o = first / each;
                    int k = first % each;
                    for (int p = first; p < end; p++) {
                        int from = (o * extent + indices[k]) * inner;
                        System.arraycopy(all, from, y, p * inner, inner);
                        if (++k == each) {
                            k = 0;
                            o++;
                        }
                    }
                });
        return Tensor.constant(to, y).madeOf(x, null);
    }

    static Tensor pick(Tensor x, int[] classes) {
        if (x.rank() == 0) {
            throw new IllegalArgumentException(
                    "pick: a scalar has no axis of classes; the last axis of shape [rows, classes] is"
                            + " picked from");
        }
        int extent = x.shape.extents[x.rank() - 1];
        boolean[] last = new boolean[x.rank()];
        last[x.rank() - 1] = true;
        Shape to = x.shape.without(last);
        if (classes.length != to.size) {
            throw new IllegalArgumentException(
                    "pick: "
                            + classes.length
                            + " classes for shape "
                            + x.shape
                            + ": there must be one for each of its "
                            + to.size
                            + " rows");
        }
        int[] positions = new int[classes.length];
        Arrays.setAll(
                positions,
                row -> {
                    if (classes[row] < 0 || classes[row] >= extent) {
                        throw new IndexOutOfBoundsException(
                                "pick: class "
                                        + classes[row]
                                        + " at row "
                                        + row
                                        + " of shape "
                                        + x.shape
                                        + ": it must lie in 0 .. "
                                        + (extent - 1));
                    }
                    return row * extent + classes[row];
                });
        return gather(x, positions, to);
    }

    static Tensor gather(Tensor x, int axis, Tensor index) {
        int[] positions = positions("gather", x.shape, axis, index);
        if (!index.isRecorded()) {
            return gather(x, positions, index.shape);
        }
        double[] y = new double[positions.length];
        ArrayKernels.get().gather(x.array(), positions, y);
        return Tensor.node(new GatherAt(axis), index.shape, y, x, index.fixed());
    }

    /** The elements along an axis at places that are themselves computed, the second input. */
    record GatherAt(int axis) implements Op {
        @Override
        public String name() {
            return "gather";
        }

        @Override
        public double[] pieces(Tensor y) {
            return Elementwise.values(at -> 2 * at, y.b);
        }

        @Override
        public Dependency dependency() {
            return Dependency.GATHER;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return gather(x[0], axis, x[1]);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Places places = new Places(name(), y.a.shape, axis, y.b.shape);
            return (x, z) -> {
                for (int i = 0; i < z.length; i++) {
                    z[i] = x[0][places.of(x[1], i)];
                }
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0 ? scatterAdd(g, axis, y.b, y.a.shape) : null;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis);
        }
    }

    /** Zeros with every element of the first input added at the place that the second says. */
    record ScatterAddAt(int axis, Shape to) implements Op {
        @Override
        public String name() {
            return "scatterAdd";
        }

        @Override
        public double[] pieces(Tensor y) {
            return Elementwise.values(at -> 2 * at, y.b);
        }

        @Override
        public Dependency dependency() {
            return Dependency.GATHER;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return scatterAdd(x[0], axis, x[1], to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Places places = new Places(name(), to, axis, y.b.shape);
            return (x, sums) -> {
                Arrays.fill(sums, 0);
                for (int i = 0; i < x[0].length; i++) {
                    sums[places.of(x[1], i)] += x[0][i];
                }
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0 ? gather(g, axis, y.b) : null;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis, "shape", to.list());
        }
    }

    static Tensor scatterAdd(Tensor x, int axis, Tensor index, Shape to) {
        int[] positions = positions("scatterAdd", to, axis, index);
        if (!index.isRecorded()) {
            return scatterAdd(x, positions, to);
        }
        double[] y = new double[to.size];
        ArrayKernels.get().scatterAdd(x.array(), positions, y);
        return Tensor.node(new ScatterAddAt(axis, to), to, y, x, index.fixed());
    }

    static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor source) {
        if (!index.shape.equals(source.shape)) {
            throw new IllegalArgumentException(
                    "scatterAdd: the index has shape "
                            + index.shape
                            + " and the source "
                            + source.shape
                            + "; they must be the same");
        }
        return x.add(scatterAdd(source, axis, index, x.shape));
    }

    /** The places in the dense array of a shape that an index along an axis looks up. */
    static int[] positions(String op, Shape shape, int axis, Tensor index) {
        Places places = new Places(op, shape, axis, index.shape);
        double[] looked = index.array();
        int[] positions = new int[index.size()];
        Arrays.setAll(positions, i -> places.of(looked, i));
        return positions;
    }

    /** The places in the dense array of a shape for an index of another shape along an axis. */
    private static final class Places {
        private final String op;
        private final Shape shape;
        private final int axis;
        private final int counted;
        private final int[] strides;
        private final int[] extents;

        Places(String op, Shape shape, int axis, Shape index) {
            this.op = op;
            this.shape = shape;
            this.axis = axis;
            counted = shape.axis(op, axis);
            strides = shape.strides();
            extents = index.extents;
            boolean fits = extents.length == shape.rank();
            for (int i = 0; fits && i < shape.rank(); i++) {
                fits = i == counted || extents[i] <= shape.extents[i];
            }
            if (!fits) {
                throw new IllegalArgumentException(
                        op
                                + ": an index of shape "
                                + index
                                + " along axis "
                                + axis
                                + " of shape "
                                + shape
                                + ": it must have as many axes, and on the others no larger"
                                + " extents");
            }
        }

        int of(double[] looked, int i) {
            int place = (int) looked[i];
            if (place != looked[i] || place < 0 || place >= shape.extents[counted]) {
                throw new IndexOutOfBoundsException(
                        op
                                + ": index "
                                + Text.number(looked[i])
                                + " along axis "
                                + axis
                                + " of shape "
                                + shape
                                + ": it must be a whole number in 0 .. "
                                + (shape.extents[counted] - 1));
            }
            int position = 0;
            int rest = i;
            for (int k = extents.length - 1; k >= 0; k--) {
                position += (k == counted ? place : rest % extents[k]) * strides[k];
                rest /= extents[k];
            }
            return position;
        }
    }
}
