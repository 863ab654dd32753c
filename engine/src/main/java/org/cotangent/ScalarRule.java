package org.cotangent;

import static org.cotangent.kernel.ZipFunction.strong;

import org.cotangent.kernel.MapFunction;

/**
 * The derivative rules of the commonest elementwise operations once more, in plain numbers: what a
 * scalar's adjoint passes on in a pass that is not recorded, where a tensor for every number would
 * cost more than the arithmetic. Bit by bit what {@link Elementwise} says; a test compares them.
 */
enum ScalarRule {
    // spotless:off
    NEG        { @Override double toFirst(double g, Tensor y)  { return -g; } },
    RECIPROCAL { @Override double toFirst(double g, Tensor y)  { return -strong(g * (y.value * y.value), g); } },
    SQUARE     { @Override double toFirst(double g, Tensor y)  { return strong(timesEven(g, y.a.value) * 2, g); } },
    SQRT       { @Override double toFirst(double g, Tensor y)  { return strong(g / (y.value * 2), g); } },
    EXP        { @Override double toFirst(double g, Tensor y)  { return strong(g * y.value, g); } },
    LOG        { @Override double toFirst(double g, Tensor y)  { return strong(g / (y.a.value + 0.0), g); } },
    SIN        { @Override double toFirst(double g, Tensor y)  { return strong(g * Math.cos(y.a.value), g); } },
    COS        { @Override double toFirst(double g, Tensor y)  { return -strong(g * Math.sin(y.a.value), g); } },
    TANH       { @Override double toFirst(double g, Tensor y)  { return strong(g * MapFunction.TANH_SLOPE.applyAsDouble(y.a.value), g); } },
    SIGMOID    { @Override double toFirst(double g, Tensor y)  { return strong(g * MapFunction.SIGMOID_SLOPE.applyAsDouble(y.a.value), g); } },
    SOFTPLUS   { @Override double toFirst(double g, Tensor y)  { return strong(g * Scalar.sigmoid(y.a.value), g); } },
    RELU       { @Override double toFirst(double g, Tensor y)  { return strong(gate(g, positive(y.a.value)), g); } },
    ABS        { @Override double toFirst(double g, Tensor y)  { return strong(gate(g, Math.signum(y.a.value)), g); } },
    ADD        { @Override double toFirst(double g, Tensor y)  { return g; }
                 @Override double toSecond(double g, Tensor y) { return g; } },
    SUB        { @Override double toFirst(double g, Tensor y)  { return g; }
                 @Override double toSecond(double g, Tensor y) { return -g; } },
    MUL        { @Override double toFirst(double g, Tensor y)  { return times(g, y.b.value, y); }
                 @Override double toSecond(double g, Tensor y) { return times(g, y.a.value, y); } },
    DIV        { @Override double toFirst(double g, Tensor y)  { return strong(g / y.b.value, g); }
                 @Override double toSecond(double g, Tensor y) { return -strong(g * (y.value / y.b.value), g); } };
    // spotless:on

    /**
     * What an adjoint passes on to the first input.
     *
     * @param g the adjoint of y
     * @param y a scalar whose inputs are scalars
     * @return the share of the input's adjoint
     */
    abstract double toFirst(double g, Tensor y);

    /** What it passes on to the second. */
    double toSecond(double g, Tensor y) {
        throw new IllegalStateException(y.op.name() + " has one input");
    }

    /** The rule of a node, or null if it is not a scalar or there is none. */
    static ScalarRule of(Tensor y) {
        if (y.data != null) {
            return null;
        }
        if (y.op instanceof Elementwise.Binary binary) {
            return binary.inNumbers();
        }
        return y.op instanceof Elementwise.Unary unary ? unary.inNumbers() : null;
    }

    static double times(double g, double factor, Tensor y) {
        return strong(y.a == y.b ? timesEven(g, factor) : g * factor, g);
    }

    static double timesEven(double g, double slope) {
        return slope == 0 && g == g ? 0 : g * slope;
    }

    static double gate(double g, double mask) {
        return mask == 0 ? 0 : g * mask;
    }

    static double positive(double x) {
        return x > 0 ? 1 : x != x ? Double.NaN : 0;
    }
}
