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
import org.apache.commons.math3.linear.QRDecomposition;

/** QR factors: residual, orthonormality, the sign convention. */
class QrTest {
    private record Factors(double[] q, double[] r) {
        static Factors of(int m, int n, double[] a) {
            int k = Math.min(m, n);
            double[] q = Matrices.guarded(m * k);
            double[] r = Matrices.guarded(k * n);
            int at = Matrices.BEFORE;
            Qr.factor(m, n, Matrices.guarded(a), at, q, at, r, at);
            return new Factors(Matrices.unguarded(q), Matrices.unguarded(r));
        }
    }

    private static Factors check(int m, int n, double[] a) {
        Factors f = Factors.of(m, n, a);
        int k = Math.min(m, n);
        Matrices.assertOrthonormalColumns(m, k, f.q, "Q");
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                assertEquals(0.0, f.r[i * n + j], "below the diagonal");
            }
            assertTrue(f.r[i * n + i] >= 0, "diagonal");
        }
        double[] product = Matrices.multiply(m, k, n, f.q, f.r);
        // column by column: a small column next to a large one must be right too
        for (int j = 0; j < n; j++) {
            double size = 0;
            double error = 0;
            for (int i = 0; i < m; i++) {
                size = Math.max(size, Math.abs(a[i * n + j]));
                error = Math.max(error, Math.abs(a[i * n + j] - product[i * n + j]));
            }
            assertTrue(error <= 2e-15 * Math.sqrt(m * (double) n) * size, "residual " + error);
        }
        return f;
    }

    @Property(tries = 400)
    void anyShapeRankAndScale(
            @ForAll @IntRange(max = 12) int m,
            @ForAll @IntRange(max = 12) int n,
            @ForAll @IntRange(max = 12) int rank,
            @ForAll @IntRange(min = -150, max = 150) int exponent,
            @ForAll long seed) {
        check(m, n, Matrices.ofRank(m, n, rank, new Random(seed), Math.pow(10, exponent)));
    }

    @Property(tries = 200)
    void uniqueForFullRank(
            @ForAll @IntRange(min = 1, max = 10) int m,
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll long seed) {
        double[] a = Matrices.random(m, n, new Random(seed), 1);
        for (int i = 0; i < Math.min(m, n); i++) {
            a[i * n + i] += 4;
        }
        Factors f = check(m, n, a);
        QRDecomposition other = new QRDecomposition(Matrices.commons(m, n, a));
        for (int i = 0; i < Math.min(m, n); i++) {
            double sign = Math.signum(other.getR().getEntry(i, i));
            for (int j = 0; j < n; j++) {
                assertEquals(sign * other.getR().getEntry(i, j), f.r[i * n + j], 1e-13);
            }
            for (int j = 0; j < m; j++) {
                double q = f.q[j * Math.min(m, n) + i];
                assertEquals(sign * other.getQ().getEntry(j, i), q, 1e-13);
            }
        }
    }

    @Example
    void largeMatrices() {
        check(100, 100, Matrices.random(100, 100, new Random(1), 1));
        check(120, 70, Matrices.ofRank(120, 70, 30, new Random(2), 1));
        check(70, 120, Matrices.random(70, 120, new Random(3), 1));
    }

    @Example
    void columnsOfVeryDifferentSize() {
        double[] a = Matrices.random(5, 3, new Random(4), 1);
        check(5, 3, Matrices.scaleColumns(5, 3, a, new double[] {1e-250, 1e250, 1}));
        check(3, 3, Matrices.hilbert(3));
        check(12, 12, Matrices.hilbert(12));
    }

    @Example
    void simpleMatrices() {
        Factors one = check(1, 1, new double[] {-3});
        assertArrayEquals(new double[] {-1}, one.q);
        assertArrayEquals(new double[] {3}, one.r);
        Factors zero = check(3, 2, new double[6]);
        assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0}, zero.q);
        Factors diagonal = check(2, 2, Matrices.diagonal(-2, 5));
        assertArrayEquals(Matrices.diagonal(2, 5), diagonal.r);
        Factors identity = check(3, 3, Matrices.identity(3));
        assertArrayEquals(Matrices.identity(3), identity.q);
        Factors column = check(2, 1, new double[] {-3, 4});
        assertArrayEquals(new double[] {5}, column.r, 1e-15);
        assertArrayEquals(new double[] {-0.6, 0.8}, column.q, 1e-15);
    }

    @Example
    void nanIsKeptFromItsColumnOn() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (int place = 0; place < 12; place++) {
                double[] a = Matrices.random(4, 3, new Random(place), 1);
                a[place] = bad;
                Factors f = Factors.of(4, 3, a);
                for (int j = 0; j < 3; j++) {
                    boolean clean = j < place % 3;
                    assertEquals(clean, Double.isFinite(f.r[j * 3 + j]), "R " + j);
                    assertEquals(clean, Double.isFinite(f.q[j]), "Q " + j);
                }
            }
        }
        // also where there is nothing to reflect
        Matrices.assertAllNaN(Factors.of(2, 2, new double[] {Double.NaN, 1, 0, 1}).q);
        Matrices.assertAllNaN(Factors.of(1, 1, new double[] {Double.NaN}).r);
        assertTrue(
                Arrays.stream(Factors.of(2, 3, new double[] {1, 2, 3, Double.NaN, 1, 1}).q)
                        .anyMatch(Double::isNaN));
    }
}
