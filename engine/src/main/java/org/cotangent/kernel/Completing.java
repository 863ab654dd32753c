package org.cotangent.kernel;

/**
 * The completion of orthonormal columns to a basis, by Gram-Schmidt steps from unit vectors: at
 * each step from the one that lies furthest outside of what there is, and twice, which is enough
 * (W. Kahan; B. Parlett, The Symmetric Eigenvalue Problem, 1980, §6.9).
 */
public final class Completing {
    private Completing() {}

    /**
     * Computes the columns that are missing.
     *
     * @param m rows
     * @param k columns there are
     * @param u the columns, m x k, row-major; NaN gives NaN
     * @param uOffset where they start
     * @param y receives the others, m x (m - k)
     * @param yOffset where they start
     */
    public static void complete(int m, int k, double[] u, int uOffset, double[] y, int yOffset) {
        double[][] basis = new double[m][m]; // of columns
        double[] inside = new double[m]; // of each unit vector, the square of its part
        for (int j = 0; j < m; j++) {
            if (j < k) {
                for (int i = 0; i < m; i++) {
                    basis[j][i] = u[uOffset + i * k + j];
                }
            } else {
                next(basis, j, inside);
            }
            for (int i = 0; i < m; i++) {
                inside[i] += basis[j][i] * basis[j][i];
                if (j >= k) {
                    y[yOffset + i * (m - k) + j - k] = basis[j][i];
                }
            }
        }
    }

    private static void next(double[][] basis, int j, double[] inside) {
        int furthest = 0;
        for (int i = 1; i < inside.length; i++) {
            furthest = inside[i] < inside[furthest] - 1e-8 ? i : furthest;
        }
        double[] x = basis[j];
        x[furthest] = 1;
        for (int time = 0; time < 2; time++) {
            for (int c = 0; c < j; c++) {
                double s = 0;
                for (int i = 0; i < x.length; i++) {
                    s += basis[c][i] * x[i];
                }
                for (int i = 0; i < x.length; i++) {
                    x[i] -= s * basis[c][i];
                }
            }
            double sum = 0;
            for (double element : x) {
                sum += element * element;
            }
            double length = Math.sqrt(sum);
            for (int i = 0; i < x.length; i++) {
                x[i] /= length;
            }
        }
    }
}
