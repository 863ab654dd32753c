package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Loops;

/**
 * Running sums, and products built from multiplications alone, so that zeros are exact at every
 * order.
 */
final class Scans {
    private Scans() {}

    /** The running sum along an axis, from its front or from its end; each is the other's dual. */
    record CumSum(int axis, boolean fromEnd) implements Op {
        @Override
        public String name() {
            return "cumSum";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return cumSum(g, axis, !fromEnd);
        }

        @Override
        public String attributes() {
            return "axis " + axis + (fromEnd ? " from its end" : "");
        }
    }

    static Tensor cumSum(Tensor x, int axis, boolean fromEnd) {
        int counted = x.shape.axis("cumSum", axis);
        double[] y = new double[x.size()];
        Loops.get()
                .cumSum(
                        x.array(),
                        x.shape.extents[counted],
                        x.shape.strides()[counted],
                        fromEnd,
                        y);
        return Tensor.node(new CumSum(counted, fromEnd), x.shape, y, x, null);
    }

    /** Each element times those before it, by doubling steps: element i times element i - s. */
    static Tensor cumProd(Tensor x, int axis) {
        int counted = x.shape.axis("cumProd", axis);
        int n = x.shape.extents[counted];
        Tensor y = x;
        for (int step = 1; step < n; step *= 2) {
            int[] extents = x.shape.extents.clone();
            extents[counted] = step;
            Tensor ones = Tensor.full(1, Shape.of(extents));
            y = y.mul(Joining.concat(counted, ones, y.slice(counted, 0, n - step)));
        }
        return y;
    }

    /** The product over some axes: neighbours multiplied in pairs until one is left. */
    static Tensor prod(Tensor x, Axes axes) {
        boolean[] marked = axes.in("prod", x.shape);
        Shape kept = x.shape.withOnes(marked);
        Shape dropped = x.shape.without(marked);
        int[] order = new int[x.rank()];
        int front = 0;
        int back = dropped.rank();
        for (int axis = 0; axis < order.length; axis++) {
            order[marked[axis] ? back++ : front++] = axis;
        }
        int n = 1;
        for (int axis = 0; axis < marked.length; axis++) {
            n *= marked[axis] ? x.shape.extents[axis] : 1;
        }
        int[] extents = Arrays.copyOf(dropped.extents, dropped.rank() + 1);
        extents[dropped.rank()] = n;
        boolean inOrder = true;
        for (int axis = 0; axis < order.length; axis++) {
            inOrder &= order[axis] == axis;
        }
        Tensor y = Structure.reshape(inOrder ? x : x.permute(order), Shape.of(extents));
        if (n == 0) {
            return Tensor.full(1, axes.keeps() ? kept : dropped);
        }
        int last = dropped.rank();
        for (int left = n; left > 1; left = (left + 1) / 2) {
            int half = left / 2;
            Tensor pairs = y.slice(last, 0, half).mul(y.slice(last, half, 2 * half));
            y = left % 2 == 0 ? pairs : Joining.concat(last, pairs, y.slice(last, left - 1, left));
        }
        return Structure.reshape(y, axes.keeps() ? kept : dropped);
    }
}
