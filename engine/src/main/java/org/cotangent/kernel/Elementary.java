package org.cotangent.kernel;

/**
 * The elementary functions of numbers, with the same bits on every machine: by {@link StrictMath},
 * whose results are specified to the last bit, where those of {@link Math} are left open.
 */
public final class Elementary {
    private Elementary() {}

    /** e to the power x. */
    public static double exp(double x) {
        return Exponentials.exp(x);
    }

    /** The natural logarithm. */
    public static double log(double x) {
        return Exponentials.log(x);
    }

    /** The hyperbolic tangent. */
    public static double tanh(double x) {
        return Exponentials.tanh(x);
    }

    /** 1 / (1 + exp(-x)), from the exponential of a negative number only: no overflow. */
    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    /** sigmoid(x) sigmoid(-x). */
    public static double logisticDensity(double x) {
        double e = exp(-Math.abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /** 1 / cosh(x)² = 4 sigmoid(2x) sigmoid(-2x). */
    public static double sechSquared(double x) {
        return 4 * logisticDensity(2 * x);
    }

    /** exp(x) - 1. */
    public static double expm1(double x) {
        return StrictMath.expm1(x);
    }

    /** log(1 + x). */
    public static double log1p(double x) {
        return StrictMath.log1p(x);
    }

    /** The logarithm to base 10. */
    public static double log10(double x) {
        return StrictMath.log10(x);
    }

    /** The sine. */
    public static double sin(double x) {
        return StrictMath.sin(x);
    }

    /** The cosine. */
    public static double cos(double x) {
        return StrictMath.cos(x);
    }

    /** The tangent. */
    public static double tan(double x) {
        return StrictMath.tan(x);
    }

    /** The arc sine. */
    public static double asin(double x) {
        return StrictMath.asin(x);
    }

    /** The arc cosine. */
    public static double acos(double x) {
        return StrictMath.acos(x);
    }

    /** The arc tangent. */
    public static double atan(double x) {
        return StrictMath.atan(x);
    }

    /** The angle of the point (x, y), as {@link Math#atan2}. */
    public static double atan2(double y, double x) {
        return StrictMath.atan2(y, x);
    }

    /** The hyperbolic sine. */
    public static double sinh(double x) {
        return StrictMath.sinh(x);
    }

    /** The hyperbolic cosine. */
    public static double cosh(double x) {
        return StrictMath.cosh(x);
    }

    /** x to the power y, as {@link Math#pow}. */
    public static double pow(double x, double y) {
        return Powers.pow(x, y);
    }

    /** The cube root. */
    public static double cbrt(double x) {
        return StrictMath.cbrt(x);
    }

    /** The square root of x² + y² without overflow on the way. */
    public static double hypot(double x, double y) {
        return StrictMath.hypot(x, y);
    }
}
