package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cotangent.internal.Op;

/**
 * Adjoints of lengths: of Euclidean norms, {@code hypot}, absolute values and roots.
 *
 * <p>A length y of x passes g x / y on, which at 0 is the subgradient 0 and has no derivative. But
 * where g is itself a multiple q y, as it is below a square, q x is smooth, and so are squares of
 * lengths. Whether g is one is seen from how a recorded pass made it, never from its numbers. What
 * is left of g passes on what has no derivative at 0: NaN, unless g is 0 there and stays it, as
 * behind a mask.
 */
final class Lengths {
    /** How deep behind an adjoint its zeros are traced. */
    private static final int DEEPEST = 200;

    private Lengths() {}

    /**
     * The value of the plain rule, the first input; higher derivatives take the sum of the others.
     * A forward derivative, of which that is the first, takes the rule.
     */
    record Parts() implements Op {
        @Override
        public String name() {
            return "parts";
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return Tensor.node(this, x[0].shape, x[0].array(), x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Recorder.current().sweepsTangents() == (input == 0) ? g : null;
        }
    }

    /** An adjoint as a multiple of a length and what is left; either is null where it is none. */
    private record Split(Tensor quotient, Tensor rest) {
        /** Both parts under a linear operation. */
        Split then(UnaryOperator<Tensor> linear) {
            return new Split(
                    quotient == null ? null : linear.apply(quotient),
                    rest == null ? null : linear.apply(rest));
        }
    }

    /**
     * The share of the input of a length.
     *
     * @param g the adjoint
     * @param y the length
     * @param plain the rule, from an adjoint
     * @param smooth the rule for an adjoint that is a multiple of y, from the quotient
     * @return the share of the input's adjoint
     */
    static Tensor share(
            Tensor g, Tensor y, UnaryOperator<Tensor> plain, UnaryOperator<Tensor> smooth) {
        if (!g.varies()) {
            return plain.apply(g);
        }
        Split split = split(g, new Seen(y, null, null));
        Tensor rule = plain.apply(g);
        if (split.quotient == null) {
            return Elementwise.apply(ElementaryRows.Rough.ROW, rule, lost(g, y));
        }
        Tensor part = smooth.apply(split.quotient);
        Tensor wide = Structure.expand(part, rule.shape);
        Tensor rough = split.rest == null ? null : plain.apply(split.rest).mul(lost(split.rest, y));
        Tensor[] inputs =
                rough == null ? new Tensor[] {rule, wide} : new Tensor[] {rule, wide, rough};
        return new Parts().apply(inputs);
    }

    /** NaN where both are 0 and the adjoint need not stay it, else 1. */
    private static Tensor lost(Tensor g, Tensor y) {
        Tensor moves = moves(g, DEEPEST, Recorder.current().masks());
        return moves == null
                ? Elementwise.mask(ElementaryRows.Lost.ROW, g, y)
                : Elementwise.mask(
                        ElementaryRows.LostIf.ROW,
                        Elementwise.mask(ElementaryRows.AtZero.ROW, g, y).mul(moves));
    }

    /**
     * A mask that is 0 where an adjoint is 0 at every point, as behind another mask; null if it is
     * so nowhere.
     */
    private static Tensor moves(Tensor t, int depth, Map<Tensor, Optional<Tensor>> known) {
        Optional<Tensor> before = known.get(t);
        if (before != null) {
            return before.orElse(null);
        }
        Tensor mask = t.varies() ? null : Elementwise.mask(ElementaryRows.Taken.ROW, t);
        if (mask != null) {
            boolean constant = !t.isRecorded();
            mask = constant && Arrays.stream(mask.array()).allMatch(v -> v != 0) ? null : mask;
        } else if (depth > 0) {
            mask = throughOperation(t, depth - 1, known);
        }
        known.put(t, Optional.ofNullable(mask));
        return mask;
    }

