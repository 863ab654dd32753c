package org.cotangent.kernel;

import java.util.Arrays;

/**
 * The real Schur form T of a balanced matrix: D⁻¹ A D = Z T Zᵀ with a diagonal D of powers of two,
 * an orthogonal Z and a T with blocks of order 1 and 2 on its diagonal, of which the latter have
 * complex eigenvalues.
 *
 * <p>The matrix is balanced (B. Parlett and C. Reinsch, Numerische Mathematik 13, 1969), made a
 * Hessenberg matrix by reflections and quasi-triangular by QR steps with two implicit shifts (Golub
 * and Van Loan, Matrix Computations, 4th ed., §7.4.3 and §7.5).
 */
final class RealSchur {
    private static final double ROUNDING = 0x1p-53;
    private static final int STEPS_A_VALUE = 60;

    private final int n;
    private final double[] t; // the matrix, at last its Schur form
    final double[] z;
    final double[] balance; // D
    final double[] re; // of the eigenvalues, in the order of the diagonal; of a pair first the one
    final double[] im; // above the real axis
    double norm; // the largest element of the balanced Hessenberg matrix

    /** Of a dense n x n matrix, which becomes T; its elements must not be larger than 2. */
    RealSchur(int n, double[] t) {
        this.n = n;
        this.t = t;
        z = new double[n * n];
        balance = new double[n];
        re = new double[n];
        im = new double[n];
    }

    /** Computes all; returns whether the steps converged. */
    boolean compute() {
        balance();
        toHessenberg();
        return toSchur();
    }

    /** Rows and columns scaled by powers of two until sums of both are near each other. */
    private void balance() {
        Arrays.fill(balance, 1);
        boolean again = true;
        for (int sweep = 0; again && sweep < 100; sweep++) {
            again = false;
            for (int i = 0; i < n; i++) {
                double column = 0;
                double row = 0;
                for (int j = 0; j < n; j++) {
                    column += j == i ? 0 : Math.abs(t[j * n + i]);
                    row += j == i ? 0 : Math.abs(t[i * n + j]);
                }
                if (column == 0 || row == 0) {
                    continue;
                }
                double sum = column + row;
                double factor = 1;
                while (column < row / 2 && factor < 0x1p500) {
                    factor *= 2;
                    column *= 2;
                    row /= 2;
                }
                while (column >= row * 2 && factor > 0x1p-500) {
                    factor /= 2;
                    column /= 2;
                    row *= 2;
                }
                double all = balance[i] * factor;
                if (column + row < 0.95 * sum && all < 0x1p500 && all > 0x1p-500) {
                    again = true;
                    balance[i] = all;
                    for (int j = 0; j < n; j++) {
                        t[i * n + j] /= factor;
                    }
                    for (int j = 0; j < n; j++) {
                        t[j * n + i] *= factor;
                    }
                }
            }
        }
    }

    /** t becomes a Hessenberg matrix H and z the Q with Q H Qᵀ = t (Algorithm 7.4.2). */
    private void toHessenberg() {
        for (int i = 0; i < n; i++) {
            z[i * n + i] = 1;
        }
        double[] v = new double[n];
        for (int k = 0; k < n - 2; k++) {
            for (int i = k + 1; i < n; i++) {
                v[i] = t[i * n + k];
            }
            reflect(v, k + 1, n, k, 0, n);
            Arrays.fill(v, 0);
            for (int i = k + 2; i < n; i++) {
                t[i * n + k] = 0;
            }
        }
    }

    /**
     * Applies the reflection that takes v to its first axis: to rows from..to of t, from a column
     * on, to columns from..to down to a row, and to the columns of z. Overwrites v.
     */
    private void reflect(double[] v, int from, int to, int column, int top, int bottom) {
        double largest = 0;
        for (int i = from + 1; i < to; i++) {
            largest = Math.max(largest, Math.abs(v[i]));
        }
        if (largest == 0) {
            return; // on the axis already
        }
        largest = Math.max(largest, Math.abs(v[from]));
        double sum = 0;
        for (int i = from; i < to; i++) {
            v[i] /= largest;
            sum += v[i] * v[i];
        }
        double length = Math.sqrt(sum);
        double first = v[from];
        double mu = first + (first < 0 ? -length : length);
        // v = (1, …), I - beta v vᵀ
        double beta = 1 + Math.abs(first) / length;
        for (int i = from + 1; i < to; i++) {
            v[i] /= mu;
        }
        v[from] = 1;
        for (int j = column; j < n; j++) {
            double s = 0;
            for (int i = from; i < to; i++) {
                s += v[i] * t[i * n + j];
            }
            s *= beta;
            for (int i = from; i < to; i++) {
                t[i * n + j] -= s * v[i];
            }
        }
        reflectColumns(t, v, beta, from, to, top, bottom);
        reflectColumns(z, v, beta, from, to, 0, n);
    }

