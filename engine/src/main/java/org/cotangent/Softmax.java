package org.cotangent;

import org.cotangent.kernel.Loops;

/** Log-sum-exp, softmax and log-softmax, each from inputs shifted by their largest: no overflow. */
final class Softmax {
    private Softmax() {}

    /** The extent of the last axis if it is the only one, else 0: rows have loops of their own. */
    private static int rowLength(Axes axes, Shape shape) {
        boolean[] marked = axes.in("softmax", shape);
        int last = marked.length - 1;
        for (int axis = 0; axis < last; axis++) {
            if (marked[axis]) {
                return 0;
            }
        }
        return last >= 0 && marked[last] && shape.size > 0 ? shape.extents[last] : 0;
    }

    /**
     * exp(x) divided by its sum over some axes.
     *
     * @param axes the axes
     * @param ofMinusInfinities what several -infinity and nothing else give: NaN for softmax
     *     itself, 0 for the slope of log-sum-exp
     */
    record Weights(Axes axes, double ofMinusInfinities) implements Op {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor gy = g.mul(y);
            return gy.sub(y.mul(gy.sum(axes)));
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            int n = rowLength(axes, y.shape);
            if (n == 0) {
                return adjoint(input, g, y);
            }
            double[] part = new double[y.size()];
            Loops.get().softmaxPull(g.array(), y.array(), n, part);
            return Tensor.constant(y.shape, part);
        }

        @Override
        public String attributes() {
            return axes.named();
        }
    }

    /** x minus the log of the sum of exp(x) over an axis. */
    record LogWeights(Axes axes) implements Op {
        @Override
        public String name() {
            return "logSoftmax";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.sub(y.exp().mul(g.sum(axes)));
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            int n = rowLength(axes, y.shape);
            if (n == 0) {
                return adjoint(input, g, y);
            }
            double[] part = new double[y.size()];
            Loops.get().logSoftmaxPull(g.array(), y.array(), n, part);
            return Tensor.constant(y.shape, part);
        }

        @Override
        public String attributes() {
            return axes.named();
        }
    }

    /** The log of the sum of exp(x) over some axes, which stay with extent 1. */
    record LogSumExp(Axes axes) implements Op {
        @Override
        public String name() {
            return "logSumExp";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.mul(weights(y.a, axes, 0));
        }

        @Override
        public String attributes() {
            return axes.named();
        }
    }

    static Tensor softmax(Tensor x, int axis) {
        x.shape.axis("softmax", axis);
        return weights(x, Axes.keep(axis), Double.NaN);
    }

    private static Tensor weights(Tensor x, Axes axes, double ofMinusInfinities) {
        Shape groups = x.shape.withOnes(axes.in("softmax", x.shape));
        double[] y = new double[x.size()];
        Loops.get()
                .softmax(
                        x.array(),
                        x.shape.extents,
                        groups.stridesIn(x.shape),
                        groups.size,
                        ofMinusInfinities,
                        y);
        return Tensor.node(new Weights(axes, ofMinusInfinities), x.shape, y, x, null);
    }

    static Tensor logSoftmax(Tensor x, int axis) {
        x.shape.axis("logSoftmax", axis);
        Axes axes = Axes.keep(axis);
        Shape groups = x.shape.withOnes(axes.in("logSoftmax", x.shape));
        double[] y = new double[x.size()];
        Loops.get()
                .logSoftmax(x.array(), x.shape.extents, groups.stridesIn(x.shape), groups.size, y);
        return Tensor.node(new LogWeights(axes), x.shape, y, x, null);
    }

    static Tensor logSumExp(Tensor x, Axes axes) {
        boolean[] marked = axes.in("logSumExp", x.shape);
        Shape kept = x.shape.withOnes(marked);
        double[] y = new double[kept.size];
        Loops.get().logSumExp(x.array(), x.shape.extents, kept.stridesIn(x.shape), y);
        Tensor result = Tensor.node(new LogSumExp(axes.kept()), kept, y, x, null);
        return axes.keeps() ? result : Structure.reshape(result, x.shape.without(marked));
    }
}
