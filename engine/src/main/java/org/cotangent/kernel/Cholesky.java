package org.cotangent.kernel;

import java.util.Arrays;

/**
 * The Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix, row by row (Golub
 * and Van Loan, Matrix Computations, 4th ed., §4.2.5 and §4.2.9).
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Cholesky {
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
            int row = lOffset + i * n;
            for (int j = 0; j < i; j++) {
                int other = lOffset + j * n;
                double rest = a[aOffset + i * n + j] - Triangular.dot(l, row, l, other, j);
                l[row + j] = rest / l[other + j];
            }
            double pivot = a[aOffset + i * n + i] - Triangular.dot(l, row, l, row, i);
            if (pivot <= 0) {
                Arrays.fill(l, lOffset, lOffset + n * n, Double.NaN);
                return i;
            }
            l[row + i] = Math.sqrt(pivot);
        }
        for (int i = 0; i < n; i++) {
            Arrays.fill(l, lOffset + i * n + i + 1, lOffset + (i + 1) * n, 0);
        }
        return -1;
    }
}
