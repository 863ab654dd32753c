package org.cotangent;

/**
 * The derivative rules of the commonest elementwise operations once more, in plain numbers: what a
 * scalar's adjoint passes on in a pass that is not recorded, where a tensor for every number would
 * cost more than the arithmetic. Bit by bit what {@link Arithmetic} and {@link Elementary} say; a
 * test compares them.
 */
abstract class ScalarRule {
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

    static double timesEven(double g, double slope) {
        return slope == 0 && g == g ? 0 : g * slope;
    }
}
