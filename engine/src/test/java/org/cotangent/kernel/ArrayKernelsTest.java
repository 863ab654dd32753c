package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** ArrayKernels against the plainest loops that could be written. */
class ArrayKernelsTest {
    @Provide
    Arbitrary<ArrayKernels> twins() {
        return Arbitraries.of(new PlainKernels(), new VectorKernels());
    }

    @Provide
    Arbitrary<int[]> extents() {
        return Arbitraries.integers().between(0, 4).array(int[].class).ofMinSize(0).ofMaxSize(4);
    }

    @Property(tries = 300)
    void readAndAddToFollowAnyStrides(
            @ForAll("twins") ArrayKernels loops,
            @ForAll("extents") int[] extents,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] strides = new int[extents.length];
        int offset = 20;
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = random.nextInt(9) - 3;
            offset -= Math.min(0, strides[axis] * extents[axis]);
        }
        double[] x = random.doubles(200).toArray();
        int size = Arrays.stream(extents).reduce(1, (p, q) -> p * q);
        double[] y = new double[size];
        loops.read(x, offset, strides, extents, y);
        double[] back = new double[200];
        double[] expectedBack = new double[200];
        loops.addTo(y, extents, back, offset, strides);
        for (int i = 0; i < size; i++) {
            int at = offset;
            int rest = i;
            for (int axis = extents.length - 1; axis >= 0; axis--) {
                at += rest % extents[axis] * strides[axis];
                rest /= extents[axis];
            }
            assertEquals(x[at], y[i]);
            expectedBack[at] += y[i];
        }
        assertArrayEquals(expectedBack, back, 1e-13); // another order of up to 256 terms
    }

    @Property(tries = 200)
    void matmulInAllFourForms(
            @ForAll("twins") ArrayKernels loops,
            @ForAll @IntRange(max = 21) int m,
            @ForAll @IntRange(max = 21) int k,
            @ForAll @IntRange(max = 21) int n,
            @ForAll boolean transposeA,
            @ForAll boolean transposeB,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] a = random.doubles(m * k + 3).toArray();
        double[] b = random.doubles(k * n + 5).toArray();
        double[] c = new double[m * n + 7];
        Arrays.fill(c, -1);
        int aRow = transposeA ? 1 : k;
        int aColumn = transposeA ? m : 1;
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        loops.matmul(m, k, n, a, 3, aRow, aColumn, b, 5, bRow, bColumn, c, 7);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[3 + i * aRow + p * aColumn] * b[5 + p * bRow + j * bColumn];
                }
                assertEquals(sum, c[7 + i * n + j], 1e-13);
            }
        }
        for (int i = 0; i < 7; i++) {
            assertEquals(-1, c[i], "written before the offset");
        }
    }

    @Property(tries = 200)
    void sumOfAnyLength(
            @ForAll("twins") ArrayKernels loops,
            @ForAll @IntRange(max = 2000) int n,
            @ForAll long seed) {
        double[] x = new Random(seed).longs(n, -1000, 1000).asDoubleStream().toArray();
        double exact = Arrays.stream(x).mapToLong(v -> (long) v).sum();
        double[] y = {1};
        loops.addTo(x, new int[] {n}, y, 0, new int[] {0});
        assertEquals(exact + 1, y[0]);
    }

    @Property(tries = 100)
    void columnsOfAnyHeight(
            @ForAll("twins") ArrayKernels loops,
            @ForAll @IntRange(max = 300) int rows,
            @ForAll @IntRange(min = 2, max = 20) int columns,
            @ForAll long seed) {
        double[] x =
                new Random(seed).longs((long) rows * columns, -9, 9).asDoubleStream().toArray();
        double[] expected = new double[columns + 3];
        Arrays.fill(expected, 1);
        double[] y = expected.clone();
        for (int i = 0; i < x.length; i++) {
            expected[3 + i % columns] += x[i];
        }
        loops.addTo(x, new int[] {rows, columns}, y, 3, new int[] {0, 1});
        assertArrayEquals(expected, y);
    }

    @Property(tries = 100)
    void nanIsNeverLost(
            @ForAll("twins") ArrayKernels loops,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] x = random.doubles(n).toArray();
        x[random.nextInt(n)] = Double.NaN;
        double[] y = {0};
        loops.logSumExp(x, new int[] {n}, new int[] {0}, y);
        assertEquals(Double.NaN, y[0]);
        double[] weights = new double[n];
        loops.softmax(x, new int[] {n}, new int[] {0}, 1, 0, weights);
        assertEquals(n, Arrays.stream(weights).filter(Double::isNaN).count());
        // 0 times NaN is NaN, also where the row of the other factor is all zeros
        double[] c = new double[n];
        loops.matmul(1, n, n, x, 0, n, 1, new double[n * n], 0, n, 1, c, 0);
        assertEquals(n, Arrays.stream(c).filter(Double::isNaN).count());
    }
}
