package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Triangular systems: residuals, and which elements are read and written. */
class TriangularTest {
    @Property(tries = 400)
    void solvesInAllEightForms(
            @ForAll @IntRange(max = 12) int n,
            @ForAll @IntRange(max = 4) int k,
            @ForAll boolean lower,
            @ForAll boolean transposed,
            @ForAll boolean unit,
            @ForAll @IntRange(min = -150, max = 150) int exponent,
            @ForAll long seed) {
        check(n, k, lower, transposed, unit, Math.pow(10, exponent), new Random(seed));
    }

    @Example
    void solvesLargeOnes() {
        for (int form = 0; form < 8; form++) {
            check(101, 3, (form & 1) > 0, (form & 2) > 0, (form & 4) > 0, 1, new Random(form));
        }
    }

    private static void check(
            int n,
            int k,
            boolean lower,
            boolean transposed,
            boolean unit,
            double scale,
            Random random) {
        // what must not be read is NaN; what is read makes a well-conditioned matrix
        double[] a = new double[n * n];
        double[] op = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double value = (2 * random.nextDouble() - 1) / n;
                if (i == j) {
                    value = unit ? 1 : scale * (1 + random.nextDouble());
                } else if (!unit) {
                    value *= scale;
                }
                boolean inside = i == j || j < i == lower;
                a[i * n + j] = inside && !(i == j && unit) ? value : Double.NaN;
                op[transposed ? j * n + i : i * n + j] = inside ? value : 0;
            }
        }
        double[] b = Matrices.random(n, k, random, scale);
        double[] room = Matrices.guarded(n * k);
        int at = Matrices.BEFORE;
        Triangular.solve(
                n,
                k,
                lower,
                transposed,
                unit,
                Matrices.guarded(a),
                at,
                Matrices.guarded(b),
                at,
                room,
                at);
        double[] x = Matrices.unguarded(room);
        double size = unit ? Matrices.largest(x) : scale * Matrices.largest(x);
        double[] product = Matrices.multiply(n, n, k, op, x);
        Matrices.assertClose(b, product, 1e-15 * Math.sqrt(n) * size * 3, "residual");
        // in place, and every column alone: the same bits
        double[] same = b.clone();
        Triangular.solve(n, k, lower, transposed, unit, a, 0, same, 0, same, 0);
        assertArrayEquals(x, same);
        if (k > 0) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) {
                column[i] = b[i * k + k - 1];
            }
            Triangular.solve(n, 1, lower, transposed, unit, a, 0, column, 0, column, 0);
            for (int i = 0; i < n; i++) {
                assertEquals(x[i * k + k - 1], column[i]);
            }
        }
    }

    @Example
    void divisionByZeroFollowsIeee() {
        double[] x = new double[2];
        Triangular.solve(
                2,
                1,
                true,
                false,
                false,
                new double[] {0, 0, 1, 2},
                0,
                new double[] {-1, 1},
                0,
                x,
                0);
        assertArrayEquals(new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}, x);
    }
}