    private static Tensor throughOperation(
            Tensor t, int depth, Map<Tensor, Optional<Tensor>> known) {
        Op op = t.op;
        if (op == ElementaryRows.Rough.ROW) {
            return moves(t.a, depth, known);
        }
        boolean sum = op == Arithmetic.ADD;
        if (sum || isProduct(op) || op == KernelRows.Gate.ROW) {
            Tensor a = moves(t.a, depth, known);
            Tensor b = sum && a == null ? null : moves(t.b, depth, known);
            if (a == null || b == null) {
                Tensor other = a == null ? b : a;
                return sum || other == null ? null : Structure.expand(other, t.shape);
            }
            return sum ? a.max(b) : a.mul(b);
        }
        if (op == KernelRows.StrongDiv.ROW || op == Arithmetic.DIV) {
            Tensor a = moves(t.a, depth, known);
            return a == null ? null : Structure.expand(a, t.shape);
        }
        if (t.a != null && isLinear(t)) {
            Tensor a = moves(t.a, depth, known);
            boolean leavesZeros = op instanceof Views.Place;
            return a != null
                    ? linear(t, a)
                    : leavesZeros ? linear(t, Tensor.full(1, t.a.shape)) : null;
        }
        return null;
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
        if (g.op == ElementaryRows.Rough.ROW) {
            return g.a.mul(g.b);
        }
        if (g.a == null || !isLinear(g)) {
            return g;
        }
        Tensor below = near(g.a);
        return below == g.a ? g : linear(g, below);
    }

    private static boolean isLinear(Tensor g) {
        return g.op instanceof Structure.Reshape
                || g.op instanceof Structure.Expand
                || g.op instanceof Views.View
                || g.op instanceof Views.Place
                || g.op == KernelRows.Neg.ROW
                || g.op == Arithmetic.MUL && !g.b.varies();
    }

    /** A linear operation with another tensor in the place of its first input. */
    private static Tensor linear(Tensor g, Tensor input) {
        if (g.op instanceof Structure.Reshape) {
            return Structure.reshape(input, g.shape);
        }
        if (g.op instanceof Structure.Expand) {
            return Structure.expand(input, g.shape);
        }
        if (g.op == KernelRows.Neg.ROW) {
            return input.neg();
        }
        return g.op == Arithmetic.MUL ? input.mul(g.b) : g.op.apply(input);
    }

    private static boolean isProduct(Op op) {
        return op == ElementaryRows.TimesEven.ROW
                || op == KernelRows.StrongMul.ROW
                || op == ElementaryRows.TimesOrZero.ROW
                || op == ElementaryRows.Rough.ROW
                || op == Arithmetic.MUL;
    }

    /**
     * A length as the elements of an adjoint see it: itself in any shape, or what a view shows of
     * what is seen from outside of the view.
     */
    private record Seen(Tensor length, Views.Place view, Seen outside) {
        /**
         * As the input of a linear operation sees it; null if no element sees one of the length.
         */
        Seen through(Tensor g) {
            if (g.op instanceof Views.Place place) {
                return new Seen(null, place, this);
            }
            boolean same = g.size() == g.a.size() && !(g.op instanceof Views.View);
            return same ? this : null;
        }

        boolean isShownBy(Views.View other) {
            return view != null
                    && view.offset() == other.offset()
                    && Arrays.equals(view.strides(), other.strides());
        }
    }

    private static Split split(Tensor g, Seen y) {
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
        if (op == Arithmetic.ADD) {
            Split p = split(g.a, y);
            Split q = split(g.b, y);
            return new Split(sum(p.quotient, q.quotient), sum(p.rest, q.rest));
        }
        if (op == KernelRows.Gate.ROW) {
            return split(g.a, y).then(part -> part.gate(g.b));
        }
        if (op != Arithmetic.MUL && isLinear(g)) {
            Seen below = y.through(g);
            return below == null
                    ? none
                    : split(g.a, below).then(part -> linear(g, Structure.expand(part, g.a.shape)));
        }
        if (isProduct(op)) {
            Multiple multiple = over(g.b, y);
            if (multiple != null) {
                Tensor elsewhere = multiple.elsewhere;
                return new Split(
                        g.a.strongTimes(multiple.of),
                        elsewhere == null ? null : g.gate(Structure.expand(elsewhere, g.shape)));
            }
            return g.b.varies() ? none : split(g.a, y).then(part -> part.strongTimes(g.b));
        }
        if (op == KernelRows.StrongDiv.ROW || op == Arithmetic.DIV) {
            return g.b.varies() ? none : split(g.a, y).then(part -> part.strongOver(g.b));
        }
        return none;
    }

    private static Tensor sum(Tensor p, Tensor q) {
        return p == null ? q : q == null ? p : p.add(q);
    }

