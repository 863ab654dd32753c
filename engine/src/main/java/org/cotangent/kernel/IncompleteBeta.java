package org.cotangent.kernel;

/**
 * The regularized incomplete beta function and its derivatives, for a, b > 0 and 0 <= x <= 1; NaN
 * elsewhere.
 *
 * <p>In the variable r = logit x - logit t the integral over t below x has the integrand exp(-h(r))
 * with h convex and 0 at 0, and in front of it x^a (1 - x)^b / B(a, b). Where x is above a / (a +
 * b), the side above x is integrated instead, which is the same with a and b exchanged. Small a are
 * raised before by I_x(a, b) - I_x(a + 1, b) = x^a (1 - x)^b / (a B(a, b)) (NIST Digital Library of
 * Mathematical Functions, 8.17.20), a sum of one sign. Derivatives in a and b put {@linkplain Bell
 * polynomials} of log t, log(1 - t) and polygammas under the integral. The factor in front is C.
 * Loader's ("Fast and Accurate Computation of Binomial Probabilities", 2000).
 */
public final class IncompleteBeta {
    /** From here on the integrand is narrow enough. */
    private static final double LARGE = 20;

    /** From here on Stirling's series is good. */
    private static final double STIRLING = 10;

    /** exp(-46) is less than the roundings of a sum of order 1. */
    private static final double DEPTH = 46;

    private IncompleteBeta() {}

    /**
     * The derivative of order m in a and n in b of I_x(a, b), which is 1/B(a, b) times the integral
     * of t^(a-1) (1-t)^(b-1) from 0 to x.
     */
    public static double i(int m, int n, double a, double b, double x) {
        if (!isInside(a, b, x)) {
            return Double.NaN;
        }
        if (x == 0 || x == 1) {
            return m + n > 0 ? 0 : x;
        }
        if (x * (a + b) <= a) {
            return lower(m, n, a, b, x, 1 - x);
        }
        double upper = lower(n, m, b, a, 1 - x, x);
        return m + n > 0 ? -upper : 1 - upper;
    }

    /**
     * The derivative of order m in a, n in b and k in x of the density x^(a-1) (1-x)^(b-1) / B(a,
     * b).
     *
     * <p>Where x is 0 or 1, the limit from inside, which may be infinite.
     */
    public static double density(int m, int n, int k, double a, double b, double x) {
        if (!isInside(a, b, x)) {
            return Double.NaN;
        }
        if (x == 0) {
            return atZero(m, n, k, a, b);
        }
        if (x == 1) {
            double mirrored = atZero(n, m, k, b, a);
            return k % 2 == 0 ? mirrored : -mirrored;
        }
        double[][] fromA = falling(m, k, a, x);
        double[][] fromB = falling(n, k, b, 1 - x);
        double[][] bell = Bell.of(m, n, cumulants(m, n, a, b, log(x, 1 - x), log(1 - x, x)));
        double sum = 0;
        double binomial = k % 2 == 0 ? 1 : -1;
        for (int j = 0; j <= k; j++) {
            double left = 1;
            for (int p = 0; p <= m; p++) {
                double right = 1;
                for (int q = 0; q <= n; q++) {
                    double ways = binomial * left * right;
                    sum += ways * fromA[j][p] * fromB[k - j][q] * bell[m - p][n - q];
                    right *= n - q;
                }
                left *= m - p;
            }
            binomial = -binomial * (k - j) / (j + 1);
        }
        return term(a, b, x, 1 - x) / x / (1 - x) * sum;
    }

    private static boolean isInside(double a, double b, double x) {
        return a > 0
                && b > 0
                && a < Double.POSITIVE_INFINITY
                && b < Double.POSITIVE_INFINITY
                && x >= 0
                && x <= 1;
    }

    /** log x, where one of x and its complement that is below 1/2 is not rounded. */
    private static double log(double x, double complement) {
        return x < 0.5 ? Elementary.log(x) : Elementary.log1p(-complement);
    }

    /** a (a - 1) ... (a - j) / x^j for all j up to k, by powers of a step in a up to the n-th. */
    private static double[][] falling(int n, int k, double a, double x) {
        double[][] all = new double[k + 1][n + 1];
        all[0][0] = a;
        if (n > 0) {
            all[0][1] = 1;
        }
        for (int j = 0; j < k; j++) {
            for (int i = 0; i <= n; i++) {
                double carried = i > 0 ? all[j][i - 1] : 0;
                all[j + 1][i] = (all[j][i] * (a - 1 - j) + carried) / x;
            }
        }
        return all;
    }

    /** x^a (1-x)^b Gamma(a + b) / (Gamma(a + 1) Gamma(b + 1)). */
    private static double term(double a, double b, double x, double complement) {
        if (a >= STIRLING && b >= STIRLING) {
            double above = b * x - a * complement;
            double sum = a + b;
            double exponent =
                    deviance(a, above / a, sum * x / a)
                            + deviance(b, -above / b, sum * complement / b);
            double stirling = Gamma.stirling(sum) - Gamma.stirling(a) - Gamma.stirling(b);
            return Elementary.exp(stirling - exponent) / Math.sqrt(2 * Math.PI * sum * a * b);
        }
        double log = Beta.logBetaWithoutPoles(a, b);
        double product = power(x, complement, a) * power(complement, x, b) * Elementary.exp(-log);
        if (!(product > 1e-290)) {
            product = Elementary.exp(a * log(x, complement) + b * log(complement, x) - log);
        }
        return product / (a + b);
    }

    private static double power(double x, double complement, double a) {
        return x < 0.5 ? Elementary.pow(x, a) : Elementary.exp(a * Elementary.log1p(-complement));
    }

