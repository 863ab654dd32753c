package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.NumberGroups;
import org.cotangent.kernel.NumberSums;
import org.cotangent.kernel.Numbers;

// Longer than 400 lines: a row for each reduction, with the rules that they share.

/**
 * Sums and what is built on them. The sum to a shape and the expansion to one are each other's
 * dual.
 */
final class Reductions {
    /** By more than the root of any number of elements, and back again, without rounding. */
    private static final double DOWN = 0x1p-40;

    private static final double UP = 0x1p40;

    private Reductions() {}

    /** The sum over the axes that an expansion from the given shape would repeat. */
    record SumTo(Shape to) implements Op {
        @Override
        public String name() {
            return to.rank() == 0 ? "sum" : "sumTo";
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return sumTo(x[0], to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Shape from = y.a.shape;
            int[] strides = to.stridesIn(from);
            if (to.size == 1) {
                return (x, sum) -> sum[0] = 0.0 + ArrayKernels.get().sum(x[0], 0, x[0].length);
            }
            int rows = rows(from.extents, strides) ? from.size / to.size : 0;
            return (x, sums) -> {
                Arrays.fill(sums, 0);
                if (rows > 1) {
                    ArrayKernels.get().addAllRows(x[0], rows, sums.length, sums, 0);
                } else {
                    ArrayKernels.get().addTo(x[0], from.extents, sums, 0, strides);
                }
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Structure.expand(g, y.a.shape);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            Shape from = y.a.shape;
            return NumberSums.addTo(n, x[0], from.extents, to.size, 0, to.stridesIn(from));
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("shape", to.rank() == 0 ? null : to.list());
        }
    }

    /** Whether what is summed over comes first, before all that stays. */
    private static boolean rows(int[] extents, int[] strides) {
        boolean stays = false;
        boolean rows = true;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] != 1) {
                stays |= strides[axis] != 0;
                rows &= stays == (strides[axis] != 0);
            }
        }
        return rows && stays;
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
        ArrayKernels.get().addTo(x.array(), x.shape.extents, y, 0, to.stridesIn(x.shape));
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

