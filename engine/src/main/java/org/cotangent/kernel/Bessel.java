package org.cotangent.kernel;

/**
 * Modified Bessel functions of the first kind of whole order.
 *
 * <p>The power series, whose terms are all of one sign, and far out Hankel's asymptotic series
 * (NIST Digital Library of Mathematical Functions (DLMF), 10.25.2 and 10.40.1). Derivatives of
 * exp(-|x|) I0(x) are averages of (cos t - 1)^k exp(x (cos t - 1)) over a turn (DLMF 10.32.1): of
 * one sign, and smooth and periodic, so that the trapezoidal rule has all digits.
 */
public final class Bessel {
    /** From here on Hankel's series for orders 0 and 1 has all digits, with its derivatives. */
    private static final double FAR = 40;

    private static final int TERMS = 40;

    private Bessel() {}

    /**
     * I of order n at x.
     *
     * @param n the order, 0 or above
     * @param x the argument
     * @return the value, infinite from |x| = 714 on
     */
    public static double i(int n, double x) {
        double size = Math.abs(x);
        double y =
                size < Math.max(FAR, 2.0 * n * n)
                        ? series(n, size)
                        : unscaled(size, hankel(n, 0, size));
        return x < 0 && n % 2 == 1 ? -y : x == 0 && n > 0 ? x : y;
    }

    /**
     * The k-th derivative of exp(-|x|) I0(x). At 0, where odd ones jump, 0 for those.
     *
     * @param k the order
     * @param x the argument
     * @return the derivative
     */
    public static double scaled0(int k, double x) {
        if (x == 0 && k % 2 == 1) {
            return 0;
        }
        double y = scaled(k, Math.abs(x));
        return x < 0 && k % 2 == 1 ? -y : y;
    }

    /**
     * The k-th derivative of exp(-|x|) I1(x), which is the sum of two of exp(-x) I0(x) for x above
     * 0. At 0, where even ones from 2 on jump, 0 for those.
     *
     * @param k the order
     * @param x the argument
     * @return the derivative
     */
    public static double scaled1(int k, double x) {
        if (x == 0 && k % 2 == 0) {
            return k == 0 ? x : 0;
        }
        double size = Math.abs(x);
        double y;
        if (size >= FAR) {
            y = hankel(1, k, size);
        } else if (k == 0) {
            y = series(1, size) * Elementary.exp(-size);
        } else {
            y = scaled(k, size) + scaled(k + 1, size);
        }
        return x < 0 && k % 2 == 0 ? -y : y;
    }

    private static double unscaled(double x, double y) {
        double half = Elementary.exp(0.5 * x);
        return y == 0 ? half : half * y * half;
    }

    /** (x/2)^n times the sum of (x/2)^2k / (k! (k + n)!). */
    private static double series(int n, double x) {
        double half = 0.5 * x;
        double term = 1;
        for (int k = 1; k <= n; k++) {
            term *= half / k;
        }
        double sum = term;
        double square = half * half;
        for (int k = 1; k < 2000 && term > 1e-18 * sum; k++) {
            term *= square / k / (k + n);
            sum += term;
        }
        return x == x ? sum : x;
    }

    /**
     * The k-th derivative of exp(-x) I(x) of order n by Hankel's series, term by term: its terms
     * are multiples of x^(-1/2 - j).
     */
    private static double hankel(int n, int k, double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        double square = 4.0 * n * n;
        double coefficient = 1;
        double sum = 0;
        double last = Double.POSITIVE_INFINITY;
        for (int j = 0; j < TERMS; j++) {
            double term = coefficient;
            for (int d = 0; d < k; d++) {
                term *= -(0.5 + j + d);
            }
            if (Math.abs(term) > last || term == 0) {
                break;
            }
            sum += term;
            last = Math.abs(term);
            double odd = 2 * j + 1;
            coefficient *= -(square - odd * odd) / (8 * x) / (j + 1);
        }
        return sum / Elementary.pow(x, k) / Math.sqrt(2 * Math.PI * x);
    }

    /** The k-th derivative of exp(-x) I0(x) for x >= 0. */
    private static double scaled(int k, double x) {
        if (x >= FAR) {
            return hankel(0, k, x);
        }
        if (k == 0) {
            return series(0, x) * Elementary.exp(-x);
        }
        int points = 24 + 2 * k + (int) (8 * Math.sqrt(x));
        double sum = 0;
        for (int j = points; j > 0; j--) {
            double sine = Elementary.sin(0.5 * Math.PI * j / points);
            double c = -2 * sine * sine;
            double power = 1;
            for (int i = 0; i < k; i++) {
                power *= c;
            }
            sum += (j == points ? 0.5 : 1) * power * Elementary.exp(x * c);
        }
        return x == x ? sum / points : x;
    }
}
