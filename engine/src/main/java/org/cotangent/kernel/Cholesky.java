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
        int bad = n < Blocks.least(128, 256) ? rows(n, n, l, lOffset) : blocks(n, l, lOffset);
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

    /**
     * The adjoint of A from that of its factor, where A is given by its lower triangle alone (I.
     * Murray, Differentiation of the Cholesky decomposition, 2016, the blocked algorithm and,
     * within a block, that by rows). Cost: 2 n³/3 flops.
     *
     * @param n rows and columns
     * @param l the factor, of which the lower triangle is read
     * @param lOffset where it starts
     * @param g the adjoint of the factor, dense; its lower triangle is read and replaced by the
     *     adjoint of that of A; what is above it is of no use afterwards
     * @param gOffset where it starts
     */
    public static void pull(int n, double[] l, int lOffset, double[] g, int gOffset) {
        double[] room = new double[n * BLOCK];
        double[] d = new double[BLOCK * BLOCK];
        for (int k = n; k > 0; ) {
            int j = (k - 1) / BLOCK * BLOCK;
            int width = k - j;
            int below = n - k;
            int diagonal = j * n + j;
            int under = k * n + j;
            if (below > 0) {
                // C: rows x of it with x D = c are columns with Dᵀ xᵀ = cᵀ
                transpose(below, width, g, gOffset + under, n, room, 0, below);
                Blocks.solve(
                        width, below, false, false, l, lOffset + diagonal, 1, n, room, 0, below);
                transpose(width, below, room, 0, below, g, gOffset + under, n);
                // B less C times R, and D less Cᵀ times the C of L
                Blocks.subtract(
                        below,
                        width,
                        j,
                        g,
                        gOffset + under,
                        n,
                        1,
                        l,
                        lOffset + j * n,
                        n,
                        1,
                        g,
                        gOffset + k * n,
                        n,
                        new double[below * j]);
                Blocks.subtract(
                        width,
                        below,
                        width,
                        g,
                        gOffset + under,
                        1,
                        n,
                        l,
                        lOffset + under,
                        n,
                        1,
                        g,
                        gOffset + diagonal,
                        n,
                        room);
            }
            pullRows(width, n, l, lOffset + diagonal, g, gOffset + diagonal);
            if (j > 0) {
                // R less Cᵀ times B, and less D + Dᵀ times R
                for (int p = 0; p < width; p++) {
                    for (int q = 0; q <= p; q++) {
                        double own = g[gOffset + diagonal + p * n + q];
                        d[p * width + q] = p == q ? 2 * own : own;
                        d[q * width + p] = d[p * width + q];
                    }
                }
                Blocks.subtract(
                        width,
                        below,
                        j,
                        g,
                        gOffset + under,
                        1,
                        n,
                        l,
                        lOffset + k * n,
                        n,
                        1,
                        g,
                        gOffset + j * n,
                        n,
                        room);
                Blocks.subtract(
                        width,
                        width,
                        j,
                        d,
                        0,
                        width,
                        1,
                        l,
                        lOffset + j * n,
                        n,
                        1,
                        g,
                        gOffset + j * n,
                        n,
                        room);
            }
            k = j;
        }
    }

    /** The same for a block, row by row. */
    private static void pullRows(
            int n, int distance, double[] l, int lOffset, double[] g, int gOffset) {
        for (int j = n - 1; j >= 0; j--) {
            int own = j * distance;
            double d = l[lOffset + own + j];
            double sum = g[gOffset + own + j];
            for (int i = j + 1; i < n; i++) {
                int at = i * distance + j;
                g[gOffset + at] /= d;
                sum -= l[lOffset + at] * g[gOffset + at];
            }
            sum /= d;
            for (int i = j + 1; i < n; i++) {
                double c = g[gOffset + i * distance + j];
                for (int p = 0; p < j; p++) {
                    g[gOffset + own + p] -= c * l[lOffset + i * distance + p];
                    g[gOffset + i * distance + p] -= c * l[lOffset + own + p];
                }
            }
            for (int p = 0; p < j; p++) {
                g[gOffset + own + p] -= sum * l[lOffset + own + p];
            }
            g[gOffset + own + j] = sum / 2;
        }
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
