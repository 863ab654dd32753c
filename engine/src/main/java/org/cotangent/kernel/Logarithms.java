package org.cotangent.kernel;

/**
 * Logarithms and exponentials beyond {@link Elementary}, in the forms that lose no digits. For
 * log(1 - exp(x)): M. Maechler, "Accurately computing log(1 - exp(-|a|))", 2012.
 */
public final class Logarithms {
    private static final double LOG_TWO = Elementary.log(2);
    private static final double ONE_OVER_LOG_TWO = 1.4426950408889634;
    private static final double ROOT_HALF = Math.sqrt(0.5);

    private Logarithms() {}

    /** 2 to the power x. */
    public static double exp2(double x) {
        return Elementary.pow(2, x);
    }

    /** The logarithm to base 2, exact at powers of 2; the exponent is taken out before. */
    public static double log2(double x) {
        if (!(x > 0) || Double.isInfinite(x)) {
            return Elementary.log(x);
        }
        int exponent = Math.getExponent(x);
        double scaled = x;
        int below = 0;
        if (exponent < Double.MIN_EXPONENT) {
            scaled = x * 0x1p54;
            below = 54;
            exponent = Math.getExponent(scaled);
        }
        double mantissa = Math.scalb(scaled, -exponent);
        if (mantissa > 2 * ROOT_HALF) {
            mantissa /= 2;
            exponent++;
        }
        return exponent - below + Elementary.log(mantissa) * ONE_OVER_LOG_TWO;
    }

    /** log(exp(a) + exp(b)). */
    public static double logAddExp(double a, double b) {
        double larger = Math.max(a, b);
        return a == b
                ? larger + LOG_TWO
                : larger + Elementary.log1p(Elementary.exp(Math.min(a, b) - larger));
    }

    /**
     * exp(a) / (exp(a) + exp(b)), the part that a has in their sum: 1/2 where they are equal and
     * finite or both infinity, 0 where both are -infinity and nothing moves.
     */
    public static double part(double a, double b) {
        if (a == b) {
            return a == Double.NEGATIVE_INFINITY ? 0 : 0.5;
        }
        double difference = a - b;
        double s = UnaryKernel.SIGMOID.applyAsDouble(difference);
        // what the difference lost by rounding counts where it is large
        double back = difference + b;
        double lost = (a - back) - (b - (back - difference));
        return lost != 0 && lost == lost
                ? s + s * UnaryKernel.SIGMOID.applyAsDouble(-difference) * lost
                : s;
    }

    /** log(x / (1 - x)). */
    public static double logit(double x) {
        // 2 x - 1 is exact from 1/4 on
        return x > 0.25 && x < 0.75
                ? Elementary.log1p((2 * x - 1) / (1 - x))
                : Elementary.log(x / (1 - x) + 0.0);
    }

    /** log(1 - exp(x)) for x below 0; -infinity at 0, NaN above. */
    public static double log1mexp(double x) {
        return x > -LOG_TWO
                ? Elementary.log(-Elementary.expm1(x) + 0.0)
                : Elementary.log1p(-Elementary.exp(x));
    }

    /** -1 / (exp(-x) - 1), the derivative of log(1 - exp(x)); -infinity at 0. */
    public static double log1mexpSlope(double x) {
        return x == 0 ? Double.NEGATIVE_INFINITY : Elementary.exp(x) / Elementary.expm1(x);
    }

    /** x log(y), and 0 where x is 0, unless y is NaN. */
    public static double xlogy(double x, double y) {
        return x == 0 && y == y ? 0 : x * Elementary.log(y + 0.0);
    }

    /** x / y, and 0 where x is 0, unless y is NaN; -0 counts as 0. */
    public static double xOverY(double x, double y) {
        return x == 0 && y == y ? 0 : x / (y + 0.0);
    }
}
