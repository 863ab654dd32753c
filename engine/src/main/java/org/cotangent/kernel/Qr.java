package org.cotangent.kernel;

/**
 * The thin factorisation A = Q R by Householder reflections (Golub and Van Loan, Matrix
 * Computations, 4th ed., §5.1.2 to §5.1.6 and §5.2.2).
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Qr {
    private Qr() {}

    /**
     * Factors an m x n matrix of any shape; k stands for min(m, n).
     *
     * <p>Q is m x k with orthonormal columns, R is k x n and zero below its diagonal. The diagonal
     * of R is not negative, which makes the factorisation unique where the first k columns of A are
     * linearly independent. Columns that depend on earlier ones leave a zero, or rounding errors in
     * its place, on the diagonal of R; Q is orthonormal all the same. Norms are computed without
     * overflow or underflow. From the first column with a NaN or an infinity on, R holds NaN, and
     * so does Q. Nothing may overlap, but Q or R may be the same array at the same offset as A.
     * Cost: about 4 m n² - 4 n³ / 3 flops for m >= n, Q included.
     *
     * @param m rows of A
     * @param n columns of A
     * @param a the matrix
     * @param aOffset where it starts
     * @param q receives Q, m x k
     * @param qOffset where it starts
     * @param r receives R, k x n
     * @param rOffset where it starts
     */
    public static void factor(
            int m,
            int n,
            double[] a,
            int aOffset,
            double[] q,
            int qOffset,
            double[] r,
            int rOffset) {
        int k = Math.min(m, n);
        double[][] columns = columns(m, n, a, aOffset);
        double[] diagonal = new double[k];
        double[] tau = new double[k];
        for (int j = 0; j < k; j++) {
            double[] v = columns[j];
            double alpha = v[j];
            double below = norm(v, j + 1);
            diagonal[j] = alpha;
            if (below != 0 || alpha != alpha) {
                // beta has the sign that keeps alpha - beta from cancelling
                double beta = -Math.copySign(norm(v, j), alpha);
                double head = alpha - beta;
                for (int i = j + 1; i < m; i++) {
                    v[i] /= head;
                }
                diagonal[j] = beta;
                tau[j] = -head / beta;
            }
            // above v, its column still holds that of R
            v[j] = 1;
            for (int c = j + 1; c < n; c++) {
                reflect(tau[j], v, j, columns[c]);
            }
        }
        for (int i = 0; i < k; i++) {
            double sign = diagonal[i] < 0 ? -1 : 1;
            for (int j = 0; j < n; j++) {
                double value = j < i ? 0 : j == i ? diagonal[i] : columns[j][i];
                r[rOffset + i * n + j] = value == 0 ? 0 : sign * value;
            }
        }
        double[][] basis = new double[k][m];
        for (int j = k - 1; j >= 0; j--) {
            basis[j][j] = 1;
            // basis vectors before j are not yet there
            for (int c = j; c < k; c++) {
                reflect(tau[j], columns[j], j, basis[c]);
            }
        }
        for (int j = 0; j < k; j++) {
            double sign = diagonal[j] < 0 ? -1 : 1;
            for (int i = 0; i < m; i++) {
                q[qOffset + i * k + j] = sign * basis[j][i];
            }
        }
    }

    /** x = (I - tau v vᵀ) x, where v is zero before an index. */
    private static void reflect(double tau, double[] v, int from, double[] x) {
        if (tau != 0) {
            double w = tau * Triangular.dot(v, from, x, from, x.length - from);
            Lu.subtract(w, v, x, from);
        }
    }

    /** The columns of an m x n matrix, each in an array of its own. */
    static double[][] columns(int m, int n, double[] a, int aOffset) {
        double[][] columns = new double[n][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                columns[j][i] = a[aOffset + i * n + j];
            }
        }
        return columns;
    }

    /** The Euclidean norm from an index on, without overflow or underflow of the squares. */
    static double norm(double[] x, int from) {
        double largest = 0;
        for (int i = from; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        if (largest == 0) {
            return 0;
        }
        double scale = Math.scalb(1.0, -Math.getExponent(largest));
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            double scaled = scale * x[i];
            sum += scaled * scaled;
        }
        return Math.sqrt(sum) / scale;
    }
}
