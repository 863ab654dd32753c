package org.cotangent.kernel;

/**
 * The factorization P A = L U of a square matrix by Gaussian elimination with partial pivoting
 * (Golub and Van Loan, Matrix Computations, 4th ed., §3.2 and §3.4).
 *
 * <p>L is lower triangular with ones on the diagonal and no element above 1 in magnitude, U upper
 * triangular, P a permutation of rows. L and U share one array: U on and above the diagonal, L
 * below. Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Lu {
    /** Rows from which on blocks pay, with products by plain loops and by vectors alike. */
    private static final int BLOCKED = 224;

    private Lu() {}

    /**
     * A determinant, also where it is too large or too small for a double.
     *
     * @param sign -1, 0 or 1; NaN if the determinant is NaN
     * @param logAbs logarithm of the absolute value; -infinity if the determinant is 0
     * @param value the determinant: ±infinity or 0 only where no double is near it
     */
    public record Determinant(double sign, double logAbs, double value) {}

    /**
     * Factors a matrix.
     *
     * <p>The pivot of a column is its first element of largest magnitude; a NaN counts as larger
     * than any number, so that it reaches the diagonal of U. Where a whole column of candidates is
     * zero the pivot is 0, the elements of L below it are 0, and elimination goes on: P A = L U
     * holds for singular matrices too. The factors may be the same array at the same offset as A.
     * Cost: 2 n³/3 flops.
     *
     * @param n rows and columns
     * @param a the matrix
     * @param aOffset where it starts
     * @param lu receives L and U, n x n
     * @param luOffset where they start
     * @param rows receives P: row i of P A is row rows[rowsOffset + i] of A
     * @param rowsOffset where it starts
     * @return the index of the first pivot that is exactly 0, which makes A singular; -1 if there
     *     is none
     */
    public static int factor(
            int n, double[] a, int aOffset, double[] lu, int luOffset, int[] rows, int rowsOffset) {
        if (n >= BLOCKED) { // smaller ones stay in the cache
            System.arraycopy(a, aOffset, lu, luOffset, n * n);
            return LuHalves.factor(n, lu, luOffset, rows, rowsOffset);
        }
        // rows in arrays of their own: exchanges are free and the inner loop is vectorized
        double[][] work = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, aOffset + i * n, work[i], 0, n);
            rows[rowsOffset + i] = i;
        }
        int singular = -1;
        for (int k = 0; k < n; k++) {
            int p = pivot(work, k);
            double[] top = work[p];
            work[p] = work[k];
            work[k] = top;
            int row = rows[rowsOffset + p];
            rows[rowsOffset + p] = rows[rowsOffset + k];
            rows[rowsOffset + k] = row;
            if (top[k] == 0 && singular < 0) {
                singular = k;
            }
            for (int i = k + 1; i < n; i++) {
                double factor = top[k] == 0 ? 0 : work[i][k] / top[k];
                work[i][k] = factor;
                // a factor of 0 is not left out: 0 times NaN must be NaN
                subtract(factor, top, work[i], k + 1);
            }
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(work[i], 0, lu, luOffset + i * n, n);
        }
        return singular;
    }

    /** The row from k on whose element in column k is largest, or the first that is NaN. */
    private static int pivot(double[][] work, int k) {
        int p = k;
        double largest = -1;
        for (int i = k; i < work.length; i++) {
            double size = Math.abs(work[i][k]);
            if (size != size) {
                return i;
            }
            if (size > largest) {
                largest = size;
                p = i;
            }
        }
        return p;
    }

    /** y -= factor * x, from an index on. */
    static void subtract(double factor, double[] x, double[] y, int from) {
        for (int j = from; j < y.length; j++) {
            y[j] -= factor * x[j];
        }
    }

    /**
     * Solves A X = B or Aᵀ X = B for X, given the factors of A.
     *
     * <p>With an exact zero pivot the solution holds infinities or NaN, no exception; NaN
     * propagates. Columns of X have the bits that {@link Triangular#solve} says. X may be the same
     * array at the same offset as B. Cost: 2 n² k flops.
     *
     * @param n rows and columns of A
     * @param k columns of B and X
     * @param transposed whether to solve with Aᵀ
     * @param lu the factors from {@link #factor}
     * @param luOffset where they start
     * @param rows the permutation from {@link #factor}
     * @param rowsOffset where it starts
     * @param b the right-hand sides, n x k
     * @param bOffset where they start
     * @param x receives the solutions, n x k
     * @param xOffset where they start
     */
    public static void solve(
            int n,
            int k,
            boolean transposed,
            double[] lu,
            int luOffset,
            int[] rows,
            int rowsOffset,
            double[] b,
            int bOffset,
            double[] x,
            int xOffset) {
        if (n >= Blocks.LEAST && k >= Blocks.COLUMNS) {
            double[] all = new double[n * k];
            for (int i = 0; i < n; i++) {
                int row = transposed ? i : rows[rowsOffset + i];
                System.arraycopy(b, bOffset + row * k, all, i * k, k);
            }
            int down = transposed ? 1 : n;
            int across = transposed ? n : 1;
            Blocks.solve(n, k, true, !transposed, lu, luOffset, down, across, all, 0, k);
            Blocks.solve(n, k, false, transposed, lu, luOffset, down, across, all, 0, k);
            for (int i = 0; i < n; i++) {
                int row = transposed ? rows[rowsOffset + i] : i;
                System.arraycopy(all, i * k, x, xOffset + row * k, k);
            }
            return;
        }
        double[] column = new double[n];
        for (int j = 0; j < k; j++) {
            // A = Pᵀ L U, so P moves the right-hand side, or Pᵀ the solution with Aᵀ
            for (int i = 0; i < n; i++) {
                column[i] = b[bOffset + (transposed ? i : rows[rowsOffset + i]) * k + j];
            }
            if (transposed) {
                Triangular.solve(n, false, true, false, lu, luOffset, column);
                Triangular.solve(n, true, true, true, lu, luOffset, column);
            } else {
                Triangular.solve(n, true, false, true, lu, luOffset, column);
                Triangular.solve(n, false, false, false, lu, luOffset, column);
            }
            for (int i = 0; i < n; i++) {
                x[xOffset + (transposed ? rows[rowsOffset + i] : i) * k + j] = column[i];
            }
        }
    }

    /**
     * The inverse of A, given its factors; as {@link #solve} gives it for the identity. Cost: 4
     * n³/3 flops, 2 n³ of small matrices.
     *
     * @param n rows and columns of A
     * @param lu the factors from {@link #factor}
     * @param luOffset where they start
     * @param rows the permutation from {@link #factor}
     * @param rowsOffset where it starts
     * @param x receives the inverse, n x n
     * @param xOffset where it starts
     */
    public static void invert(
            int n, double[] lu, int luOffset, int[] rows, int rowsOffset, double[] x, int xOffset) {
        double[] y = new double[n * n];
        for (int i = 0; i < n; i++) {
            y[i * n + i] = 1;
        }
        if (n < Blocks.LEAST) {
            solve(n, n, false, lu, luOffset, rows, rowsOffset, y, 0, x, xOffset);
            return;
        }
        Blocks.invertUnitLower(n, lu, luOffset, n, y);
        Blocks.solve(n, n, false, false, lu, luOffset, n, 1, y, 0, n);
        // A = Pᵀ L U, so the columns of (L U)⁻¹ are in the order of P
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x[xOffset + i * n + rows[rowsOffset + j]] = y[i * n + j];
            }
        }
    }

    /**
     * The determinant of A, given its factors: the product of U's diagonal, signed by the
     * permutation. The product keeps its exponent apart, so that no partial product overflows or
     * underflows. The determinant of a matrix with n = 0 is 1. Cost: n multiplications.
     *
     * @param n rows and columns of A
     * @param lu the factors from {@link #factor}
     * @param luOffset where they start
     * @param rows the permutation from {@link #factor}
     * @param rowsOffset where it starts
     * @return the determinant; 0 (never -0) with logarithm -infinity if a pivot is 0, unless
     *     another one is NaN or infinite: then NaN
     */
    public static Determinant determinant(
            int n, double[] lu, int luOffset, int[] rows, int rowsOffset) {
        double product = oddPermutation(n, rows, rowsOffset) ? -1 : 1;
        long exponent = 0;
        for (int i = 0; i < n; i++) {
            double u = lu[luOffset + i * n + i];
            // the exponent of a double is at least -1023, and of 0, infinity and NaN harmless
            int e = Math.getExponent(u);
            product *= Math.scalb(u, -e);
            exponent += e;
            e = Math.getExponent(product);
            product = Math.scalb(product, -e);
            exponent += e;
        }
        if (product == 0) {
            return new Determinant(0, Double.NEGATIVE_INFINITY, 0);
        }
        double value = Math.scalb(product, (int) Math.max(-5000, Math.min(5000, exponent)));
        double size = Math.abs(value);
        // a sum would cancel for determinants near 1, and serves where the value is no good
        boolean near = size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
        double logAbs =
                near
                        ? Elementary.log(size)
                        : Elementary.log(Math.abs(product)) + exponent * Elementary.log(2);
        return new Determinant(Math.signum(product), logAbs, value);
    }

    private static boolean oddPermutation(int n, int[] rows, int rowsOffset) {
        boolean[] seen = new boolean[n];
        boolean odd = false;
        for (int i = 0; i < n; i++) {
            // a cycle of c rows is c - 1 exchanges
            for (int j = i; !seen[j]; j = rows[rowsOffset + j]) {
                seen[j] = true;
                odd ^= rows[rowsOffset + j] != i;
            }
        }
        return odd;
    }

    /**
     * The smallest magnitude on the diagonal of U over the largest: a cheap hint at how near A is
     * to a singular matrix. Of the order of the reciprocal condition number for many matrices, but
     * no bound of it: there are ill-conditioned matrices with a ratio of 1 (Golub and Van Loan,
     * §3.5 and §5.4.3). Cost: n comparisons.
     *
     * @param n rows and columns of A
     * @param lu the factors from {@link #factor}
     * @param luOffset where they start
     * @return between 0 and 1: 0 if a pivot is 0, 1 if n is 0; NaN if a pivot is NaN
     */
    public static double reciprocalPivotRatio(int n, double[] lu, int luOffset) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double size = Math.abs(lu[luOffset + i * n + i]);
            smallest = Math.min(smallest, size);
            largest = Math.max(largest, size);
        }
        if (n == 0) {
            return 1;
        }
        return largest == 0 ? 0 : smallest / largest;
    }
}
