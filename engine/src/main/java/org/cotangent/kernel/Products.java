package org.cotangent.kernel;

import java.util.Arrays;

/**
 * Products along an axis and their derivatives of any order, multiplied from the front to the end,
 * with exponents kept apart: nothing leaves the range on the way, only a result may.
 *
 * <p>With factors x[k] + Σ t[l] v[l][k], where the square of each t[l] counts as 0, the coefficient
 * of t[0] t[1] … in a product is its mixed derivative along the directions v[0], v[1], …. (Griewank
 * and Walther, Evaluating Derivatives, 2nd ed., ch. 13, on such truncated polynomials.) So one
 * recurrence serves every order, at 2^order coefficients a factor, and none divides: zeros are
 * exact.
 *
 * <p>Powers of two are the only scale, so every result has the bits that plain multiplications from
 * the front give wherever those stay in the range. A direction or an adjoint that is exactly 0
 * contributes nothing, whatever it would be multiplied by.
 *
 * <p>Arrays have the extents outer, n, inner, the products run along n; those of products have
 * outer, inner unless they are running ones. Arguments are trusted.
 */
public final class Products {
    /** Factors that are worth a thread. */
    private static final int WORTH = 1 << 13;

    private final int n;
    private final int inner;
    private final boolean running;
    private final double[] x;
    private final double[][] v;

    private Products(int n, int inner, boolean running, double[] x, double[][] v) {
        this.n = n;
        this.inner = inner;
        this.running = running;
        this.x = x;
        this.v = v;
    }

    /** What is done to one row of factors, the first of which is at an offset. */
    private interface Row {
        void at(int offset, int lane);
    }

    /**
     * y = the products of the factors x, or their mixed derivative along directions.
     *
     * @param outer rows before the axis
     * @param n factors of a product
     * @param inner rows behind the axis
     * @param running whether every factor has a result: the product up to it
     * @param x the factors
     * @param v directions, each of the extents of x; none for the products themselves
     * @param y the result
     */
    public static void value(
            int outer, int n, int inner, boolean running, double[] x, double[][] v, double[] y) {
        if (y.length == 0) {
            return;
        }
        Products products = new Products(n, inner, running, x, v);
        products.each(
                outer,
                () -> {
                    Coefficients product = new Coefficients(v.length, 1);
                    return (offset, lane) -> {
                        if (v.length > 0 || !products.plainValue(offset, lane, y)) {
                            products.value(product, offset, lane, y);
                        }
                    };
                });
    }

    /**
     * result = the derivative of the sum of g times {@link #value} with respect to the factors.
     *
     * @param outer rows before the axis
     * @param n factors of a product
     * @param inner rows behind the axis
     * @param running whether every factor has a product of its own
     * @param x the factors
     * @param g what the products are multiplied by, as many numbers as there are products
     * @param v directions, each of the extents of x
     * @param result the derivative, of the extents of x
     */
    public static void slope(
            int outer,
            int n,
            int inner,
            boolean running,
            double[] x,
            double[] g,
            double[][] v,
            double[] result) {
        if (result.length == 0) {
            return;
        }
        Products products = new Products(n, inner, running, x, v);
        products.each(
                outer,
                () -> {
                    double[] before = v.length == 0 ? new double[n] : null;
                    Coefficients[] scaled = new Coefficients[2]; // few rows need them
                    return (offset, lane) -> {
                        if (v.length > 0 || !products.plainSlope(before, offset, lane, g, result)) {
                            if (scaled[0] == null) {
                                scaled[0] = new Coefficients(v.length, n);
                                scaled[1] = new Coefficients(v.length, 1);
                            }
                            products.slope(scaled[0], scaled[1], offset, lane, g, result);
                        }
                    };
                });
    }

    private interface Maker {
        Row make();
    }

    private void each(int outer, Maker maker) {
        int rows = outer * inner;
        Parallel.run(
                rows,
                1,
                Math.max(1, WORTH / Math.max(1, n)),
                (from, to) -> {
                    Row row = maker.make();
                    for (int lane = from; lane < to; lane++) {
                        row.at(lane / inner * n * inner + lane % inner, lane);
                    }
                });
    }

    // ---- in plain numbers, as long as that is exact

    /** The products of a row; false if one left the range, which the factors have not done. */
    private boolean plainValue(int offset, int lane, double[] y) {
        double product = 1;
        for (int k = 0, at = offset; k < n; k++, at += inner) {
            double next = product * x[at];
            if (left(next, product, x[at])) {
                return false;
            }
            product = next;
            if (running) {
                y[at] = product;
            }
        }
        if (!running) {
            y[lane] = product;
        }
        return true;
    }

    /** The slopes of a row; false if something left the range before the last multiplication. */
    private boolean plainSlope(double[] before, int offset, int lane, double[] g, double[] result) {
        double product = 1;
        for (int k = 0, at = offset; k < n; k++, at += inner) {
            before[k] = product;
            double next = product * x[at];
            if (k < n - 1 && left(next, product, x[at])) {
                return false;
            }
            product = next;
        }
        double behind = 0;
        boolean some = false;
        for (int k = n - 1, at = offset + (n - 1) * inner; k >= 0; k--, at -= inner) {
            if (some) {
                double next = behind * x[at + inner];
                if (left(next, behind, x[at + inner])) {
                    return false;
                }
                behind = next;
            }
            if (running || k == n - 1) {
                double own = g[running ? at : lane];
                if (own != 0) {
                    double sum = some ? behind + own : own;
                    if (!isFinite(sum) && isFinite(behind) && isFinite(own)) {
                        return false;
                    }
                    behind = sum;
                    some = true;
                }
            }
            result[at] = some ? before[k] * behind : 0;
        }
        return true;
    }

    /** Whether a product is too large or too small for full precision, though its factors are not. */
    private static boolean left(double product, double a, double b) {
        double size = Math.abs(product);
        return !(size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE)
                && a != 0
                && b != 0
                && isFinite(a)
                && isFinite(b);
    }

    private static boolean isFinite(double x) {
        return Math.abs(x) <= Double.MAX_VALUE;
    }

    // ---- with exponents kept apart

    private void value(Coefficients product, int offset, int lane, double[] y) {
        product.set(0, 1);
        int last = product.size - 1;
        for (int k = 0, at = offset; k < n; k++, at += inner) {
            product.multiply(0, 0, x, v, at);
            if (running) {
                y[at] = product.get(last);
            }
        }
        if (!running) {
            y[lane] = product.get(last);
        }
    }

    private void slope(
            Coefficients before,
            Coefficients behind,
            int offset,
            int lane,
            double[] g,
            double[] result) {
        int size = before.size;
        before.set(0, 1);
        for (int k = 0, at = offset; k < n - 1; k++, at += inner) {
            before.multiply(k * size, (k + 1) * size, x, v, at);
        }
        behind.set(0, 0);
        for (int k = n - 1, at = offset + (n - 1) * inner; k >= 0; k--, at -= inner) {
            if (k < n - 1) {
                behind.multiply(0, 0, x, v, at + inner);
            }
            if (running || k == n - 1) {
                behind.add(g[running ? at : lane]);
            }
            result[at] = before.last(k * size, behind);
        }
    }

    /**
     * Polynomials in t[0], t[1], … whose squares are 0: the coefficient of a product of some t
     * stands where the bits of these say. A coefficient is a number times a power of two; one that
     * is absent is a 0 that stays 0 under every factor.
     */
    private static final class Coefficients {
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
            } else if (scale == exponent || sum == 0 || !isFinite(term) || !isFinite(sum)) {
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
            if (sum == 0 || !isFinite(sum)) {
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
}
