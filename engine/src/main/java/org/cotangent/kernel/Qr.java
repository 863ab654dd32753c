package org.cotangent.kernel;

/**
 * The thin factorization A = Q R by Householder reflections (Golub and Van Loan, Matrix
 * Computations, 4th ed., §5.1.2 to §5.1.6 and §5.2.2). Of large matrices a block of reflections is
 * applied at once, as I - V T Vᵀ with T upper triangular (§5.1.7; R. Schreiber and C. Van Loan, A
 * storage-efficient WY representation for products of Householder transformations, SIAM J. Sci.
 * Stat. Comput. 10, 1989), by matrix products.
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Qr {
    /** Reflections in a block. */
    private static final int BLOCK = 32;

    /** Columns from which on blocks pay, with products by plain loops and by vectors alike. */
    private static final int BLOCKED = 192;

    /** Columns to which a block is applied at a time. */
    private static final int PIECE = 256;

    private Qr() {}

    /**
     * Factors an m x n matrix of any shape; k stands for min(m, n).
     *
     * <p>Q is m x k with orthonormal columns, R is k x n and zero below its diagonal. The diagonal
     * of R is not negative, which makes the factorization unique where the first k columns of A are
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
        Block[] blocks = new Block[k < BLOCKED ? 0 : (k + BLOCK - 1) / BLOCK];
        for (int j = 0; j < k; j++) {
            double[] v = columns[j];
            double alpha = v[j];
            double below = norm(v, j + 1);
            diagonal[j] = alpha;
            if (below != 0 || alpha != alpha) {
                // beta has the sign that keeps alpha - beta from canceling
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
            int block = j / BLOCK;
            int end = blocks.length == 0 ? n : Math.min(k, (block + 1) * BLOCK);
            for (int c = j + 1; c < end; c++) {
                reflect(tau[j], v, j, columns[c]);
            }
            if (blocks.length > 0 && j + 1 == end) {
                blocks[block] = new Block(m, block * BLOCK, end, columns, tau);
                blocks[block].apply(false, columns, end);
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
        for (int j = k - 1; j >= 0 && blocks.length == 0; j--) {
            basis[j][j] = 1;
            // basis vectors before j are not yet there
            for (int c = j; c < k; c++) {
                reflect(tau[j], columns[j], j, basis[c]);
            }
        }
        for (int b = blocks.length - 1; b >= 0; b--) {
            for (int j = b * BLOCK; j < Math.min(k, (b + 1) * BLOCK); j++) {
                basis[j][j] = 1;
            }
            blocks[b].apply(true, basis, b * BLOCK);
        }
        for (int j = 0; j < k; j++) {
            double sign = diagonal[j] < 0 ? -1 : 1;
            for (int i = 0; i < m; i++) {
                q[qOffset + i * k + j] = sign * basis[j][i];
            }
        }
    }

    /** The product of reflections one after the other, I - V T Vᵀ. */
    private static final class Block {
        private final int from;
        private final int height;
        private final int width;
        private final double[] v; // Vᵀ, from the first row that is not zero
        private final double[] t;
        private final double[][] vectors;
        private final double[] tau;
        private boolean finite = true;

        /** Of the reflections whose vectors some columns hold on and below their diagonal. */
        Block(int m, int from, int to, double[][] columns, double[] tau) {
            this.from = from;
            height = m - from;
            width = to - from;
            vectors = columns;
            this.tau = tau;
            v = new double[width * height];
            t = new double[width * width];
            for (int j = 0; j < width; j++) {
                System.arraycopy(columns[from + j], from + j, v, j * height + j, height - j);
                double[] with = new double[j];
                for (int i = 0; i < j; i++) {
                    with[i] = Triangular.dot(v, i * height + j, v, j * height + j, height - j);
                }
                t[j * width + j] = tau[from + j];
                for (int i = 0; i < j; i++) {
                    double sum = 0;
                    for (int p = i; p < j; p++) {
                        sum += t[i * width + p] * with[p];
                    }
                    t[i * width + j] = -tau[from + j] * sum;
                }
            }
            for (double x : v) {
                finite &= Double.isFinite(x);
            }
            for (double x : t) {
                finite &= Double.isFinite(x);
            }
        }

        /** X = (I - V T Vᵀ) X or, the other way round, (I - V Tᵀ Vᵀ) X, of columns from one on. */
        void apply(boolean last, double[][] columns, int first) {
            int count = columns.length - first;
            if (!finite) {
                // one by one, so that what comes before a NaN stays free of it
                for (int i = 0; i < width; i++) {
                    int j = from + (last ? width - 1 - i : i);
                    for (int c = last ? j : first; c < columns.length; c++) {
                        reflect(tau[j], vectors[j], j, columns[c]);
                    }
                }
                return;
            }
            // in pieces, so that the copies stay small
            for (int c = 0; c < count; c += PIECE) {
                apply(last, columns, first + c, Math.min(PIECE, count - c));
            }
        }

        private void apply(boolean last, double[][] columns, int first, int count) {
            double[] x = new double[count * height];
            for (int c = 0; c < count; c++) {
                System.arraycopy(columns[first + c], from, x, c * height, height);
            }
            double[] p = new double[count * width];
            double[] q = new double[count * width];
            ArrayKernels loops = ArrayKernels.get();
            // Xᵀ V, times Tᵀ or T, times Vᵀ
            loops.matmul(count, height, width, x, 0, height, 1, v, 0, 1, height, p, 0);
            int row = last ? 1 : width;
            int column = last ? width : 1;
            loops.matmul(count, width, width, p, 0, width, 1, t, 0, row, column, q, 0);
            loops.matmul(count, width, height, q, 0, width, 1, v, 0, height, 1, x, 0);
            for (int c = 0; c < count; c++) {
                double[] own = columns[first + c];
                for (int i = 0; i < height; i++) {
                    own[from + i] -= x[c * height + i];
                }
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
