package org.cotangent;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.kernel.Kernels;

/**
 * The elementwise operations: one row each, the function beside its derivatives. Letters as in
 * {@link Op}.
 *
 * <p>Slopes that cancel in the tails when written with the result alone, such as y (1 - y) of the
 * sigmoid, are functions of x with a row of their own.
 */
final class Elementwise {
    // spotless:off
    static final Unary  NEG        = op("neg",        x -> -x,                     (g, y, x) -> g.neg());
    static final Unary  RECIPROCAL = op("reciprocal", x -> 1 / x,                  (g, y, x) -> g.mul(y.square()).neg());
    static final Unary  SQUARE     = op("square",     x -> x * x,                  (g, y, x) -> g.mul(x).mul(2));
    static final Unary  SQRT       = op("sqrt",       Math::sqrt,                  (g, y, x) -> g.div(y.mul(2)));
    static final Unary  EXP        = op("exp",        Math::exp,                   (g, y, x) -> g.mul(y));
    static final Unary  LOG        = op("log",        Math::log,                   (g, y, x) -> g.div(x));
    static final Unary  ABS        = op("abs",        Math::abs,                   (g, y, x) -> g.gate(x.signMask()));
    static final Unary  RELU       = op("relu",       x -> Math.max(x, 0.0),       (g, y, x) -> g.gate(x.positiveMask()));
    static final Unary  SIGMOID    = op("sigmoid",    Elementwise::sigmoid,        (g, y, x) -> g.mul(x.sigmoidSlope()));
    static final Unary  TANH       = op("tanh",       Math::tanh,                  (g, y, x) -> g.mul(x.tanhSlope()));

    /** sigmoid'(x) = sigmoid(x) sigmoid(-x); its own slope is -y (2 sigmoid(x) - 1) = -y tanh(x/2). */
    static final Unary  SIGMOID_SLOPE = op("sigmoidSlope", Elementwise::sigmoidSlope, (g, y, x) -> g.mul(y).mul(x.mul(0.5).tanh()).neg());
    /** tanh'(x) = 1 / cosh(x)^2 = 4 sigmoid'(2x). */
    static final Unary  TANH_SLOPE    = op("tanhSlope",    x -> 4 * sigmoidSlope(2 * x), (g, y, x) -> g.mul(y).mul(x.tanh()).mul(-2));

    static final Binary ADD        = op("add",        Double::sum,                 (g, y, a, b) -> g,                     (g, y, a, b) -> g);
    static final Binary SUB        = op("sub",        (p, q) -> p - q,             (g, y, a, b) -> g,                     (g, y, a, b) -> g.neg());
    static final Binary MUL        = op("mul",        (p, q) -> p * q,             (g, y, a, b) -> g.mul(b),              (g, y, a, b) -> g.mul(a));
    static final Binary DIV        = op("div",        (p, q) -> p / q,             (g, y, a, b) -> g.div(b),              (g, y, a, b) -> g.mul(y).div(b).neg());
    static final Binary MAX        = op("max",        Math::max,                   (g, y, a, b) -> g.gate(a.share(b)),    (g, y, a, b) -> g.gate(b.share(a)));
    static final Binary MIN        = op("min",        Math::min,                   (g, y, a, b) -> g.gate(b.share(a)),    (g, y, a, b) -> g.gate(a.share(b)));

    /** a where the mask b is 1, exactly 0 where it is 0 whatever a is, a times b between. b is constant by intent. */
    static final Binary GATE       = op("gate",       (p, q) -> q == 0 ? 0 : p * q, (g, y, a, b) -> g.gate(b),            (g, y, a, b) -> null);
    // spotless:on

    /** x to a constant power. */
    record Pow(double exponent) implements Op {
        @Override
        public String name() {
            return "pow";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return exponent == 0 ? null : g.mul(y.a.pow(exponent - 1).mul(exponent));
        }

        @Override
        public String attributes() {
            return "exponent " + Text.number(exponent);
        }
    }

