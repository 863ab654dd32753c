package org.cotangent.kernel;

/**
 * Complete Bell polynomials, in one and in two families of variables: with c[i] the i-th derivative
 * of the logarithm of a function, its n-th derivative is the function times B(n) (Faa di Bruno's
 * formula for the exponential; L. Comtet, "Advanced Combinatorics", 1974, 3.3).
 */
final class Bell {
    private Bell() {}

    /** B(0) to B(n) of c[1] to c[n]; c[0] is not read. */
    static double[] of(int n, double[] c) {
        double[] b = new double[n + 1];
        b[0] = 1;
        for (int k = 1; k <= n; k++) {
            double binomial = 1;
            for (int i = 1; i <= k; i++) {
                b[k] += binomial * c[i] * b[k - i];
                binomial = binomial * (k - i) / i;
            }
        }
        return b;
    }

    /** B(0, 0) to B(m, n) of c[i][j]; c[0][0] is not read. */
    static double[][] of(int m, int n, double[][] c) {
        double[][] b = new double[m + 1][n + 1];
        b[0] = of(n, c[0]);
        for (int k = 1; k <= m; k++) {
            for (int l = 0; l <= n; l++) {
                double left = 1;
                for (int i = 1; i <= k; i++) {
                    double right = 1;
                    for (int j = 0; j <= l; j++) {
                        b[k][l] += left * right * c[i][j] * b[k - i][l - j];
                        right = right * (l - j) / (j + 1);
                    }
                    left = left * (k - i) / i;
                }
            }
        }
        return b;
    }
}
