package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;

/** Operations that move numbers and compute none. */
final class Structure {
    private static final int TILE = 16;
    private static final Permute SWAP = lastSwapped(2);

    private Structure() {}

    /** The same elements in the same order under another shape. */
    record Reshape(Shape to) implements Op {
        @Override
        public String name() {
            return "reshape";
        }

        @Override
        public Dependency dependency() {
            return Dependency.MOVE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return x[0].shape.equals(to) ? alias(x[0]) : reshape(x[0], to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return ArrayStep.SAME;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return reshape(g, y.a.shape);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("shape", to.list());
        }
    }

    /** Repetition along axes of extent 1 and along new ones in front. */
    record Expand(Shape to) implements Op {
        @Override
        public String name() {
            return "expand";
        }

        @Override
        public Dependency dependency() {
            return Dependency.MOVE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return expand(x[0], to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return y.a.shape.size == to.size
                    ? ArrayStep.SAME
                    : Views.reading(0, y.a.shape.stridesIn(to), to);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Reductions.sumTo(g, y.a.shape);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("shape", to.list());
        }
    }

    /** Axes in another order: axis i of the result is axis order[i] of the input. */
    record Permute(int[] order) implements Op {
        @Override
        public String name() {
            return "permute";
        }

        @Override
        public Dependency dependency() {
            return Dependency.MOVE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return order == SWAP.order ? transpose(x[0]) : permute(x[0], order);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            int rank = order.length;
            if (order == SWAP.order) {
                int rows = y.a.shape.extents[rank - 2];
                int columns = y.a.shape.extents[rank - 1];
                return rows == 1 || columns == 1
                        ? ArrayStep.SAME
                        : (x, to) -> transpose(x[0], rows, columns, to);
            }
            int[] own = y.a.shape.strides();
            int[] strides = new int[rank];
            Arrays.setAll(strides, axis -> own[order[axis]]);
            return Views.reading(0, strides, y.shape);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            if (order == SWAP.order) {
                return transpose(g);
            }
            int[] back = new int[order.length];
            for (int axis = 0; axis < order.length; axis++) {
                back[order[axis]] = axis;
            }
            return permute(g, back);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", Shape.list(order));
        }
    }

    /** A node with the same numbers and another identity. */
    static Tensor alias(Tensor x) {
        return x.rank() == 0
                ? Tensor.node(new Reshape(x.shape), x.value, x, null)
                : Tensor.node(new Reshape(x.shape), x.shape, x.data, x, null);
    }

    static Tensor reshape(Tensor x, Shape to) {
        if (to.equals(x.shape)) {
            return x;
        }
        return Tensor.node(new Reshape(to), to, x.array(), x, null);
    }

    /** A shape in which one extent may be -1, for whatever the size leaves. */
    static Shape inferred(Shape from, int[] extents) {
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == -1 && open < 0) {
                open = axis;
            } else {
                known *= extents[axis];
            }
        }
        int[] full = extents.clone();
        if (open >= 0 && known > 0 && from.size % known == 0) {
            full[open] = (int) (from.size / known);
            known *= full[open];
        }
        if (known != from.size || hasNegative(full)) {
            throw new IllegalArgumentException(
                    "reshape: shape "
                            + from
                            + " has "
                            + from.size
                            + " elements and cannot become "
                            + Arrays.toString(extents)
                            + "; the sizes must agree, and at most one extent may be -1");
        }
        return Shape.of("reshape", full);
    }

    static Tensor expand(Tensor x, Shape to) {
        if (to.equals(x.shape)) {
            return x;
        }
        if (!x.shape.broadcastsTo(to)) {
            throw new IllegalArgumentException(
                    "expand: shape "
                            + x.shape
                            + " does not broadcast to "
                            + to
                            + ": counted from the last axis, extents must be equal or 1");
        }
        double[] y = new double[to.size];
        ArrayKernels.get().read(x.array(), 0, x.shape.stridesIn(to), to.extents, y);
        return Tensor.node(new Expand(to), to, y, x, null);
    }

    static Tensor permute(Tensor x, int[] order) {
        boolean[] marked = x.shape.marked("permute", order);
        if (order.length != marked.length) {
            throw new IllegalArgumentException(
                    "permute: axes "
                            + Arrays.toString(order)
                            + " of shape "
                            + x.shape
                            + ": every axis must be named");
        }
        int[] counted = new int[order.length];
        int[] extents = new int[order.length];
        int[] strides = new int[order.length];
        int[] own = x.shape.strides();
        for (int axis = 0; axis < order.length; axis++) {
            counted[axis] = x.shape.axis("permute", order[axis]);
            extents[axis] = x.shape.extents[counted[axis]];
            strides[axis] = own[counted[axis]];
        }
        Shape to = Shape.of(extents);
        double[] y = new double[to.size];
        ArrayKernels.get().read(x.array(), 0, strides, extents, y);
        return Tensor.node(new Permute(counted), to, y, x, null);
    }

    static Tensor transpose(Tensor x) {
        int rank = x.rank();
        if (rank < 2) {
            throw new IllegalArgumentException(
                    "transpose: shape "
                            + x.shape
                            + " has fewer than two axes to swap; reshape a vector to a row or a"
                            + " column first");
        }
        int rows = x.shape.extents[rank - 2];
        int columns = x.shape.extents[rank - 1];
        double[] y = new double[x.data.length];
        transpose(x.data, rows, columns, y);
        Permute op = rank == 2 ? SWAP : lastSwapped(rank);
        return Tensor.node(op, rows == columns ? x.shape : x.shape.transposed(), y, x, null);
    }

