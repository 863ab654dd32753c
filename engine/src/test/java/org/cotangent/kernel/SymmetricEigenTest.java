package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Eigenvalues and eigenvectors of symmetric matrices. */
class SymmetricEigenTest {
    private record Result(double[] values, double[] vectors, boolean found) {
        static Result of(int n, double[] a) {
            double[] values = Matrices.guarded(n);
            double[] vectors = Matrices.guarded(n * n);
            int at = Matrices.BEFORE;
            boolean found =
                    SymmetricEigen.decompose(n, Matrices.guarded(a), at, values, at, vectors, at);
            return new Result(Matrices.unguarded(values), Matrices.unguarded(vectors), found);
        }
    }

    /** The lower triangle and its mirror image. */
    private static double[] mirrored(int n, double[] a) {
        double[] b = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            b[i] = a[Math.max(i / n, i % n) * n + Math.min(i / n, i % n)];
        }
        return b;
    }

    private static Result check(int n, double[] symmetric) {
        double[] a = symmetric.clone();
        for (int i = 0; i < n; i++) {
            Arrays.fill(a, i * n + i + 1, (i + 1) * n, Double.NaN);
        }
        Result e = Result.of(n, a);
        assertTrue(e.found);
        Matrices.assertOrthonormalColumns(n, n, e.vectors, "V");
        Matrices.assertSigned(n, n, e.vectors);
        for (int j = 1; j < n; j++) {
            assertTrue(e.values[j - 1] <= e.values[j], "order");
        }
        double[] scaled = Matrices.scaleColumns(n, n, e.vectors, e.values);
        double[] transposed = Matrices.transpose(n, n, e.vectors);
        double norm = Matrices.largest(e.values);
        Matrices.assertClose(
                symmetric,
                Matrices.multiply(n, n, n, scaled, transposed),
                3e-15 * (1 + Math.sqrt(n)) * norm,
                "residual");
        double[] values = new double[n];
        SymmetricEigen.decompose(n, a, 0, values, 0, a, 0);
        assertArrayEquals(e.vectors, a, "in place, deterministic");
        assertArrayEquals(e.values, values);
        return e;
    }

    @Property(tries = 300)
    void anySizeAndScale(
            @ForAll @IntRange(max = 12) int n,
            @ForAll @IntRange(min = -150, max = 150) int exponent,
            @ForAll long seed) {
        double scale = Math.pow(10, exponent);
        double[] a = mirrored(n, Matrices.random(n, n, new Random(seed), scale));
        Result e = check(n, a);
        if (n > 0) {
            // the other library is compared at elements about 1
            double[] unscaled = Arrays.stream(a).map(v -> v / scale).toArray();
            double[] other =
                    new EigenDecomposition(Matrices.commons(n, n, unscaled)).getRealEigenvalues();
            Arrays.sort(other);
            double[] values = Arrays.stream(e.values).map(v -> v / scale).toArray();
            Matrices.assertClose(other, values, 1e-13 * n, "other library");
        }
    }

    @Property(tries = 300)
    void structuredMatrices(@ForAll @IntRange(max = 9) int n, @ForAll long seed) {
        // few different integers: zeros, repeated and clustered eigenvalues, singular matrices
        Random random = new Random(seed);
        double[] a = random.ints((long) n * n, -1, 2).asDoubleStream().toArray();
        double tiny = random.nextBoolean() ? 0 : 1e-14;
        for (int i = 0; i < n; i++) {
            a[i * n + i] += tiny * i;
        }
        check(n, mirrored(n, a));
    }

    @Property(tries = 200)
    void givenSpectra(@ForAll @IntRange(min = 2, max = 12) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[] q = new double[n * n];
        Qr.factor(n, n, Matrices.random(n, n, random, 1), 0, q, 0, new double[n * n], 0);
        double[] choices = {0, 1, 1 + 1e-9, 1 + 1e-13, -1, -3, 1e-8, 7};
        double[] w = new double[n];
        Arrays.setAll(w, i -> choices[random.nextInt(choices.length)]);
        double[] a =
                Matrices.multiply(
                        n, n, n, Matrices.scaleColumns(n, n, q, w), Matrices.transpose(n, n, q));
        Result e = check(n, mirrored(n, a));
        Arrays.sort(w);
        Matrices.assertClose(w, e.values, 4e-14, "eigenvalues");
    }

    @Example
    void largeMatrices() {
        check(100, mirrored(100, Matrices.random(100, 100, new Random(1), 1)));
        double[] low = Matrices.random(90, 20, new Random(2), 1);
        double[] gram = Matrices.multiply(90, 20, 90, low, Matrices.transpose(90, 20, low));
        Result e = check(90, mirrored(90, gram));
        for (int j = 0; j < 70; j++) {
            assertEquals(0, e.values[j], 1e-13);
        }
    }

    @Example
    void simpleMatrices() {
        check(0, new double[0]);
        assertArrayEquals(new double[] {-4}, check(1, new double[] {-4}).values);
        assertArrayEquals(new double[3], check(3, new double[9]).values);
        assertArrayEquals(Matrices.identity(4), check(4, Matrices.identity(4)).vectors);
        Result e = check(2, new double[] {2, 1, 1, 2});
        double half = Math.sqrt(0.5);
        assertArrayEquals(new double[] {1, 3}, e.values, 1e-15);
        assertArrayEquals(new double[] {half, half, -half, half}, e.vectors, 1e-15);
        assertArrayEquals(
                new double[] {-1e-300, 1e-320, 1e300},
                check(3, Matrices.diagonal(1e300, -1e-300, 1e-320)).values);
    }

    @Example
    void secondDifferencesAndAllOnes() {
        int n = 40;
        double[] a = new double[n * n];
        double[] ones = new double[n * n];
        Arrays.fill(ones, 1);
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 2;
            if (i > 0) {
                a[i * n + i - 1] = -1;
                a[i * n - n + i] = -1;
            }
        }
        Result e = check(n, a);
        for (int j = 0; j < n; j++) {
            double sine = Math.sin((j + 1) * Math.PI / (2 * n + 2));
            assertEquals(4 * sine * sine, e.values[j], 2e-14);
        }
        assertEquals(n, check(n, ones).values[n - 1], 1e-13);
    }

    @Example
    void smallEigenvaluesToFullRelativeAccuracy() {
        // D B D with a well-conditioned B and D from 1 to 1e-60
        double[] d = {1, 1e-20, 1e-40, 1e-60};
        double[] a = {4, 1, 1, 0, 1, 4, 1, 1, 1, 1, 4, 1, 0, 1, 1, 4};
        for (int i = 0; i < 16; i++) {
            a[i] *= d[i / 4] * d[i % 4];
        }
        Result e = check(4, a);
        // to leading order the eigenvalues are the pivots of elimination, largest first
        double[] pivots = {4, 15 / 4.0, 54 / 15.0, 192 / 54.0};
        for (int j = 0; j < 4; j++) {
            double expected = pivots[j] * d[j] * d[j];
            assertEquals(expected, e.values[3 - j], 1e-14 * expected);
        }
    }

    @Example
    void hilbert() {
        // eigenvalues of the 3 x 3 and the smallest of the 8 x 8 Hilbert matrix
        double[] expected = {0.0026873403557735292, 0.1223270658539058, 1.4083189271236539};
        assertArrayEquals(expected, check(3, Matrices.hilbert(3)).values, 4e-16);
        assertEquals(1.11153896637e-10, check(8, Matrices.hilbert(8)).values[0], 1e-16);
    }

    @Example
    void nanAndInfinityGiveNaN() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (int place : new int[] {0, 3, 4, 8}) {
                double[] a = Matrices.hilbert(3);
                a[place] = bad;
                Result e = Result.of(3, a);
                assertEquals(false, e.found);
                Matrices.assertAllNaN(e.values);
                Matrices.assertAllNaN(e.vectors);
            }
        }
    }
}
