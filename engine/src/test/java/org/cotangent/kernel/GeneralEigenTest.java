package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eigenvalues of general matrices: closed forms, and W A V = diag(λ) with W V = I. */
class GeneralEigenTest {
    /** A result taken apart. */
    private record Result(int n, double[] y) {
        double re(int i) {
            return y[i];
        }

        double im(int i) {
            return y[n + i];
        }

        /** Real or imaginary part of an element of V or W. */
        double at(int block, int i, int j) {
            return y[(2 + block * n + i) * n + j];
        }

        double[] parts(int row) {
            return Arrays.copyOfRange(y, row * n, (row + 1) * n);
        }
    }

    private static Result of(double... a) {
        int n = (int) Math.round(Math.sqrt(a.length));
        double[] y = new double[(2 + 4 * n) * n];
        GeneralEigen.decompose(n, a, 0, y, 0);
        return new Result(n, y);
    }

    /** Residuals of both kinds of vectors, relative to the size of the matrix and of w. */
    private static void check(double[] a, double tolerance) {
        Result r = of(a);
        int n = r.n;
        double norm = Arrays.stream(a).map(Math::abs).sum();
        for (int k = 0; k < n; k++) {
            double size = 0;
            double productRe = 0;
            double productIm = 0;
            for (int i = 0; i < n; i++) {
                size += Math.hypot(r.at(2, k, i), r.at(3, k, i));
                productRe += r.at(2, k, i) * r.at(0, i, k) - r.at(3, k, i) * r.at(1, i, k);
                productIm += r.at(2, k, i) * r.at(1, i, k) + r.at(3, k, i) * r.at(0, i, k);
            }
            assertEquals(1, productRe, tolerance * size);
            assertEquals(0, productIm, tolerance * size);
            for (int i = 0; i < n; i++) {
                double vr = -r.re(k) * r.at(0, i, k) + r.im(k) * r.at(1, i, k);
                double vi = -r.re(k) * r.at(1, i, k) - r.im(k) * r.at(0, i, k);
                double wr = -r.re(k) * r.at(2, k, i) + r.im(k) * r.at(3, k, i);
                double wi = -r.re(k) * r.at(3, k, i) - r.im(k) * r.at(2, k, i);
                for (int j = 0; j < n; j++) {
                    vr += a[i * n + j] * r.at(0, j, k);
                    vi += a[i * n + j] * r.at(1, j, k);
                    wr += r.at(2, k, j) * a[j * n + i];
                    wi += r.at(3, k, j) * a[j * n + i];
                }
                assertEquals(0, Math.hypot(vr, vi), tolerance * norm, "right " + k);
                assertEquals(0, Math.hypot(wr, wi), tolerance * norm * size, "left " + k);
            }
            if (r.im(k) == 0) {
                for (int i = 0; i < n; i++) {
                    assertEquals(0, r.at(1, i, k));
                    assertEquals(0, r.at(3, k, i));
                }
            } else {
                int own = k;
                int other =
                        IntStream.range(0, n)
                                .filter(j -> r.re(j) == r.re(own) && r.im(j) == -r.im(own))
                                .findFirst()
                                .orElseThrow();
                assertEquals(r.at(0, 0, k), r.at(0, 0, other));
                assertEquals(-r.at(1, 0, k), r.at(1, 0, other));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 20, 50, 100})
    void randomMatrices(int n) {
        Random random = new Random(n);
        for (int i = 0; i < (n > 20 ? 1 : 50); i++) {
            double[] a = random.doubles((long) n * n, -1, 1).toArray();
            check(a, 2e-15);
            for (int j = 0; j < a.length; j++) { // many zeros, and entries far apart
                boolean zero = j % (n + 1) != 0 && random.nextInt(3) > 0;
                a[j] = zero ? 0 : Math.scalb(a[j], random.nextInt(9) - 4);
            }
            check(a, 1e-12); // of norms: a balance is one of elements
        }
    }

    @Test
    void closedForms() {
        // roots of unity
        Result cyclic = of(0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
        assertArrayEquals(new double[] {-1, 0, 0, 1}, cyclic.parts(0), 1e-15);
        assertArrayEquals(new double[] {0, -1, 1, 0}, cyclic.parts(1), 1e-15);
        // companion of (x - 1)(x - 2)(x - 3)
        assertArrayEquals(new double[] {1, 2, 3}, of(6, -11, 6, 1, 0, 0, 0, 1, 0).parts(0), 2e-14);
        // triangles show theirs, in order
        assertArrayEquals(new double[] {-2, 1, 5}, of(5, 7, 9, 0, -2, 1e3, 0, 0, 1).parts(0));
        assertArrayEquals(new double[] {-2, 1, 5}, of(5, 0, 0, 7, -2, 0, 9, 4, 1).parts(0), 1e-14);
        Result turn = of(0.6, -0.8, 0.8, 0.6);
        assertArrayEquals(new double[] {0.6, 0.6}, turn.parts(0));
        assertArrayEquals(new double[] {-0.8, 0.8}, turn.parts(1));
    }

    @Test
    void multipleAndDefective() {
        Result identity = of(1, 0, 0, 0, 1, 0, 0, 0, 1);
        assertArrayEquals(new double[] {1, 1, 1}, identity.parts(0));
        check(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0);
        Result jordan = of(2, 1, 0, 0, 2, 1, 0, 0, 2);
        assertArrayEquals(new double[] {2, 2, 2}, jordan.parts(0));
        assertArrayEquals(new double[] {0, 0}, of(0, 0, 0, 0).parts(0));
        assertEquals(0, of().y.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1060, -500, 500, 1000})
    void anyScale(int exponent) {
        double[] a = {1, 2, 0.5, -3, 0.25, 4, 2, -1, 1};
        double[] b = Arrays.stream(a).map(x -> Math.scalb(x, exponent)).toArray();
        double[] scaled = of(a).y;
        for (int i = 0; i < 6; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        assertArrayEquals(scaled, of(b).y);
    }

    /** D⁻¹ B D with eigenvalues 1, 2, 4 and elements from 1e-12 to 1e12. */
    @Test
    void badlyScaledMatricesAreBalanced() {
        double[] b = {1, 1, 1, 0, 2, 1, 0, 0, 4};
        double[] mix = {1, 0, 0, 0.5, 1, 0, 0.25, 0.5, 1}; // unit lower triangle, its inverse known
        double[] inverse = {1, 0, 0, -0.5, 1, 0, 0, -0.5, 1};
        double[] a = product(product(inverse, b), mix);
        double[] d = {1, 0x1p20, 0x1p-20};
        for (int i = 0; i < 9; i++) {
            a[i] *= d[i % 3] / d[i / 3];
        }
        assertArrayEquals(new double[] {1, 2, 4}, of(a).parts(0), 1e-14);
    }

    private static double[] product(double[] a, double[] b) {
        double[] c = new double[9];
        for (int i = 0; i < 27; i++) {
            c[i / 9 * 3 + i % 3] += a[i / 9 * 3 + i / 3 % 3] * b[i / 3 % 3 * 3 + i % 3];
        }
        return c;
    }

    @Test
    void whatIsNotFiniteIsNan() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(Arrays.stream(of(1, bad, 3, 4).y).allMatch(Double::isNaN));
        }
    }
}
