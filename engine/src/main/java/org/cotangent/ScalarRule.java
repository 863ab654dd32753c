package org.cotangent;

/**
 * The rule of an operation of two operands in numbers, for scalars in passes that are not recorded:
 * bit by bit what it gives on tensors.
 */
abstract class ScalarRule {
    /**
     * The share of the first input's adjoint.
     *
     * @param g the adjoint of the result
     * @param y the result
     * @param a the first input
     * @param b the second
     * @param same whether both are one node
     * @return the share
     */
    abstract double toFirst(double g, double y, double a, double b, boolean same);

    /** That of the second. */
    abstract double toSecond(double g, double y, double a, double b, boolean same);
}
