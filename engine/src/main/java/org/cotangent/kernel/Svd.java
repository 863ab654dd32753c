package org.cotangent.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The thin singular value decomposition A = U diag(s) Vᵀ, by one-sided Jacobi rotations (Golub and
 * Van Loan, Matrix Computations, 4th ed., §8.6.3).
 *
 * <p>Pairs of columns are rotated until all are orthogonal; their norms are then the singular
 * values. A pair counts as orthogonal when the cosine of its angle is of the order of the rounding
 * unit, however small the columns are. Small singular values thus come out to nearly full relative
 * accuracy wherever the matrix determines them so up to a scaling of its columns (of its rows if
 * there are more columns than rows), and U is orthonormal (J. Demmel and K. Veselić, Jacobi's
 * method is more accurate than QR, SIAM J. Matrix Anal. Appl. 13, 1992). The larger column of a
 * pair is put first, which speeds convergence (P. P. M. de Rijk, SIAM J. Sci. Stat. Comput. 10,
 * 1989).
 *
 * <p>Matrices are dense and row-major, each starting at an offset of its array. Arguments are
 * trusted.
 */
public final class Svd {
    private static final int MOST_SWEEPS = 60;

    /** Norms of columns too small to have a direction, where the largest is near 2^1000. */
    private static final double NO_DIRECTION = 0x1p-1010;

    private Svd() {}

