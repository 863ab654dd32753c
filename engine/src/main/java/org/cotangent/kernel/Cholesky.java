package org.cotangent.kernel;

import java.util.Arrays;

/**
 * The Cholesky factorization A = L Lᵀ of a symmetric positive definite matrix, row by row (Golub
 * and Van Loan, Matrix Computations, 4th ed., §4.2.5 and §4.2.9), or of a large one by columns of
 * blocks, where matrix products do most of the work.
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Cholesky {
    /** Columns of a block. */
    private static final int BLOCK = 64;

    /** Rows from which on blocks pay, with products by plain loops and by vectors alike. */
    private static final int BLOCKED = 192;

    private Cholesky() {}

    /**
     * Computes the lower triangular L with a positive diagonal such that A = L Lᵀ.
     *
     * <p>Only the lower triangle of A is read; the upper triangle of L is set to zeros. If a pivot
     * is zero or negative, then A is not positive definite (to working precision): all of L is set
     * to NaN and the pivot's index is returned. A NaN in A is no such pivot: it propagates into L
     * along the recurrence, and the result is -1. L may be the same array at the same offset as A.
     * The factor of an n x n matrix with n = 0 has no elements. Cost: n³/3 flops. To solve A X = B,
     * call {@link Triangular#solve} with L, then with L transposed.
     *
     * @param n rows and columns
     * @param a the symmetric matrix
     * @param aOffset where it starts
     * @param l receives the factor, n x n
     * @param lOffset where it starts
     * @return the index of the first pivot that is zero or negative; -1 if there is none
     */
    public static int factor(int n, double[] a, int aOffset, double[] l, int lOffset) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, aOffset + i * n, l, lOffset + i * n, i + 1);
        }
        int bad = n < BLOCKED ? rows(n, n, l, lOffset) : blocks(n, l, lOffset);
        if (bad >= 0) {
            Arrays.fill(l, lOffset, lOffset + n * n, Double.NaN);
            return bad;
        }
        for (int i = 0; i < n; i++) {
            Arrays.fill(l, lOffset + i * n + i + 1, lOffset + (i + 1) * n, 0);
        }
        return -1;
    }

    /** Replaces a lower triangle, whose rows lie some distance apart, by its factor. */
    private static int rows(int n, int distance, double[] l, int lOffset) {
        for (int i = 0; i < n; i++) {
            int row = lOffset + i * distance;
            for (int j = 0; j < i; j++) {
                int other = lOffset + j * distance;
                double rest = l[row + j] - Triangular.dot(l, row, l, other, j);
                l[row + j] = rest / l[other + j];
            }
            double pivot = l[row + i] - Triangular.dot(l, row, l, row, i);
            if (pivot <= 0) {
                return i;
            }
            l[row + i] = Math.sqrt(pivot);
        }
        return -1;
    }

    /** The same by columns of blocks, each less what those before it contribute. */
    private static int blocks(int n, double[] l, int lOffset) {
        double[] room = new double[n * BLOCK];
        for (int j = 0; j < n; j += BLOCK) {
            int width = Math.min(BLOCK, n - j);
            int diagonal = lOffset + j * n + j;
            int below = n - j - width;
            if (j > 0) {
                // above the diagonal there is nothing that counts, nor does it come to
                int row = lOffset + j * n;
                Blocks.subtract(n - j, j, width, l, row, n, 1, l, row, 1, n, l, diagonal, n, room);
            }
            int bad = rows(width, n, l, diagonal);
            if (bad >= 0) {
                return j + bad;
            }
            // rows x of the blocks below with x Lᵀ = a are columns with L xᵀ = aᵀ
            int at = diagonal + width * n;
            transpose(below, width, l, at, n, room, 0, below);
            Blocks.solve(width, below, true, false, l, diagonal, n, 1, room, 0, below);
            transpose(width, below, room, 0, below, l, at, n);
        }
        return -1;
    }

    /** Copies the transpose of m rows of n elements. */
    private static void transpose(
            int m, int n, double[] x, int xOffset, int xRow, double[] y, int yOffset, int yRow) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[yOffset + j * yRow + i] = x[xOffset + i * xRow + j];
            }
        }
    }
}
