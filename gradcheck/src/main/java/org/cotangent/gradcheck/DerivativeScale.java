package org.cotangent.gradcheck;

/**
 * How large derivatives can be thought to be.
 *
 * @param values the size of the results, over a length of 1: by which a derivative of 0 is 0
 * @param others the largest derivative of the same input, at higher orders of those below too
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
