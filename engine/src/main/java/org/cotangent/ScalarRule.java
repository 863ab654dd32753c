package org.cotangent;

/**
 * The rule of an operation of two operands in numbers, for scalars in passes that are not recorded:
 * bit by bit what it gives on tensors.
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
    abstract double toSecond(double g, Tensor y);

    static double timesEven(double g, double slope) {
        return slope == 0 && g == g ? 0 : g * slope;
    }
}
