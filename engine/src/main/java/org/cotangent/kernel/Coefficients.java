package org.cotangent.kernel;

import java.util.Arrays;

/**
 * Polynomials in numbers t[0], t[1], … whose squares are 0: the coefficient of a product of some t
 * stands where the bits of these say. A coefficient is a number times a power of two; one that is
 * absent is a 0 that stays 0 under every factor.
 */
final class Coefficients {
    private static final long ABSENT = Long.MIN_VALUE;

    /** Exponents of a number that is not scaled: products of two are in the range. */
    private static final int MOST = 300;

    final int order;
    final int size;
    private final double[] number;
    private final long[] exponent;

    private double sum;
    private long scale;

    Coefficients(int order, int count) {
        this.order = order;
        size = 1 << order;
        number = new double[size * count];
        exponent = new long[size * count];
    }

    /** A constant; 0 is absent. */
    void set(int at, double constant) {
        Arrays.fill(number, at, at + size, 0);
        Arrays.fill(exponent, at, at + size, ABSENT);
        number[at] = constant;
        exponent[at] = constant == 0 ? ABSENT : 0;
    }

    /** Adds a constant to the first. */
    void add(double constant) {
        if (constant != 0) {
            sum = number[0];
            scale = exponent[0];
            plus(constant, 0);
            number[0] = sum;
            exponent[0] = scale;
        }
    }

    /** The product of the polynomial at a place and a factor, which may go to the same place. */
    void multiply(int from, int to, double[] x, double[][] v, int at) {
        // from the highest down: what is read has fewer bits than what is written
        for (int bits = size - 1; bits >= 0; bits--) {
            sum = 0;
            scale = ABSENT;
            plusProduct(number[from + bits], exponent[from + bits], x[at], 0);
            for (int l = 0; l < order; l++) {
                if ((bits >> l & 1) != 0 && v[l][at] != 0) {
                    int less = from + bits - (1 << l);
                    plusProduct(number[less], exponent[less], v[l][at], 0);
                }
            }
            number[to + bits] = sum;
            exponent[to + bits] = scale;
        }
    }

    /** The last coefficient of the product of a polynomial here and the first of others. */
    double last(int from, Coefficients others) {
        sum = 0;
        scale = ABSENT;
        for (int bits = 0; bits < size; bits++) {
            int rest = size - 1 - bits;
            plusProduct(
                    number[from + bits],
                    exponent[from + bits],
                    others.number[rest],
                    others.exponent[rest]);
        }
        return rounded(sum, scale);
    }

    double get(int at) {
        return rounded(number[at], exponent[at]);
    }

    private static double rounded(double number, long exponent) {
        return exponent == 0 || exponent == ABSENT
                ? number
                : Math.scalb(number, (int) Math.max(-5000, Math.min(5000, exponent)));
    }

    private void plusProduct(double a, long aExponent, double b, long bExponent) {
        double product = a * b;
        if ((aExponent | bExponent) == 0 && isOrdinary(product)) {
            double next = sum + product; // the same bits as below
            if (scale == ABSENT) {
                sum = product;
                scale = 0;
                return;
            }
            if (scale == 0 && isOrdinary(next)) {
                sum = next;
                return;
            }
        }
        if (aExponent == ABSENT || bExponent == ABSENT) {
            return;
        }
        // what came from outside may have any size
        plus(scaled(a) * scaled(b), aExponent + bExponent + shift(a) + shift(b));
    }

    private void plus(double term, long exponent) {
        if (scale == ABSENT || sum == 0 && term != 0) {
            sum = term;
            scale = exponent;
        } else if (scale == exponent
                || sum == 0
                || !Products.isFinite(term)
                || !Products.isFinite(sum)) {
            sum += term;
        } else if (term != 0) {
            long distance = Math.max(-5000, Math.min(5000, exponent - scale));
            if (distance < 0) {
                sum += Math.scalb(term, (int) distance);
            } else {
                sum = Math.scalb(sum, (int) -distance) + term;
                scale = exponent;
            }
        }
        if (sum == 0 || !Products.isFinite(sum)) {
            scale = 0;
        } else {
            scale += shift(sum);
            sum = scaled(sum);
        }
    }

    /** Whether a number is not scaled, nor 0. */
    private static boolean isOrdinary(double x) {
        double size = Math.abs(x);
        return size >= 0x1p-300 && size < 0x1p301;
    }

    /** The power of two by which a number is too large. */
    private static int shift(double x) {
        int e = Math.getExponent(x);
        if (e >= -MOST && e <= MOST || x == 0 || e > Double.MAX_EXPONENT) {
            return 0;
        }
        return e < Double.MIN_EXPONENT ? -1000 : e;
    }

    /** The number without it. */
    private static double scaled(double x) {
        int shift = shift(x);
        return shift == 0 ? x : Math.scalb(x, -shift);
    }
}