    private static boolean hasNegative(int[] extents) {
        for (int extent : extents) {
            if (extent < 0) {
                return true;
            }
        }
        return false;
    }

    private static int[] axes(int rank) {
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = i;
        }
        return axes;
    }

    private static Permute lastSwapped(int rank) {
        int[] order = axes(rank);
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return new Permute(order);
    }

    /**
     * One matrix after the other, by tiles: neither their rows nor their columns leave the cache.
     */
    private static void transpose(double[] x, int rows, int columns, double[] y) {
        int size = rows * columns;
        for (int from = 0; from < x.length; from += size) {
            for (int top = 0; top < rows; top += TILE) {
                int bottom = Math.min(rows, top + TILE);
                for (int left = 0; left < columns; left += TILE) {
                    int right = Math.min(columns, left + TILE);
                    for (int j = left; j < right; j++) {
                        int to = from + j * rows;
                        for (int i = top, at = from + top * columns + j; i < bottom; i++) {
                            y[to + i] = x[at];
                            at += columns;
                        }
                    }
                }
            }
        }
    }

    static Tensor squeeze(Tensor x, int[] axes) {
        boolean[] marked = x.shape.marked("squeeze", axes);
        for (int axis = 0; axis < marked.length; axis++) {
            if (marked[axis] && x.shape.extents[axis] != 1) {
                throw new IllegalArgumentException(
                        "squeeze: axis "
                                + axis
                                + " of shape "
                                + x.shape
                                + " has extent "
                                + x.shape.extents[axis]
                                + "; only an axis of extent 1 can be dropped");
            }
        }
        return reshape(x, x.shape.without(marked));
    }

    static Tensor squeezeAll(Tensor x) {
        boolean[] marked = new boolean[x.rank()];
        for (int axis = 0; axis < marked.length; axis++) {
            marked[axis] = x.shape.extents[axis] == 1;
        }
        return reshape(x, x.shape.without(marked));
    }

    /** A new axis of extent 1 that has this place in the result. */
    static Tensor unsqueeze(Tensor x, int axis) {
        int rank = x.rank() + 1;
        int counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= rank) {
            throw new IllegalArgumentException(
                    "unsqueeze: axis "
                            + axis
                            + " for shape "
                            + x.shape
                            + ": it must lie in "
                            + -rank
                            + " .. "
                            + (rank - 1));
        }
        int[] extents = new int[rank];
        for (int i = 0; i < rank; i++) {
            extents[i] =
                    i < counted ? x.shape.extents[i] : i == counted ? 1 : x.shape.extents[i - 1];
        }
        return reshape(x, Shape.of(extents));
    }

    static Tensor swap(Tensor x, int p, int q) {
        int[] order = axes(x.rank());
        int first = x.shape.axis("swapAxes", p);
        int second = x.shape.axis("swapAxes", q);
        order[first] = second;
        order[second] = first;
        return permute(x, order);
    }

    /** The whole repeated along each axis; shorter lists count from the last axis, as in NumPy. */
    static Tensor tile(Tensor x, int[] times) {
        for (int n : times) {
            if (n < 0) {
                throw new IllegalArgumentException(
                        "tile: "
                                + Arrays.toString(times)
                                + ": no axis can repeat a negative number");
            }
        }
        int rank = Math.max(times.length, x.rank());
        int[] pairs = new int[2 * rank];
        int[] wide = new int[2 * rank];
        long[] merged = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            int own = axis - (rank - x.rank());
            int given = axis - (rank - times.length);
            int extent = own < 0 ? 1 : x.shape.extents[own];
            int n = given < 0 ? 1 : times[given];
            pairs[2 * axis] = 1;
            wide[2 * axis] = n;
            pairs[2 * axis + 1] = extent;
            wide[2 * axis + 1] = extent;
            merged[axis] = (long) n * extent;
        }
        Shape to = Shape.of("tile", merged);
        Tensor spread = expand(reshape(x, Shape.of(pairs)), Shape.of("tile", wide));
        return reshape(spread, to);
    }

    /** Every slice along an axis repeated some times in a row. */
    static Tensor repeat(Tensor x, int axis, int times) {
        int counted = x.shape.axis("repeat", axis);
        if (times < 0) {
            throw new IllegalArgumentException("repeat: " + times + " times; it must be 0 or more");
        }
        long[] merged = Arrays.stream(x.shape.extents).asLongStream().toArray();
        merged[counted] *= times;
        Shape to = Shape.of("repeat", merged);
        Tensor thick = unsqueeze(x, counted + 1);
        int[] wide = thick.shape.extents.clone();
        wide[counted + 1] = times;
        return reshape(expand(thick, Shape.of("repeat", wide)), to);
    }

    /** Element i moved to place (i + shift) mod n. */
    static Tensor roll(Tensor x, int axis, int shift) {
        int counted = x.shape.axis("roll", axis);
        int n = x.shape.extents[counted];
        int cut = n == 0 ? 0 : n - Math.floorMod(shift, n);
        return cut == 0 || cut == n
                ? x
                : Joining.concat(counted, x.slice(counted, cut, n), x.slice(counted, 0, cut));
    }
}
