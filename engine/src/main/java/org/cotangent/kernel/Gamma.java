package org.cotangent.kernel;

/**
 * The logarithm of the gamma function and the polygamma functions of a real argument.
 *
 * <p>Up to 10, {@code logGamma} and {@code digamma} step down to [1.5, 2.5] by the recurrence and
 * use the Taylor series around 2, which keeps the zeros of logGamma at 1 and 2 sharp. Beyond,
 * Stirling's series with Bernoulli numbers. Below -1/2, reflection. Sources: Abramowitz and Stegun,
 * Handbook of Mathematical Functions, 6.1, 6.3 and 6.4; NIST Digital Library of Mathematical
 * Functions (DLMF), chapter 5.
 */
public final class Gamma {
    /** The highest order that {@link #polygamma} takes. */
    public static final int MAX_ORDER = 100;

    /** From here on the asymptotic series with ten Bernoulli numbers is good to 1e-17. */
    private static final double ASYMPTOTIC = 10;

    /** (log(2 pi) - 1) / 2. */
    private static final double STIRLING = 0.4189385332046727;

    /** 1 minus Euler's constant: digamma(2). */
    private static final double DIGAMMA_OF_TWO = 0.42278433509846713;

    /** zeta(k) - 1 for k = 2, 3, ..., 30, rounded from 60 digits. */
    private static final double[] ZETA_MINUS_ONE = {
        0.6449340668482264,
        0.2020569031595943,
        0.08232323371113819,
        0.03692775514336993,
        0.01734306198444914,
        0.008349277381922827,
        0.00407735619794434,
        0.0020083928260822143,
        0.0009945751278180853,
        0.0004941886041194645,
        0.0002460865533080483,
        0.00012271334757848915,
        6.124813505870483e-05,
        3.058823630702049e-05,
        1.528225940865187e-05,
        7.637197637899763e-06,
        3.81729326499984e-06,
        1.908212716553939e-06,
        9.539620338727962e-07,
        4.769329867878064e-07,
        2.38450502727733e-07,
        1.1921992596531106e-07,
        5.960818905125948e-08,
        2.980350351465228e-08,
        1.4901554828365043e-08,
        7.45071178983543e-09,
        3.725334024788457e-09,
        1.862659723513049e-09,
        9.313274324196682e-10
    };

    /** The Bernoulli numbers B2, B4, ..., B20 (Abramowitz and Stegun, table 23.2). */
    static final double[] BERNOULLI = {
        1.0 / 6,
        -1.0 / 30,
        1.0 / 42,
        -1.0 / 30,
        5.0 / 66,
        -691.0 / 2730,
        7.0 / 6,
        -3617.0 / 510,
        43867.0 / 798,
        -174611.0 / 330
    };

    // The tables over the divisors of the series: a division a term would double the time.
    private static final double[] ZETA_MINUS_ONE_OVER_K = new double[ZETA_MINUS_ONE.length];
    private static final double[] LOG_GAMMA_STIRLING = new double[BERNOULLI.length];
    private static final double[] DIGAMMA_STIRLING = new double[BERNOULLI.length];

    static {
        for (int i = 0; i < ZETA_MINUS_ONE.length; i++) {
            ZETA_MINUS_ONE_OVER_K[i] = ZETA_MINUS_ONE[i] / (i + 2);
        }
        for (int i = 0; i < BERNOULLI.length; i++) {
            int k = i + 1;
            LOG_GAMMA_STIRLING[i] = BERNOULLI[i] / (2 * k * (2 * k - 1));
            DIGAMMA_STIRLING[i] = BERNOULLI[i] / (2 * k);
        }
    }

    private Gamma() {}

