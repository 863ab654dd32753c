package org.cotangent.kernel;

/**
 * The standard normal distribution: density, distribution function, its logarithm and its inverse.
 *
 * <p>By way of the {@linkplain Erf#scaled scaled complement} of the error function, so that nothing
 * cancels or leaves the range in the lower tail. Far out there the inverse Mills ratio and what
 * follows from it are Laplace's continued fraction (NIST Digital Library of Mathematical Functions
 * (DLMF), 7.9.1), which is t + 1/w with w = t + 2/v, v = t + 3/u and so on at x = -t.
 */
public final class Normal {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_BY_PI = 0.7978845608028654;
    private static final double ONE_BY_ROOT_TWO_PI = 0.3989422804014327;

    /** Below here the scaled complement is used; its argument -x / sqrt(2) must be above 0.47. */
    private static final double TAIL = -1;

    /** Below here differences cancel more than the fraction, cut off at its 100th part, errs. */
    private static final double FAR = -2.5;

    private static final int FRACTIONS = 100;

    private Normal() {}

    /** exp(-x^2 / 2) / sqrt(2 pi); x^2 is split, as its rounding would be magnified. */
    public static double density(double x) {
        return ONE_BY_ROOT_TWO_PI * bell(x);
    }

    private static double bell(double x) {
        double size = Math.abs(x);
        if (size > 40) {
            return 0;
        }
        double head = (float) size;
        double rest = (size - head) * (size + head);
        return Elementary.exp(-0.5 * head * head) * Elementary.exp(-0.5 * rest);
    }

    /** The distribution function erfc(-x / sqrt(2)) / 2. */
    public static double cdf(double x) {
        return x < TAIL
                ? 0.5 * Erf.scaled(-x * ROOT_HALF) * bell(x)
                : x > -TAIL ? 1 - cdf(-x) : 0.5 * Erf.erfc(-x * ROOT_HALF);
    }

    /** The logarithm of the distribution function. */
    public static double logCdf(double x) {
        return x < TAIL
                ? -0.5 * x * x + Elementary.log(0.5 * Erf.scaled(-x * ROOT_HALF))
                : x > 0 ? Elementary.log1p(-cdf(-x)) : Elementary.log(cdf(x));
    }

    /** The inverse Mills ratio: density(x) / cdf(x). */
    public static double mills(double x) {
        return x < TAIL ? ROOT_TWO_BY_PI / Erf.scaled(-x * ROOT_HALF) : density(x) / cdf(x);
    }

    /** The derivative -m (x + m) of the inverse Mills ratio m: from -1 at -infinity to 0. */
    public static double millsSlope(double x) {
        if (x > 40) {
            return 0;
        }
        if (x > FAR || x != x) {
            double m = mills(x);
            return -m * (x + m);
        }
        double w = fraction(-x, 2);
        return x < -1e8 ? -1 : -(1 / w - x) / w;
    }

    /** The second derivative m ((x + m)^2 - 1 + m (x + m)) of the inverse Mills ratio m. */
    public static double millsCurve(double x) {
        if (x > 40 || x == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        if (x > FAR || x != x) {
            double m = mills(x);
            double e = x + m;
            return m * (e * e - 1 + m * e);
        }
        double u = fraction(-x, 4);
        double v = -x + 3 / u;
        double w = -x + 2 / v;
        return mills(x) * (6 / u - 4 / v) / v / w / w;
    }

    /** t + k/(t + (k + 1)/(t + ...)). */
    private static double fraction(double t, int k) {
        double f = t;
        for (int i = FRACTIONS; i >= k; i--) {
            f = t + i / f;
        }
        return f;
    }

    /**
     * The inverse of the distribution function. Newton's method, near 1/2 on cdf - 1/2 and in the
     * tails on the logarithm, from the approximation 26.2.23 of Abramowitz and Stegun.
     */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            return p == 0
                    ? Double.NEGATIVE_INFINITY
                    : p == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return p < 0.25 ? lower(p) : p > 0.75 ? -lower(1 - p) : middle(p - 0.5);
    }

    private static double middle(double q) {
        double z = q / ONE_BY_ROOT_TWO_PI;
        for (int step = 0; step < 20; step++) {
            double move = (0.5 * Erf.erf(z * ROOT_HALF) - q) / density(z);
            z -= move;
            if (!(Math.abs(move) > 1e-9 * Math.abs(z))) {
                break;
            }
        }
        return z;
    }

    private static double lower(double p) {
        double log = Elementary.log(p);
        double t = Math.sqrt(-2 * log);
        double top = 2.515517 + t * (0.802853 + t * 0.010328);
        double bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        double z = top / bottom - t;
        for (int step = 0; step < 20; step++) {
            double move = (logCdf(z) - log) / mills(z);
            z -= move;
            if (!(Math.abs(move) > 1e-9 * Math.abs(z))) {
                break;
            }
        }
        return z;
    }

    /**
     * The derivative 1 / density(quantile(p)) of the inverse. The density is taken as p times the
     * inverse Mills ratio: the rounding of the quantile would be magnified otherwise.
     */
    public static double quantileSlope(double p) {
        if (!(p >= 0 && p <= 1)) {
            return Double.NaN;
        }
        if (p == 0 || p == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double least = Math.min(p, 1 - p);
        return 1 / mills(quantile(least)) / least;
    }
}
