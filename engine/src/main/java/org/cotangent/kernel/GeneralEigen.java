package org.cotangent.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues of a real matrix that need not be symmetric, with right and left eigenvectors: W A V
 * = diag(λ), W V = I.
 *
 * <p>They are those of the {@linkplain RealSchur real Schur form}; its blocks of order 2, rotated,
 * leave a complex triangle, whose vectors are found by substitution (Golub and Van Loan, Matrix
 * Computations, 4th ed., §7.6.4). Real eigenvalues are real to the last bit, with real vectors, and
 * pairs are conjugate.
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class GeneralEigen {
    private static final double ROUNDING = 0x1p-53;

    private final int n;
    private final double[] t; // real parts of the triangle
    private final double[] ti; // imaginary parts
    private final double[] z; // of the Schur vectors
    private final double[] zi;
    private final double[] balance; // a power of two for each row
    private final double[] re;
    private final double[] im;
    private final double norm;

    private GeneralEigen(int n, double[] t, RealSchur schur) {
        this.n = n;
        this.t = t;
        ti = new double[n * n];
        z = schur.z;
        zi = new double[n * n];
        balance = schur.balance;
        re = schur.re;
        im = schur.im;
        norm = schur.norm;
    }

    /**
     * Computes eigenvalues and both kinds of eigenvectors.
     *
     * <p>The result has 2 + 4 n rows of n elements: real and imaginary parts of the eigenvalues,
     * ascending by real and then by imaginary part; real and imaginary parts of V, whose columns
     * have length 1 and a largest entry that is real and positive; those of W, whose rows belong to
     * the same eigenvalues. Vectors of eigenvalues that are multiple are some that rounding found;
     * those of a defective matrix are nearly parallel, and W has very large elements. All is NaN if
     * an element is not finite, or no convergence is found.
     *
     * @param n rows and columns
     * @param a the matrix
     * @param aOffset where it starts
     * @param y receives the result
     * @param yOffset where it starts
     */
    public static void decompose(int n, double[] a, int aOffset, double[] y, int yOffset) {
        double largest = 0;
        for (int i = 0; i < n * n; i++) {
            largest = Math.max(largest, Math.abs(a[aOffset + i])); // NaN if one is
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        boolean done = Double.isFinite(largest);
        if (done) {
            // two factors: 2^-exponent alone may not be a double
            double half = Math.scalb(1.0, -exponent / 2);
            double rest = Math.scalb(1.0, -exponent - -exponent / 2);
            double[] scaled = new double[n * n];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = a[aOffset + i] * half * rest;
            }
            RealSchur schur = new RealSchur(n, scaled);
            done = schur.compute();
            if (done) {
                GeneralEigen e = new GeneralEigen(n, scaled, schur);
                e.toTriangle();
                e.write(exponent, y, yOffset);
            }
        }
        if (!done) {
            Arrays.fill(y, yOffset, yOffset + (2 + 4 * n) * n, Double.NaN);
        }
    }

    /** Rotates blocks with complex eigenvalues to complex triangles. */
    private void toTriangle() {
        for (int k = 0; k < n - 1; k++) {
            double c = t[(k + 1) * n + k];
            if (c == 0) {
                continue;
            }
            double x = re[k] - t[(k + 1) * n + k + 1];
            double length = Elementary.hypot(Elementary.hypot(x, im[k]), c);
            double xr = x / length;
            double xi = im[k] / length;
            c /= length;
            // the columns (x, c) and (-c, x̄) of a unitary matrix
            for (int j = 0; j < n; j++) {
                double pr = t[k * n + j];
                double pi = ti[k * n + j];
                double qr = t[(k + 1) * n + j];
                double qi = ti[(k + 1) * n + j];
                t[k * n + j] = xr * pr + xi * pi + c * qr;
                ti[k * n + j] = xr * pi - xi * pr + c * qi;
                t[(k + 1) * n + j] = xr * qr - xi * qi - c * pr;
                ti[(k + 1) * n + j] = xr * qi + xi * qr - c * pi;
            }
            unitaryColumns(t, ti, k, xr, xi, c);
            unitaryColumns(z, zi, k, xr, xi, c);
            for (int i = k; i < k + 2; i++) {
                t[i * n + i] = re[i];
                ti[i * n + i] = im[i];
            }
            t[(k + 1) * n + k] = 0;
            ti[(k + 1) * n + k] = 0;
        }
    }

    private void unitaryColumns(double[] mr, double[] mi, int k, double xr, double xi, double c) {
        for (int row = 0; row < n; row++) {
            int p = row * n + k;
            double pr = mr[p];
            double pi = mi[p];
            double qr = mr[p + 1];
            double qi = mi[p + 1];
            mr[p] = xr * pr - xi * pi + c * qr;
            mi[p] = xr * pi + xi * pr + c * qi;
            mr[p + 1] = xr * qr + xi * qi - c * pr;
            mi[p + 1] = xr * qi - xi * qr - c * pi;
        }
    }

    // ---- vectors

    private void write(int exponent, double[] y, int offset) {
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(k -> re[k] + 0.0)
                                        .thenComparingDouble(k -> im[k] + 0.0))
                        .mapToInt(k -> k)
                        .toArray();
        double[] vr = new double[n];
        double[] vi = new double[n];
        double[] wr = new double[n];
        double[] wi = new double[n];
        for (int at = 0; at < n; at++) {
            int k = order[at];
            y[offset + at] = Math.scalb(re[k], exponent);
            y[offset + n + at] = Math.scalb(im[k], exponent);
            // of a pair only the one above the real axis: its vectors are those of both
            int own = im[k] < 0 ? k - 1 : k;
            double sign = im[k] < 0 ? -1 : 1;
            right(own, vr, vi);
            left(own, wr, wi);
            normalize(im[k] == 0, vr, vi, wr, wi);
            for (int i = 0; i < n; i++) {
                int column = offset + (2 + i) * n + at;
                y[column] = vr[i];
                y[column + n * n] = sign * vi[i];
                int row = offset + (2 + 2 * n + at) * n + i;
                y[row] = wr[i];
                y[row + n * n] = sign * wi[i];
            }
        }
    }

    /** x with T x = λ x, from the place of λ up, and then Z x. */
    private void right(int k, double[] vr, double[] vi) {
        double[] xr = new double[n];
        double[] xi = new double[n];
        xr[k] = 1;
        for (int i = k - 1; i >= 0; i--) {
            double sr = 0;
            double si = 0;
            for (int j = i + 1; j <= k; j++) {
                sr += t[i * n + j] * xr[j] - ti[i * n + j] * xi[j];
                si += t[i * n + j] * xi[j] + ti[i * n + j] * xr[j];
            }
            divide(sr, si, i, k, xr, xi);
        }
        for (int i = 0; i < n; i++) {
            vr[i] = 0;
            vi[i] = 0;
            for (int j = 0; j <= k; j++) {
                vr[i] += z[i * n + j] * xr[j] - zi[i * n + j] * xi[j];
                vi[i] += z[i * n + j] * xi[j] + zi[i * n + j] * xr[j];
            }
        }
    }

    /** x with x T = λ x, from the place of λ down, and then x Zᴴ; by that x its product is 1. */
    private void left(int k, double[] wr, double[] wi) {
        double[] xr = new double[n];
        double[] xi = new double[n];
        xr[k] = 1;
        for (int j = k + 1; j < n; j++) {
            double sr = 0;
            double si = 0;
            for (int i = k; i < j; i++) {
                sr += t[i * n + j] * xr[i] - ti[i * n + j] * xi[i];
                si += t[i * n + j] * xi[i] + ti[i * n + j] * xr[i];
            }
            divide(sr, si, j, k, xr, xi);
        }
        for (int i = 0; i < n; i++) {
            wr[i] = 0;
            wi[i] = 0;
            for (int j = k; j < n; j++) {
                wr[i] += z[i * n + j] * xr[j] + zi[i * n + j] * xi[j];
                wi[i] += z[i * n + j] * xi[j] - zi[i * n + j] * xr[j];
            }
        }
    }

    /** x_i = s / (λ_k - λ_i), where the two are equal by something of the size of rounding. */
    private void divide(double sr, double si, int i, int k, double[] xr, double[] xi) {
        double dr = re[k] - re[i];
        double di = im[k] - im[i];
        double size = Elementary.hypot(dr, di);
        double least = ROUNDING * (norm == 0 ? 1 : norm);
        if (size < least) {
            dr = least;
            di = 0;
            size = least;
        }
        double ur = dr / size;
        double ui = di / size;
        xr[i] = (sr * ur + si * ui) / size;
        xi[i] = (si * ur - sr * ui) / size;
    }

    /** Undoes the balance; v gets length 1 and a largest entry that is positive, w the inverse. */
    private void normalize(boolean real, double[] vr, double[] vi, double[] wr, double[] wi) {
        double largest = 0;
        int place = 0;
        for (int i = 0; i < n; i++) {
            vr[i] *= balance[i];
            vi[i] *= balance[i];
            wr[i] /= balance[i];
            wi[i] /= balance[i];
            double size = Elementary.hypot(vr[i], vi[i]);
            if (size > largest * (1 + 1e-8)) {
                largest = size;
                place = i;
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double size = Elementary.hypot(vr[i], vi[i]) / largest;
            sum += size * size;
        }
        double length = largest * Math.sqrt(sum);
        double size = Elementary.hypot(vr[place], vi[place]);
        double cos = vr[place] / size;
        double sin = vi[place] / size;
        for (int i = 0; i < n; i++) {
            double x = vr[i];
            vr[i] = (x * cos + vi[i] * sin) / length;
            vi[i] = real || i == place ? 0 : (vi[i] * cos - x * sin) / length;
            double w = wr[i];
            wr[i] = (w * cos - wi[i] * sin) * length;
            wi[i] = real ? 0 : (wi[i] * cos + w * sin) * length;
        }
    }
}
