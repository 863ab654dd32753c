package org.cotangent;

import java.util.function.UnaryOperator;

/**
 * Adjoints of lengths: of Euclidean norms, {@code hypot}, absolute values and roots.
 *
 * <p>A length y of x passes g x / y on, which at 0 is the subgradient 0 and has no derivative. But
 * where g is itself a multiple q y, as it is below a square, q x is smooth, and so are squares of
 * lengths. Whether g is one is seen from how a recorded pass made it, never from its numbers.
 */
final class Lengths {
    private Lengths() {}

    /**
     * What the plain rule gives, the first input, for which higher derivatives take the sum of the
     * others. A forward derivative, of which that is the first, takes the rule.
     */
    record Parts() implements Op {
        @Override
        public String name() {
            return "parts";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Recorder.current().sweepsTangents() == (input == 0) ? g : null;
        }
    }

    /** An adjoint as a multiple of a length and what is left; either is null where it is none. */
    private record Split(Tensor quotient, Tensor rest) {
        /** What an operation that is linear makes of both. */
        Split then(UnaryOperator<Tensor> linear) {
            return new Split(
                    quotient == null ? null : linear.apply(quotient),
                    rest == null ? null : linear.apply(rest));
        }
    }

    /**
     * What an adjoint of a length passes on.
     *
     * @param g the adjoint
     * @param y the length
     * @param plain the rule, from an adjoint
     * @param smooth the rule for an adjoint that is a multiple of y, from the quotient
     * @return the share of the input's adjoint
     */
    static Tensor share(
            Tensor g, Tensor y, UnaryOperator<Tensor> plain, UnaryOperator<Tensor> smooth) {
        Split split = g.varies() ? split(g, y) : new Split(null, g);
        if (split.quotient == null) {
            return plain.apply(g);
        }
        Tensor rule = plain.apply(g);
        Tensor part = Structure.expand(smooth.apply(split.quotient), rule.shape);
        Tensor rest = split.rest == null ? null : plain.apply(split.rest);
        Tensor[] inputs =
                rest == null ? new Tensor[] {rule, part} : new Tensor[] {rule, part, rest};
        return Tensor.node(new Parts(), rule.shape, rule.array(), inputs);
    }

    /**
     * An adjoint for the derivative by the slope that it is multiplied with. Below the square of a
     * root its numbers are 0 at 0, as those of every adjoint of 0 are; its parts are what it is
     * near by.
     */
    static Tensor near(Tensor g) {
        if (g.op instanceof Parts) {
            return sum(g.input(1), g.inputs() > 2 ? g.input(2) : null);
        }
        if (g.a == null || !isLinear(g)) {
            return g;
        }
        Tensor below = near(g.a);
        if (below == g.a) {
            return g;
        }
        if (g.op instanceof Structure.Reshape) {
            return Structure.reshape(below, g.shape);
        }
        if (g.op instanceof Structure.Expand) {
            return Structure.expand(below, g.shape);
        }
        return g.op == Elementwise.NEG ? below.neg() : below.mul(g.b);
    }

    private static boolean isLinear(Tensor g) {
        return isStep(g) && g.op != Elementwise.DIV || g.op instanceof Structure.Expand;
    }

    private static Split split(Tensor g, Tensor y) {
        Split none = new Split(null, g);
        Op op = g.op;
        if (op instanceof Parts) {
            Split p = split(g.input(1), y);
            Split q = g.inputs() > 2 ? split(g.input(2), y) : new Split(null, null);
            Split all = new Split(sum(p.quotient, q.quotient), sum(p.rest, q.rest));
            return all.quotient == null ? none : all;
        }
        if (!g.varies() || g.a == null) {
            return none;
        }
        if (op == Elementwise.ADD) {
            Split p = split(g.a, y);
            Split q = split(g.b, y);
            return new Split(sum(p.quotient, q.quotient), sum(p.rest, q.rest));
        }
        if (op == Elementwise.NEG) {
            return split(g.a, y).then(Tensor::neg);
        }
        if (op instanceof Structure.Reshape) {
            return split(g.a, y).then(part -> Structure.reshape(part, g.shape));
        }
        if (op == Elementwise.GATE) {
            return split(g.a, y).then(part -> part.gate(g.b));
        }
        if (op instanceof Views.View || op instanceof Views.Place) {
            return split(g.a, y).then(part -> Views.again(g, part));
        }
        boolean product =
                op == Elementwise.TIMES_EVEN
                        || op == Elementwise.STRONG_MUL
                        || op == Elementwise.TIMES_OR_ZERO
                        || op == Elementwise.MUL;
        if (product) {
            Tensor multiple = over(g.b, y);
            return multiple != null
                    ? new Split(g.a.times(multiple), null)
                    : g.b.varies() ? none : split(g.a, y).then(part -> part.times(g.b));
        }
        if (op == Elementwise.STRONG_DIV || op == Elementwise.DIV) {
            return g.b.varies() ? none : split(g.a, y).then(part -> part.over(g.b));
        }
        return none;
    }

    private static Tensor sum(Tensor p, Tensor q) {
        return p == null ? q : q == null ? p : p.add(q);
    }

    /** A slope divided by a length of which it is a multiple or a power; else null. */
    private static Tensor over(Tensor slope, Tensor y) {
        if (isSame(slope, y)) {
            return Tensor.of(1);
        }
        if (slope.op instanceof Elementwise.Where) {
            // the way from here to the length leads through the mask of its branch
            Tensor first = over(slope.input(1), y);
            Tensor second = over(slope.input(2), y);
            Tensor none = Tensor.of(0);
            return first == null && second == null
                    ? null
                    : Elementwise.where(
                            slope.input(0),
                            first == null ? none : first,
                            second == null ? none : second);
        }
        if (slope.a == null) {
            return null;
        }
        if (isStep(slope)) {
            Tensor multiple = over(slope.a, y);
            return multiple == null ? null : multiple.mul(scale(slope));
        }
        if (slope.op instanceof Views.View) {
            Tensor multiple = over(slope.a, y);
            return multiple == null || multiple.size() > 1 ? null : multiple;
        }
        if (slope.op == Elementwise.POW_SLOPE && slope.b.data == null && !slope.b.varies()) {
            double n = slope.b.value;
            Tensor multiple = n >= 2 ? over(slope.a, y) : null;
            return multiple == null ? null : slope.a.pow(n - 2).mul(n).mul(multiple);
        }
        return null;
    }

    /** Whether two nodes are one, or the same length of the same tensor. */
    private static boolean isSame(Tensor p, Tensor q) {
        boolean length =
                p.op == Elementwise.SQRT
                        || p.op == Elementwise.ABS
                        || p.op == Elementwise.HYPOT
                        || p.op instanceof Reductions.Norm;
        return p == q
                || length
                        && p.a == q.a
                        && p.b == q.b
                        && p.shape.equals(q.shape)
                        && p.op.name().equals(q.op.name());
    }

    /** Whether a node is another one in another shape, or times or through a constant number. */
    private static boolean isStep(Tensor t) {
        return t.op instanceof Structure.Reshape
                || t.op == Elementwise.NEG
                || (t.op == Elementwise.MUL || t.op == Elementwise.DIV)
                        && t.b.data == null
                        && !t.b.varies();
    }

    private static double scale(Tensor step) {
        if (step.op == Elementwise.NEG) {
            return -1;
        }
        return step.op == Elementwise.MUL
                ? step.b.value
                : step.op == Elementwise.DIV ? 1 / step.b.value : 1;
    }
}
