package org.cotangent.benchmarks;

/** Matrix products written as one would write them: three loops, the innermost along rows. */
final class Loops {
    private Loops() {}

    /** A [m, k] times B [k, n]. */
    static double[] nn(int m, int k, int n, double[] a, double[] b) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                double x = a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += x * b[p * n + j];
                }
            }
        }
        return c;
    }

    /** The transpose of A [m, k] times G [m, n]. */
    static double[] tn(int m, int k, int n, double[] a, double[] g) {
        double[] c = new double[k * n];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                double x = a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[p * n + j] += x * g[i * n + j];
                }
            }
        }
        return c;
    }

    /** G [m, n] times the transpose of B [k, n]. */
    static double[] nt(int m, int k, int n, double[] g, double[] b) {
        double[] c = new double[m * k];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += g[i * n + j] * b[p * n + j];
                }
                c[i * k + p] = sum;
            }
        }
        return c;
    }
}
