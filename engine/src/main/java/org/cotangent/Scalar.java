package org.cotangent;

import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Erf;
import org.cotangent.kernel.UnaryKernel;

/** Functions of a number that {@link Math} does not have, and the slopes that masks are made of. */
final class Scalar {
    static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
    static final double ONE_BY_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double LARGE = 1e9;

    private Scalar() {}

    static double sigmoid(double x) {
        return UnaryKernel.SIGMOID.applyAsDouble(x);
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Elementary.log1p(Elementary.exp(-Math.abs(x)));
    }

    static double silu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x * sigmoid(x);
    }

    static double siluSlope(double x) {
        return Double.isInfinite(x) ? (x > 0 ? 1 : 0) : sigmoid(x) * (1 + x * sigmoid(-x));
    }

    /** x P(x), P the cumulative normal distribution, through erfc: no cancellation below 0. */
    static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : 0.5 * x * Erf.erfc(-x * ROOT_HALF);
    }

    static double geluSlope(double x) {
        return Double.isInfinite(x)
                ? (x > 0 ? 1 : 0)
                : 0.5 * Erf.erfc(-x * ROOT_HALF)
                        + x * ONE_BY_ROOT_TWO_PI * Elementary.exp(-0.5 * x * x);
    }

    /** log(x + sqrt(x^2 + 1)) by way of log1p (Abramowitz and Stegun 4.6.20): accurate near 0. */
    static double asinh(double x) {
        double a = Math.abs(x);
        if (a == 0 || Double.isInfinite(x)) {
            return x;
        }
        double y =
                a > LARGE
                        ? Elementary.log(a) + Elementary.log(2)
                        : Elementary.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(y, x);
    }

    /** log(x + sqrt(x^2 - 1)) by way of log1p (Abramowitz and Stegun 4.6.21): accurate near 1. */
    static double acosh(double x) {
        double t = x - 1;
        return x > LARGE
                ? Elementary.log(x) + Elementary.log(2)
                : Elementary.log1p(t + Math.sqrt(2 * t + t * t));
    }

    /**
     * log((1 + x) / (1 - x)) / 2 by way of log1p (Abramowitz and Stegun 4.6.22): accurate near 0.
     */
    static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Elementary.log1p(2 * a / (1 - a)), x);
    }

    /** p / q where |p| <= q: 0 where q is 0, the sign of p where both are infinite. */
    static double ratio(double p, double q) {
        if (q == 0) {
            return p == 0 ? 0 : Double.NaN;
        }
        return Double.isInfinite(p) && Double.isInfinite(q) ? Math.signum(p) : p / q;
    }

    /**
     * b a^(b-1), the slope of a power in its base: 0 where b is, and for an infinite b under a
     * power of 0.
     */
    static double powSlope(double a, double b) {
        if (b == 0) {
            return 0;
        }
        double p = Elementary.pow(a, b - 1);
        if (p == 0 && Double.isInfinite(b)) {
            return 0;
        }
        if (isOutOfRange(p)) {
            // the power leaves the range, which the slope need not
            double root = Elementary.pow(Math.abs(a), 0.5 * (b - 1));
            return Math.copySign(root * Math.abs(b) * root, b * p);
        }
        return b * p;
    }

    /** a^b log(a), the slope of a power in its exponent; 0 where the base is 0 or below. */
    static double powLog(double a, double b) {
        double y = Elementary.pow(a, b);
        if (!(a > 0)) {
            return a != a || y != y ? Double.NaN : 0;
        }
        if (y == 0 && Double.isInfinite(a)) {
            return 0;
        }
        if (isOutOfRange(y)) {
            double root = Elementary.pow(a, 0.5 * b);
            return root * Elementary.log(a) * root;
        }
        return y * Elementary.log(a);
    }

    /** Whether a number is 0, subnormal or infinite. */
    private static boolean isOutOfRange(double x) {
        double size = Math.abs(x);
        return size < Double.MIN_NORMAL || size > Double.MAX_VALUE;
    }

    // ---- pieces, odd at kinks

    /** The piece of a function with a kink at 0. */
    static double ofSign(double x) {
        return Math.signum(x) + 1;
    }

    /** The same by x and the result. */
    static double ofSign(double x, double y) {
        return ofSign(x);
    }

    /** That of a step function that jumps at whole numbers, where it is its argument. */
    static double ofStep(double x, double y) {
        return x == y ? 2 * y - 1 : 2 * Math.floor(x);
    }

    /** That of rounding, which jumps half way between whole numbers. */
    static double ofRounding(double x, double y) {
        return Math.abs(x - y) == 0.5 ? 2 * x : 2 * y;
    }

    /** That of a choice between two operands. */
    static double ofChoice(double p, double q) {
        return p > q ? 2 : p < q ? 0 : 1;
    }

    // ---- slopes as masks: NaN in, NaN out

    /** The part of a tie-sharing maximum's slope that p gets: 1 if larger, 1/2 if equal, else 0. */
    static double share(double p, double q) {
        // halves counted: no branch to be mispredicted where signs are random
        int halves = (p > q ? 1 : 0) + (p >= q ? 1 : 0);
        return p == p && q == q ? 0.5 * halves : Double.NaN;
    }

    /** 0: the slope of what does not move. */
    static double flat(double x) {
        return x != x ? Double.NaN : 0;
    }

    /** 1 where a power moves with its exponent, 0 where it does not: at a base of 0 or below. */
    static double powerMoves(double base, double exponent) {
        return base > 0 ? 1 : base != base || exponent != exponent ? Double.NaN : 0;
    }

    /** The number of least size between two slopes: the subgradient at the kink between them. */
    static double leastOf(double p, double q) {
        double least = Math.min(p, q);
        double most = Math.max(p, q);
        return least > 0 ? least : most < 0 ? most : 0;
    }
}
