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
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Singular value decompositions of any shape and rank. */
class SvdTest {
    private record Result(double[] u, double[] s, double[] v, boolean found) {
        static Result of(int m, int n, double[] a) {
            int k = Math.min(m, n);
            double[] u = Matrices.guarded(m * k);
            double[] s = Matrices.guarded(k);
            double[] v = Matrices.guarded(n * k);
            int at = Matrices.BEFORE;
            boolean found = Svd.decompose(m, n, Matrices.guarded(a), at, u, at, s, at, v, at);
            return new Result(
                    Matrices.unguarded(u), Matrices.unguarded(s), Matrices.unguarded(v), found);
        }
    }

    private static Result check(int m, int n, double[] a) {
        int k = Math.min(m, n);
        Result d = Result.of(m, n, a);
        assertTrue(d.found);
        Matrices.assertOrthonormalColumns(m, k, d.u, "U");
        Matrices.assertOrthonormalColumns(n, k, d.v, "V");
        Matrices.assertSigned(m, k, d.u);
        for (int j = 0; j < k; j++) {
            assertTrue(d.s[j] >= 0 && (j == 0 || d.s[j - 1] >= d.s[j]), "order");
        }
        double[] scaled = Matrices.scaleColumns(m, k, d.u, d.s);
        Matrices.assertClose(
                a,
                Matrices.multiply(m, k, n, scaled, Matrices.transpose(n, k, d.v)),
                k == 0 ? 0 : 3e-15 * (1 + Math.sqrt(k)) * d.s[0],
                "residual");
        return d;
    }

    @Property(tries = 400)
    void anyShapeRankAndScale(
            @ForAll @IntRange(max = 12) int m,
            @ForAll @IntRange(max = 12) int n,
            @ForAll @IntRange(max = 12) int rank,
            @ForAll @IntRange(min = -150, max = 150) int exponent,
            @ForAll long seed) {
        double scale = Math.pow(10, exponent);
        double[] a = Matrices.ofRank(m, n, rank, new Random(seed), scale);
        Result d = check(m, n, a);
        if (m > 0 && n > 0) {
            double[] unscaled = Arrays.stream(a).map(v -> v / scale).toArray();
            double[] other =
                    new SingularValueDecomposition(Matrices.commons(m, n, unscaled))
                            .getSingularValues();
            double[] values = Arrays.stream(d.s).map(v -> v / scale).toArray();
            Matrices.assertClose(other, values, 1e-13, "other library");
        }
        double[] sOfTransposed = check(n, m, Matrices.transpose(m, n, a)).s;
        Matrices.assertClose(d.s, sOfTransposed, 1e-14 * Matrices.largest(d.s), "transposed");
    }

    @Property(tries = 400)
    void structuredMatrices(
            @ForAll @IntRange(max = 9) int m,
            @ForAll @IntRange(max = 9) int n,
            @ForAll @IntRange(min = 1, max = 4) int different,
            @ForAll long seed) {
        // repeated rows, small integers: columns that depend on others exactly
        Random random = new Random(seed);
        double[] few = random.ints((long) different * n, -1, 2).asDoubleStream().toArray();
        double[] a = new double[m * n];
        for (int i = 0; i < m; i++) {
            System.arraycopy(few, random.nextInt(different) * n, a, i * n, n);
        }
        Result d = check(m, n, a);
        check(n, m, Matrices.transpose(m, n, a));
        for (int j = different; j < Math.min(m, n); j++) {
            assertEquals(0, d.s[j], 1e-14);
        }
    }

    @Property(tries = 400)
    void sparseMatrices(
            @ForAll @IntRange(max = 9) int m,
            @ForAll @IntRange(max = 9) int n,
            @ForAll @IntRange(max = 140) int magnitudes,
            @ForAll long seed) {
        // most pairs of columns orthogonal from the start, in no order
        Random random = new Random(seed);
        double[] a = new double[m * n];
        for (int i = 0; i < m * n; i++) {
            int exponent = random.nextInt(2 * magnitudes + 1) - magnitudes;
            a[i] = random.nextInt(3) > 0 ? 0 : random.nextGaussian() * Math.pow(10, exponent);
        }
        check(m, n, a);
    }

