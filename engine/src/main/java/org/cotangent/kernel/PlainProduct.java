package org.cotangent.kernel;

import static org.cotangent.kernel.Fma.fma;

import java.util.Arrays;

/**
 * The matrix product by plain loops: rows of B in arrays of their own, since the JIT compiler
 * vectorizes a loop over several arrays but not one over several offsets into the same array.
 *
 * <p>Every element of C is the sum of its terms in their order, by fused multiply-adds, over each
 * 256 of them, and the sum of these sums in their order, as over vectors.
 */
final class PlainProduct {
    /** Terms in a sum, and rows of B in a block. */
    static final int DEPTH = 256;

    /** Columns of B in a block, which is to stay in the second-level cache. */
    private static final int COLUMNS = 256;

    /** Up to so many multiplications, copying does not pay. */
    private static final int SMALL = 1024;

    /**
     * What a thread keeps for its next product: rows of B, a row of C of each length, factors.
     * Arrays of numbers alone, as in {@link VectorStrips}.
     */
    private static final ThreadLocal<double[][][]> KEPT =
            ThreadLocal.withInitial(
                    () -> new double[][][] {new double[DEPTH][0], new double[COLUMNS + 1][], {{}}});

    private PlainProduct() {}

    /**
     * C = A B; see {@link ArrayKernels#matmul}.
     *
     * @param shared whether other threads may help
     */
    static void multiply(
            int m,
            int k,
            int n,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset,
            boolean shared) {
        if (k == 0 || (long) m * k * n <= SMALL) {
            small(m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset);
            return;
        }
        double[][] rows = KEPT.get()[0];
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            int to = cOffset + j;
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                int from = aOffset + p * aColumn;
                boolean add = p > 0;
                copy(rows, depth, columns, b, bOffset + p * bRow + j * bColumn, bRow, bColumn);
                long least = shared ? PlainKernels.PRODUCT / ((long) depth * columns) : m;
                Parallel.run(
                        m,
                        1,
                        (int) Math.max(1, least),
                        (first, end) ->
                                multiplyRows(
                                        first, end, depth, columns, a, from, aRow, aColumn, rows, c,
                                        to, n, add));
            }
        }
    }

    /** Some rows of C: those of A times a block of B. */
    private static void multiplyRows(
            int first,
            int end,
            int depth,
            int columns,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[][] b,
            double[] c,
            int cOffset,
            int cRow,
            boolean add) {
        double[][][] kept = KEPT.get();
        if (kept[1][columns] == null) {
            kept[1][columns] = new double[columns];
        }
        if (kept[2][0].length < depth) {
            kept[2][0] = new double[DEPTH];
        }
        double[] row = kept[1][columns];
        double[] factors = kept[2][0];
        for (int i = first; i < end; i++) {
            int to = cOffset + i * cRow;
            for (int t = 0, q = aOffset + i * aRow; t < depth; t++, q += aColumn) {
                factors[t] = a[q];
            }
            Arrays.fill(row, 0);
            int t = 0;
            for (; t < depth - 7; t += 8) {
                addEightRows(row, factors, t, b);
            }
            for (; t < depth - 3; t += 4) {
                addFourRows(row, factors, t, b[t], b[t + 1], b[t + 2], b[t + 3]);
            }
            for (; t < depth; t++) {
                addRow(row, factors[t], b[t]);
            }
            if (add) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = c[to + j] + row[j];
                }
            }
            System.arraycopy(row, 0, c, to, row.length);
        }
    }

    /** A block of B. */
    private static void copy(
            double[][] rows,
            int depth,
            int columns,
            double[] b,
            int offset,
            int bRow,
            int bColumn) {
        for (int t = 0; t < depth; t++) {
            if (rows[t].length < columns) {
                rows[t] = new double[columns];
            }
            if (bColumn == 1) {
                System.arraycopy(b, offset + t * bRow, rows[t], 0, columns);
            }
        }
        if (bColumn != 1) {
            for (int j = 0; j < columns; j++) {
                int q = offset + j * bColumn;
                for (int t = 0; t < depth; t++, q += bRow) {
                    rows[t][j] = b[q];
                }
            }
        }
    }

    /** c += the rows times four factors, from one of them on. */
    static void addFourRows(
            double[] c,
            double[] factors,
            int p,
            double[] b0,
            double[] b1,
            double[] b2,
            double[] b3) {
        double a0 = factors[p];
        double a1 = factors[p + 1];
        double a2 = factors[p + 2];
        double a3 = factors[p + 3];
        for (int j = 0; j < c.length; j++) {
            c[j] = fma(a3, b3[j], fma(a2, b2[j], fma(a1, b1[j], fma(a0, b0[j], c[j]))));
        }
    }

    /** c += eight rows times factors, from one of them on: half the reads and writes of c. */
    private static void addEightRows(double[] c, double[] factors, int p, double[][] b) {
        double[] b0 = b[p];
        double[] b1 = b[p + 1];
        double[] b2 = b[p + 2];
        double[] b3 = b[p + 3];
        double[] b4 = b[p + 4];
        double[] b5 = b[p + 5];
        double[] b6 = b[p + 6];
        double[] b7 = b[p + 7];
        double a0 = factors[p];
        double a1 = factors[p + 1];
        double a2 = factors[p + 2];
        double a3 = factors[p + 3];
        double a4 = factors[p + 4];
        double a5 = factors[p + 5];
        double a6 = factors[p + 6];
        double a7 = factors[p + 7];
        for (int j = 0; j < c.length; j++) {
            double sum = fma(a3, b3[j], fma(a2, b2[j], fma(a1, b1[j], fma(a0, b0[j], c[j]))));
            c[j] = fma(a7, b7[j], fma(a6, b6[j], fma(a5, b5[j], fma(a4, b4[j], sum))));
        }
    }

    /** c += a row times a factor. */
    static void addRow(double[] c, double factor, double[] row) {
        for (int j = 0; j < c.length; j++) {
            c[j] = fma(factor, row[j], c[j]);
        }
    }

    /** Element by element. */
    static void small(
            int m,
            int k,
            int n,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int p = aOffset + i * aRow;
                int q = bOffset + j * bColumn;
                double sum = chain(Math.min(k, DEPTH), a, p, aColumn, b, q, bRow);
                for (int t = DEPTH; t < k; t += DEPTH) {
                    int terms = Math.min(DEPTH, k - t);
                    sum += chain(terms, a, p + t * aColumn, aColumn, b, q + t * bRow, bRow);
                }
                c[cOffset + i * n + j] = sum;
            }
        }
    }

    /** The sum of at most 256 terms. */
    private static double chain(
            int terms, double[] a, int p, int aColumn, double[] b, int q, int bRow) {
        double sum = 0;
        for (int t = 0; t < terms; t++) {
            sum = fma(a[p], b[q], sum);
            p += aColumn;
            q += bRow;
        }
        return sum;
    }
}
