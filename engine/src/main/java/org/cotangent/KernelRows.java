package org.cotangent;

import static org.cotangent.kernel.StrongZero.strong;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.BinaryRule;
import org.cotangent.Elementwise.Unary;
import org.cotangent.Elementwise.UnaryRule;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.UnaryKernel;

/**
 * The elementwise operations that have a kernel of their own, but the four of {@link Arithmetic}: a
 * row each, and below its rule, which is found by the kernel. Like those they are made without
 * lambdas, so that a small program need not wait for them. How rules are written is said in {@link
 * ElementaryRows}.
 */
final class KernelRows {
    // spotless:off
    interface Neg         { Unary  ROW = Rule.op("neg",         UnaryKernel.NEG).byX(new Rule(UnaryKernel.NEG)); }
    interface Reciprocal  { Unary  ROW = Rule.op("reciprocal",  UnaryKernel.RECIPROCAL).byY(new Rule(UnaryKernel.RECIPROCAL)); }
    interface Square      { Unary  ROW = Rule.op("square",      UnaryKernel.SQUARE).byX(BinaryKernel.TWICE_PRODUCT); }
    interface Sqrt        { Unary  ROW = Rule.op("sqrt",        UnaryKernel.SQRT).byY(new Rule(UnaryKernel.SQRT)); }
    interface Abs         { Unary  ROW = Rule.op("abs",         UnaryKernel.ABS).gate(new Signum()).pieces(new Pieces(UnaryKernel.ABS)); }
    interface Exp         { Unary  ROW = Rule.op("exp",         UnaryKernel.EXP).byY(BinaryKernel.STRONG_MUL); }
    interface Log         { Unary  ROW = Rule.op("log",         UnaryKernel.LOG).byX(BinaryKernel.STRONG_DIV_FROM_ABOVE); }
    interface Tanh        { Unary  ROW = Rule.op("tanh",        UnaryKernel.TANH).slope(UnaryKernel.SECH_SQUARED); }
    interface Sigmoid     { Unary  ROW = Rule.op("sigmoid",     UnaryKernel.SIGMOID).slope(UnaryKernel.LOGISTIC_DENSITY); }
    interface Relu        { Unary  ROW = Rule.op("relu",        UnaryKernel.RELU).byX(BinaryKernel.WHERE_POSITIVE).pieces(new Pieces(UnaryKernel.RELU)); }
    /** sigmoid'(x) = sigmoid(x) sigmoid(-x); its own slope is -y (2 sigmoid(x) - 1) = -y tanh(x/2). */
    interface SigmoidSlope { Unary  ROW = Rule.op("sigmoidSlope", UnaryKernel.LOGISTIC_DENSITY); }
    /** tanh'(x) = 1 / cosh(x)^2 = 4 sigmoid'(2x). */
    interface TanhSlope   { Unary  ROW = Rule.op("tanhSlope",   UnaryKernel.SECH_SQUARED); }
    /** A mask: it has no derivative. */
    interface ReluSlope   { Unary  ROW = Elementwise.mask("reluSlope",   UnaryKernel.STEP); }

    interface Max         { Binary ROW = Share.op("max",         BinaryKernel.MAX).pieces(new Pieces(BinaryKernel.MAX)); }
    interface Min         { Binary ROW = Share.op("min",         BinaryKernel.MIN).pieces(new Pieces(BinaryKernel.MIN)); }
    /** a where the mask b is 1, a times b between, exactly 0 where either is 0 whatever the other is. b passes nothing on. */
    interface Gate        { Binary ROW = Share.op("gate",        BinaryKernel.GATE).pieces(new Pieces(BinaryKernel.GATE)); }
    /** a b, and 0 where a is 0 whatever b is: what an adjoint passes on. A zero adjoint, of a branch that was not taken, sends nothing however steep b is. */
    interface StrongMul   { Binary ROW = Share.op("strongMul",   BinaryKernel.STRONG_MUL); }
    /** a / b, and 0 where a is 0 whatever b is. */
    interface StrongDiv   { Binary ROW = Share.op("strongDiv",   BinaryKernel.STRONG_DIV); }
    /** The same for a b that is 0 or above, for which -0 is 0. */
    interface StrongDivFromAbove { Binary ROW = Share.op("strongDivFromAbove", BinaryKernel.STRONG_DIV_FROM_ABOVE); }
    // spotless:on