    /**
     * log|Gamma(x)|.
     *
     * <p>Around 2, logGamma(2 + z) = z (1 - gamma) + sum over k from 2 of (-1)^k (zeta(k) - 1) z^k
     * / k (A&amp;S 6.1.33); from 10 on, (x - 1/2) log x - x + log(2 pi)/2 + sum of B2k / (2k (2k -
     * 1) x^(2k - 1)) (A&amp;S 6.1.41); below -1/2, log(pi / |x sin(pi x)|) - logGamma(-x) (DLMF
     * 5.5.3).
     *
     * <p>All real x. +infinity at the poles 0, -1, -2, ... and at ±infinity; NaN gives NaN;
     * +infinity from 2.56e305 on, where the result overflows. The relative error is below 1e-15 for
     * x >= -1/2, also next to the zeros at 1 and 2. Below -1/2 the error is below 1e-15 max(1,
     * |log|Gamma(x)||): absolute next to the zeros there.
     *
     * @param x the argument
     * @return log|Gamma(x)|, not less than -0.1214862905358496 for x > 0
     */
    public static double logGamma(double x) {
        if (x <= 0 && x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < -0.5) {
            return Elementary.log(Math.PI / (-x * absSinPi(x))) - logGamma(-x);
        }
        if (x <= 0.5) {
            return logGammaOfOnePlus(x) - Elementary.log(Math.abs(x));
        }
        if (x < 1.5) {
            return logGammaAroundTwo(x - 1) - Elementary.log1p(x - 1);
        }
        if (x < ASYMPTOTIC) {
            // every difference here is exact: no bit of x is lost
            double product = 1;
            double y = x;
            while (y > 2.5) {
                y--;
                product *= y;
            }
            return Elementary.log(product) + logGammaAroundTwo(y - 2);
        }
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        return (x - 0.5) * (Elementary.log(x) - 1) + (STIRLING + stirling(x));
    }

    /** log Gamma(x) less (x - 1/2) log x - x + log(2 pi)/2, for x from 10 on (A&amp;S 6.1.41). */
    static double stirling(double x) {
        return polynomial(LOG_GAMMA_STIRLING, 1 / x / x) / x;
    }

    /**
     * The digamma function psi(x) = d/dx log Gamma(x).
     *
     * <p>Around 2, psi(2 + z) = 1 - gamma + sum over k from 1 of (-1)^(k + 1) (zeta(k + 1) - 1) z^k
     * (A&amp;S 6.3.14 with 6.3.5); from 10 on, log x - 1/(2x) - sum of B2k / (2k x^2k) (A&amp;S
     * 6.3.18); below -1/2, psi(-x) - 1/x - pi cot(pi x) (A&amp;S 6.3.7).
     *
     * <p>All real x but the poles 0, -1, -2, ..., which give NaN because the limits from the two
     * sides differ, whatever the sign of a zero. psi(infinity) = infinity; -infinity and NaN give
     * NaN. The error is below 1e-15 max(1, |psi(x)|) for x >= -5, so absolute next to the zeros,
     * and below 1e-15 max(|psi(x)|, log|x|) further left.
     *
     * @param x the argument
     * @return psi(x)
     */
    public static double digamma(double x) {
        if (x <= 0 && x == Math.rint(x)) {
            return Double.NaN;
        }
        if (x < -0.5) {
            return digamma(-x) - 1 / x - Math.PI * cotPi(x);
        }
        if (x <= 0.5) {
            return digammaAroundTwo(x) - 1 / (1 + x) - 1 / x;
        }
        if (x < 1.5) {
            return digammaAroundTwo(x - 1) - 1 / x;
        }
        if (x < ASYMPTOTIC) {
            double sum = 0;
            double y = x;
            while (y > 2.5) {
                y--;
                sum += 1 / y;
            }
            return sum + digammaAroundTwo(y - 2);
        }
        return Elementary.log(x) - belowLog(x);
    }

    /** log x - digamma(x) for x from 10 on (A&amp;S 6.3.18). */
    static double belowLog(double x) {
        double square = 1 / x / x;
        return 0.5 / x + square * polynomial(DIGAMMA_STIRLING, square);
    }

