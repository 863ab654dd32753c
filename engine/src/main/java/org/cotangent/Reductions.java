package org.cotangent;

import org.cotangent.kernel.Kernels;

/**
 * Sums and what is built on them. The sum to a shape and the expansion to one are each other's
 * dual.
 */
final class Reductions {
    private Reductions() {}

    /** The sum over the axes that an expansion from the given shape would repeat. */
    record SumTo(Shape to) implements Op {
        @Override
        public String name() {
            return to.rank() == 0 ? "sum" : "sumTo";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Structure.expand(g, y.a.shape);
        }

        @Override
        public String attributes() {
            return to.rank() == 0 ? "" : "shape " + to;
        }
    }

    static Tensor sumTo(Tensor x, Shape to) {
        if (x.shape.equals(to)) {
            return x;
        }
        if (!to.broadcastsTo(x.shape)) {
            throw new IllegalArgumentException(
                    "sumTo: shape "
                            + x.shape
                            + " cannot be summed to "
                            + to
                            + ": that shape must broadcast to the tensor's");
        }
        double[] y = new double[to.size];
        Kernels.get().addTo(x.array(), x.shape.extents, y, 0, to.stridesIn(x.shape));
        return Tensor.node(new SumTo(to), to, y, x, null);
    }

    static Tensor sum(Tensor x, Axes axes) {
        boolean[] marked = axes.in("sum", x.shape);
        Shape dropped = x.shape.without(marked);
        if (dropped.rank() == 0 && !axes.keeps()) {
            return sumTo(x, Shape.SCALAR);
        }
        Tensor kept = sumTo(x, x.shape.withOnes(marked));
        return axes.keeps() ? kept : Structure.reshape(kept, dropped);
    }

    static Tensor mean(Tensor x, Axes axes) {
        int groups = x.shape.withOnes(axes.in("mean", x.shape)).size;
        if (x.size() == 0) {
            throw new IllegalArgumentException(
                    "mean: shape "
                            + x.shape
                            + " over "
                            + axes
                            + ": the mean of no elements is undefined; every axis must have an extent"
                            + " of 1 or more");
        }
        return sum(x, axes).div((double) (x.size() / groups));
    }
}
