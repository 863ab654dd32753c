package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/** Small row-major matrices for the tests of decompositions, and what is measured on them. */
final class Matrices {
    /** What the results are surrounded by; nothing may overwrite it. */
    static final double GUARD = -987.25;

    static final int BEFORE = 3;
    private static final int AFTER = 2;

    private Matrices() {}

    static double[] random(int m, int n, Random random, double scale) {
        return random.doubles((long) m * n).map(x -> scale * (2 * x - 1)).toArray();
    }

    /** A random matrix of rank at most r. */
    static double[] ofRank(int m, int n, int r, Random random, double scale) {
        return multiply(m, r, n, random(m, r, random, scale), random(r, n, random, 1));
    }

    static double[] hilbert(int n) {
        double[] a = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            a[i] = 1.0 / (i / n + i % n + 1);
        }
        return a;
    }

    static double[] diagonal(double... values) {
        double[] a = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            a[i * values.length + i] = values[i];
        }
        return a;
    }

    static double[] identity(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return diagonal(ones);
    }

    static double[] multiply(int m, int k, int n, double[] a, double[] b) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += a[i * k + p] * b[p * n + j];
                }
            }
        }
        return c;
    }

    static double[] transpose(int m, int n, double[] a) {
        double[] b = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                b[j * m + i] = a[i * n + j];
            }
        }
        return b;
    }

    /** A with column j multiplied by factors[j]. */
    static double[] scaleColumns(int m, int n, double[] a, double[] factors) {
        double[] b = a.clone();
        for (int i = 0; i < m * n; i++) {
            b[i] *= factors[i % n];
        }
        return b;
    }

    static double largest(double[] a) {
        return Arrays.stream(a).map(Math::abs).max().orElse(0);
    }

    static void assertClose(double[] expected, double[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]);
            assertTrue(error <= tolerance, what + ": error " + error + " above " + tolerance);
        }
    }

    static void assertOrthonormalColumns(int m, int n, double[] q, String what) {
        double[] product = multiply(n, m, n, transpose(m, n, q), q);
        assertClose(identity(n), product, 4e-15 * Math.max(1, Math.sqrt(m * (double) n)), what);
    }

    /** The entry of largest magnitude, of those that agree to 1e-8 the first, is positive. */
    static void assertSigned(int m, int n, double[] q) {
        for (int j = 0; j < n; j++) {
            double largest = 0;
            for (int i = 0; i < m; i++) {
                largest = Math.max(largest, Math.abs(q[i * n + j]));
            }
            int i = 0;
            while (Math.abs(q[i * n + j]) < largest * (1 - 1e-8)) {
                i++;
            }
            assertTrue(q[i * n + j] > 0, "sign of column " + j);
        }
    }

    /** An array of guards with room for n elements from {@link #BEFORE} on. */
    static double[] guarded(int n) {
        double[] room = new double[BEFORE + n + AFTER];
        Arrays.fill(room, GUARD);
        return room;
    }

    /** A matrix between guards. */
    static double[] guarded(double[] a) {
        double[] room = guarded(a.length);
        System.arraycopy(a, 0, room, BEFORE, a.length);
        return room;
    }

    /** What stands between the guards, after a look at the guards. */
    static double[] unguarded(double[] room) {
        int end = room.length - AFTER;
        for (int i = 0; i < room.length; i++) {
            assertTrue(i >= BEFORE && i < end || room[i] == GUARD, "written outside");
        }
        return Arrays.copyOfRange(room, BEFORE, end);
    }

    static void assertAllNaN(double[] a) {
        assertTrue(Arrays.stream(a).allMatch(Double::isNaN), () -> Arrays.toString(a));
    }

    static RealMatrix commons(int m, int n, double[] a) {
        RealMatrix matrix = new Array2DRowRealMatrix(m, n);
        for (int i = 0; i < m * n; i++) {
            matrix.setEntry(i / n, i % n, a[i]);
        }
        return matrix;
    }

    static double[] flat(RealMatrix a) {
        return Arrays.stream(a.getData()).flatMapToDouble(Arrays::stream).toArray();
    }
}
