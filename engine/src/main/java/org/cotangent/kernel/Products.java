package org.cotangent.kernel;

/**
 * Products along an axis, of all factors or of all but one, whose factors are numbers or truncated
 * polynomials, multiplied from the front to the end with exponents kept apart: nothing leaves the
 * range on the way, only a result may.
 *
 * <p>Factors are x[k] + Σ t[l] v[l][k], where the square of each t[l] counts as 0; asked for is the
 * coefficient of t[0] t[1] …. (Griewank and Walther, Evaluating Derivatives, 2nd ed., ch. 13, on
 * such polynomials.) One recurrence serves any number of terms, at 2^terms coefficients a factor,
 * and nothing is divided: zeros are exact.
 *
 * <p>Powers of two are the only scale, so every result has the bits that plain multiplications from
 * the front give wherever those stay in the range. A term or a weight that is exactly 0 contributes
 * nothing, whatever it would be multiplied by.
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

    /** Work on one row of factors, the first of which is at an offset. */
    private interface Row {
        void at(int offset, int lane);
    }

    /**
     * y = the products of the factors x, or their coefficients.
     *
     * @param outer rows before the axis
     * @param n factors of a product
     * @param inner rows behind the axis
     * @param running whether every factor has a result: the product up to it
     * @param x the factors
     * @param v the terms, each of the extents of x; none for the products themselves
     * @param y the result
     */
    public static void all(
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
                        if (v.length > 0 || !products.plainAll(offset, lane, y)) {
                            products.all(product, offset, lane, y);
                        }
                    };
                });
    }

    /**
     * result[k] = the weighted sum of the products that have the factor k, each without it.
     *
     * @param outer rows before the axis
     * @param n factors of a product
     * @param inner rows behind the axis
     * @param running whether there is a product up to every factor, or one of all
     * @param x the factors
     * @param g the weights of the products
     * @param v the terms, each of the extents of x; none for the sums themselves
     * @param result the sums, of the extents of x
     */
    public static void withoutOne(
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
                    double[] before = new double[v.length < 2 ? n << v.length : 0];
                    Coefficients[] scaled = new Coefficients[2]; // few rows need them
                    return (offset, lane) -> {
                        if (!products.plainWithoutOne(before, offset, lane, g, result)) {
                            if (scaled[0] == null) {
                                scaled[0] = new Coefficients(v.length, n);
                                scaled[1] = new Coefficients(v.length, 1);
                            }
                            products.withoutOne(scaled[0], scaled[1], offset, lane, g, result);
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
    private boolean plainAll(int offset, int lane, double[] y) {
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

    /** The sums of a row; false if something left the range before the last multiplication. */
    private boolean plainWithoutOne(
            double[] before, int offset, int lane, double[] g, double[] result) {
        return v.length == 0
                ? plainWithoutOneOfNumbers(before, offset, lane, g, result)
                : v.length == 1 && plainWithoutOneOfOneTerm(v[0], before, offset, lane, g, result);
    }

    private boolean plainWithoutOneOfNumbers(
            double[] before, int offset, int lane, double[] g, double[] result) {
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

    /**
     * The same with one term w, with the coefficients of 1 and t side by side. Sums need no look:
     * one that is not finite spoils the next product, or is the result.
     */
    private boolean plainWithoutOneOfOneTerm(
            double[] w, double[] before, int offset, int lane, double[] g, double[] result) {
        double p = 1;
        double q = 0;
        for (int k = 0, at = offset; k < n; k++, at += inner) {
            before[2 * k] = p;
            before[2 * k + 1] = q;
            double first = q * x[at];
            double second = p * w[at];
            double next = p * x[at];
            if (k < n - 1
                    && (leaves(first, q, x[at])
                            || leaves(second, p, w[at])
                            || leaves(next, p, x[at]))) {
                return false;
            }
            q = first + second;
            p = next;
        }
        p = 0;
        q = 0;
        for (int k = n - 1, at = offset + (n - 1) * inner; k >= 0; k--, at -= inner) {
            if (k < n - 1) {
                int from = at + inner;
                double first = q * x[from];
                double second = p * w[from];
                double next = p * x[from];
                if (leaves(first, q, x[from])
                        || leaves(second, p, w[from])
                        || leaves(next, p, x[from])) {
                    return false;
                }
                q = first + second;
                p = next;
            }
            if (running || k == n - 1) {
                p += g[running ? at : lane];
            }
            double first = before[2 * k] * q;
            double second = before[2 * k + 1] * p;
            if (leaves(first, before[2 * k], q) || leaves(second, before[2 * k + 1], p)) {
                return false;
            }
            result[at] = first + second;
        }
        return true;
    }

    /** Whether a product is out of the range of full precision, or one of its factors is. */
    private static boolean leaves(double product, double a, double b) {
        double size = Math.abs(product);
        return !(size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE)
                && !(size == 0 && (a == 0 || b == 0));
    }

    /**
     * Whether a product is too large or too small for full precision, though its factors are not.
     */
    private static boolean left(double product, double a, double b) {
        double size = Math.abs(product);
        return !(size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE)
                && a != 0
                && b != 0
                && isFinite(a)
                && isFinite(b);
    }

    static boolean isFinite(double x) {
        return Math.abs(x) <= Double.MAX_VALUE;
    }

    // ---- with exponents kept apart

    private void all(Coefficients product, int offset, int lane, double[] y) {
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

    private void withoutOne(
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
}
