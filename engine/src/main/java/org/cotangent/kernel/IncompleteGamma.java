package org.cotangent.kernel;

/**
 * The regularized incomplete gamma functions and their derivatives, for a > 0 and x >= 0; NaN
 * elsewhere.
 *
 * <p>With t = x exp(s), Q(a, x) is x^a exp(-x) / Gamma(a) times the integral of exp(a s - x (exp(s)
 * - 1)) over s > 0, and P that over s < 0 (NIST Digital Library of Mathematical Functions (DLMF),
 * 8.2.4). The integrand is smooth, has one summit and is below 1 on the side that is integrated:
 * the upper one for x > a + 1/2, the lower one else; there for small a the series DLMF 8.11.4
 * stands instead. Derivatives in a put {@linkplain Bell polynomials} of log t - psi(a) and
 * polygammas under the integral or the sum; on the side that is taken the first one is of one sign.
 * The factor in front is C. Loader's ("Fast and Accurate Computation of Binomial Probabilities",
 * 2000): what cancels between its parts is taken out before.
 */
public final class IncompleteGamma {
    /**
     * From here on the integrand of the lower side is narrow enough, and Stirling's series good.
     */
    private static final double LARGE = 20;

    /** From here on in a, logarithms are taken relative to a. */
    private static final double STIRLING = 10;

    /** exp(-46) is less than the roundings of a sum of order 1. */
    private static final double DEPTH = 46;

    private IncompleteGamma() {}

    /**
     * P(a, x) = 1/Gamma(a) times the integral of t^(a-1) exp(-t) from 0 to x.
     *
     * @param a the shape, above 0
     * @param x the upper limit, 0 or above
     * @return a number in [0, 1]
     */
    public static double p(double a, double x) {
        if (!(a > 0 && x >= 0)) {
            return Double.NaN;
        }
        if (x == 0 || Double.isInfinite(a) && x < a) {
            return 0;
        }
        if (Double.isInfinite(x)) {
            return Double.isInfinite(a) ? Double.NaN : 1;
        }
        return isUpper(a, x) ? 1 - upper(0, a, x) : lower(0, a, x);
    }

    /**
     * The n-th derivative in a of Q(a, x) = 1 - P(a, x); Q itself for n = 0.
     *
     * @param n the order
     * @param a the shape, above 0
     * @param x the lower limit, 0 or above
     * @return the derivative
     */
    public static double q(int n, double a, double x) {
        if (!(a > 0 && x >= 0)) {
            return Double.NaN;
        }
        if (x == 0 || Double.isInfinite(a) && x < a) {
            return n == 0 ? 1 : 0;
        }
        if (Double.isInfinite(x)) {
            return Double.isInfinite(a) ? Double.NaN : 0;
        }
        if (isUpper(a, x)) {
            return upper(n, a, x);
        }
        if (n > 0) {
            return -lower(n, a, x);
        }
        double p = lower(0, a, x);
        return p < 0.9 ? 1 - p : nearPole(a, x);
    }

    /**
     * The derivative of order n in a and k in x of the density x^(a-1) exp(-x) / Gamma(a) of P.
     *
     * <p>Where x is 0, the limit from above, which may be infinite.
     *
     * @param n the order in a
     * @param k the order in x
     * @param a the shape, above 0
     * @param x the point, 0 or above
     * @return the derivative
     */
    public static double density(int n, int k, double a, double x) {
        if (!(a > 0 && x >= 0)) {
            return Double.NaN;
        }
        if (Double.isInfinite(a) || Double.isInfinite(x)) {
            return Double.isInfinite(a) && Double.isInfinite(x) ? Double.NaN : 0;
        }
        if (x == 0) {
            return atZero(n, k, a);
        }
        // a (a - 1) ... (a - j) / x^j, signed, by powers of the step in a
        double[] factor = new double[n + 1];
        double[] falling = new double[n + 1];
        falling[0] = a;
        if (n > 0) {
            falling[1] = 1;
        }
        double binomial = k % 2 == 0 ? 1 : -1;
        for (int j = 0; ; j++) {
            for (int i = 0; i <= n; i++) {
                factor[i] += binomial * falling[i];
            }
            if (j == k) {
                break;
            }
            for (int i = n; i >= 0; i--) {
                falling[i] = (falling[i] * (a - 1 - j) + (i > 0 ? falling[i - 1] : 0)) / x;
            }
            binomial = -binomial * (k - j) / (j + 1);
        }
        double[] b = Bell.of(n, cumulants(n, a, x));
        double sum = 0;
        double arrangements = 1;
        for (int i = 0; i <= n; i++) {
            sum += arrangements * factor[i] * b[n - i];
            arrangements *= n - i;
        }
        return factor(a, x) / x * sum;
    }

    private static boolean isUpper(double a, double x) {
        return x > a + 0.5;
    }

    /** x^a exp(-x) / Gamma(a + 1). */
    private static double factor(double a, double x) {
        if (a < STIRLING) {
            double half = Elementary.exp(-0.5 * x);
            return half == 0
                    ? 0
                    : Elementary.pow(x, a) * half * Elementary.exp(-Gamma.logGamma(a + 1)) * half;
        }
        double u = (x - a) / a;
        double exponent = u < -0.5 ? x - a - a * Elementary.log(x / a) : a * Excess.ofLog(u);
        return Elementary.exp(-exponent - Gamma.stirling(a)) / Math.sqrt(2 * Math.PI * a);
    }

