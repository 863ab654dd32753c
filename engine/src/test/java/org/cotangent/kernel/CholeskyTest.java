package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/** The Cholesky factor: residual, uniqueness, refusals. */
class CholeskyTest {
    private static double[] factor(int n, double[] a, int expected) {
        double[] room = Matrices.guarded(n * n);
        int at = Matrices.BEFORE;
        assertEquals(expected, Cholesky.factor(n, Matrices.guarded(a), at, room, at));
        return Matrices.unguarded(room);
    }

    private static double[] positiveDefinite(int n, Random random, double scale) {
        double[] b = Matrices.random(n, n + 3, random, 1);
        double[] a = Matrices.multiply(n, n + 3, n, b, Matrices.transpose(n, n + 3, b));
        for (int i = 0; i < n * n; i++) {
            a[i] = scale * (a[i] + (i / n == i % n ? 0.1 : 0));
        }
        return a;
    }

    @Property(tries = 300)
    void reproducesTheMatrix(
            @ForAll @IntRange(max = 12) int n,
            @ForAll @IntRange(min = -150, max = 150) int exponent,
            @ForAll long seed) {
        check(n, positiveDefinite(n, new Random(seed), Math.pow(10, exponent)));
    }

    @Example
    void reproducesALargeMatrix() {
        check(100, positiveDefinite(100, new Random(1), 1));
    }

    private static void check(int n, double[] a) {
        double[] lowerOnly = a.clone();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                lowerOnly[i * n + j] = Double.NaN;
            }
        }
        double[] l = factor(n, lowerOnly, -1);
        for (int i = 0; i < n; i++) {
            assertTrue(l[i * n + i] > 0);
            for (int j = i + 1; j < n; j++) {
                assertEquals(0, l[i * n + j]);
            }
        }
        double size = Matrices.largest(a);
        double[] product = Matrices.multiply(n, n, n, l, Matrices.transpose(n, n, l));
        Matrices.assertClose(a, product, 1e-15 * (n + 1) * size, "residual");
        if (n > 0) {
            double[] other =
                    Matrices.flat(
                            new CholeskyDecomposition(Matrices.commons(n, n, a), 1e-15, 0).getL());
            Matrices.assertClose(other, l, 1e-13 * n * Math.sqrt(size), "other library");
        }
        assertEquals(-1, Cholesky.factor(n, lowerOnly, 0, lowerOnly, 0));
        assertArrayEquals(l, lowerOnly, "in place");
    }

    @Example
    void namesTheFirstPivotThatIsNotPositive() {
        Matrices.assertAllNaN(factor(3, Matrices.diagonal(1, 2, -1), 2));
        Matrices.assertAllNaN(factor(3, Matrices.diagonal(1, 0, -1), 1));
        Matrices.assertAllNaN(factor(2, new double[] {4, 2, 2, 1}, 1));
        Matrices.assertAllNaN(factor(2, new double[] {1, 2, 2, 1}, 1));
    }

    @Example
    void nanIsNoRefusal() {
        double[] l = factor(2, new double[] {4, 0, Double.NaN, 1}, -1);
        assertArrayEquals(new double[] {2, 0, Double.NaN, Double.NaN}, l);
        Matrices.assertAllNaN(factor(1, new double[] {Double.NaN}, -1));
    }

    @Example
    void hilbert() {
        double[] a = Matrices.hilbert(10);
        double[] l = factor(10, a, -1);
        double[] product = Matrices.multiply(10, 10, 10, l, Matrices.transpose(10, 10, l));
        Matrices.assertClose(a, product, 3e-16, "residual");
        // the last pivot: det(H10) / det(H9), known exactly
        assertEquals(Math.sqrt(2.1644e-53 / 9.7203e-43), l[99], 1e-3 * l[99]);
    }
}
