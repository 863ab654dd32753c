package org.cotangent.kernel;

/**
 * The logarithm of the beta function and differences of polygamma functions, without the
 * cancellation of their parts.
 *
 * <p>Sources: Stirling's series as in {@link Gamma}; A. R. Didonato and A. H. Morris, "Algorithm
 * 708: Significant digit computation of the incomplete beta function ratios", ACM Transactions on
 * Mathematical Software 18 (1992), 360-373, for what to take together.
 */
public final class Beta {
    /** From here on Stirling's series is good. */
    private static final double LARGE = 10;

    /** From here on the asymptotic series with ten Bernoulli numbers is good to 1e-17. */
    private static final double ASYMPTOTIC = 10;

    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    private Beta() {}

    /**
     * log B(a, b) = log(Gamma(a) Gamma(b) / Gamma(a + b)) for a, b >= 0: infinity where one of them
     * is 0; NaN below 0.
     */
    public static double logBeta(double a, double b) {
        double least = Math.min(a, b);
        double most = Math.max(a, b);
        if (!(least >= 0) || most == Double.POSITIVE_INFINITY) {
            return least > 0
                    ? Double.NEGATIVE_INFINITY
                    : least == 0 && most < Double.POSITIVE_INFINITY
                            ? Double.POSITIVE_INFINITY
                            : Double.NaN;
        }
        if (least == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = least + most;
        if (most < LARGE) {
            return Gamma.logGamma(least) + Gamma.logGamma(most) - Gamma.logGamma(sum);
        }
        if (least < LARGE) {
            return Gamma.logGamma(least) + step(most, least);
        }
        double ratio = least / most;
        return HALF_LOG_TWO_PI
                - 0.5 * Elementary.log(most)
                + (least - 0.5) * Elementary.log(ratio / (1 + ratio))
                - most * Elementary.log1p(ratio)
                + (Gamma.stirling(least) + Gamma.stirling(most) - Gamma.stirling(sum));
    }

    /**
     * log(B(a, b) a b / (a + b)) for a, b > 0, one of them below 10: without the poles at 0, so
     * that it is small where they are.
     */
    static double logBetaWithoutPoles(double a, double b) {
        double least = Math.min(a, b);
        double most = Math.max(a, b);
        return most < LARGE
                ? logGammaOfNext(least) + logGammaOfNext(most) - logGammaOfNext(least + most)
                : logGammaOfNext(least) + step(most, least) - Elementary.log1p(least / most);
    }

    private static double logGammaOfNext(double a) {
        return a < 0.5 ? Gamma.logGammaOfOnePlus(a) : Gamma.logGamma(a + 1);
    }

    /** logGamma(x) - logGamma(x + h) for x from 10 on and h below 10. */
    private static double step(double x, double h) {
        // -h log(x + h) is what counts; the rest is about log(1 + h / x) / 2
        double ratio = h / x;
        double rest = 0.5 * Elementary.log1p(ratio) + x * Excess.ofLog(ratio);
        double difference = Gamma.stirling(x) - Gamma.stirling(x + h);
        return -h * Elementary.log(x + h) + rest + difference;
    }

    /**
     * The difference psi(a + b) - psi(a) of the n-th derivatives of the digamma function, for a, b
     * >= 0.
     *
     * <p>By the recurrence up to 10 + n and the asymptotic series beyond (NIST Digital Library of
     * Mathematical Functions, 5.15.1, 5.15.5, 5.15.9), term by term: all differences have one sign,
     * and each is the term at a times an expm1.
     */
    public static double polygammaDifference(int n, double a, double b) {
        if (!(a >= 0 && b >= 0) || Double.isInfinite(a)) {
            return Double.isInfinite(a) && b < a ? 0 : Double.NaN;
        }
        if (a == 0 || b == 0) {
            return b == 0 ? (a == 0 ? Double.NaN : 0) : atZero(n);
        }
        if (Double.isInfinite(b)) {
            return n == 0 ? b : -Gamma.polygamma(n, a);
        }
        int steps = (int) Math.max(0, Math.ceil(ASYMPTOTIC + n - a));
        double sum = asymptotic(n, a + steps, b);
        for (int k = steps - 1; k >= 0; k--) {
            sum += difference(n, a + k, b);
        }
        return n % 2 == 0 ? sum : -sum;
    }

    /** The size of the difference at s, large, and s + b. */
    private static double asymptotic(int n, double s, double b) {
        double log = Elementary.log1p(b / s);
        // (2k + n - 1)! / (2k)! s^-(2k + n), first for k = 1
        double factor = Gamma.factorialOverPower(n + 1, s) / 2;
        double sum = 0;
        for (int k = 1; k <= Gamma.BERNOULLI.length; k++) {
            int power = 2 * k + n;
            sum -= Gamma.BERNOULLI[k - 1] * factor * Elementary.expm1(-power * log);
            factor *= power * (power + 1.0) / ((2 * k + 1.0) * (2 * k + 2)) / s / s;
        }
        sum += 0.5 * difference(n, s, b);
        return sum + (n == 0 ? log : difference(n - 1, s, b));
    }

    /** n! (s^-(n + 1) - (s + b)^-(n + 1)). */
    private static double difference(int n, double s, double b) {
        return n == 0
                ? b / s / (s + b)
                : -Gamma.factorialOverPower(n, s)
                        * Elementary.expm1(-(n + 1) * Elementary.log1p(b / s));
    }

    private static double atZero(int n) {
        return n % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
