package org.cotangent.linalg;

import org.cotangent.kernel.Blocks;

/**
 * The adjoint of A from that of its Cholesky factor, where A is given by its lower triangle alone,
 * for large matrices (I. Murray, Differentiation of the Cholesky decomposition, 2016, the blocked
 * algorithm and, within a block, that by rows).
 */
final class CholeskyAdjoint {
    /** Columns of a block. */
    private static final int BLOCK = 64;

    private CholeskyAdjoint() {}

    /**
     * Replaces the adjoint of a factor by that of A. Cost: 2 n³/3 flops.
     *
     * @param n rows and columns
     * @param l the factor, of which the lower triangle is read
     * @param lOffset where it starts
     * @param g the adjoint of the factor, dense; its lower triangle is read and replaced by the
     *     adjoint of that of A; what is above it is of no use afterwards
     * @param gOffset where it starts
     */
    static void replace(int n, double[] l, int lOffset, double[] g, int gOffset) {
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
            rows(width, n, l, lOffset + diagonal, g, gOffset + diagonal);
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
    private static void rows(
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
