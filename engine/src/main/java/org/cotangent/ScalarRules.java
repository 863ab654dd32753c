package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The derivative rules of the commonest elementwise operations once more, in plain numbers: what a
 * scalar's adjoint passes on in a pass that is not recorded, where a tensor for every number would
 * cost more than the arithmetic. Bit by bit what {@link Elementwise} says; a test compares them.
 *
 * @param op the operation
 * @param a what goes to the first input
 * @param b what goes to the second; null if there is only one
 */
record ScalarRules(Op op, Rule a, Rule b) {
    /** A rule in plain numbers. */
    @FunctionalInterface
    interface Rule {
        /**
         * What an adjoint passes on.
         *
         * @param g the adjoint of y
         * @param y a scalar whose inputs are scalars
         * @return the share of an input's adjoint
         */
        double part(double g, Tensor y);
    }

    private static final ScalarRules[] RULES = new ScalarRules[Elementwise.count()];

    static {
        // spotless:off
        unary(Elementwise.NEG,        (g, y) -> -g);
        unary(Elementwise.RECIPROCAL, (g, y) -> settled(-(g * (y.value * y.value)), g));
        unary(Elementwise.SQUARE,     (g, y) -> settled(timesEven(g, y.a.value) * 2, g));
        unary(Elementwise.SQRT,       (g, y) -> settled(g / (y.value * 2), g));
        unary(Elementwise.EXP,        (g, y) -> settled(g * y.value, g));
        unary(Elementwise.LOG,        (g, y) -> settled(g / y.a.value, g));
        unary(Elementwise.SIN,        (g, y) -> settled(g * Math.cos(y.a.value), g));
        unary(Elementwise.COS,        (g, y) -> settled(-(g * Math.sin(y.a.value)), g));
        unary(Elementwise.TANH,       (g, y) -> settled(g * Elementwise.TANH_SLOPE.function().applyAsDouble(y.a.value), g));
        unary(Elementwise.SIGMOID,    (g, y) -> settled(g * Elementwise.SIGMOID_SLOPE.function().applyAsDouble(y.a.value), g));
        unary(Elementwise.SOFTPLUS,   (g, y) -> settled(g * Scalar.sigmoid(y.a.value), g));
        unary(Elementwise.RELU,       (g, y) -> settled(gate(g, positive(y.a.value)), g));
        unary(Elementwise.ABS,        (g, y) -> settled(gate(g, Math.signum(y.a.value)), g));
        binary(Elementwise.ADD,       (g, y) -> g,                              (g, y) -> g);
        binary(Elementwise.SUB,       (g, y) -> g,                              (g, y) -> -g);
        binary(Elementwise.MUL,       (g, y) -> times(g, y.b.value, y),         (g, y) -> times(g, y.a.value, y));
        binary(Elementwise.DIV,       (g, y) -> settled(g / y.b.value, g),      (g, y) -> settled(-(g * y.value / y.b.value), g));
        // spotless:on
    }

    private static void unary(Elementwise.Unary op, Rule rule) {
        RULES[op.index()] = new ScalarRules(op, rule, null);
    }

    private static void binary(Elementwise.Binary op, Rule a, Rule b) {
        RULES[op.index()] = new ScalarRules(op, a, b);
    }

    /** The rules of a node, or null if it is not a scalar or there are none. */
    static ScalarRules of(Tensor y) {
        if (y.data != null) {
            return null;
        }
        if (y.op instanceof Elementwise.Binary binary) {
            return RULES[binary.index()];
        }
        return y.op instanceof Elementwise.Unary unary ? RULES[unary.index()] : null;
    }

    /** The operations that there are rules for. */
    static List<Op> operations() {
        return Arrays.stream(RULES).filter(Objects::nonNull).map(ScalarRules::op).toList();
    }

    private static double times(double g, double factor, Tensor y) {
        return settled(y.a == y.b ? timesEven(g, factor) : g * factor, g);
    }

    private static double timesEven(double g, double slope) {
        return slope == 0 && g == g ? 0 : g * slope;
    }

    private static double gate(double g, double mask) {
        return mask == 0 ? 0 : g * mask;
    }

    private static double positive(double x) {
        return x > 0 ? 1 : x != x ? Double.NaN : 0;
    }

    private static double settled(double part, double g) {
        return part != part && g == 0 ? 0 : part;
    }
}
