package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.LUDecomposition;

/** LU factors, solutions and determinants. */
class LuTest {
    private static final int AT = Matrices.BEFORE;

    /** Factors at offset 0, of a factorization made at another. */
    private record Factors(int n, double[] lu, int[] rows, int singular) {
        static Factors of(int n, double[] a) {
            double[] lu = Matrices.guarded(n * n);
            int[] rows = new int[n + 2];
            rows[0] = -7;
            rows[n + 1] = -7;
            int singular = Lu.factor(n, Matrices.guarded(a), AT, lu, AT, rows, 1);
            assertEquals(-7, rows[0]);
            assertEquals(-7, rows[n + 1]);
            return new Factors(
                    n, Matrices.unguarded(lu), Arrays.copyOfRange(rows, 1, n + 1), singular);
        }

        Lu.Determinant determinant() {
            return Lu.determinant(n, lu, 0, rows, 0);
        }

        double[] solve(int k, boolean transposed, double[] b) {
            double[] x = Matrices.guarded(n * k);
            Lu.solve(n, k, transposed, lu, 0, rows, 0, Matrices.guarded(b), AT, x, AT);
            return Matrices.unguarded(x);
        }
    }

    @Property(tries = 300)
    void factorsAndSolutions(
            @ForAll @IntRange(max = 12) int n,
            @ForAll @IntRange(max = 3) int k,
            @ForAll @IntRange(min = -150, max = 150) int exponent,
            @ForAll long seed) {
        Random random = new Random(seed);
        check(n, k, Matrices.random(n, n, random, Math.pow(10, exponent)), random);
    }

    @Example
    void largeFactorsAndSolutions() {
        check(100, 2, Matrices.random(100, 100, new Random(1), 1), new Random(2));
    }

    @Property(tries = 200)
    void factorsOfSingularMatrices(@ForAll @IntRange(min = 1, max = 9) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[] a = random.ints((long) n * n, -1, 2).asDoubleStream().toArray();
        int zeroed = random.nextInt(n);
        for (int i = 0; i < n; i++) {
            a[i * n + zeroed] = 0;
        }
        Factors f = Factors.of(n, a);
        checkFactors(n, a, f);
        assertTrue(f.singular >= 0 && f.singular <= zeroed);
        assertEquals(new Lu.Determinant(0, Double.NEGATIVE_INFINITY, 0), f.determinant());
        assertEquals(0, Lu.reciprocalPivotRatio(n, f.lu, 0));
    }

