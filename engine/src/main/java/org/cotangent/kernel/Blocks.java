package org.cotangent.kernel;

/**
 * Parts of factorizations that are matrix products, for matrices large enough to be worked on in
 * blocks (Golub and Van Loan, Matrix Computations, 4th ed., §1.3.9 and §3.1.4). Arguments are
 * trusted.
 */
public final class Blocks {
    /** Matrices with fewer rows and columns are worked on element by element. */
    static final int LEAST = 64;

    /** Right-hand sides of a triangular system from which on it is solved in blocks. */
    static final int COLUMNS = 8;

    /** Rows of a triangular system that are solved by substitution. */
    private static final int INNER = 16;

    /** Rows of a triangular system from which what is known is subtracted at a time. */
    private static final int OUTER = 128;

    /** Columns that are substituted into at a time: so many of their rows stay in the cache. */
    private static final int CHUNK = 256;

    /** Multiplications worth a thread. */
    private static final int WORTH = 1 << 17;

    private Blocks() {}

    /**
     * C -= A B.
     *
     * @param m rows of A and C
     * @param k columns of A, rows of B
     * @param n columns of B and C
     * @param a elements of A: (i, p) at aOffset + i * aRow + p * aColumn
     * @param aOffset see a
     * @param aRow see a
     * @param aColumn see a
     * @param b elements of B: (p, j) at bOffset + p * bRow + j * bColumn
     * @param bOffset see b
     * @param bRow see b
     * @param bColumn see b
     * @param c elements of C: (i, j) at cOffset + i * cRow + j; no element of A or B
     * @param cOffset see c
     * @param cRow see c
     * @param room for m n numbers or more
     */
    public static void subtract(
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
            int cRow,
            double[] room) {
        if (m == 0 || k == 0 || n == 0) {
            return;
        }
        ArrayKernels.get()
                .matmul(m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, room, 0);
        for (int i = 0; i < m; i++) {
            int to = cOffset + i * cRow;
            int from = i * n;
            for (int j = 0; j < n; j++) {
                c[to + j] -= room[from + j];
            }
        }
    }

    /**
     * Replaces B by the X with T X = B, where T is a triangle of at least {@link #LEAST} rows.
     *
     * @param n rows and columns of T
     * @param k columns of B, two or more
     * @param lower whether T is a lower triangle
     * @param unit whether its diagonal is all ones
     * @param t elements of T: (i, j) at tOffset + i * tRow + j * tColumn
     * @param tOffset see t
     * @param tRow see t
     * @param tColumn see t
     * @param x elements of B: (i, j) at xOffset + i * xRow + j
     * @param xOffset see x
     * @param xRow see x
     */
    public static void solve(
            int n,
            int k,
            boolean lower,
            boolean unit,
            double[] t,
            int tOffset,
            int tRow,
            int tColumn,
            double[] x,
            int xOffset,
            int xRow) {
        solve(n, k, lower, unit, t, tOffset, tRow, tColumn, x, xOffset, xRow, false);
    }

    /**
     * Replaces the identity by the inverse of a lower triangle with ones on its diagonal, of at
     * least {@link #LEAST} rows.
     *
     * @param n rows and columns
     * @param t the triangle, rows tRow apart
     * @param x the identity, dense
     */
    static void invertUnitLower(int n, double[] t, int tOffset, int tRow, double[] x) {
        solve(n, n, true, true, t, tOffset, tRow, 1, x, 0, n, true);
    }

    /** The same; only columns that a lower triangle has are computed if X will be one. */
    private static void solve(
            int n,
            int k,
            boolean lower,
            boolean unit,
            double[] t,
            int tOffset,
            int tRow,
            int tColumn,
            double[] x,
            int xOffset,
            int xRow,
            boolean triangle) {
        double[] room = new double[Math.min(n, OUTER + INNER) * k];
        // the odd block comes first: no product is then so small that its sums are done otherwise
        int first = n < 2 * INNER ? n : INNER + n % INNER;
        for (int known = 0; known < n; ) {
            int end = Math.min(n, known == 0 ? first + OUTER - INNER : known + OUTER);
            int wide = triangle ? known : k;
            known(n, wide, lower, t, tOffset, tRow, tColumn, x, xOffset, xRow, 0, known, end, room);
            for (int from = known; from < end; ) {
                int to = from == 0 ? first : from + INNER;
                wide = triangle ? from : k;
                known(
                        n, wide, lower, t, tOffset, tRow, tColumn, x, xOffset, xRow, known, from,
                        to, room);
                int start = from;
                int least = Math.max(1, WORTH / (INNER * INNER));
                Parallel.run(
                        triangle ? to : k,
                        1,
                        least,
                        (j0, j1) -> {
                            for (int j = j0; j < j1; j += CHUNK) {
                                substitute(
                                        n,
                                        lower,
                                        unit,
                                        t,
                                        tOffset,
                                        tRow,
                                        tColumn,
                                        x,
                                        xOffset + j,
                                        xRow,
                                        start,
                                        to,
                                        Math.min(CHUNK, j1 - j));
                            }
                        });
                from = to;
            }
            known = end;
        }
    }

    /** Subtracts from rows what others, solved before, contribute; both counted as solved. */
    private static void known(
            int n,
            int k,
            boolean lower,
            double[] t,
            int tOffset,
            int tRow,
            int tColumn,
            double[] x,
            int xOffset,
            int xRow,
            int first,
            int from,
            int to,
            double[] room) {
        int row = lower ? from : n - to;
        int column = lower ? first : n - from;
        subtract(
                to - from,
                from - first,
                k,
                t,
                tOffset + row * tRow + column * tColumn,
                tRow,
                tColumn,
                x,
                xOffset + column * xRow,
                xRow,
                1,
                x,
                xOffset + row * xRow,
                xRow,
                room);
    }

    /** Solves a block on the diagonal for some columns. */
    private static void substitute(
            int n,
            boolean lower,
            boolean unit,
            double[] t,
            int tOffset,
            int tRow,
            int tColumn,
            double[] x,
            int xOffset,
            int xRow,
            int from,
            int to,
            int columns) {
        // rows in arrays of their own, as the JIT compiler vectorizes them
        double[][] rows = new double[to - from][columns];
        double[] factors = new double[to - from];
        for (int i = 0; i < rows.length; i++) {
            int row = lower ? from + i : n - 1 - from - i;
            int at = tOffset + row * tRow;
            double[] own = rows[i];
            System.arraycopy(x, xOffset + row * xRow, own, 0, columns);
            for (int j = 0; j < i; j++) {
                factors[j] = -t[at + (lower ? from + j : n - 1 - from - j) * tColumn];
            }
            int j = 0;
            for (; j < i - 3; j += 4) {
                PlainProduct.addFourRows(
                        own, factors, j, rows[j], rows[j + 1], rows[j + 2], rows[j + 3]);
            }
            for (; j < i; j++) {
                Lu.subtract(-factors[j], rows[j], own, 0);
            }
            if (!unit) {
                double pivot = t[at + row * tColumn];
                for (int c = 0; c < columns; c++) {
                    own[c] /= pivot;
                }
            }
            System.arraycopy(own, 0, x, xOffset + row * xRow, columns);
        }
    }
}