    /** The derivatives in a of the logarithm of x^a exp(-x) / Gamma(a + 1), from the first on. */
    private static double[] cumulants(int n, double a, double x) {
        double[] c = new double[n + 1];
        if (n > 0) {
            if (a < STIRLING) {
                c[1] = Elementary.log(x) - Gamma.digamma(a + 1);
            } else {
                double u = (x - a) / a;
                double log = u < -0.5 ? Elementary.log(x / a) : Elementary.log1p(u);
                c[1] = log - (1 / a - Gamma.belowLog(a));
            }
        }
        for (int i = 2; i <= n; i++) {
            c[i] = -Gamma.polygamma(i - 1, a + 1);
        }
        return c;
    }

    private static double upper(int n, double a, double x) {
        double above = x - a;
        // exp(s) - 1 - s is at least s^2 / 2
        double end =
                Quadrature.reach(
                        DEPTH,
                        2 * DEPTH / (above + Math.sqrt(above * above + 2 * DEPTH * x)),
                        s -> above * s + x * Excess.ofExp(s),
                        s -> above + x * Elementary.expm1(s));
        double[] c = cumulants(n, a, x);
        double first = n > 0 ? c[1] : 0;
        return factor(a, x)
                * Quadrature.integrate(
                        end,
                        s ->
                                Elementary.exp(-above * s - x * Excess.ofExp(s))
                                        * polynomial(n, a, c, first + s));
    }

    private static double lower(int n, double a, double x) {
        if (a < LARGE) {
            return series(n, a, x);
        }
        double below = a - x;
        // exp(-r) - 1 + r is at least r^2 / 3 up to 1, and r - 1 everywhere
        double narrow = 2 * DEPTH / (below + Math.sqrt(below * below + 4 * DEPTH * x / 3));
        double end =
                Quadrature.reach(
                        DEPTH,
                        narrow < 1 ? narrow : (DEPTH + x) / a,
                        r -> below * r + x * Excess.ofExp(-r),
                        r -> below - x * Elementary.expm1(-r));
        double[] c = cumulants(n, a, x);
        double first = n > 0 ? c[1] : 0;
        return factor(a, x)
                * Quadrature.integrate(
                        end,
                        r ->
                                Elementary.exp(-below * r - x * Excess.ofExp(-r))
                                        * polynomial(n, a, c, first - r));
    }

    /**
     * The n-th derivative of a t^a exp(-t) / Gamma(a + 1) over the function without the factor a.
     * With a for the pole of Gamma taken out, nothing cancels for small a.
     */
    private static double polynomial(int n, double a, double[] c, double first) {
        if (n == 0) {
            return a;
        }
        c[1] = first;
        double[] b = Bell.of(n, c);
        return a * b[n] + n * b[n - 1];
    }

    /** The sum over k of the n-th derivative of x^(a + k) exp(-x) / Gamma(a + k + 1). */
    private static double series(int n, double a, double x) {
        double[] c = cumulants(n, a, x);
        double term = factor(a, x);
        double sum = 0;
        for (int k = 1; ; k++) {
            double part = n == 0 ? term : term * Bell.of(n, c)[n];
            sum += part;
            double z = a + k;
            double power = 1 / z;
            for (int i = 1; i <= n; i++) {
                // polygammas step by (-1)^(i-1) (i-1)! / z^i
                c[i] -= power;
                power *= -i / z;
            }
            term *= x / z;
            double bound = n == 0 ? term : term * (1 + Math.abs(Bell.of(n, c)[n]));
            if (!(z > 2 * x) && term != 0 || bound > 1e-17 * Math.abs(sum)) {
                continue;
            }
            return sum;
        }
    }

    /**
     * Q for small a, where it is small though x is: the parts 1 - x^a / Gamma(a + 1) and that of
     * the series DLMF 8.7.3 without its first term are of one sign.
     */
    private static double nearPole(double a, double x) {
        double log = a * Elementary.log(x) - Gamma.logGammaOfOnePlus(a);
        double term = x;
        double sum = x / (a + 1);
        for (int k = 2; Math.abs(term) > 1e-18 * sum; k++) {
            term *= -x / k;
            sum += term / (a + k);
        }
        return -Elementary.expm1(log) + a * Elementary.exp(log) * sum;
    }

    /** Terms of x^(a-1-j), of which the first that is not 0 counts. */
    private static double atZero(int n, int k, double a) {
        double binomial = 1;
        double sum = 0;
        for (int j = k; j >= 0; j--) {
            double edge = edge(n, a - j);
            if (Double.isInfinite(edge)) {
                return Math.signum(binomial) * edge;
            }
            sum += binomial * edge;
            binomial = -binomial * j / (k - j + 1);
        }
        return sum;
    }

    /** The limit at 0 of the n-th derivative in c of x^(c-1) / Gamma(c). */
    private static double edge(int n, double c) {
        double infinity = n % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        if (c > 1 || c == Math.rint(c) && c < 1 && n == 0) {
            return 0;
        }
        if (c == 1) {
            return n == 0 ? 1 : infinity;
        }
        boolean odd = Math.floor(c) % 2 != 0;
        if (c == Math.rint(c)) {
            // 1 / Gamma has a zero and a slope of the sign (-1)^c there
            return odd ? infinity : -infinity;
        }
        return odd ? -infinity : infinity;
    }
}