    /** a (u - log(1 + u)), with 1 + u given for where the sum would cancel. */
    private static double deviance(double a, double u, double onePlus) {
        return u < -0.5 ? a * (u - Elementary.log(onePlus)) : a * Excess.ofLog(u);
    }

    /** The derivatives of the logarithm of {@link #term} in a and b. */
    private static double[][] cumulants(
            int m, int n, double a, double b, double logX, double logComplement) {
        double[][] c = new double[m + 1][n + 1];
        for (int i = 0; i <= m; i++) {
            for (int j = 0; j <= n; j++) {
                int order = i + j - 1;
                if (j == 0 && i > 0) {
                    c[i][0] = toSum(order, a, b) + (i == 1 ? logX : 0);
                } else if (i == 0 && j > 0) {
                    c[0][j] = toSum(order, b, a) + (j == 1 ? logComplement : 0);
                } else if (order > 0) {
                    c[i][j] = Gamma.polygamma(order, a + b);
                }
            }
        }
        return c;
    }

    /** The difference psi(a + b) - psi(a + 1) of the n-th derivatives of digamma. */
    private static double toSum(int n, double a, double b) {
        return b >= 1
                ? Beta.polygammaDifference(n, a + 1, b - 1)
                : -Beta.polygammaDifference(n, a + b, 1 - b);
    }

    /** The derivative of I_x(a, b) for x at most a / (a + b). */
    private static double lower(int m, int n, double a, double b, double x, double complement) {
        double logX = log(x, complement);
        double logComplement = log(complement, x);
        double raised = a;
        double term = term(a, b, x, complement);
        double sum = 0;
        while (raised < LARGE) {
            double[][] c = cumulants(m, n, raised, b, logX, logComplement);
            sum += term * polynomial(m, n, b, c);
            term *= x * ((raised + b) / (raised + 1));
            raised++;
        }
        if (raised > a) {
            // not the products of the steps, whose roundings add up
            term = term(raised, b, x, complement);
        }
        return sum + term * integral(m, n, raised, b, x, complement);
    }

    /**
     * The derivative of b times {@link #term} over the latter. With b for the pole of Gamma taken
     * out, nothing cancels for small b.
     */
    private static double polynomial(int m, int n, double b, double[][] c) {
        if (m + n == 0) {
            return b;
        }
        double[][] bell = Bell.of(m, n, c);
        return b * bell[m][n] + (n > 0 ? n * bell[m][n - 1] : 0);
    }

    /** The integral of the derivative of a b {@link #term}, over term. */
    private static double integral(int m, int n, double a, double b, double x, double complement) {
        double sum = a + b;
        double first = a * complement - b * x;
        boolean left = x <= 0.5;
        double end =
                Quadrature.reach(
                        DEPTH,
                        (DEPTH - sum * log(complement, x)) / a,
                        r ->
                                left
                                        ? a * r + sum * Elementary.log1p(x * Elementary.expm1(-r))
                                        : sum * Elementary.log1p(complement * Elementary.expm1(r))
                                                - b * r,
                        r -> {
                            double e = x * Elementary.exp(-r);
                            return a - sum * (e / (complement + e));
                        });
        double[][] c = cumulants(m, n, a, b, log(x, complement), log(complement, x));
        double c10 = m > 0 ? c[1][0] : 0;
        double c01 = n > 0 ? c[0][1] : 0;
        return Quadrature.integrate(
                end,
                r -> {
                    double p = left ? x : complement;
                    double s = left ? -r : r;
                    double u = p * Elementary.expm1(s);
                    double h = first * r + sum * (p * Excess.ofExp(s) - Excess.ofLog(u));
                    if (m + n == 0) {
                        return Elementary.exp(-h) * a * b;
                    }
                    double log = Elementary.log1p(u);
                    if (m > 0) {
                        c[1][0] = c10 - (left ? r : 0) - log;
                    }
                    if (n > 0) {
                        c[0][1] = c01 + (left ? 0 : r) - log;
                    }
                    double[][] bell = Bell.of(m, n, c);
                    // of a b: a and b and 1 where they are differentiated
                    double part = a * b * bell[m][n];
                    part += m > 0 ? m * b * bell[m - 1][n] : 0;
                    part += n > 0 ? n * a * bell[m][n - 1] : 0;
                    part += m > 0 && n > 0 ? m * n * bell[m - 1][n - 1] : 0;
                    return Elementary.exp(-h) * part;
                });
    }

    /** Terms of x^(a-1-j); of those that are infinite the first that is not 0 counts. */
    private static double atZero(int m, int n, int k, double a, double b) {
        double[][] fromA = falling(0, k, a, 1);
        double[][] fromB = falling(n, k, b, 1);
        double[] bell = Bell.of(n, cumulants(0, n, a, b, 0, 0)[0]);
        double scale = Elementary.exp(-Beta.logBeta(a, b)) / a / b;
        double sum = 0;
        double binomial = 1;
        for (int j = k; j >= 0; j--) {
            double power = a - 1 - j;
            double factor = 0;
            double ways = 1;
            for (int q = 0; q <= n; q++) {
                factor += ways * fromB[k - j][q] * bell[n - q];
                ways *= n - q;
            }
            factor *= binomial * fromA[j][0] * scale;
            if (power < 0 && factor != 0 || power == 0 && m > 0) {
                double sign = m % 2 == 0 ? Math.signum(factor) : -Math.signum(factor);
                return sign == 0 ? Double.NaN : sign * Double.POSITIVE_INFINITY;
            }
            if (power < 0 && m > 0) {
                return Double.NaN;
            }
            sum += power == 0 ? factor : 0;
            binomial = -binomial * j / (k - j + 1);
        }
        return sum;
    }
}
