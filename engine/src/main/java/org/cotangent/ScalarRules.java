package org.cotangent;

import static org.cotangent.kernel.StrongZero.strong;

import org.cotangent.kernel.MapFunction;

/** The rules in plain numbers of the commonest operations of one operand. */
final class ScalarRules {
    // spotless:off
    static final ScalarRule NEG        = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return -g; } };
    static final ScalarRule RECIPROCAL = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return -strong(g * (y.value * y.value), g); } };
    static final ScalarRule SQUARE     = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(timesEven(g, y.a.value) * 2, g); } };
    static final ScalarRule SQRT       = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g / (y.value * 2), g); } };
    static final ScalarRule EXP        = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g * y.value, g); } };
    static final ScalarRule LOG        = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g / (y.a.value + 0.0), g); } };
    static final ScalarRule SIN        = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g * Math.cos(y.a.value), g); } };
    static final ScalarRule COS        = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return -strong(g * Math.sin(y.a.value), g); } };
    static final ScalarRule TANH       = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g * MapFunction.TANH_SLOPE.applyAsDouble(y.a.value), g); } };
    static final ScalarRule SIGMOID    = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g * MapFunction.SIGMOID_SLOPE.applyAsDouble(y.a.value), g); } };
    static final ScalarRule SOFTPLUS   = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(g * Scalar.sigmoid(y.a.value), g); } };
    static final ScalarRule RELU       = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(gate(g, positive(y.a.value)), g); } };
    static final ScalarRule ABS        = new ScalarRule() { @Override double toFirst(double g, Tensor y)  { return strong(gate(g, Math.signum(y.a.value)), g); } };
    // spotless:on

    private ScalarRules() {}

    private static double gate(double g, double mask) {
        return mask == 0 ? 0 : g * mask;
    }

    private static double positive(double x) {
        return x > 0 ? 1 : x != x ? Double.NaN : 0;
    }
}
