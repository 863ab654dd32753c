package org.cotangent.kernel;

/** Functions less the first terms of their series, without the cancellation of a subtraction. */
final class Excess {
    private static final double SMALL = 0.4;
    private static final int LOG_TERMS = 14;
    private static final int EXP_TERMS = 20;

    private Excess() {}

    /**
     * u - log(1 + u), which is 0 or above. Near 0 by log(1 + u) = 2 artanh r with r = u / (2 + u)
     * (Abramowitz and Stegun 4.1.27): u - 2 r is u r, the rest a series in r^2.
     */
    static double ofLog(double u) {
        if (Math.abs(u) > SMALL) {
            return u - Elementary.log1p(u);
        }
        double r = u / (2 + u);
        double square = r * r;
        double sum = 0;
        for (int k = LOG_TERMS; k > 0; k--) {
            sum = (sum + 2.0 / (2 * k + 1)) * square;
        }
        return r * (u - sum);
    }

    /** exp(s) - 1 - s, which is 0 or above. */
    static double ofExp(double s) {
        if (Math.abs(s) > 1) {
            return Elementary.expm1(s) - s;
        }
        double sum = 0;
        for (int k = EXP_TERMS; k > 2; k--) {
            sum = (sum + 1) * s / k;
        }
        return (sum + 1) * s * s / 2;
    }
}
