package org.cotangent.kernel;

/**
 * The error function and its complement.
 *
 * <p>Three rational approximations in Chebyshev's sense, by W. J. Cody, "Rational Chebyshev
 * approximation for the error function", Mathematics of Computation 23 (1969), 631–637: one around
 * 0 for erf, two for exp(x^2) erfc(x) beyond. They stray from the functions by less than 6e-18, so
 * what error there is comes from rounding.
 */
public final class Erf {
    /** Where erf is 1/2 nearly, and with it the end of the approximation around 0. */
    private static final double MIDDLE = 0.46875;

    /** From here on, Cody's third approximation, in 1/x^2. */
    private static final double FAR = 4;

    /** From here on erf rounds to 1: erfc(6) = 2.2e-17 is less than half an ulp below 1. */
    private static final double ONE = 6;

    /** From here on erfc is less than half of the least double. */
    private static final double VANISHED = 27.3;

    private static final double ONE_OVER_SQRT_PI = 0.5641895835477563;

    // Coefficients of Cody's quotients, the highest power first.
    private static final double[] NEAR_P = {
        1.85777706184603153e-1,
        3.16112374387056560,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3
    };
    private static final double[] NEAR_Q = {
        1,
        2.36012909523441209e1,
        2.44024637934444173e2,
        1.28261652607737228e3,
        2.84423683343917062e3
    };
    private static final double[] MIDDLE_P = {
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3
    };
    private static final double[] MIDDLE_Q = {
        1,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };
    private static final double[] FAR_P = {
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4
    };
    private static final double[] FAR_Q = {
        1,
        2.56852019228982242,
        1.87295284992346725,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private Erf() {}

    /**
     * erf(x) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x (DLMF 7.2.1; computed by
     * Cody's approximations, see the class).
     *
     * <p>All real x. erf(±0) = ±0, erf(±infinity) = ±1, NaN gives NaN. The relative error is below
     * 1e-15 everywhere; from |x| = 6 on the result is ±1 exactly.
     *
     * @param x the argument
     * @return a number in [-1, 1]
     */
    public static double erf(double x) {
        double y = Math.abs(x);
        if (y <= MIDDLE) {
            return nearZero(x);
        }
        if (y >= ONE) {
            return Math.copySign(1, x);
        }
        return Math.copySign(1 - complement(y), x);
    }

    /**
     * erfc(x) = 1 - erf(x), without the cancellation (DLMF 7.2.2; computed by Cody's
     * approximations, see the class).
     *
     * <p>All real x. erfc(infinity) = 0, erfc(-infinity) = 2, NaN gives NaN. The relative error is
     * below 1e-15 up to x = 26.54; the results beyond are subnormal and right to twice the least
     * double, and 0 from x = 27.3 on. From x = -6 down the result is 2 exactly.
     *
     * @param x the argument
     * @return a number in [0, 2]
     */
    public static double erfc(double x) {
        double y = Math.abs(x);
        if (y <= MIDDLE) {
            return 1 - nearZero(x);
        }
        if (x > 0) {
            return complement(x);
        }
        return y >= ONE ? 2 : 2 - complement(y);
    }

    private static double nearZero(double x) {
        double square = x * x;
        return x * (polynomial(NEAR_P, square) / polynomial(NEAR_Q, square));
    }

    /**
     * exp(x^2) erfc(x) for x > {@link #MIDDLE} or NaN, by Cody's second and third approximation;
     * the relative error is below 1e-15.
     */
    static double scaled(double x) {
        if (x <= FAR) {
            return polynomial(MIDDLE_P, x) / polynomial(MIDDLE_Q, x);
        }
        double u = 1 / (x * x);
        return (ONE_OVER_SQRT_PI - u * (polynomial(FAR_P, u) / polynomial(FAR_Q, u))) / x;
    }

    /** erfc of x > {@link #MIDDLE} or NaN. */
    private static double complement(double x) {
        return x >= VANISHED ? 0 : expOfMinusSquare(x) * scaled(x);
    }

    /**
     * exp(-x^2) for x in [0, 28] to two ulp. Rounding x^2 to a double would cost 4e-14 at 27, so x
     * is split: the square of its first 24 bits is exact, and what is left, at most 9e-5, needs
     * three terms of the exponential series.
     */
    private static double expOfMinusSquare(double x) {
        double head = (float) x;
        double rest = (x - head) * (x + head);
        double e = Elementary.exp(-head * head);
        return e - e * (rest * (1 - rest * (0.5 - rest / 6)));
    }

    /** The polynomial in x with these coefficients, the highest power first. */
    private static double polynomial(double[] coefficients, double x) {
        double sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
