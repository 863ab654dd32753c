package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The product over vectors, bit for bit in the order that it promises. */
class VectorProductTest {
    private static final int TERMS = 256;

    /** Terms in their order by fused multiply-adds over each 256, and the sums of these. */
    private static double element(
            double[] a, int from, int along, double[] b, int j, int k, int n) {
        double sum = 0;
        for (int p = 0; p < k; p += TERMS) {
            double part = 0;
            for (int q = p; q < Math.min(k, p + TERMS); q++) {
                part = Math.fma(a[from + q * along], b[q * n + j], part);
            }
            sum = p == 0 ? part : sum + part;
        }
        return sum;
    }

    @Property(tries = 300)
    void everySumIsInItsOrder(
            @ForAll @IntRange(min = 9, max = 150) int m,
            @ForAll @IntRange(min = 9, max = 600) int k,
            @ForAll @IntRange(min = 9, max = 40) int n,
            @ForAll boolean transposed,
            @ForAll boolean tiny,
            @ForAll long seed) {
        check(m, k, n, transposed, tiny, seed);
    }

    /** More terms, columns and rows than are packed at a time. */
    @Example
    void soAreThoseOfLargeProducts() {
        check(6, 4500, 140, false, false, 1);
        check(20, 1030, 531, true, false, 2);
        check(4, 20, 2300, false, false, 3);
        check(6, 600, 150, false, true, 6);
        check(2300, 20, 10, true, false, 4);
        check(300, 300, 300, false, false, 5);
    }

    private static void check(int m, int k, int n, boolean transposed, boolean tiny, long seed) {
        Random random = new Random(seed);
        // where products underflow sums are -0, which one more term of +0 would change
        double[] a =
                random.doubles(m * k, -1, tiny ? 0 : 1).map(x -> tiny ? x * 1e-200 : x).toArray();
        double[] b =
                random.doubles(k * n, tiny ? 0 : -1, 1).map(x -> tiny ? x * 1e-200 : x).toArray();
        double[] expected = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int from = transposed ? i : i * k;
                expected[i * n + j] = element(a, from, transposed ? m : 1, b, j, k, n);
            }
        }
        int row = transposed ? 1 : k;
        int column = transposed ? m : 1;
        double[] c = new double[m * n];
        Arrays.fill(c, Double.NaN);
        new VectorKernels().matmul(m, k, n, a, 0, row, column, b, 0, n, 1, c, 0);
        assertArrayEquals(expected, c);
        // the one for vectors of another length, with these
        Arrays.fill(c, Double.NaN);
        VectorProduct.multiply(m, k, n, a, 0, row, column, b, 0, n, 1, c, 0, m % 2 == 0);
        assertArrayEquals(expected, c);
    }
}