    @Example
    void columnsThatComeForwardMeetAllOthers() {
        check(3, 3, new double[] {2, 0, 0, 0, 0, 3, 0, 1, 1});
    }

    @Example
    void largeMatrices() {
        check(100, 100, Matrices.random(100, 100, new Random(1), 1));
        check(60, 110, Matrices.ofRank(60, 110, 20, new Random(2), 1));
        double[] ones = new double[10000];
        Arrays.fill(ones, 1);
        assertEquals(100, check(100, 100, ones).s[0], 1e-12);
    }

    @Example
    void simpleMatrices() {
        check(0, 3, new double[0]);
        check(3, 0, new double[0]);
        Result one = check(1, 1, new double[] {-3});
        assertArrayEquals(new double[] {1, 3, -1}, new double[] {one.u[0], one.s[0], one.v[0]});
        for (int m = 1; m < 5; m++) {
            for (int n = 1; n < 5; n++) {
                assertEquals(0, Matrices.largest(check(m, n, new double[m * n]).s));
            }
        }
        Result identity = check(3, 3, Matrices.identity(3));
        assertArrayEquals(Matrices.identity(3), identity.u);
        assertArrayEquals(new double[] {1, 1, 1}, identity.s);
        double golden = (1 + Math.sqrt(5)) / 2;
        double[] expected = {golden, 1 / golden};
        assertArrayEquals(expected, check(2, 2, new double[] {1, 1, 0, 1}).s, 4e-16);
        // a zero singular value leaves both bases complete
        check(3, 3, new double[] {1, 2, 3, 2, 4, 6, 0, 0, 0});
    }

    @Example
    void smallSingularValuesToFullRelativeAccuracy() {
        double[] a = Matrices.random(6, 4, new Random(3), 1);
        double[] factors = {1e-100, 1, 1e-250, 1e-30};
        Result d = check(6, 4, Matrices.scaleColumns(6, 4, a, factors));
        // to leading order: the diagonal of R, columns from large to small
        double[] sorted = new double[24];
        int[] order = {1, 3, 0, 2};
        for (int i = 0; i < 24; i++) {
            sorted[i] = a[i / 4 * 4 + order[i % 4]];
        }
        double[] r = new double[16];
        Qr.factor(6, 4, sorted, 0, new double[24], 0, r, 0);
        for (int j = 0; j < 4; j++) {
            double expected = r[j * 5] * factors[order[j]];
            assertEquals(expected, d.s[j], 1e-14 * expected);
        }
        Result extreme = check(2, 2, Matrices.diagonal(1e-300, -1e300));
        assertArrayEquals(new double[] {1e300, 1e-300}, extreme.s);
        Result apart = check(2, 2, new double[] {1e300, 1e-300, 1e300, 3e-300});
        double root = Math.sqrt(2);
        assertEquals(root * 1e300, apart.s[0], 1e286);
        assertEquals(root * 1e-300, apart.s[1], 1e-314);
    }

    @Example
    void hilbert() {
        // symmetric positive definite: singular values are eigenvalues
        double[] a = Matrices.hilbert(12);
        double[] w = new double[12];
        SymmetricEigen.decompose(12, a, 0, w, 0, new double[144], 0);
        Result d = check(12, 12, a);
        for (int j = 0; j < 12; j++) {
            assertEquals(w[11 - j], d.s[j], 1e-15);
        }
        assertEquals(1.11153896637e-10, check(8, 8, Matrices.hilbert(8)).s[7], 1e-16);
    }

    @Example
    void nanAndInfinityGiveNaN() {
        for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            for (int place = 0; place < 6; place++) {
                double[] a = Matrices.random(2, 3, new Random(5), 1);
                a[place] = bad;
                Result d = Result.of(2, 3, a);
                assertEquals(false, d.found);
                Matrices.assertAllNaN(d.u);
                Matrices.assertAllNaN(d.s);
                Matrices.assertAllNaN(d.v);
            }
        }
    }
}
