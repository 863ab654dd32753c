package org.cotangent.gradcheck;

/**
 * The magnitude that derivatives of a function can be expected to have.
 *
 * @param values the size of the results over a length of 1, which a derivative of 0 is compared
 *     with
 * @param others the largest derivative of the same input; at higher orders also of the orders below
 */
record DerivativeScale(double values, double others) {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    DerivativeScale swinging(double swing) {
        return new DerivativeScale(Math.max(values, swing < INFINITE ? swing : 0), others);
    }

    DerivativeScale with(double analytic, NumericalSlope n) {
        double a = Math.abs(analytic);
        double b = Math.abs(n.value());
        double size = Math.max(a < INFINITE ? a : 0, b < INFINITE ? b : 0);
        return new DerivativeScale(Math.max(values, size), Math.max(others, size));
    }
}