    private void reflectColumns(
            double[] m, double[] v, double beta, int from, int to, int top, int bottom) {
        for (int i = top; i < bottom; i++) {
            double s = 0;
            for (int j = from; j < to; j++) {
                s += m[i * n + j] * v[j];
            }
            s *= beta;
            for (int j = from; j < to; j++) {
                m[i * n + j] -= s * v[j];
            }
        }
    }

    /** Francis steps until no block is larger than 2 (Algorithm 7.5.2). */
    private boolean toSchur() {
        norm = 0;
        for (double element : t) {
            norm = Math.max(norm, Math.abs(element));
        }
        int end = n - 1;
        int steps = 0;
        while (end >= 0) {
            int start = end;
            while (start > 0 && !negligible(start)) {
                start--;
            }
            if (start > 0) {
                t[start * n + start - 1] = 0;
            }
            if (start >= end - 1) {
                if (start == end - 1) {
                    split(start);
                }
                end = start - 1;
                steps = 0;
            } else if (steps++ == STEPS_A_VALUE) {
                return false;
            } else {
                step(start, end, steps % 10 == 0);
            }
        }
        for (int i = 0; i < n; i++) {
            if (i == n - 1 || t[(i + 1) * n + i] == 0) {
                re[i] = t[i * n + i];
            } else {
                pair(i);
                i++;
            }
        }
        return true;
    }

    private boolean negligible(int row) {
        double below = Math.abs(t[row * n + row - 1]);
        double beside = Math.abs(t[row * n + row]) + Math.abs(t[(row - 1) * n + row - 1]);
        return below <= ROUNDING * (beside == 0 ? norm : beside);
    }

    /** Both eigenvalues of a block that has complex ones. */
    private void pair(int i) {
        double a = t[i * n + i];
        double d = t[(i + 1) * n + i + 1];
        double p = (a - d) / 2;
        double bc = t[i * n + i + 1] * t[(i + 1) * n + i];
        re[i] = d + p;
        re[i + 1] = re[i];
        im[i] = Math.sqrt(-(p * p + bc));
        im[i + 1] = -im[i];
    }

    /** Makes a block of order 2 triangular if its eigenvalues are real. */
    private void split(int i) {
        double a = t[i * n + i];
        double c = t[(i + 1) * n + i];
        double d = t[(i + 1) * n + i + 1];
        double p = (a - d) / 2;
        double square = p * p + t[i * n + i + 1] * c;
        if (square < 0) {
            return;
        }
        double root = p < 0 ? p - Math.sqrt(square) : p + Math.sqrt(square);
        double length = Elementary.hypot(root, c);
        double cos = root / length;
        double sin = c / length;
        for (int j = i; j < n; j++) {
            double up = t[i * n + j];
            double low = t[(i + 1) * n + j];
            t[i * n + j] = cos * up + sin * low;
            t[(i + 1) * n + j] = cos * low - sin * up;
        }
        rotateColumns(t, i, cos, sin, i + 2);
        rotateColumns(z, i, cos, sin, n);
        t[(i + 1) * n + i] = 0;
    }

    private void rotateColumns(double[] m, int i, double cos, double sin, int bottom) {
        for (int row = 0; row < bottom; row++) {
            double left = m[row * n + i];
            double right = m[row * n + i + 1];
            m[row * n + i] = cos * left + sin * right;
            m[row * n + i + 1] = cos * right - sin * left;
        }
    }

    /** One step on the block from start to end, with shifts of its own or exceptional ones. */
    private void step(int start, int end, boolean exceptional) {
        double h = t[start * n + start];
        double below = t[(start + 1) * n + start];
        double x = t[end * n + end];
        double y = t[(end - 1) * n + end - 1];
        double product = t[end * n + end - 1] * t[(end - 1) * n + end];
        if (exceptional) {
            double size = Math.abs(t[end * n + end - 1]) + Math.abs(t[(end - 1) * n + end - 2]);
            x += 0.75 * size;
            y = x;
            product = -0.4375 * size * size;
        }
        double[] v = new double[n];
        double first = ((h - x) * (h - y) - product) / below + t[start * n + start + 1];
        double second = h + t[(start + 1) * n + start + 1] - x - y;
        double third = t[(start + 2) * n + start + 1];
        for (int k = start; k < end; k++) {
            int last = Math.min(k + 3, end + 1);
            v[k] = first;
            v[k + 1] = second;
            if (k + 2 <= end) {
                v[k + 2] = third;
            }
            reflect(v, k, last, Math.max(start, k - 1), 0, Math.min(k + 4, end + 1));
            if (k > start) {
                t[(k + 1) * n + k - 1] = 0;
                if (k + 2 <= end) {
                    t[(k + 2) * n + k - 1] = 0;
                }
            }
            if (k + 1 < end) {
                first = t[(k + 1) * n + k];
                second = t[(k + 2) * n + k];
                third = k + 3 <= end ? t[(k + 3) * n + k] : 0;
            }
        }
    }
}