    private KernelRows() {}

    /** The rule of one operand, of tensors and for three of them of numbers. */
    private record Rule(UnaryKernel kernel) implements UnaryRule, DoubleBinaryOperator {
        static Unary op(String name, UnaryKernel kernel) {
            return new Unary(name, kernel, new Rule(kernel));
        }

        // spotless:off
        @Override
        public Tensor apply(Tensor g, Tensor y, Tensor x) {
            return switch (kernel) {
                case NEG              -> g.neg();
                case RECIPROCAL       -> g.strongTimes(y.square()).neg();
                case SQUARE           -> g.timesEven(x).mul(2);
                case SQRT             -> Lengths.share(g, y, u -> u.strongOver(y.mul(2)), q -> ofRoot(q, x));
                case ABS              -> Lengths.share(g, y, u -> u.gate(Elementwise.mask(ElementaryRows.AbsSlope.ROW, x)), q -> q.timesEven(x));
                case EXP              -> g.strongTimes(y);
                case LOG              -> g.overFromAbove(x);
                case TANH             -> g.strongTimes(x.tanhSlope());
                case SIGMOID          -> g.strongTimes(x.sigmoidSlope());
                case RELU             -> g.gate(Elementwise.mask(ReluSlope.ROW, x));
                case LOGISTIC_DENSITY -> g.strongTimes(y.mul(x.mul(0.5).tanh()).neg());
                case SECH_SQUARED     -> g.strongTimes(y.mul(x.tanh()).mul(-2));
                case STEP             -> null;
            };
        }

        /** Of g and x or y, as the row says. */
        @Override
        public double applyAsDouble(double g, double v) {
            return kernel == UnaryKernel.NEG        ? -g
                 : kernel == UnaryKernel.RECIPROCAL ? -strong(g * (v * v), g)
                 :                          /* sqrt */ strong(g / (v * 2), g);
        }
        // spotless:on

        /** A multiple q y of a root y passes q / 2 on, in the root's domain. */
        private static Tensor ofRoot(Tensor q, Tensor x) {
            return q.mul(0.5).gate(Elementwise.mask(ElementaryRows.OfRoot.ROW, x));
        }
    }

    /** The rule of one of two operands. */
    private record Share(BinaryKernel kernel, boolean first) implements BinaryRule {
        static Binary op(String name, BinaryKernel kernel) {
            return new Binary(name, kernel, new Share(kernel, true), new Share(kernel, false));
        }

        // spotless:off
        @Override
        public Tensor apply(Tensor g, Tensor y, Tensor a, Tensor b) {
            boolean tangent = Recorder.current().sweepsTangents();
            return switch (kernel) {
                case MAX        -> g.gate(first ? a.share(b) : b.share(a));
                case MIN        -> g.gate(first ? b.share(a) : a.share(b));
                case GATE       -> first ? g.gate(b) : null;
                case STRONG_MUL -> !first ? g.timesOrZero(a) : tangent ? g.mul(b) : g.strongTimes(b);
                case STRONG_DIV -> !first ? g.timesOrZero(y).strongOver(b).neg() : tangent ? g.div(b) : g.strongOver(b);
                case STRONG_DIV_FROM_ABOVE
                                -> !first ? g.timesOrZero(y).overFromAbove(b).neg() : tangent ? g.div(b.add(0)) : g.overFromAbove(b);
                default         -> throw new IllegalStateException(kernel + " has no rule here");
            };
        }
        // spotless:on
    }

    private static final class Signum implements DoubleUnaryOperator {
        @Override
        public double applyAsDouble(double x) {
            return Math.signum(x);
        }
    }

    /** By x and y, or by both operands. */
    private record Pieces(Object kernel) implements DoubleBinaryOperator {
        @Override
        public double applyAsDouble(double p, double q) {
            if (kernel == BinaryKernel.GATE) {
                return q == 0 ? 0 : 2;
            }
            return kernel instanceof UnaryKernel ? Scalar.ofSign(p) : Scalar.ofChoice(p, q);
        }
    }
}
