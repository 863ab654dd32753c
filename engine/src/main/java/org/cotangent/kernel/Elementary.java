package org.cotangent.kernel;

/**
 * The elementary functions of numbers, with the same bits on every machine: by formulas of our own,
 * and by {@link StrictMath}, whose results are specified to the last bit, where those of {@link
 * Math} are left open. Special arguments give what they give there.
 */
public final class Elementary {
    private Elementary() {}

    /** e to the power x, in error by less than 1.01 units in the last place. */
    public static double exp(double x) {
        return Exponentials.exp(x);
    }

    /** The natural logarithm, in error by less than 0.8 units in the last place. */
    public static double log(double x) {
        return Exponentials.log(x);
    }

    /** The hyperbolic tangent, in error by less than 1.7 units in the last place. */
    public static double tanh(double x) {
        return Exponentials.tanh(x);
    }

    /**
     * 1 / (1 + exp(-x)), from the exponential of a negative number only: no overflow; in error by
     * less than 1.7 units in the last place.
     */
    public static double sigmoid(double x) {
        return Exponentials.sigmoid(x);
    }

    /** sigmoid(x) sigmoid(-x), in error by less than 1.9 units in the last place. */
    public static double logisticDensity(double x) {
        return Exponentials.logisticDensity(x);
    }

    /** 1 / cosh(x)² = 4 sigmoid(2x) sigmoid(-2x), in error as {@link #logisticDensity}. */
    public static double sechSquared(double x) {
        return 4 * logisticDensity(2 * x);
    }

    /** exp(x) - 1, in error by less than one unit in the last place. */
    public static double expm1(double x) {
        return StrictMath.expm1(x);
    }

    /** log(1 + x), in error by less than one unit in the last place. */
    public static double log1p(double x) {
        return StrictMath.log1p(x);
    }

    /** The logarithm to base 10, in error by less than 0.51 units in the last place. */
    public static double log10(double x) {
        return Powers.log10(x);
    }

    /** The sine, in error by less than 0.8 units in the last place. */
    public static double sin(double x) {
        return Circular.sin(x);
    }

    /** The cosine, in error by less than 0.8 units in the last place. */
    public static double cos(double x) {
        return Circular.cos(x);
    }

    /** The tangent, in error by less than one unit in the last place. */
    public static double tan(double x) {
        return Circular.tan(x);
    }

    /** The arc sine, in error by less than one unit in the last place. */
    public static double asin(double x) {
        return StrictMath.asin(x);
    }

    /** The arc cosine, in error by less than one unit in the last place. */
    public static double acos(double x) {
        return StrictMath.acos(x);
    }

    /** The arc tangent, in error by less than one unit in the last place. */
    public static double atan(double x) {
        return StrictMath.atan(x);
    }

    /** The angle of the point (x, y), in error by less than two units in the last place. */
    public static double atan2(double y, double x) {
        return StrictMath.atan2(y, x);
    }

    /** The hyperbolic sine, in error by less than 2.5 units in the last place. */
    public static double sinh(double x) {
        return StrictMath.sinh(x);
    }

    /** The hyperbolic cosine, in error by less than 2.5 units in the last place. */
    public static double cosh(double x) {
        return StrictMath.cosh(x);
    }

    /** x to the power y, in error by less than 0.53 units in the last place. */
    public static double pow(double x, double y) {
        return Powers.pow(x, y);
    }

    /** The cube root, in error by less than 0.67 units in the last place. */
    public static double cbrt(double x) {
        return StrictMath.cbrt(x);
    }

    /** The square root of x² + y², in error by less than one unit in the last place. */
    public static double hypot(double x, double y) {
        return StrictMath.hypot(x, y);
    }
}
