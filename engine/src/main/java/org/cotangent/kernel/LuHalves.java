package org.cotangent.kernel;

/**
 * Gaussian elimination with partial pivoting of large matrices, halved by columns (S. Toledo,
 * Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix Anal. Appl. 18,
 * 1997): matrix products do most of the work. Arguments are trusted.
 */
final class LuHalves {
    /** Columns that are eliminated one by one. */
    private static final int PANEL = 16;

    private LuHalves() {}

    /** Replaces a matrix by its factors; see {@link Lu#factor}. */
    static int factor(int n, double[] lu, int luOffset, int[] rows, int rowsOffset) {
        int[] pivots = new int[n];
        int singular = halves(n, 0, n, lu, luOffset, pivots, new double[n * (n - n / 2)]);
        for (int i = 0; i < n; i++) {
            rows[rowsOffset + i] = i;
        }
        for (int k = 0; k < n; k++) {
            int row = rows[rowsOffset + pivots[k]];
            rows[rowsOffset + pivots[k]] = rows[rowsOffset + k];
            rows[rowsOffset + k] = row;
        }
        return singular;
    }

    /** The index from one on of the first element of largest magnitude, or the first NaN. */
    private static int largest(double[] x, int from) {
        int p = from;
        double largest = -1;
        for (int i = from; i < x.length; i++) {
            double size = Math.abs(x[i]);
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

    /**
     * Eliminates some columns from their first row on, the left half of them first. Rows are
     * exchanged within these columns.
     *
     * @param pivots receives for each column the row that it is exchanged with
     * @param room for a product of these columns
     * @return the first column whose pivot is 0; -1 if there is none
     */
    private static int halves(
            int n, int from, int to, double[] lu, int luOffset, int[] pivots, double[] room) {
        if (to - from <= PANEL) {
            return panel(n, from, to, lu, luOffset, pivots);
        }
        int middle = from + (to - from) / 2;
        int left = halves(n, from, middle, lu, luOffset, pivots, room);
        exchange(n, from, middle, pivots, middle, to, lu, luOffset);
        int wide = to - middle;
        int top = luOffset + from * n;
        int below = luOffset + middle * n;
        Blocks.solve(middle - from, wide, true, true, lu, top + from, n, 1, lu, top + middle, n);
        Blocks.subtract(
                n - middle,
                middle - from,
                wide,
                lu,
                below + from,
                n,
                1,
                lu,
                top + middle,
                n,
                1,
                lu,
                below + middle,
                n,
                room);
        int right = halves(n, middle, to, lu, luOffset, pivots, room);
        exchange(n, middle, to, pivots, from, middle, lu, luOffset);
        return left >= 0 ? left : right;
    }

    /** Exchanges rows, as the pivots of some columns say, in others. */
    private static void exchange(
            int n, int first, int end, int[] pivots, int from, int to, double[] lu, int luOffset) {
        double[] row = new double[to - from];
        for (int k = first; k < end; k++) {
            if (pivots[k] != k) {
                int p = luOffset + k * n + from;
                int q = luOffset + pivots[k] * n + from;
                System.arraycopy(lu, p, row, 0, row.length);
                System.arraycopy(lu, q, lu, p, row.length);
                System.arraycopy(row, 0, lu, q, row.length);
            }
        }
    }

    /** Eliminates a few columns from their first row on, in arrays of their own. */
    private static int panel(int n, int from, int to, double[] lu, int luOffset, int[] pivots) {
        double[][] columns = new double[to - from][n - from];
        for (int i = from; i < n; i++) {
            for (int j = from; j < to; j++) {
                columns[j - from][i - from] = lu[luOffset + i * n + j];
            }
        }
        int singular = -1;
        for (int k = 0; k < columns.length; k++) {
            double[] own = columns[k];
            int p = largest(own, k);
            pivots[from + k] = from + p;
            for (double[] column : columns) {
                double other = column[p];
                column[p] = column[k];
                column[k] = other;
            }
            double pivot = own[k];
            if (pivot == 0 && singular < 0) {
                singular = from + k;
            }
            for (int i = k + 1; i < own.length; i++) {
                own[i] = pivot == 0 ? 0 : own[i] / pivot;
            }
            for (int j = k + 1; j < columns.length; j++) {
                Lu.subtract(columns[j][k], own, columns[j], k + 1);
            }
        }
        for (int i = from; i < n; i++) {
            for (int j = from; j < to; j++) {
                lu[luOffset + i * n + j] = columns[j - from][i - from];
            }
        }
        return singular;
    }
}
