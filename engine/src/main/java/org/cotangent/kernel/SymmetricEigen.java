package org.cotangent.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The decomposition A = V diag(w) Vᵀ of a symmetric matrix, by cyclic Jacobi rotations (Golub and
 * Van Loan, Matrix Computations, 4th ed., §8.5).
 *
 * <p>Rotations rather than a reduction to tridiagonal form, because an off-diagonal element is
 * taken for zero only when it is small against the two diagonal elements beside it: small
 * eigenvalues of a positive definite matrix then come out to nearly full relative accuracy wherever
 * the matrix determines them so (J. Demmel and K. Veselić, Jacobi's method is more accurate than
 * QR, SIAM J. Matrix Anal. Appl. 13, 1992). For other matrices errors are of the order of the
 * rounding unit times the norm.
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class SymmetricEigen {
    /** The rounding unit, 2^-53. */
    static final double ROUNDING = 0x1p-53;

    private static final int MOST_SWEEPS = 60;

    private SymmetricEigen() {}

    /**
     * Computes all eigenvalues and orthonormal eigenvectors.
     *
     * <p>Only the lower triangle of A is read; the upper one is taken to be its mirror image.
     * Eigenvalues ascend. Column j of V belongs to eigenvalue j. Of the two signs a vector can have
     * the one is chosen that makes its entry of largest magnitude positive: of several entries that
     * agree in magnitude to a relative 1e-8 the first, so that rounding does not decide. Vectors of
     * a repeated eigenvalue are some orthonormal basis of their space. If an element read is NaN or
     * infinite, both results are all NaN. Eigenvalues that no double can hold are infinite. The
     * vectors may be the same array at the same offset as A. Cost: about 6 n³ flops a sweep, six to
     * ten sweeps.
     *
     * @param n rows and columns
     * @param a the symmetric matrix
     * @param aOffset where it starts
     * @param values receives the n eigenvalues w
     * @param valuesOffset where they start
     * @param vectors receives V, n x n
     * @param vectorsOffset where it starts
     * @return whether there is a result; if not, both arrays hold NaN
     */
    public static boolean decompose(
            int n,
            double[] a,
            int aOffset,
            double[] values,
            int valuesOffset,
            double[] vectors,
            int vectorsOffset) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, largest(a, aOffset + i * n, i + 1));
        }
        int shift = shift(largest);
        double[][] work = new double[n][n];
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                work[i][j] = Math.scalb(a[aOffset + i * n + j], shift);
                work[j][i] = work[i][j];
            }
            v[i][i] = 1;
        }
        if (!(largest < Double.POSITIVE_INFINITY) || !diagonalize(work, v)) {
            Arrays.fill(values, valuesOffset, valuesOffset + n, Double.NaN);
            Arrays.fill(vectors, vectorsOffset, vectorsOffset + n * n, Double.NaN);
            return false;
        }
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> work[i][i]))
                        .mapToInt(i -> i)
                        .toArray();
        for (int j = 0; j < n; j++) {
            values[valuesOffset + j] = Math.scalb(work[order[j]][order[j]], -shift);
            double[] vector = v[order[j]];
            double sign = sign(vector);
            for (int i = 0; i < n; i++) {
                vectors[vectorsOffset + i * n + j] = sign * vector[i];
            }
        }
        return true;
    }

    /** The largest magnitude of a run of n elements; NaN if one of them is. */
    static double largest(double[] x, int from, int n) {
        double largest = 0;
        for (int i = from; i < from + n; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        return largest;
    }

    /**
     * The power of two that brings the largest element of a matrix near 2^1000: the algorithms form
     * no squares, so this leaves small elements as much room as there is.
     */
    static int shift(double largest) {
        return 1000 - Math.getExponent(largest);
    }

    /** The sign of the first entry whose magnitude is the largest up to rounding errors. */
    static double sign(double[] vector) {
        double largest = largest(vector, 0, vector.length);
        for (double entry : vector) {
            if (Math.abs(entry) >= largest * (1 - 1e-8)) {
                return entry < 0 ? -1 : 1;
            }
        }
        return 1;
    }

    /** Turns a symmetric matrix into a diagonal one, and the rows of v into its eigenvectors. */
    private static boolean diagonalize(double[][] a, double[][] v) {
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            if (!sweep(a, v)) {
                return true;
            }
        }
        // rounding errors may have kept tiny elements beside tiny eigenvalues alive
        double rest = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            rest = Math.max(rest, largest(a[i], 0, i));
            norm = Math.max(norm, Math.abs(a[i][i]));
        }
        return rest <= a.length * ROUNDING * norm;
    }

    /** Makes every off-diagonal element zero once; tells whether one was not negligible. */
    private static boolean sweep(double[][] a, double[][] v) {
        boolean rotated = false;
        for (int p = 0; p < a.length; p++) {
            for (int q = p + 1; q < a.length; q++) {
                double off = a[p][q];
                double first = a[p][p];
                double second = a[q][q];
                double negligible =
                        ROUNDING * Math.sqrt(Math.abs(first)) * Math.sqrt(Math.abs(second));
                if (Math.abs(off) <= negligible) {
                    continue;
                }
                rotated = true;
                double t = tangent((second - first) / off / 2);
                rotate(t, a[p], a[q]);
                rotate(t, v[p], v[q]);
                a[p][p] = first - t * off;
                a[q][q] = second + t * off;
                a[p][q] = 0;
                a[q][p] = 0;
                // the rows before p are not needed in this sweep any more
                for (int i = p + 1; i < a.length; i++) {
                    a[i][p] = a[p][i];
                    a[i][q] = a[q][i];
                }
            }
        }
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                a[j][i] = a[i][j];
            }
        }
        return rotated;
    }

    /** The root of t² + 2 zeta t - 1 of smaller magnitude: a rotation by at most 45 degrees. */
    static double tangent(double zeta) {
        double size = Math.abs(zeta);
        // beyond 2^27 the 1 is lost anyway, and far beyond the square would overflow
        return Math.copySign(
                size > 0x1p27 ? 0.5 / size : 1 / (size + Math.sqrt(1 + size * size)), zeta);
    }

    /**
     * x, y = cos x - sin y, sin x + cos y, in a form in which the rounding of cos does not matter
     * (H. Rutishauser, The Jacobi method for real symmetric matrices, Numer. Math. 9, 1966): it
     * would make vectors longer or shorter by a little every time.
     */
    static void rotate(double tangent, double[] x, double[] y) {
        double cos = 1 / Math.sqrt(1 + tangent * tangent);
        double sin = tangent * cos;
        double half = sin / (1 + cos);
        for (int i = 0; i < x.length; i++) {
            double xi = x[i];
            double yi = y[i];
            x[i] = xi - sin * (yi + half * xi);
            y[i] = yi + sin * (xi - half * yi);
        }
    }
}
