package org.cotangent;

import java.util.Arrays;
import java.util.function.Supplier;
import org.cotangent.kernel.Loops;

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
        Loops.get().addTo(x.array(), x.shape.extents, y, 0, to.stridesIn(x.shape));
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
        double n = groupSize("mean", x, axes);
        Tensor y = sum(x, axes).div(n);
        return finite(y, () -> sum(x.mul(DOWN), axes).div(n).mul(UP));
    }

    /**
     * Elements of a result, and where these are not finite those of a second way, from numbers
     * scaled down, if they are: a sum may have overflowed on the first. Where neither is finite the
     * first has the better slope.
     */
    private static Tensor finite(Tensor first, Supplier<Tensor> way) {
        double[] y = first.array();
        if (Arrays.stream(y).allMatch(Double::isFinite)) {
            return first;
        }
        Tensor second = way.get();
        double[] z = second.array();
        double[] mask = new double[y.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = !Double.isFinite(y[i]) && Double.isFinite(z[i]) ? 1 : 0;
        }
        return Elementwise.where(Tensor.constant(first.shape, mask), second, first);
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

    static Tensor var(Tensor x, Axes axes, int ddof) {
        double divisor = divisor("var", x, axes, ddof);
        Tensor y = sum(fromMean(x, axes).square(), axes).div(divisor);
        return finite(
                y,
                () -> {
                    Tensor low = fromMean(x.mul(DOWN), axes).square();
                    return sum(low, axes).div(divisor).mul(UP).mul(UP);
                });
    }

    static Tensor std(Tensor x, Axes axes, int ddof) {
        double root = Math.sqrt(divisor("std", x, axes, ddof));
        Tensor y = norm(fromMean(x, axes), axes).div(root);
        return finite(y, () -> norm(fromMean(x.mul(DOWN), axes), axes).div(root).mul(UP));
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

    /** The Euclidean norm over some axes, which stay. */
    record Norm(Axes axes) implements Op {
        @Override
        public String name() {
            return "norm";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor x = y.a;
            Tensor u = Direction.of(x, y, axes);
            return Lengths.share(g, y, h -> h.times(u), q -> q.timesEven(x));
        }

        @Override
        public String attributes() {
            return axes.named();
        }
    }

    /**
     * x / |x|, 0 where x is. Its derivative (I - u uᵀ) / |x| does not cancel where one element is
     * nearly all of the length: there 1 - u² is the sum of the squares of the others, as for the
     * weights u² of a softmax.
     */
    record Direction(Axes axes) implements Op {
        @Override
        public String name() {
            return "direction";
        }

        static Tensor of(Tensor x, Tensor length, Axes axes) {
            Tensor u = x.stopGradient().ratio(length.stopGradient());
            return Tensor.node(new Direction(axes), x.shape, u.array(), x, length);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            if (input == 1) {
                return null; // a function of x, whose slope this is already
            }
            Tensor v = g.times(y);
            Tensor w = y.square();
            Tensor rest = g.sub(v.sum(axes).times(y));
            Tensor most = Softmax.excess(v, w, axes).over(y);
            return Elementwise.where(w.gt(0.5), most, rest).strongRatio(y.b);
        }

        @Override
        public String attributes() {
            return axes.named();
        }
    }

    static Tensor norm(Tensor x, Axes axes) {
        boolean[] marked = axes.in("norm", x.shape);
        Shape kept = x.shape.withOnes(marked);
        double[] y = new double[kept.size];
        Loops.get().norm(x.array(), x.shape.extents, kept.stridesIn(x.shape), y);
        Tensor result = Tensor.node(new Norm(axes.kept()), kept, y, x, null);
        return axes.keeps() ? result : Structure.reshape(result, x.shape.without(marked));
    }
}