    /**
     * Decomposes an m x n matrix of any shape; k stands for min(m, n).
     *
     * <p>Singular values are not negative and descend. The columns of U and of V are orthonormal,
     * also those of zero singular values, which complete the others to some orthonormal basis. Of
     * the two signs a pair of columns can have the one is chosen that makes the entry of largest
     * magnitude in U's column positive: of several entries that agree in magnitude to a relative
     * 1e-8 the first, so that rounding does not decide. If an element is NaN or infinite, all three
     * results are all NaN. A singular value that no double can hold is infinite. With k = 0 there
     * is nothing to write. U or V may be the same array at the same offset as A. Cost: about 4 m n²
     * + 3 n³ flops a sweep for m >= n, six to ten sweeps.
     *
     * @param m rows of A
     * @param n columns of A
     * @param a the matrix
     * @param aOffset where it starts
     * @param u receives U, m x k
     * @param uOffset where it starts
     * @param s receives the k singular values
     * @param sOffset where they start
     * @param v receives V (not Vᵀ), n x k
     * @param vOffset where it starts
     * @return whether there is a result; if not, all three arrays hold NaN
     */
    public static boolean decompose(
            int m,
            int n,
            double[] a,
            int aOffset,
            double[] u,
            int uOffset,
            double[] s,
            int sOffset,
            double[] v,
            int vOffset) {
        int k = Math.min(m, n);
        boolean tall = m >= n;
        double largest = SymmetricEigen.largest(a, aOffset, m * n);
        double[][] columns = tall ? Qr.columns(m, n, a, aOffset) : rows(m, n, a, aOffset);
        int shift = SymmetricEigen.shift(largest);
        for (double[] column : columns) {
            for (int i = 0; i < column.length; i++) {
                column[i] = Math.scalb(column[i], shift);
            }
        }
        double[][] rotations = new double[k][k];
        for (int i = 0; i < k; i++) {
            rotations[i][i] = 1;
        }
        double[] norms = new double[k];
        if (!(largest < Double.POSITIVE_INFINITY) || !orthogonalize(columns, rotations, norms)) {
            Arrays.fill(u, uOffset, uOffset + m * k, Double.NaN);
            Arrays.fill(s, sOffset, sOffset + k, Double.NaN);
            Arrays.fill(v, vOffset, vOffset + n * k, Double.NaN);
            return false;
        }
        int[] order =
                IntStream.range(0, k)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -norms[i]))
                        .mapToInt(i -> i)
                        .toArray();
        double[][] basis = new double[k][];
        double[][] right = new double[k][];
        for (int j = 0; j < k; j++) {
            s[sOffset + j] = Math.scalb(norms[order[j]], -shift);
            basis[j] = columns[order[j]];
            right[j] = rotations[order[j]];
            normalize(basis, j, norms[order[j]]);
        }
        double[][] left = tall ? basis : right;
        double[][] other = tall ? right : basis;
        for (int j = 0; j < k; j++) {
            double sign = SymmetricEigen.sign(left[j]);
            for (int i = 0; i < m; i++) {
                u[uOffset + i * k + j] = sign * left[j][i];
            }
            for (int i = 0; i < n; i++) {
                v[vOffset + i * k + j] = sign * other[j][i];
            }
        }
        return true;
    }

    private static double[][] rows(int m, int n, double[] a, int aOffset) {
        double[][] rows = new double[m][];
        for (int i = 0; i < m; i++) {
            rows[i] = Arrays.copyOfRange(a, aOffset + i * n, aOffset + (i + 1) * n);
        }
        return rows;
    }

    /** Rotates columns until all are orthogonal, the rows of v alike; fills in the norms. */
    private static boolean orthogonalize(double[][] columns, double[][] v, double[] norms) {
        int k = columns.length;
        double negligible = 2 * SymmetricEigen.ROUNDING * Math.sqrt(k == 0 ? 0 : columns[0].length);
        double[] before = new double[k];
        for (int j = 0; j < k; j++) {
            norms[j] = Qr.norm(columns[j], 0);
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            System.arraycopy(norms, 0, before, 0, k);
            boolean rotated = false;
            for (int p = 0; p < k; p++) {
                for (int q = p + 1; q < k; q++) {
                    if (norms[p] < norms[q]) {
                        exchange(columns, p, q);
                        exchange(v, p, q);
                        exchange(norms, p, q);
                        exchange(before, p, q);
                        // the one that comes to p has not met those between in this sweep
                        rotated = true;
                    }
                    rotated |= rotate(columns, v, norms, p, q, negligible);
                }
            }
            if (!rotated) {
                return true;
            }
            for (int j = 0; j < k; j++) {
                norms[j] = Qr.norm(columns[j], 0);
                // what one sweep leaves of a column that depended on others is rounding errors,
                // which may well lie in the space of those others again: without this line they
                // shrink for dozens of sweeps, never orthogonal
                if (norms[j] <= 2 * k * SymmetricEigen.ROUNDING * before[j]) {
                    Arrays.fill(columns[j], 0);
                    norms[j] = 0;
                }
            }
        }
        return false;
    }

    /** Makes columns p and q orthogonal; tells whether they were not. */
    private static boolean rotate(
            double[][] columns, double[][] v, double[] norms, int p, int q, double negligible) {
        double[] x = columns[p];
        double[] y = columns[q];
        // q is the smaller one
        if (norms[q] <= NO_DIRECTION) {
            return false;
        }
        double cosine = cosine(x, norms[p], y, norms[q]);
        if (Math.abs(cosine) <= negligible) {
            return false;
        }
        double ratio = norms[q] / norms[p];
        if (ratio < 0x1p-500) {
            // the rotation is a projection then, by an angle that a double may be unable to hold
            double length = cosine * norms[q];
            for (int i = 0; i < y.length; i++) {
                y[i] -= length * (x[i] / norms[p]);
            }
            norms[q] = Qr.norm(y, 0);
            return true;
        }
        // this way round p grows, also where both are equally large and zeta is zero
        double t = -SymmetricEigen.tangent((1 / ratio - ratio) / cosine / 2);
        SymmetricEigen.rotate(t, x, y);
        SymmetricEigen.rotate(t, v[p], v[q]);
        norms[p] *= Math.sqrt(1 - t * cosine * ratio);
        double left = 1 + t * cosine / ratio;
        // the update would be all rounding errors where the columns were nearly parallel
        norms[q] = left < 0.5 ? Qr.norm(y, 0) : norms[q] * Math.sqrt(left);
        return true;
    }

    private static double cosine(double[] x, double xNorm, double[] y, double yNorm) {
        double xScale = Math.scalb(1.0, -Math.getExponent(xNorm));
        double yScale = Math.scalb(1.0, -Math.getExponent(yNorm));
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i < x.length - 1; i += 2) {
            s0 += xScale * x[i] * (yScale * y[i]);
            s1 += xScale * x[i + 1] * (yScale * y[i + 1]);
        }
        if (i < x.length) {
            s0 += xScale * x[i] * (yScale * y[i]);
        }
        return (s0 + s1) / (xScale * xNorm) / (yScale * yNorm);
    }

    /** Divides column j by its norm; replaces it if it is too small to have a direction. */
    private static void normalize(double[][] basis, int j, double norm) {
        double[] x = basis[j];
        if (norm > NO_DIRECTION) {
            for (int i = 0; i < x.length; i++) {
                x[i] /= norm;
            }
            return;
        }
        // the coordinate vector farthest from the columns before, made orthogonal to them twice
        int farthest = 0;
        double distance = -1;
        for (int i = 0; i < x.length; i++) {
            double rest = 1;
            for (int c = 0; c < j; c++) {
                rest -= basis[c][i] * basis[c][i];
            }
            if (rest > distance) {
                distance = rest;
                farthest = i;
            }
        }
        Arrays.fill(x, 0);
        x[farthest] = 1;
        for (int pass = 0; pass < 2; pass++) {
            for (int c = 0; c < j; c++) {
                Lu.subtract(Triangular.dot(basis[c], 0, x, 0, x.length), basis[c], x, 0);
            }
        }
        double length = Qr.norm(x, 0);
        for (int i = 0; i < x.length; i++) {
            x[i] /= length;
        }
    }

    private static void exchange(double[][] rows, int p, int q) {
        double[] row = rows[p];
        rows[p] = rows[q];
        rows[q] = row;
    }

    private static void exchange(double[] x, int p, int q) {
        double value = x[p];
        x[p] = x[q];
        x[q] = value;
    }
}