    /**
     * The polygamma function of order n, the n-th derivative of {@link #digamma} at x. Order 1 is
     * the trigamma function.
     *
     * <p>(-1)^(n + 1) n! times the sum over k from 0 of (x + k)^-(n + 1) (A&amp;S 6.4.10), summed
     * up to x + k = 10 + n and from there by the asymptotic series (A&amp;S 6.4.11): nothing
     * cancels. Left of 0 by reflection (A&amp;S 6.4.7).
     *
     * <p>All real x. At the poles 0, -1, -2, ... it is +infinity for odd n and NaN for even n,
     * where the limits from the two sides differ. 0 at +infinity, NaN at -infinity; NaN gives NaN.
     * The relative error is below 3e-15 for n up to 6 and 4e-14 for every n; next to the zeros that
     * even orders have on the negative axis, this is relative to the value at 1 - x.
     *
     * @param n the order, from 1 to {@link #MAX_ORDER}
     * @param x the argument
     * @return the n-th derivative of digamma at x
     * @throws IllegalArgumentException if n is out of range
     */
    public static double polygamma(int n, double x) {
        if (n < 1 || n > MAX_ORDER) {
            throw new IllegalArgumentException(
                    "polygamma: the order is " + n + ", it must be from 1 to " + MAX_ORDER);
        }
        boolean odd = n % 2 == 1;
        if (x == Double.NEGATIVE_INFINITY) {
            return Double.NaN;
        }
        if (x <= 0 && x == Math.rint(x)) {
            return odd ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (x < 0) {
            return -Math.PI * cotPiDerivative(n, x) - polygammaSize(n, 1 - x);
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double size = polygammaSize(n, x);
        return odd ? size : -size;
    }

    /** logGamma(1 + z) for z in [-1/2, 1/2], which is 0 at 0. */
    static double logGammaOfOnePlus(double z) {
        return logGammaAroundTwo(z) - Elementary.log1p(z);
    }

    /** logGamma(2 + z) for z in [-1/2, 1/2]. */
    private static double logGammaAroundTwo(double z) {
        return z * (DIGAMMA_OF_TWO + z * polynomial(ZETA_MINUS_ONE_OVER_K, -z));
    }

    /** digamma(2 + z) for z in [-1/2, 1/2]. */
    private static double digammaAroundTwo(double z) {
        return DIGAMMA_OF_TWO + z * polynomial(ZETA_MINUS_ONE, -z);
    }

    /** The polynomial in x with these coefficients, the lowest power first. */
    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }

    /** |polygamma(n, x)| for x > 0 or NaN: n! times Hurwitz' zeta(n + 1, x). */
    private static double polygammaSize(int n, double x) {
        int steps = (int) Math.max(0, Math.ceil(ASYMPTOTIC + n - x));
        double y = x + steps;
        // (n - 1)!/y^n (1 + n/(2y) + sum of B2k n(n + 1)...(n + 2k - 1)/((2k)! y^2k))
        double square = 1 / y / y;
        double sum = 0;
        for (int k = BERNOULLI.length; k > 0; k--) {
            double ratio = (n + 2 * k - 2.0) * (n + 2 * k - 1.0) / ((2 * k - 1.0) * (2 * k));
            sum = (sum + BERNOULLI[k - 1]) * ratio * square;
        }
        sum = factorialOverPower(n - 1, y) * (1 + (0.5 * n / y + sum));
        // the smallest first, so that roundings of the small are not lost in the large
        for (int k = steps - 1; k >= 0; k--) {
            sum += factorialOverPower(n, x + k);
        }
        return sum;
    }

    /** n!/x^(n + 1), multiplied up in turns so that neither part overflows alone. */
    static double factorialOverPower(int n, double x) {
        double reciprocal = 1 / x;
        double product = reciprocal;
        for (int i = 1; i <= n; i++) {
            product *= i * reciprocal;
        }
        return product;
    }

    /** The n-th derivative of cot(pi x), n > 0. */
    private static double cotPiDerivative(int n, double x) {
        // (-pi)^n q(c) with c = cot(pi x): c' = -pi (1 + c^2), so q starts as c and every
        // derivative makes it (1 + c^2) q'. No coefficient is negative: nothing cancels.
        double[] q = new double[n + 2];
        q[1] = 1;
        for (int order = 1; order <= n; order++) {
            double[] next = new double[n + 2];
            for (int j = 1; j <= order; j++) {
                next[j - 1] += j * q[j];
                next[j + 1] += j * q[j];
            }
            q = next;
        }
        double c = cotPi(x);
        double square = c * c;
        // every second coefficient is 0: a 0 must not meet a square that overflowed
        double sum = q[n + 1];
        for (int j = n - 1; j >= 0; j -= 2) {
            sum = sum * square + q[j];
        }
        return Elementary.pow(-Math.PI, n) * (n % 2 == 0 ? sum * c : sum);
    }

    /** |sin(pi x)|, accurate also next to its zeros. */
    private static double absSinPi(double x) {
        return Elementary.sin(Math.PI * Math.abs(x - Math.rint(x)));
    }

    /** cot(pi x), accurate also next to its zeros and poles. */
    private static double cotPi(double x) {
        double rest = x - Math.rint(x);
        if (Math.abs(rest) <= 0.25) {
            return 1 / Elementary.tan(Math.PI * rest);
        }
        // 1/2 - |rest| is exact, pi/2 - pi |rest| would not be
        return Math.copySign(Elementary.tan(Math.PI * (0.5 - Math.abs(rest))), rest);
    }
}
