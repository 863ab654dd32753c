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
    static final Unary  NEG        = op("neg",        UnaryKernel.NEG).byX(new Rule(UnaryKernel.NEG));
    static final Unary  RECIPROCAL = op("reciprocal", UnaryKernel.RECIPROCAL).byY(new Rule(UnaryKernel.RECIPROCAL));
    static final Unary  SQUARE     = op("square",     UnaryKernel.SQUARE).byX(BinaryKernel.TWICE_PRODUCT);
    static final Unary  SQRT       = op("sqrt",       UnaryKernel.SQRT).byY(new Rule(UnaryKernel.SQRT));
    static final Unary  ABS        = op("abs",        UnaryKernel.ABS).gate(new Sign()).pieces(new Pieces(UnaryKernel.ABS));
    static final Unary  EXP        = op("exp",        UnaryKernel.EXP).byY(BinaryKernel.STRONG_MUL);
    static final Unary  LOG        = op("log",        UnaryKernel.LOG).byX(BinaryKernel.STRONG_DIV_FROM_ABOVE);
    static final Unary  TANH       = op("tanh",       UnaryKernel.TANH).slope(UnaryKernel.SECH_SQUARED);
    static final Unary  SIGMOID    = op("sigmoid",    UnaryKernel.SIGMOID).slope(UnaryKernel.LOGISTIC_DENSITY);
    static final Unary  RELU       = op("relu",       UnaryKernel.RELU).byX(BinaryKernel.WHERE_POSITIVE).pieces(new Pieces(UnaryKernel.RELU));
    /** sigmoid'(x) = sigmoid(x) sigmoid(-x); its own slope is -y (2 sigmoid(x) - 1) = -y tanh(x/2). */
    static final Unary  SIGMOID_SLOPE = op("sigmoidSlope", UnaryKernel.LOGISTIC_DENSITY);
    /** tanh'(x) = 1 / cosh(x)^2 = 4 sigmoid'(2x). */
    static final Unary  TANH_SLOPE    = op("tanhSlope",    UnaryKernel.SECH_SQUARED);
    /** A mask: it has no derivative. */
    static final Unary  RELU_SLOPE    = new Unary("reluSlope", UnaryKernel.STEP, null);

    static final Binary MAX        = op("max",        BinaryKernel.MAX).pieces(new Pieces(BinaryKernel.MAX));
    static final Binary MIN        = op("min",        BinaryKernel.MIN).pieces(new Pieces(BinaryKernel.MIN));
    /** a where the mask b is 1, a times b between, exactly 0 where either is 0 whatever the other is. b passes nothing on. */
    static final Binary GATE       = op("gate",       BinaryKernel.GATE).pieces(new Pieces(BinaryKernel.GATE));
    /** a b, and 0 where a is 0 whatever b is: what an adjoint passes on. A zero adjoint, of a branch that was not taken, sends nothing however steep b is. */
    static final Binary STRONG_MUL = op("strongMul",  BinaryKernel.STRONG_MUL);
    /** a / b, and 0 where a is 0 whatever b is. */
    static final Binary STRONG_DIV = op("strongDiv",  BinaryKernel.STRONG_DIV);
    /** The same for a b that is 0 or above, for which -0 is 0. */
    static final Binary STRONG_DIV_FROM_ABOVE = op("strongDiv", BinaryKernel.STRONG_DIV_FROM_ABOVE);
    // spotless:on

    private KernelRows() {}

    private static Unary op(String name, UnaryKernel kernel) {
        return new Unary(name, kernel, new Rule(kernel));
    }

    private static Binary op(String name, BinaryKernel kernel) {
        return new Binary(name, kernel, new Share(kernel, true), new Share(kernel, false));
    }

    /** The rule of one operand, of tensors and for three of them of numbers. */
    private record Rule(UnaryKernel kernel) implements UnaryRule, DoubleBinaryOperator {
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
                case RELU             -> g.gate(Elementwise.mask(RELU_SLOPE, x));
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

    private static final class Sign implements DoubleUnaryOperator {
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
