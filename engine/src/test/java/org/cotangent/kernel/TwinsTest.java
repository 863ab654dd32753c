package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

// Longer than 400 lines: one test for every kernel, over one list of sizes and special numbers.

/** Vectors against plain loops, plain loops against the functions by themselves. */
class TwinsTest {
    private static final int[] SIZES = {
        0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 511, 512, 513, 1000, 1023, 1025, 2049
    };

    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        -1e-310,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        708,
        -708,
        708.1,
        709.79,
        -745.2,
        -740,
        -750,
        354.1,
        22,
        22.1,
        -40,
        1e-9,
        Math.sqrt(2),
        Math.sqrt(0.5)
    };

    private final ArrayKernels plain = new PlainKernels();
    private final ArrayKernels vectors = new VectorKernels();

    private static double[] arguments(int n, long seed) {
        Random random = new Random(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] =
                    random.nextInt(5) == 0
                            ? SPECIAL[random.nextInt(SPECIAL.length)]
                            : random.nextGaussian() * Math.pow(10, random.nextInt(7) - 4);
        }
        return x;
    }

    /** Bits, NaN being one. */
    private static void assertSame(double expected, double actual, String what) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual), what);
    }

    private static void assertClose(double expected, double actual, double ulps, String what) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            assertEquals(expected, actual, what);
        } else {
            assertTrue(
                    Math.abs(expected - actual) <= ulps * Math.ulp(expected),
                    () -> what + ": " + expected + " and " + actual);
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfOneNumber(UnaryKernel f) {
        for (int n : SIZES) {
            double[] x = arguments(n, n);
            double[] p = new double[n];
            double[] v = new double[n];
            plain.map(f, x, p);
            vectors.map(f, x, v);
            for (int i = 0; i < n; i++) {
                assertSame(f.applyAsDouble(x[i]), p[i], f + " plain of " + x[i]);
                assertSame(p[i], v[i], f + " of " + x[i] + ", " + i + " of " + n);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRangeOfAFunction(UnaryKernel f) {
        double[] x = new double[30];
        for (int exponent = -1074; exponent < 1024; exponent += 3) {
            Random random = new Random(exponent);
            Arrays.setAll(x, i -> Math.scalb(1 + random.nextDouble(), random.nextInt(3)));
            for (int i = 0; i < 30; i++) {
                x[i] = Math.scalb(x[i], exponent) * (i % 2 == 0 ? 1 : -1);
            }
            double[] y = new double[30];
            vectors.map(f, x, y);
            for (int i = 0; i < 30; i++) {
                assertSame(f.applyAsDouble(x[i]), y[i], f + " of " + x[i]);
            }
        }
    }

    /** The kernels of two numbers, and their compositions with those of one that rules are of. */
    static List<DoubleBinaryOperator> functionsOfTwoNumbers() {
        List<DoubleBinaryOperator> all = new ArrayList<>(List.of(BinaryKernel.values()));
        for (UnaryKernel inner : UnaryKernel.values()) {
            all.add(new Composition(BinaryKernel.STRONG_MUL, inner));
            all.add(new Composition(BinaryKernel.GATE, inner));
        }
        all.add(new Composition(BinaryKernel.STRONG_MUL, Math::cos)); // without a loop of its own
        return all;
    }

    @ParameterizedTest
    @MethodSource
    void functionsOfTwoNumbers(DoubleBinaryOperator f) {
        for (int n : SIZES) {
            double[] a = arguments(n, n + 1);
            double[] b = arguments(n, n + 2);
            double[] p = new double[n];
            double[] v = new double[n];
            plain.zip(f, a, b, p);
            vectors.zip(f, a, b, v);
            for (int i = 0; i < n; i++) {
                String what = f + " of " + a[i] + " and " + b[i] + ", " + i + " of " + n;
                assertSame(f.applyAsDouble(a[i], b[i]), p[i], what);
                assertSame(p[i], v[i], what);
            }
        }
    }

    @Test
    void wherePositiveIsAGateByTheStep() {
        double[] p = arguments(3000, 8);
        double[] q = arguments(3000, 9);
        Composition gate = new Composition(BinaryKernel.GATE, UnaryKernel.STEP);
        for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
            double[] one = new double[p.length];
            double[] both = new double[p.length];
            loops.zip(BinaryKernel.WHERE_POSITIVE, p, q, one);
            loops.zip(gate, p, q, both);
            assertArrayEquals(one, both, 0);
        }
    }

    /** A rule may write over the adjoint; long ones are divided among threads. */
    @ParameterizedTest
    @MethodSource("functionsOfTwoNumbers")
    void resultInPlaceOfTheFirst(DoubleBinaryOperator f) {
        double[] a = arguments(100_003, 5);
        double[] b = arguments(100_003, 6);
        for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
            double[] y = new double[a.length];
            loops.zip(f, a, b, y);
            double[] inPlace = a.clone();
            loops.zip(f, inPlace, b, inPlace);
            assertArrayEquals(y, inPlace);
            for (int from : new int[] {0, 1, 511, 1023, 8191, 99_990}) {
                int to = Math.min(a.length, from + 77);
                double[] part = new double[to - from];
                loops.zip(
                        f, Arrays.copyOfRange(a, from, to), Arrays.copyOfRange(b, from, to), part);
                assertArrayEquals(Arrays.copyOfRange(y, from, to), part);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functionsOfTwoNumbers")
    void operandsThatStayWhereTheyAre(DoubleBinaryOperator f) {
        for (int n : new int[] {1, 3, 8, 513, 1030}) {
            double[] a = arguments(3 * n, n);
            double[] b = arguments(3, 7);
            for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
                double[] y = new double[3 * n];
                int[] extents = {3, n};
                loops.zip(f, a, new int[] {n, 1}, b, new int[] {1, 0}, extents, y);
                double[] other = new double[3 * n];
                loops.zip(f, b, new int[] {1, 0}, a, new int[] {n, 1}, extents, other);
                for (int i = 0; i < 3 * n; i++) {
                    double q = b[i / n];
                    assertSame(f.applyAsDouble(a[i], q), y[i], f + " at " + i);
                    assertSame(f.applyAsDouble(q, a[i]), other[i], f + " at " + i);
                }
            }
        }
    }

    /** What an element becomes does not depend on where it stands, nor on the threads. */
    @ParameterizedTest
    @EnumSource
    void placeDoesNotMatter(UnaryKernel f) {
        double[] x = arguments(300_000, 3);
        for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
            double[] whole = new double[x.length];
            loops.map(f, x, whole);
            for (int from : new int[] {0, 1, 5, 511, 8191, 150_001, 299_990}) {
                double[] part = Arrays.copyOfRange(x, from, Math.min(x.length, from + 77));
                double[] y = new double[part.length];
                loops.map(f, part, y);
                assertArrayEquals(Arrays.copyOfRange(whole, from, from + part.length), y);
            }
        }
    }

    @Test
    void sums() {
        for (int n : SIZES) {
            double[] x = new Random(n).doubles(n, -1, 1).toArray();
            double exact =
                    Arrays.stream(x)
                            .mapToObj(java.math.BigDecimal::new)
                            .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add)
                            .doubleValue();
            double size = Arrays.stream(x).map(Math::abs).sum();
            for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
                double[] y = {0};
                loops.addTo(x, new int[] {n}, y, 0, new int[] {0});
                assertEquals(exact, y[0], 40 * Math.ulp(1.0) * size);
            }
        }
    }

    /** The order of terms is the same, whatever the width of vectors. */
    @Test
    void sumsHaveTheSameBits() {
        PlainKernels p = new PlainKernels();
        PlainKernels v = new VectorKernels();
        for (int n : SIZES) {
            double[] x = new Random(n).doubles(n + 3, -1, 1).toArray();
            double[] y = new Random(n + 1).doubles(n + 3, -1, 1).toArray();
            String what = "of " + n;
            assertSame(p.sum(x, 3, n), v.sum(x, 3, n), what);
            assertSame(p.dotRun(x, 3, y, 1, n), v.dotRun(x, 3, y, 1, n), what);
            double less = p.differencesRun(x, y, 0.3, 3, n);
            assertSame(less, v.differencesRun(x, y, 0.3, 3, n), what);
            for (int rows : new int[] {0, 1, 3, 4, 9}) {
                double[] a = new Random(rows).doubles(rows * (n + 1) + 2, -1, 1).toArray();
                double[] factors = new Random(7).doubles(rows + 1, -1, 1).toArray();
                double[] one = Arrays.copyOf(x, n);
                double[] other = one.clone();
                p.addRows(a, 2, n + 1, factors, 1, rows, one);
                v.addRows(a, 2, n + 1, factors, 1, rows, other);
                assertArrayEquals(one, other, what + ", " + rows + " rows");
            }
        }
    }

    @Test
    void axpy() {
        for (int n : SIZES) {
            double[] x = arguments(n, 1);
            double[] y = arguments(n, 2);
            double[] p = new double[n];
            double[] v = new double[n];
            plain.axpy(-0.3, x, y, p);
            vectors.axpy(-0.3, x, y, v);
            assertArrayEquals(p, v);
            for (int i = 0; i < n; i++) {
                assertEquals(y[i] - 0.3 * x[i] + 0.0, p[i] + 0.0);
            }
        }
    }

    /** Rows that lie together have a path of their own; the other is the judge. */
    @Test
    void softmaxOfRowsAndOfColumns() {
        for (int n :
                new int[] {1, 2, 3, 7, 8, 9, 10, 63, 64, 65, 511, 512, 513, 1000, 1023, 1500}) {
            int rows = 7;
            double[] x = arguments(rows * n, n);
            double[] turned = new double[rows * n];
            for (int i = 0; i < rows * n; i++) {
                if (i / n == 2) {
                    x[i] = Double.NEGATIVE_INFINITY;
                } else if (i / n != 3 && Double.isNaN(x[i])) {
                    x[i] = 1;
                }
                turned[i % n * rows + i / n] = x[i];
            }
            for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
                double[] y = new double[rows * n];
                double[] z = new double[rows * n];
                loops.softmax(x, new int[] {rows, n}, new int[] {1, 0}, rows, 0.25, y);
                loops.softmax(turned, new int[] {n, rows}, new int[] {0, 1}, rows, 0.25, z);
                double[] log = new double[rows * n];
                double[] logTurned = new double[rows * n];
                loops.logSoftmax(x, new int[] {rows, n}, new int[] {1, 0}, rows, log);
                loops.logSoftmax(turned, new int[] {n, rows}, new int[] {0, 1}, rows, logTurned);
                for (int i = 0; i < rows * n; i++) {
                    int t = i % n * rows + i / n;
                    String what = "element " + i + " of rows of " + n;
                    assertClose(z[t], y[i], n + 4, what);
                    if (Double.isFinite(logTurned[t])) {
                        double slack = (n + 4) * Math.ulp(Math.abs(x[i]) + Math.abs(log[i]) + 1);
                        assertEquals(logTurned[t], log[i], slack, what);
                    } else {
                        assertEquals(logTurned[t], log[i], what);
                    }
                }
            }
        }
    }

    /** NaN and nothing finite beside it, infinities of either sign, everywhere in a row. */
    @Test
    void softmaxOfRowsThatAreNotFinite() {
        double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int n : new int[] {2, 5, 8, 17, 64, 513, 1200}) {
            for (double rest :
                    new double[] {Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY}) {
                for (double other : bad) {
                    for (int at = 0; at < n; at += Math.max(1, n / 5)) {
                        double[] x = new double[n];
                        Arrays.fill(x, rest);
                        x[at] = other;
                        double[] columns = new double[2 * n];
                        Arrays.setAll(columns, i -> x[i / 2]);
                        for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
                            double[] y = new double[n];
                            double[] z = new double[2 * n];
                            String what = n + " of " + rest + ", and " + other + " at " + at;
                            loops.softmax(x, new int[] {1, n}, new int[] {1, 0}, 1, 0.25, y);
                            loops.softmax(columns, new int[] {n, 2}, new int[] {0, 1}, 2, 0.25, z);
                            assertRows(z, y, what);
                            loops.logSoftmax(x, new int[] {1, n}, new int[] {1, 0}, 1, y);
                            loops.logSoftmax(columns, new int[] {n, 2}, new int[] {0, 1}, 2, z);
                            assertRows(z, y, "log " + what);
                        }
                    }
                }
            }
        }
    }

    private static void assertRows(double[] columns, double[] row, String what) {
        for (int i = 0; i < row.length; i++) {
            assertClose(columns[2 * i], row[i], row.length + 4, what + ", element " + i);
        }
    }

    /** Rows, columns and the formulas by themselves, with one class that has nearly all or not. */
    @Test
    void deviationsAndExcess() {
        for (int n : new int[] {1, 2, 3, 7, 10, 31, 32, 33, 64, 127, 128, 129, 300, 600}) {
            for (double gap : new double[] {0, 40}) {
                int rows = 5;
                Random random = new Random(n);
                double[] v = random.ints(rows * n, -9, 9).mapToDouble(i -> i / 4.0).toArray();
                double[] x = random.doubles(rows * n, -1, 1).toArray();
                for (int row = 0; row < rows; row++) {
                    x[row * n + random.nextInt(n)] += gap;
                }
                // a row that is zero under weights that are NaN
                Arrays.fill(v, 3 * n, 4 * n, 0);
                Arrays.fill(x, 3 * n, 4 * n, Double.NaN);
                double[] w = new double[rows * n];
                plain.softmax(x, new int[] {rows, n}, new int[] {1, 0}, rows, 0, w);
                for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
                    for (int what = 0; what < 3; what++) {
                        double[] y = weighted(loops, what, v, w, rows, n, true);
                        double[] z = weighted(loops, what, v, w, rows, n, false);
                        for (int i = 0; i < rows * n; i++) {
                            double expected = weightedByHand(what, v, w, i / n * n, n, i);
                            double slack = 1e-13 * Math.abs(expected) + 1e-30;
                            // sums of several signs
                            slack += gap == 0 ? 1e-15 * n : 0;
                            String message = what + ", element " + i + " of rows of " + n;
                            assertEquals(expected, y[i], slack, message);
                            assertEquals(expected, z[i], slack, message + " in columns");
                        }
                    }
                }
            }
        }
    }

    /**
     * Deviations, weighted deviations or the excess, of rows or of the columns that they become.
     */
    private static double[] weighted(
            ArrayKernels loops, int what, double[] v, double[] w, int rows, int n, boolean asRows) {
        double[] a = asRows ? v : turned(v, rows, n);
        double[] y = asRows ? w.clone() : turned(w, rows, n); // in place
        int[] extents = asRows ? new int[] {rows, n} : new int[] {n, rows};
        int[] strides = asRows ? new int[] {1, 0} : new int[] {0, 1};
        if (what == 2) {
            loops.excess(a, y, extents, strides, rows, y);
        } else {
            loops.deviations(a, y, extents, strides, rows, what == 1, y);
        }
        return asRows ? y : turned(y, n, rows);
    }

    private static double[] turned(double[] x, int rows, int n) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i % n * rows + i / n] = x[i];
        }
        return y;
    }

    /** Element i, from sums over all others of its row. */
    private static double weightedByHand(int what, double[] v, double[] w, int from, int n, int i) {
        if (Double.isNaN(w[i])) {
            return 0;
        }
        double differences = 0;
        double otherWeights = 0;
        double others = 0;
        for (int j = from; j < from + n; j++) {
            differences += w[j] * (v[i] - v[j]);
            otherWeights += j == i ? 0 : w[j];
            others += j == i ? 0 : v[j];
        }
        return what == 2
                ? v[i] * otherWeights - w[i] * others
                : (what == 1 ? w[i] : 1) * differences;
    }

    @Test
    void largestOfARun() {
        for (PlainKernels loops : new PlainKernels[] {new PlainKernels(), new VectorKernels()}) {
            for (int n : SIZES) {
                double[] x = arguments(n + 2, n);
                double expected = Double.NEGATIVE_INFINITY;
                for (int i = 1; i <= n; i++) {
                    expected = Double.isNaN(x[i]) ? expected : Math.max(expected, x[i]);
                }
                assertSame(expected + 0.0, loops.largestRun(x, 1, n), "of " + n);
                for (int at = 1; at <= n; at++) {
                    double before = x[at];
                    x[at] = Double.POSITIVE_INFINITY;
                    assertEquals(x[at], loops.largestRun(x, 1, n), at + " of " + n);
                    x[at] = before;
                }
            }
        }
    }

    // ---- matrix products

    private static final int[] EXTENTS = {1, 2, 5, 6, 7, 8, 9, 11, 13, 63, 64, 65, 97, 255, 257};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void productsOfAwkwardSizes(int form) {
        Random random = new Random(form);
        for (int round = 0; round < 150; round++) {
            int m = EXTENTS[random.nextInt(EXTENTS.length)];
            int k = EXTENTS[random.nextInt(EXTENTS.length)] * (round % 20 == 0 ? 5 : 1);
            int n = EXTENTS[random.nextInt(EXTENTS.length)] * (round % 50 == 0 ? 9 : 1);
            if (round % 5 == 0) { // a matrix and a vector
                m = round % 2 == 0 ? 1 : m;
                n = round % 2 == 0 ? n : 1;
                k = round % 3 == 0 ? 5000 : k;
            }
            double[] a = random.doubles(m * k, -1, 1).toArray();
            double[] b = random.doubles(k * n, -1, 1).toArray();
            int aRow = form % 2 == 0 ? k : 1;
            int aColumn = form % 2 == 0 ? 1 : m;
            int bRow = form < 2 ? n : 1;
            int bColumn = form < 2 ? 1 : k;
            double[] p = new double[m * n];
            double[] v = new double[m * n];
            Arrays.fill(v, Double.NaN);
            Arrays.fill(p, Double.NaN);
            plain.matmul(m, k, n, a, 0, aRow, aColumn, b, 0, bRow, bColumn, p, 0);
            vectors.matmul(m, k, n, a, 0, aRow, aColumn, b, 0, bRow, bColumn, v, 0);
            // within k roundings of the sum of the terms' sizes, at most k
            double slack = 2.0 * k * k * 0x1p-53;
            for (int i = 0; i < m * n; i++) {
                double expected = 0;
                if (i % 17 == 0) {
                    for (int t = 0; t < k; t++) {
                        expected += a[i / n * aRow + t * aColumn] * b[t * bRow + i % n * bColumn];
                    }
                    assertEquals(expected, p[i], slack, m + " " + k + " " + n + " at " + i);
                }
                assertSame(p[i], v[i], m + " " + k + " " + n + " at " + i);
            }
        }
    }

    /** The same bits however the rows and columns of C are divided. */
    @Test
    void productsInPieces() {
        Random random = new Random(5);
        int m = 131;
        int k = 301;
        int n = 157;
        double[] a = random.doubles(m * k, -1, 1).toArray();
        double[] b = random.doubles(k * n, -1, 1).toArray();
        for (PlainKernels loops : new PlainKernels[] {new PlainKernels(), new VectorKernels()}) {
            double[] whole = new double[m * n];
            loops.product(m, k, n, a, 0, k, 1, b, 0, n, 1, whole, 0, false);
            double[] threads = new double[m * n];
            loops.matmul(m, k, n, a, 0, k, 1, b, 0, n, 1, threads, 0);
            assertArrayEquals(whole, threads);
            for (int cut : new int[] {1, 6, 50, 130}) {
                double[] y = new double[m * n];
                loops.product(cut, k, n, a, 0, k, 1, b, 0, n, 1, y, 0, true);
                loops.product(m - cut, k, n, a, cut * k, k, 1, b, 0, n, 1, y, cut * n, false);
                assertArrayEquals(whole, y);
                double[] left = new double[m * cut];
                loops.product(m, k, cut, a, 0, k, 1, b, 0, n, 1, left, 0, false);
                double[] right = new double[m * (n - cut)];
                loops.product(m, k, n - cut, a, 0, k, 1, b, cut, n, 1, right, 0, true);
                for (int i = 0; i < m; i++) {
                    System.arraycopy(left, i * cut, y, i * n, cut);
                    System.arraycopy(right, i * (n - cut), y, i * n + cut, n - cut);
                }
                assertArrayEquals(whole, y);
            }
        }
    }

    /** Infinities and NaN reach what they should and nothing beside it. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void productsOfWhatIsNotFinite(double bad) {
        for (ArrayKernels loops : new ArrayKernels[] {plain, vectors}) {
            for (int n : new int[] {3, 13, 70}) {
                double[] a = new Random(n).doubles(n * n, 0.5, 1).toArray();
                double[] b = new Random(n + 1).doubles(n * n, 0.5, 1).toArray();
                a[n + 1] = bad;
                double[] c = new double[n * n];
                loops.matmul(n, n, n, a, 0, n, 1, b, 0, n, 1, c, 0);
                for (int i = 0; i < n * n; i++) {
                    boolean finite = Double.isFinite(c[i]);
                    assertEquals(i / n != 1, finite, "element " + i);
                    if (!finite) {
                        assertEquals(bad, c[i]);
                    }
                }
            }
        }
    }
}