    private static void checkFactors(int n, double[] a, Factors f) {
        double[] l = Matrices.identity(n);
        double[] u = new double[n * n];
        double[] permuted = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                (j < i ? l : u)[i * n + j] = f.lu[i * n + j];
                permuted[i * n + j] = a[f.rows[i] * n + j];
            }
        }
        assertTrue(Matrices.largest(l) <= 1);
        assertArrayEquals(
                Arrays.stream(new int[n]).map(i -> 1).toArray(),
                Arrays.stream(f.rows).collect(() -> new int[n], (s, i) -> s[i]++, (s, t) -> {}));
        Matrices.assertClose(
                permuted,
                Matrices.multiply(n, n, n, l, u),
                1e-15 * (n + 1) * Matrices.largest(a),
                "P A = L U");
    }

    private static void check(int n, int k, double[] a, Random random) {
        Factors f = Factors.of(n, a);
        assertEquals(-1, f.singular);
        checkFactors(n, a, f);
        double[] copy = a.clone();
        Lu.factor(n, copy, 0, copy, 0, new int[n], 0);
        assertArrayEquals(f.lu, copy, "in place");
        double scale = Matrices.largest(a);
        double[] b = Matrices.random(n, k, random, scale);
        for (boolean transposed : new boolean[] {false, true}) {
            double[] x = f.solve(k, transposed, b);
            double[] op = transposed ? Matrices.transpose(n, n, a) : a;
            double size = scale * Matrices.largest(x);
            Matrices.assertClose(
                    b, Matrices.multiply(n, n, k, op, x), 4e-15 * (n + 1) * size, "residual");
            Lu.solve(n, k, transposed, f.lu, 0, f.rows, 0, b, 0, copy = b.clone(), 0);
            assertArrayEquals(x, copy);
            Lu.solve(n, k, transposed, f.lu, 0, f.rows, 0, copy = b.clone(), 0, copy, 0);
            assertArrayEquals(x, copy, "in place");
        }
        double[] diagonal = new double[n];
        Arrays.setAll(diagonal, i -> Math.abs(f.lu[i * n + i]));
        Arrays.sort(diagonal);
        double ratio = n == 0 ? 1 : diagonal[0] / diagonal[n - 1];
        assertEquals(ratio, Lu.reciprocalPivotRatio(n, f.lu, 0));
        if (n > 0) {
            // scaled to elements about 1, where the other determinant cannot overflow
            double[] scaled = Arrays.stream(a).map(v -> v / scale).toArray();
            double expected =
                    new LUDecomposition(Matrices.commons(n, n, scaled), 0).getDeterminant();
            Lu.Determinant d = f.determinant();
            assertEquals(Math.signum(expected), d.sign());
            double log = Math.log(Math.abs(expected)) + n * Math.log(scale);
            // a relative perturbation by the rounding unit moves log|det| by up to n |A| |A^-1|
            double inverse = Matrices.largest(f.solve(n, false, Matrices.identity(n))) * scale;
            double tolerance = 1e-15 * n * n * (n + inverse) + 1e-15 * Math.abs(log);
            assertEquals(log, d.logAbs(), tolerance);
            if (Math.abs(log) < 700) {
                assertEquals(1, d.value() / d.sign() / Math.exp(d.logAbs()), 1e-12);
            }
        }
    }

    @Example
    void determinants() {
        assertEquals(new Lu.Determinant(1, 0, 1), Factors.of(0, new double[0]).determinant());
        assertEquals(1, Lu.reciprocalPivotRatio(0, new double[0], 0));
        assertEquals(-2, Factors.of(2, new double[] {1, 2, 3, 4}).determinant().value(), 1e-15);
        // permutations with signs -1 (one exchange), 1 (a cycle of three), -1 (a cycle of four)
        assertEquals(-1, Factors.of(2, new double[] {0, 1, 1, 0}).determinant().value());
        double[] three = {0, 1, 0, 0, 0, 1, 1, 0, 0};
        assertEquals(1, Factors.of(3, three).determinant().value());
        double[] four = {0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0};
        assertEquals(-1, Factors.of(4, four).determinant().value());
    }

    @Example
    void determinantsNeitherOverflowNorUnderflowOnTheWay() {
        double[] a = Matrices.diagonal(1e200, -1e200, 1e-200, 1e-200, 3e300, Double.MIN_VALUE);
        Lu.Determinant d = Factors.of(6, a).determinant();
        assertEquals(-3e300 * Double.MIN_VALUE, d.value(), 1e-14 * Math.abs(d.value()));
        assertEquals(-1, d.sign());
        Lu.Determinant huge = Factors.of(2, Matrices.diagonal(-1e200, 1e200)).determinant();
        assertEquals(Double.NEGATIVE_INFINITY, huge.value());
        assertEquals(400 * Math.log(10), huge.logAbs(), 1e-12);
        Lu.Determinant tiny = Factors.of(2, Matrices.diagonal(1e-200, 1e-200)).determinant();
        assertEquals(0, tiny.value());
        assertEquals(1, tiny.sign());
        assertEquals(-400 * Math.log(10), tiny.logAbs(), 1e-12);
        double near = Factors.of(1, new double[] {1 - 0x1p-50}).determinant().logAbs();
        assertEquals(-0x1p-50, near, 1e-29);
    }

    @Example
    void nanReachesEveryResult() {
        for (int place = 0; place < 9; place++) {
            for (double[] a : new double[][] {new double[9], {4, 1, 2, 1, 5, 3, 2, 3, 6}}) {
                a[place] = Double.NaN;
                Factors f = Factors.of(3, a);
                Lu.Determinant d = f.determinant();
                assertEquals(new Lu.Determinant(Double.NaN, Double.NaN, Double.NaN), d);
                assertEquals(Double.NaN, Lu.reciprocalPivotRatio(3, f.lu, 0));
                double[] x = f.solve(1, place % 2 == 0, new double[] {1, 1, 1});
                assertTrue(Arrays.stream(x).anyMatch(Double::isNaN));
            }
        }
    }

    @Example
    void singularIsFlaggedNotThrown() {
        Factors f = Factors.of(2, new double[] {1, 2, 2, 4});
        assertEquals(1, f.singular);
        double[] x = f.solve(1, false, new double[] {1, 1});
        assertNotEquals(true, Arrays.stream(x).allMatch(Double::isFinite));
    }

    @Example
    void hilbert() {
        double[] a = Matrices.hilbert(10);
        Factors f = Factors.of(10, a);
        checkFactors(10, a, f);
        assertEquals(2.1644e-53, f.determinant().value(), 1e-3 * 2.1644e-53);
        assertTrue(Lu.reciprocalPivotRatio(10, f.lu, 0) < 1e-9);
    }
}
