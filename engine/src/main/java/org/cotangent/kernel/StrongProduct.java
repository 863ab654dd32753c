package org.cotangent.kernel;

import java.util.Arrays;

/**
 * Matrix products with a strong zero: a term counts as 0 where the factor from a chosen operand is
 * 0, be the other infinite or NaN. The plain product comes first, and is mended where it is NaN.
 */
public final class StrongProduct {
    /** Elements from which on the vector loops look for NaN. */
    private static final int WORTH = 64;

    private final int m;
    private final int k;
    private final int n;
    private final int aRow;
    private final int aColumn;
    private final int bRow;
    private final int bColumn;
    private double[] a;
    private int aOffset;
    private double[] b;
    private int bOffset;

    private StrongProduct(int m, int k, int n, int aRow, int aColumn, int bRow, int bColumn) {
        this.m = m;
        this.k = k;
        this.n = n;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.bRow = bRow;
        this.bColumn = bColumn;
    }

    /**
     * Whether some element of a product is NaN.
     *
     * @param c the elements
     * @return false if none is NaN
     */
    public static boolean needed(double[] c) {
        double sum = 0;
        if (c.length >= WORTH) {
            sum = ArrayKernels.get().sum(c, 0, c.length);
        } else {
            for (double v : c) {
                sum += v;
            }
        }
        if (sum == sum) {
            return false;
        }
        for (double v : c) { // infinities of both signs have a sum that is none
            if (v != v) {
                return true;
            }
        }
        return false;
    }

    /**
     * Mends the elements of C = A B that are NaN, for one matrix of each; see {@link
     * ArrayKernels#matmul}.
     *
     * @param m rows of A and C
     * @param k columns of A, rows of B
     * @param n columns of B and C
     * @param a elements of A
     * @param aOffset where they start
     * @param aRow the distance of rows
     * @param aColumn the distance of columns
     * @param strongA whether a 0 of A makes its terms 0
     * @param b elements of B
     * @param bOffset where they start
     * @param bRow the distance of rows
     * @param bColumn the distance of columns
     * @param strongB whether a 0 of B makes its terms 0
     * @param c elements of the product
     * @param cOffset where they start
     */
    public static void mend(
            int m,
            int k,
            int n,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            boolean strongA,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            boolean strongB,
            double[] c,
            int cOffset) {
        StrongProduct product = new StrongProduct(m, k, n, aRow, aColumn, bRow, bColumn);
        product.a = a;
        product.aOffset = aOffset;
        product.b = b;
        product.bOffset = bOffset;
        if (product.withoutIdleTerms(strongA, strongB)) {
            product.run(c, cOffset);
        }
        product.mendEach(strongA, strongB, c, cOffset);
    }

    private void run(double[] c, int cOffset) {
        ArrayKernels.get()
                .matmul(m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset);
    }

    /**
     * Puts 0 for the other factors of those terms that are 0 in all elements, such as those of a
     * row that was not selected: the product without them is a plain one again.
     */
    private boolean withoutIdleTerms(boolean strongA, boolean strongB) {
        double[] newA = null;
        double[] newB = null;
        for (int p = 0; p < k; p++) {
            int column = aOffset + p * aColumn;
            int row = bOffset + p * bRow;
            if (strongA && isZero(a, column, aRow, m) && !isZero(b, row, bColumn, n)) {
                newB = newB == null ? Arrays.copyOfRange(b, bOffset, bOffset + k * n) : newB;
                fillZero(newB, row - bOffset, bColumn, n);
            }
            if (strongB && isZero(b, row, bColumn, n) && !isZero(a, column, aRow, m)) {
                newA = newA == null ? Arrays.copyOfRange(a, aOffset, aOffset + m * k) : newA;
                fillZero(newA, column - aOffset, aRow, m);
            }
        }
        if (newA != null) {
            a = newA;
            aOffset = 0;
        }
        if (newB != null) {
            b = newB;
            bOffset = 0;
        }
        return newA != null || newB != null;
    }

    private static boolean isZero(double[] x, int from, int step, int n) {
        for (int i = 0; i < n; i++) {
            if (x[from + i * step] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void fillZero(double[] x, int from, int step, int n) {
        for (int i = 0; i < n; i++) {
            x[from + i * step] = 0;
        }
    }

    /** The elements that are NaN once more, term by term. */
    private void mendEach(boolean strongA, boolean strongB, double[] c, int cOffset) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * n + j;
                if (c[at] == c[at]) {
                    continue;
                }
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    double u = a[aOffset + i * aRow + p * aColumn];
                    double v = b[bOffset + p * bRow + j * bColumn];
                    if (!(strongA && u == 0 || strongB && v == 0)) {
                        sum += u * v;
                    }
                }
                c[at] = sum;
            }
        }
    }
}