    /**
     * A slope divided by a length, and a mask of the elements where it is no multiple or power of
     * the length; null for a slope that is one everywhere.
     */
    private record Multiple(Tensor of, Tensor elsewhere) {
        Multiple times(Tensor factor) {
            return new Multiple(factor.mul(of), elsewhere);
        }

        Multiple moved(UnaryOperator<Tensor> move) {
            return new Multiple(moved(of, move), moved(elsewhere, move));
        }

        private static Tensor moved(Tensor t, UnaryOperator<Tensor> move) {
            return t == null || t.rank() == 0 ? t : move.apply(t);
        }
    }

    /** A slope divided by a length of which it is a multiple or a power somewhere; else null. */
    private static Multiple over(Tensor slope, Seen y) {
        if (y.length != null && isSame(slope, y.length)) {
            return new Multiple(Tensor.of(1), null);
        }
        if (slope.op instanceof Elementwise.Where) {
            return overBranches(slope.input(0), over(slope.input(1), y), over(slope.input(2), y));
        }
        if (slope.a == null) {
            return null;
        }
        if (isStep(slope)) {
            Multiple below = over(slope.a, y);
            if (below == null) {
                return null;
            }
            return slope.op instanceof Structure.Reshape
                    ? below.moved(t -> linear(slope, Structure.expand(t, slope.a.shape)))
                    : below.times(Tensor.of(scale(slope)));
        }
        if (slope.op instanceof Views.View view) {
            boolean shown = y.isShownBy(view) && slope.a.shape.equals(y.view.to());
            Multiple below = shown ? over(slope.a, y.outside) : null;
            return below == null
                    ? null
                    : below.moved(t -> view.apply(Structure.expand(t, slope.a.shape)));
        }
        double n = exponent(slope);
        Multiple below = n >= 1 ? over(slope.a, y) : null;
        if (below == null) {
            return null;
        }
        Multiple power = below.times(n == 2 ? slope.a : slope.a.pow(n - 1));
        return slope.op == ElementaryRows.PowSlope.ROW ? power.times(Tensor.of(n + 1)) : power;
    }

    /** Of a choice: the other branch, which may reach the length by another way, is the rest. */
    private static Multiple overBranches(Tensor mask, Multiple first, Multiple second) {
        if (first == null && second == null) {
            return null;
        }
        Tensor none = Tensor.of(0);
        Tensor all = Tensor.of(1);
        Tensor of =
                Elementwise.where(
                        mask, first == null ? none : first.of, second == null ? none : second.of);
        Tensor p = first == null ? all : first.elsewhere;
        Tensor q = second == null ? all : second.elsewhere;
        return new Multiple(
                of,
                p == null && q == null
                        ? null
                        : Elementwise.where(mask, p == null ? none : p, q == null ? none : q));
    }

    /** The n of a slope that is a multiple of the power n of its first input; NaN for others. */
    private static double exponent(Tensor slope) {
        if (slope.op == KernelRows.Square.ROW) {
            return 2;
        }
        if (slope.op == ElementaryRows.PowSlope.ROW && slope.b.data == null && !slope.b.varies()) {
            return slope.b.value - 1;
        }
        return slope.op.attributes().get("exponent") instanceof Double n ? n : Double.NaN;
    }

    /** Whether two nodes are one, or the same length of the same tensor. */
    private static boolean isSame(Tensor p, Tensor q) {
        boolean length =
                p.op == KernelRows.Sqrt.ROW
                        || p.op == KernelRows.Abs.ROW
                        || p.op == ElementaryRows.Hypot.ROW
                        || p.op instanceof Reductions.Norm;
        return p == q
                || length
                        && p.a == q.a
                        && p.b == q.b
                        && p.shape.equals(q.shape)
                        && p.op.name().equals(q.op.name())
                        && p.op.attributes().equals(q.op.attributes());
    }

    /** Whether a node is another one in another shape, or times or through a constant number. */
    private static boolean isStep(Tensor t) {
        return t.op instanceof Structure.Reshape
                || t.op == KernelRows.Neg.ROW
                || (t.op == Arithmetic.MUL || t.op == Arithmetic.DIV)
                        && t.b.data == null
                        && !t.b.varies();
    }

    private static double scale(Tensor step) {
        if (step.op == KernelRows.Neg.ROW) {
            return -1;
        }
        return step.op == Arithmetic.MUL
                ? step.b.value
                : step.op == Arithmetic.DIV ? 1 / step.b.value : 1;
    }
}