    /** The mean over some axes, which stay; finite where the sum alone would overflow. */
    record Mean(Axes axes) implements Op {
        @Override
        public String name() {
            return "mean";
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return mean(x[0], axes);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Shape from = y.a.shape;
            double n = (double) from.size / Math.max(1, y.size());
            ArrayStep sum = from.equals(y.shape) ? ArrayStep.SAME : new SumTo(y.shape).inArrays(y);
            Function<double[][], double[]> whole = Op.onArrays(this, y);
            return (x, means) -> {
                sum.run(x, means);
                boolean finite = true;
                for (int i = 0; i < means.length; i++) {
                    means[i] /= n;
                    finite &= Math.abs(means[i]) <= Double.MAX_VALUE;
                }
                if (!finite) { // a sum may have overflowed
                    System.arraycopy(whole.apply(x), 0, means, 0, means.length);
                }
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int n = y.a.size() / Math.max(1, y.size());
            return Structure.expand(g.strongOver(Tensor.of(n)), y.a.shape);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            Shape from = y.a.shape;
            Shape to = y.shape;
            int[] sums =
                    from.equals(to)
                            ? x[0]
                            : NumberSums.addTo(
                                    n, x[0], from.extents, to.size, 0, to.stridesIn(from));
            int size = n.constant((double) from.size / Math.max(1, to.size));
            int[] means = Arrays.stream(sums).map(p -> n.of(BinaryKernel.DIV, p, size)).toArray();
            return n.mended(means, Op.onArrays(this, y), x); // a sum that overflows
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    static Tensor mean(Tensor x, Axes axes) {
        double n = groupSize("mean", x, axes);
        Tensor y =
                Tensor.unrecorded(
                        () ->
                                finite(
                                        sum(x, axes.kept()).div(n),
                                        () -> sum(x.mul(DOWN), axes.kept()).div(n).mul(UP)));
        return dropped(Tensor.node(new Mean(axes.kept()), y.shape, y.array(), x, null), x, axes);
    }

    /** A result of which the axes that it was taken over stay only if they are to. */
    private static Tensor dropped(Tensor kept, Tensor x, Axes axes) {
        return axes.keeps()
                ? kept
                : Structure.reshape(kept, x.shape.without(axes.in("mean", x.shape)));
    }

    /**
     * Elements of a result, and where these are not finite those of a second way, from numbers
     * scaled down, if they are: a sum may have overflowed on the first.
     */
    private static Tensor finite(Tensor first, Supplier<Tensor> way) {
        double[] y = first.array();
        boolean allFinite = true;
        for (double each : y) {
            allFinite &= Double.isFinite(each);
        }
        if (allFinite) {
            return first;
        }
        double[] z = way.get().array();
        double[] best = new double[y.length];
        for (int i = 0; i < best.length; i++) {
            best[i] = !Double.isFinite(y[i]) && Double.isFinite(z[i]) ? z[i] : y[i];
        }
        return Tensor.constant(first.shape, best);
    }

    /** How many elements a group has; none is refused where a group would have to answer for it. */
    private static int groupSize(String name, Tensor x, Axes axes) {
        boolean[] marked = axes.in(name, x.shape);
        long n = 1;
        for (int axis = 0; axis < marked.length; axis++) {
            n *= marked[axis] ? x.shape.extents[axis] : 1;
        }
        if (n == 0 && x.shape.withOnes(marked).size > 0) {
            throw new IllegalArgumentException(
                    name
                            + ": shape "
                            + x.shape
                            + " over "
                            + axes
                            + ": the "
                            + name
                            + " of no elements is undefined; every axis must have an extent of 1 or"
                            + " more");
        }
        return (int) n;
    }

    /** The sum of squared deviations from the mean over some axes, which stay, divided. */
    record Variance(Axes axes, double divisor) implements Op {
        @Override
        public String name() {
            return "var";
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return var(x[0], axes, divisor);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            // the deviations sum to 0, so that through the mean nothing passes
            return g.timesEven(fromMean(y.a, axes)).strongOver(Tensor.of(divisor / 2));
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed(), "divisor", divisor);
        }
    }

    static Tensor var(Tensor x, Axes axes, int ddof) {
        double divisor = divisor("var", x, axes, ddof);
        return dropped(var(x, axes.kept(), divisor), x, axes);
    }

    private static Tensor var(Tensor x, Axes axes, double divisor) {
        Tensor y =
                Tensor.unrecorded(
                        () ->
                                finite(
                                        sum(fromMean(x, axes).square(), axes).div(divisor),
                                        () -> {
                                            Tensor low = fromMean(x.mul(DOWN), axes).square();
                                            Tensor sum = sum(low, axes).div(divisor);
                                            return sum.mul(UP).mul(UP);
                                        }));
        return Tensor.node(new Variance(axes, divisor), y.shape, y.array(), x, null);
    }

    static Tensor std(Tensor x, Axes axes, int ddof) {
        double root = Math.sqrt(divisor("std", x, axes, ddof));
        // of halves, for a deviation may be twice the largest number
        Tensor half = norm(fromMean(x.mul(0.5), axes), axes.kept(), root);
        return dropped(half.mul(2), x, axes);
    }

    private static Tensor fromMean(Tensor x, Axes axes) {
        return x.sub(mean(x, axes.kept()));
    }

    private static int divisor(String name, Tensor x, Axes axes, int ddof) {
        int n = groupSize(name, x, axes);
        if (ddof < 0 || n > 0 && n <= ddof) {
            throw new IllegalArgumentException(
                    name
                            + ": shape "
                            + x.shape
                            + " over "
                            + axes
                            + " with ddof "
                            + ddof
                            + ": the divisor "
                            + n
                            + " - ddof must be 1 or more, and ddof not negative");
        }
        return Math.max(1, n - ddof);
    }

    /** The Euclidean norm over some axes, which stay, divided by a number of 1 or more. */
    record Norm(Axes axes, double divisor) implements Op {
        @Override
        public String name() {
            return divisor == 1 ? "norm" : "rms";
        }

        @Override
        public double[] pieces(Tensor y) {
            return Elementwise.values(v -> v == 0 ? 1 : 2, y);
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return norm(x[0], axes, divisor);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            Shape from = y.a.shape;
            int[] strides = y.shape.stridesIn(from);
            return divisor != 1
                    ? null
                    : (x, z) -> ArrayKernels.get().norm(x[0], from.extents, strides, z);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor x = y.a;
            Tensor u = Direction.of(x, y, axes, divisor);
            return Lengths.share(
                    g,
                    y,
                    h -> divided(h.strongTimes(u), divisor),
                    q -> divided(divided(q.timesEven(x), divisor), divisor));
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            Shape from = y.a.shape;
            return divisor != 1
                    ? null
                    : new NumberGroups(n, from.extents, y.shape.stridesIn(from), y.size())
                            .norm(x[0]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed(), "divisor", divisor == 1 ? null : divisor);
        }
    }

    private static Tensor divided(Tensor x, double divisor) {
        return divisor == 1 ? x : x.strongOver(Tensor.of(divisor));
    }

    /**
     * x / |x|, 0 where x is, from x and |x| divided by a number. Its derivative (I - u uᵀ) / |x|
     * does not cancel where one element is nearly all of the length: there 1 - u² is the sum of the
     * squares of the others, as for the weights u² of a softmax.
     */
    record Direction(Axes axes, double divisor) implements Op {
        @Override
        public String name() {
            return "direction";
        }

        static Tensor of(Tensor x, Tensor length, Axes axes, double divisor) {
            Tensor u = divided(x.detached(), divisor).ratio(length.detached());
            return Tensor.node(new Direction(axes, divisor), x.shape, u.array(), x, length);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(x[0], x[1], axes, divisor);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            if (input == 1) {
                return null; // a function of x, whose slope this is already
            }
            Tensor v = g.strongTimes(y);
            Tensor w = y.square();
            Tensor rest = g.sub(v.sum(axes).strongTimes(y));
            Tensor most = Softmax.excess(v, w, axes).strongOver(y);
            return divided(Elementwise.where(w.gt(0.5), most, rest).strongRatio(y.b), divisor);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return divisor == 1 ? ElementaryRows.Ratio.ROW.inNumbers(n, y, x) : null;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    static Tensor norm(Tensor x, Axes axes) {
        return dropped(norm(x, axes.kept(), 1), x, axes);
    }

    private static Tensor norm(Tensor x, Axes axes, double divisor) {
        boolean[] marked = axes.in("norm", x.shape);
        Shape kept = x.shape.withOnes(marked);
        double[] lengths = new double[kept.size];
        ArrayKernels.get().norm(x.array(), x.shape.extents, kept.stridesIn(x.shape), lengths);
        Tensor y = Tensor.constant(kept, lengths);
        if (divisor != 1) {
            y =
                    finite(
                            y.div(divisor),
                            () -> {
                                Tensor low = x.detached().mul(DOWN);
                                return norm(low, axes, 1).div(divisor).mul(UP);
                            });
        }
        return Tensor.node(new Norm(axes, divisor), kept, y.array(), x, null);
    }
}
