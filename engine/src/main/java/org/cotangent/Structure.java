package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Kernels;

/** Operations that move numbers and compute none. */
final class Structure {
    private Structure() {}

    /** The same elements in the same order under another shape. */
    record Reshape(Shape to) implements Op {
        @Override
        public String name() {
            return "reshape";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return reshape(g, y.a.shape);
        }

        @Override
        public String attributes() {
            return "shape " + to;
        }
    }

    /** Repetition along axes of extent 1 and along new ones in front. */
    record Expand(Shape to) implements Op {
        @Override
        public String name() {
            return "expand";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Reductions.sumTo(g, y.a.shape);
        }

        @Override
        public String attributes() {
            return "shape " + to;
        }
    }

    /** Axes in another order: axis i of the result is axis order[i] of the input. */
    record Permute(int[] order) implements Op {
        @Override
        public String name() {
            return "permute";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int[] back = new int[order.length];
            for (int axis = 0; axis < order.length; axis++) {
                back[order[axis]] = axis;
            }
            return permute(g, back);
        }

        @Override
        public String attributes() {
            return "axes " + Text.list(order);
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
        if (known != from.size || Arrays.stream(full).anyMatch(extent -> extent < 0)) {
            throw new IllegalArgumentException(
                    "reshape: shape "
                            + from
                            + " has "
                            + from.size
                            + " elements and cannot become "
                            + Arrays.toString(extents)
                            + "; the sizes must agree, and at most one extent may be -1");
        }
        return Shape.of(full);
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
        Kernels.get().read(x.array(), 0, x.shape.stridesIn(to), to.extents, y);
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
        Kernels.get().read(x.array(), 0, strides, extents, y);
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
        int[] order = new int[rank];
        Arrays.setAll(order, axis -> axis);
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return permute(x, order);
    }
}
