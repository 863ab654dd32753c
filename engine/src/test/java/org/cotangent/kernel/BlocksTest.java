package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Factorizations of matrices so large that they are done in blocks, by either set of loops. */
class BlocksTest {
    private static final int AT = Matrices.BEFORE;
    private static final double EPS = 0x1p-53;

    private final Random random = new Random(5);

    private static double[] product(int m, int k, int n, double[] a, double[] b) {
        double[] c = new double[m * n];
        ArrayKernels.get().matmul(m, k, n, a, 0, k, 1, b, 0, n, 1, c, 0);
        return c;
    }

    // ---- triangular systems

    @ParameterizedTest
    @CsvSource({"64,8", "65,9", "79,8", "80,300", "127,17", "144,8", "145,64", "400,33"})
    void triangularSystems(int n, int k) {
        for (int form = 0; form < 8; form++) {
            triangular(n, k, (form & 1) > 0, (form & 2) > 0, (form & 4) > 0);
        }
    }

    private void triangular(int n, int k, boolean lower, boolean transposed, boolean unit) {
        double[] a = new double[n * n];
        double[] op = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double value = (2 * random.nextDouble() - 1) / n;
                value = i != j ? value : unit ? 1 : 1 + random.nextDouble();
                boolean inside = i == j || j < i == lower;
                a[i * n + j] = inside && !(i == j && unit) ? value : Double.NaN;
                op[transposed ? j * n + i : i * n + j] = inside ? value : 0;
            }
        }
        double[] b = Matrices.random(n, k, random, 1);
        double[] room = Matrices.guarded(n * k);
        Triangular.solve(
                n,
                k,
                lower,
                transposed,
                unit,
                Matrices.guarded(a),
                AT,
                Matrices.guarded(b),
                AT,
                room,
                AT);
        double[] x = Matrices.unguarded(room);
        Matrices.assertClose(b, product(n, n, k, op, x), 1e-14, "residual");
        double[] same = b.clone();
        Triangular.solve(n, k, lower, transposed, unit, a, 0, same, 0, same, 0);
        assertArrayEquals(x, same, "in place");
        // eight columns by themselves: the same bits
        double[] some = new double[n * 8];
        for (int i = 0; i < n; i++) {
            System.arraycopy(b, i * k + k - 8, some, i * 8, 8);
        }
        Triangular.solve(n, 8, lower, transposed, unit, a, 0, some, 0, some, 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 8; j++) {
                assertEquals(x[i * k + k - 8 + j], some[i * 8 + j]);
            }
        }
    }

    // ---- Cholesky

    private double[] definite(int n, double scale) {
        double[] m = Matrices.random(n, n, random, scale);
        double[] a = product(n, n, n, m, Matrices.transpose(n, n, m));
        for (int i = 0; i < n; i++) {
            a[i * n + i] += scale * scale;
        }
        return a;
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 128, 129, 200, 256, 300})
    void cholesky(int n) {
        for (double scale : new double[] {1, 1e-75, 1e75}) {
            double[] a = definite(n, scale);
            double[] lowerOnly = a.clone();
            for (int i = 0; i < n; i++) {
                Arrays.fill(lowerOnly, i * n + i + 1, (i + 1) * n, Double.NaN);
            }
            double[] room = Matrices.guarded(n * n);
            assertEquals(-1, Cholesky.factor(n, Matrices.guarded(lowerOnly), AT, room, AT));
            double[] l = Matrices.unguarded(room);
            double[] back = product(n, n, n, l, Matrices.transpose(n, n, l));
            Matrices.assertClose(a, back, n * EPS * Matrices.largest(a), "residual");
            assertEquals(-1, Cholesky.factor(n, lowerOnly, 0, lowerOnly, 0));
            assertArrayEquals(l, lowerOnly, "in place");
        }
    }

    @Test
    void theFirstPivotThatIsNotPositiveIsNamed() {
        int n = 300;
        for (int bad : new int[] {0, 63, 64, 130, 299}) {
            double[] a = Matrices.identity(n);
            a[bad * n + bad] = bad % 2 == 0 ? 0 : -1;
            assertEquals(bad, Cholesky.factor(n, a, 0, a, 0));
            Matrices.assertAllNaN(a);
        }
    }

    @Test
    void nanGoesAlongTheRecurrence() {
        int n = 300;
        double[] l = definite(n, 1);
        l[200 * n + 70] = Double.NaN;
        assertEquals(-1, Cholesky.factor(n, l, 0, l, 0));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                boolean reached = i == 200 && j >= 70 || i > 200 && j >= 200;
                assertEquals(reached, Double.isNaN(l[i * n + j]), i + ", " + j);
            }
        }
    }

    // ---- LU

    @ParameterizedTest
    @ValueSource(ints = {191, 192, 193, 250, 448, 449, 500})
    void lu(int n) {
        for (double scale : new double[] {1, 1e-150, 1e150}) {
            double[] a = Matrices.random(n, n, random, scale);
            checkLu(n, a);
        }
        double[] graded = Matrices.random(n, n, random, 1);
        double[] factors = new double[n];
        Arrays.setAll(factors, j -> Math.pow(10, random.nextInt(200) - 100));
        checkLu(n, Matrices.scaleColumns(n, n, graded, factors));
    }

    /** Pivots of elimination column by column; the residual column by column. */
    private void checkLu(int n, double[] a) {
        double[] room = Matrices.guarded(n * n);
        int[] rows = new int[n];
        assertEquals(-1, Lu.factor(n, Matrices.guarded(a), AT, room, AT, rows, 0));
        double[] lu = Matrices.unguarded(room);
        assertArrayEquals(pivots(n, a), rows, "pivots");
        double[] l = Matrices.identity(n);
        double[] u = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                (j < i ? l : u)[i * n + j] = lu[i * n + j];
            }
        }
        assertTrue(Matrices.largest(l) <= 1);
        double[] back = product(n, n, n, l, u);
        for (int j = 0; j < n; j++) {
            double size = 0;
            double error = 0;
            for (int i = 0; i < n; i++) {
                double x = a[rows[i] * n + j];
                size = Math.max(size, Math.abs(x));
                error = Math.max(error, Math.abs(x - back[i * n + j]));
            }
            assertTrue(error <= 8 * n * EPS * size, "residual " + error / size);
        }
        double[] copy = a.clone();
        Lu.factor(n, copy, 0, copy, 0, new int[n], 0);
        assertArrayEquals(lu, copy, "in place");
    }

    private static int[] pivots(int n, double[] a) {
        double[] x = a.clone();
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        for (int k = 0; k < n; k++) {
            int p = k;
            for (int i = k; i < n; i++) {
                p = Math.abs(x[i * n + k]) > Math.abs(x[p * n + k]) ? i : p;
            }
            int row = rows[p];
            rows[p] = rows[k];
            rows[k] = row;
            for (int j = 0; j < n; j++) {
                double other = x[p * n + j];
                x[p * n + j] = x[k * n + j];
                x[k * n + j] = other;
            }
            for (int i = k + 1; i < n; i++) {
                double factor = x[i * n + k] / x[k * n + k];
                for (int j = k; j < n; j++) {
                    x[i * n + j] -= factor * x[k * n + j];
                }
            }
        }
        return rows;
    }

    @Test
    void singularMatricesAndNan() {
        int n = 500;
        double[] a = Matrices.random(n, n, random, 1);
        for (int i = 0; i < n; i++) {
            a[i * n + 300] = 0;
            a[i * n + 400] = 0;
        }
        double[] lu = new double[n * n];
        assertEquals(300, Lu.factor(n, a, 0, lu, 0, new int[n], 0));
        assertEquals(0, lu[300 * n + 300]);
        assertEquals(0, lu[301 * n + 300]);
        assertTrue(Double.isFinite(lu[n * n - 1]));
        a[77 * n + 310] = Double.NaN;
        int[] rows = new int[n];
        Lu.factor(n, a, 0, lu, 0, rows, 0);
        assertTrue(Double.isNaN(lu[310 * n + 310]) && Double.isNaN(lu[n * n - 1]));
        assertTrue(Double.isFinite(lu[299 * n + 299]));
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 130, 500})
    void solutionsAndInverses(int n) {
        double[] a = Matrices.random(n, n, random, 1);
        for (int i = 0; i < n; i++) {
            a[i * n + i] += 4;
        }
        double[] lu = new double[n * n];
        int[] rows = new int[n];
        Lu.factor(n, a, 0, lu, 0, rows, 0);
        double[] room = Matrices.guarded(n * n);
        Lu.invert(n, lu, 0, rows, 0, room, AT);
        double[] inverse = Matrices.unguarded(room);
        Matrices.assertClose(Matrices.identity(n), product(n, n, n, a, inverse), 1e-11, "A A⁻¹");
        for (int k : new int[] {1, 7, 8, 40}) {
            double[] b = Matrices.random(n, k, random, 1);
            for (boolean transposed : new boolean[] {false, true}) {
                double[] op = transposed ? Matrices.transpose(n, n, a) : a;
                double[] x = b.clone();
                Lu.solve(n, k, transposed, lu, 0, rows, 0, x, 0, x, 0);
                Matrices.assertClose(b, product(n, n, k, op, x), 1e-11, "residual");
            }
        }
    }

    // ---- QR

    @ParameterizedTest
    @CsvSource({"160,160", "170,165", "300,256", "256,300", "260,400", "700,257"})
    void qr(int m, int n) {
        checkQr(m, n, Matrices.random(m, n, random, 1));
        int k = Math.min(m, n);
        checkQr(
                m,
                n,
                product(
                        m,
                        40,
                        n,
                        Matrices.random(m, 40, random, 1),
                        Matrices.random(40, n, random, 1)));
        double[] factors = new double[n];
        Arrays.setAll(factors, j -> Math.pow(10, random.nextInt(500) - 250));
        checkQr(m, n, Matrices.scaleColumns(m, n, Matrices.random(m, n, random, 1), factors));
        double[] diagonal = new double[m * n];
        for (int i = 0; i < k; i++) {
            diagonal[i * n + i] = i % 3 - 1;
        }
        checkQr(m, n, diagonal);
    }

    private static void checkQr(int m, int n, double[] a) {
        int k = Math.min(m, n);
        double[] qRoom = Matrices.guarded(m * k);
        double[] rRoom = Matrices.guarded(k * n);
        Qr.factor(m, n, Matrices.guarded(a), AT, qRoom, AT, rRoom, AT);
        double[] q = Matrices.unguarded(qRoom);
        double[] r = Matrices.unguarded(rRoom);
        double[] gram = product(k, m, k, Matrices.transpose(m, k, q), q);
        Matrices.assertClose(Matrices.identity(k), gram, 1e-14, "Q");
        double[] back = product(m, k, n, q, r);
        for (int j = 0; j < n; j++) {
            double size = 0;
            double error = 0;
            for (int i = 0; i < m; i++) {
                size = Math.max(size, Math.abs(a[i * n + j]));
                error = Math.max(error, Math.abs(a[i * n + j] - back[i * n + j]));
            }
            assertTrue(error <= 3e-14 * size, "column " + j + ": residual " + error / size);
        }
        for (int i = 0; i < k; i++) {
            assertTrue(r[i * n + i] >= 0, "diagonal");
            for (int j = 0; j < i; j++) {
                assertEquals(0.0, r[i * n + j]);
            }
        }
    }

    @Test
    void nanIsKeptFromItsColumnOn() {
        int n = 300;
        for (int bad : new int[] {0, 40, 63, 299}) {
            double[] a = Matrices.random(n, n, random, 1);
            a[123 * n + bad] = Double.NaN;
            double[] q = new double[n * n];
            double[] r = new double[n * n];
            Qr.factor(n, n, a, 0, q, 0, r, 0);
            for (int j = 0; j < n; j++) {
                assertEquals(j >= bad, Double.isNaN(r[j * n + j]), "R " + j);
                assertEquals(j >= bad, Double.isNaN(q[5 * n + j]), "Q " + j);
            }
        }
    }
}
