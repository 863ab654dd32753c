package org.cotangent.kernel;

/**
 * Systems of equations with a triangular matrix, by substitution (Golub and Van Loan, Matrix
 * Computations, 4th ed., §3.1).
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Triangular {
    private Triangular() {}

    /**
     * Solves T X = B or Tᵀ X = B for X.
     *
     * <p>Only the named triangle of the matrix is read, and not its diagonal if that is taken to be
     * all ones. An exact zero on the diagonal divides by zero as IEEE 754 says: infinities or NaN
     * in the columns concerned, no exception. NaN propagates. Every column of X has the same bits
     * whether it is solved alone or together with others, up to seven columns or 63 rows; with more
     * of both, matrix products do most of the work, and a column has the same bits with any eight
     * columns or more. X may be the same array at the same offset as B, and nothing else may
     * overlap. Cost: n² k flops.
     *
     * @param n rows and columns of T
     * @param k columns of B and X
     * @param lower whether T is the lower triangle of a, not the upper one
     * @param transposed whether to solve with Tᵀ
     * @param unit whether the diagonal of T is all ones
     * @param a the n x n matrix that holds T
     * @param aOffset where it starts
     * @param b the right-hand sides, n x k
     * @param bOffset where they start
     * @param x receives the solutions, n x k
     * @param xOffset where they start
     */
    public static void solve(
            int n,
            int k,
            boolean lower,
            boolean transposed,
            boolean unit,
            double[] a,
            int aOffset,
            double[] b,
            int bOffset,
            double[] x,
            int xOffset) {
        if (n >= Blocks.LEAST && k >= Blocks.COLUMNS) {
            System.arraycopy(b, bOffset, x, xOffset, n * k);
            int row = transposed ? 1 : n;
            int across = transposed ? n : 1;
            Blocks.solve(n, k, lower != transposed, unit, a, aOffset, row, across, x, xOffset, k);
            return;
        }
        double[] column = new double[n];
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < n; i++) {
                column[i] = b[bOffset + i * k + j];
            }
            solve(n, lower, transposed, unit, a, aOffset, column);
            for (int i = 0; i < n; i++) {
                x[xOffset + i * k + j] = column[i];
            }
        }
    }

    /** Replaces one right-hand side by its solution. */
    static void solve(
            int n,
            boolean lower,
            boolean transposed,
            boolean unit,
            double[] a,
            int aOffset,
            double[] x) {
        boolean downwards = lower != transposed;
        for (int step = 0; step < n; step++) {
            int i = downwards ? step : n - 1 - step;
            int row = aOffset + i * n;
            int from = lower ? 0 : i + 1;
            int to = lower ? i : n;
            // both ways read T by rows: a row times what is known, or what is known times a row
            if (!transposed) {
                x[i] -= dot(a, row + from, x, from, to - from);
            }
            if (!unit) {
                x[i] /= a[row + i];
            }
            if (transposed) {
                double known = x[i];
                for (int j = from; j < to; j++) {
                    x[j] -= known * a[row + j];
                }
            }
        }
    }

    /** The inner product of two runs of n elements, by four interleaved accumulators. */
    static double dot(double[] x, int xFrom, double[] y, int yFrom, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += x[xFrom + i] * y[yFrom + i];
            s1 += x[xFrom + i + 1] * y[yFrom + i + 1];
            s2 += x[xFrom + i + 2] * y[yFrom + i + 2];
            s3 += x[xFrom + i + 3] * y[yFrom + i + 3];
        }
        for (; i < n; i++) {
            s0 += x[xFrom + i] * y[yFrom + i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