    @FunctionalInterface
    interface UnaryRule {
        Tensor apply(Tensor g, Tensor y, Tensor x);
    }

    @FunctionalInterface
    interface BinaryRule {
        Tensor apply(Tensor g, Tensor y, Tensor a, Tensor b);
    }

    /** A record, so that the JIT compiler takes the fields of the constants above for constants. */
    record Unary(String name, DoubleUnaryOperator function, UnaryRule rule) implements Op {
        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return rule.apply(g, y, y.a);
        }
    }

    /** See {@link Unary}. */
    record Binary(String name, DoubleBinaryOperator function, BinaryRule ruleA, BinaryRule ruleB)
            implements Op {
        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return (input == 0 ? ruleA : ruleB).apply(g, y, y.a, y.b);
        }
    }

    private Elementwise() {}

    private static Unary op(String name, DoubleUnaryOperator function, UnaryRule rule) {
        return new Unary(name, function, rule);
    }

    private static Binary op(String name, DoubleBinaryOperator f, BinaryRule a, BinaryRule b) {
        return new Binary(name, f, a, b);
    }

    static Tensor apply(Unary op, Tensor x) {
        return apply(op, op.function, x);
    }

    static Tensor apply(Op op, DoubleUnaryOperator function, Tensor x) {
        if (x.data == null) {
            return Tensor.node(op, function.applyAsDouble(x.value), x, null);
        }
        return Tensor.node(op, x.shape, map(function, x.data), x, null);
    }

    static Tensor apply(Binary op, Tensor a, Tensor b) {
        if (b == null) {
            throw new NullPointerException(op.name + ": the second operand is null");
        }
        if (a.data == null && b.data == null) {
            return Tensor.node(op, op.function.applyAsDouble(a.value, b.value), a, b);
        }
        Shape shape = Shape.broadcast(op.name, a.shape, b.shape);
        return Tensor.node(op, shape, zip(op.function, a, b, shape), a, b);
    }

    /** A constant of x's shape: a mask. */
    static Tensor mask(DoubleUnaryOperator function, Tensor x) {
        return x.data == null
                ? Tensor.of(function.applyAsDouble(x.value))
                : Tensor.constant(x.shape, map(function, x.data));
    }

    /** A constant of the shape that a and b broadcast to: a mask. */
    static Tensor mask(String name, DoubleBinaryOperator function, Tensor a, Tensor b) {
        if (a.data == null && b.data == null) {
            return Tensor.of(function.applyAsDouble(a.value, b.value));
        }
        Shape shape = Shape.broadcast(name, a.shape, b.shape);
        return Tensor.constant(shape, zip(function, a, b, shape));
    }

    private static double[] map(DoubleUnaryOperator function, double[] x) {
        double[] y = new double[x.length];
        Kernels.get().map(function, x, y);
        return y;
    }

    private static double[] zip(DoubleBinaryOperator function, Tensor a, Tensor b, Shape shape) {
        double[] y = new double[shape.size];
        Kernels.get()
                .zip(
                        function,
                        a.array(),
                        a.shape.stridesIn(shape),
                        b.array(),
                        b.shape.stridesIn(shape),
                        shape.extents,
                        y);
        return y;
    }

    // ---- functions that java.lang.Math does not have

    /** 1 / (1 + exp(-x)), from the exponential of a negative number only: no overflow. */
    static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    private static double sigmoidSlope(double x) {
        double e = Math.exp(-Math.abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /** The part of a tie-sharing maximum's slope that p gets: 1 if larger, ½ if equal, else 0. */
    static double share(double p, double q) {
        return p > q ? 1 : p == q ? 0.5 : p < q ? 0 : Double.NaN;
    }

    /** 1 where x is positive, 0 where not: the slope of relu. */
    static double positive(double x) {
        return x > 0 ? 1 : x <= 0 ? 0 : Double.NaN;
    }
}
