package org.cotangent;

import java.util.Map;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.NumberGroups;
import org.cotangent.kernel.Numbers;
import org.cotangent.kernel.UnaryKernel;

/**
 * Log-sum-exp, softmax and log-softmax, each from inputs shifted by their largest, so that nothing
 * overflows, and their derivatives of all orders, which do not cancel.
 */
final class Softmax {
    private Softmax() {}

    /** The groups that axes make of the elements of a shape, as kernels want them. */
    private record Groups(int[] extents, int[] strides, int count) {
        static Groups of(Shape shape, Axes axes) {
            Shape kept = shape.withOnes(axes.in("softmax", shape));
            return new Groups(shape.extents, kept.stridesIn(shape), kept.size);
        }
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
        public Tensor apply(Tensor... x) {
            return weights(x[0], axes, ofMinusInfinities);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Groups groups = Groups.of(y.shape, axes);
            return (x, w) ->
                    ArrayKernels.get()
                            .softmax(
                                    x[0],
                                    groups.extents,
                                    groups.strides,
                                    groups.count,
                                    ofMinusInfinities,
                                    w);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return deviations(g, y, axes, true);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return n.mended(groups(n, y.shape, axes).softmax(x[0]), Op.onArrays(this, y), x);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    /** x minus the log of the sum of exp(x) over an axis. */
    record LogWeights(Axes axes) implements Op {
        @Override
        public String name() {
            return "logSoftmax";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return logSoftmax(x[0], axes);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Groups groups = Groups.of(y.shape, axes);
            return (x, w) ->
                    ArrayKernels.get()
                            .logSoftmax(x[0], groups.extents, groups.strides, groups.count, w);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return excess(g, y.exp(), axes);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return n.mended(groups(n, y.shape, axes).logSoftmax(x[0]), Op.onArrays(this, y), x);
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            double[] weights = new double[y.size()];
            ArrayKernels.get().map(UnaryKernel.EXP, y.array(), weights);
            return Tensor.constant(y.shape, excess(g, weights, axes, weights));
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    /** The log of the sum of exp(x) over some axes, which stay with extent 1. */
    record LogSumExp(Axes axes) implements Op {
        @Override
        public String name() {
            return "logSumExp";
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return logSumExp(x[0], axes);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Groups groups = Groups.of(y.a.shape, axes);
            return (x, z) -> ArrayKernels.get().logSumExp(x[0], groups.extents, groups.strides, z);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return weights(y.a, axes, 0).timesOrZero(g);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int[] sums = groups(n, y.a.shape, axes).logSumExp(x[0]);
            return n.mended(sums, Op.onArrays(this, y), x);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    /**
     * v less its mean under weights w of sum 1 in each group, v - Σ w v, or w times that: what an
     * adjoint v of softmax w passes on. With differences from the v of the largest weight nothing
     * cancels where one weight is nearly 1. Exactly 0 in a group where v is, whatever w is there.
     *
     * <p>The weights come from a softmax, whose rule does not see what all elements of a group have
     * in common; adjoints of w are given up to that, so that they do not cancel either.
     *
     * @param weighted whether the result is multiplied by w
     */
    record Deviations(Axes axes, boolean weighted) implements Op {
        @Override
        public String name() {
            return weighted ? "weightedDeviations" : "deviations";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return deviations(x[0], x[1], axes, weighted);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Groups groups = Groups.of(y.shape, axes);
            return (x, z) ->
                    ArrayKernels.get()
                            .deviations(
                                    x[0],
                                    x[1],
                                    groups.extents,
                                    groups.strides,
                                    groups.count,
                                    weighted,
                                    z);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int[] all = groups(n, y.shape, axes).deviations(x[0], x[1], weighted);
            return all == null ? null : n.mended(all, Op.onArrays(this, y), x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor v = y.a;
            Tensor w = y.b;
            if (weighted) {
                return input == 0
                        ? deviations(g, w, axes, true)
                        : deviations(g, w, axes, false).timesOrZero(deviations(v, w, axes, false));
            }
            return input == 0 ? excess(g, w, axes) : g.sum(axes).neg().timesOrZero(y);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    /**
     * v less its sum shared out by weights w of sum 1 in each group, v - w Σ v: what an adjoint v
     * of log-softmax passes on, the transpose of {@link Deviations}. The element with more than
     * half of the weight is found from the others, v Σ' w - w Σ' v. Exactly 0 in a group where v
     * is, whatever w is there.
     */
    record Excess(Axes axes) implements Op {
        @Override
        public String name() {
            return "excess";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return excess(x[0], x[1], axes);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Groups groups = Groups.of(y.shape, axes);
            return (x, z) ->
                    ArrayKernels.get()
                            .excess(x[0], x[1], groups.extents, groups.strides, groups.count, z);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int[] all = groups(n, y.shape, axes).excess(x[0], x[1]);
            return all == null ? null : n.mended(all, Op.onArrays(this, y), x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor deviations = deviations(g, y.b, axes, false);
            return input == 0 ? deviations : y.a.sum(axes).neg().timesOrZero(deviations);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    private static NumberGroups groups(Numbers n, Shape shape, Axes axes) {
        Shape groups = shape.withOnes(axes.in("softmax", shape));
        return new NumberGroups(n, shape.extents, groups.stridesIn(shape), groups.size);
    }

    private static Tensor deviations(Tensor v, Tensor w, Axes axes, boolean weighted) {
        Shape groups = w.shape.withOnes(axes.in("softmax", w.shape));
        double[] y = new double[w.size()];
        ArrayKernels.get()
                .deviations(
                        v.array(),
                        w.array(),
                        w.shape.extents,
                        groups.stridesIn(w.shape),
                        groups.size,
                        weighted,
                        y);
        return Tensor.node(new Deviations(axes, weighted), w.shape, y, v, w);
    }

    static Tensor excess(Tensor v, Tensor w, Axes axes) {
        double[] y = excess(v, w.array(), axes, new double[w.size()]);
        return Tensor.node(new Excess(axes), w.shape, y, v, w);
    }

    /** The excess as numbers, in a result that may be the array of the weights. */
    private static double[] excess(Tensor v, double[] w, Axes axes, double[] y) {
        Shape groups = v.shape.withOnes(axes.in("logSoftmax", v.shape));
        ArrayKernels.get()
                .excess(v.array(), w, v.shape.extents, groups.stridesIn(v.shape), groups.size, y);
        return y;
    }

    static Tensor softmax(Tensor x, int axis) {
        x.shape.axis("softmax", axis);
        return weights(x, Axes.keep(axis), Double.NaN);
    }

    private static Tensor weights(Tensor x, Axes axes, double ofMinusInfinities) {
        Shape groups = x.shape.withOnes(axes.in("softmax", x.shape));
        double[] y = new double[x.size()];
        ArrayKernels.get()
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
        return logSoftmax(x, Axes.keep(axis));
    }

    private static Tensor logSoftmax(Tensor x, Axes axes) {
        Shape groups = x.shape.withOnes(axes.in("logSoftmax", x.shape));
        double[] y = new double[x.size()];
        ArrayKernels.get()
                .logSoftmax(x.array(), x.shape.extents, groups.stridesIn(x.shape), groups.size, y);
        return Tensor.node(new LogWeights(axes), x.shape, y, x, null);
    }

    static Tensor logSumExp(Tensor x, Axes axes) {
        boolean[] marked = axes.in("logSumExp", x.shape);
        Shape kept = x.shape.withOnes(marked);
        double[] y = new double[kept.size];
        ArrayKernels.get().logSumExp(x.array(), x.shape.extents, kept.stridesIn(x.shape), y);
        Tensor result = Tensor.node(new LogSumExp(axes.kept()), kept, y, x, null);
        return axes.keeps() ? result : Structure.reshape(result, x.shape.without(marked));
    }
}
