package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives written by hand: right ones pass, wrong ones are found. */
class ArrayCheckTest {
    private static final int MANY = 1000;
    private static final int PLANTED = 617;

    // ---- Σ k sin(x_k) x_{k+1}: no two entries alike, neighbors coupled

    private static double chain(double[] x) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += weight(k) * Math.sin(x[k]) * x[(k + 1) % x.length];
        }
        return sum;
    }

    private static double weight(int k) {
        return 1 + k % 7;
    }

    private static double[] chainGradient(double[] x) {
        int n = x.length;
        double[] g = new double[n];
        for (int k = 0; k < n; k++) {
            int before = (k + n - 1) % n;
            g[k] =
                    weight(k) * Math.cos(x[k]) * x[(k + 1) % n]
                            + weight(before) * Math.sin(x[before]);
        }
        return g;
    }

    private static double[] faulty(double[] x, double relative) {
        double[] g = chainGradient(x);
        g[PLANTED] *= 1 + relative;
        return g;
    }

    private static double[] drawn(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return DoubleStream.generate(() -> 0.5 + random.nextDouble()).limit(size).toArray();
    }

    @Test
    void oneWrongEntryOf1000IsFoundAndItsIndexNamed() {
        double[] at = drawn(MANY, 3);
        Report report = ArrayCheck.gradient(ArrayCheckTest::chain, x -> faulty(x, 1e-6), at).run();
        assertEquals(1, report.mismatches().size(), report::toString);
        assertEquals(PLANTED, report.worst().element());
        assertEquals(1e-6, report.worst().error(), 1e-8);
        assertTrue(report.toString().contains("x[617]"), report::toString);
        assertEquals(MANY, report.entries());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneWrongEntryOf1000IsFoundAlongDirections(long seed) {
        Report report =
                ArrayCheck.gradient(ArrayCheckTest::chain, x -> faulty(x, 1e-6), drawn(MANY, seed))
                        .directions(2)
                        .seed(seed)
                        .run();
        assertFalse(report.passed());
        assertTrue(
                report.mismatches().stream().anyMatch(e -> e.element() == PLANTED),
                report::toString);
        assertTrue(
                report.mismatches().stream()
                        .allMatch(e -> e.element() == PLANTED || e.direction() >= 0),
                report::toString);
    }

    @Test
    void theRightOnePasses() {
        Report report =
                ArrayCheck.gradient(
                                ArrayCheckTest::chain,
                                ArrayCheckTest::chainGradient,
                                drawn(MANY, 3))
                        .run()
                        .requirePassed();
        assertEquals(MANY, report.count(Verdict.MATCH));
    }

    // ---- (x0 x1, exp(x1), x0 / x2): a Jacobian that is not square when x3 is added

    static double[] map(double[] x) {
        return new double[] {x[0] * x[1], Math.exp(x[1]), x[0] / x[2] + x[3]};
    }

    static double[][] mapJacobian(double[] x) {
        return new double[][] {
            {x[1], x[0], 0, 0},
            {0, Math.exp(x[1]), 0, 0},
            {1 / x[2], 0, -x[0] / (x[2] * x[2]), 1}
        };
    }

    static double[] times(double[][] rows, double[] v) {
        return Arrays.stream(rows).mapToDouble(row -> dot(row, v)).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] timesTransposed(double[][] rows, double[] w) {
        double[] sum = new double[rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += w[r] * rows[r][i];
            }
        }
        return sum;
    }

    static final double[] AT = {1.5, -0.5, 2, 0.25};

    @Test
    void jacobians() {
        ArrayCheck.jacobian(ArrayCheckTest::map, ArrayCheckTest::mapJacobian, AT)
                .run()
                .requirePassed();
        Report wrong =
                ArrayCheck.jacobian(
                                ArrayCheckTest::map,
                                x -> {
                                    double[][] j = mapJacobian(x);
                                    j[2][2] = -j[2][2];
                                    return j;
                                },
                                AT)
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(2, wrong.worst().result());
        assertEquals(2, wrong.worst().element());
    }

    @Test
    void anEntryThatShouldNotBeThereIsFound() {
        Report wrong =
                ArrayCheck.jacobian(
                                ArrayCheckTest::map,
                                x -> {
                                    double[][] j = mapJacobian(x);
                                    j[0][3] = 1e-3;
                                    return j;
                                },
                                AT)
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(0, wrong.worst().result());
        assertEquals(3, wrong.worst().element());
    }

    @Test
    void vectorJacobianProducts() {
        double[] w = {0.5, -2, 3};
        ArrayCheck.vjp(ArrayCheckTest::map, (x, v) -> timesTransposed(mapJacobian(x), v), w, AT)
                .run()
                .requirePassed();
        Report wrong =
                ArrayCheck.vjp(
                                ArrayCheckTest::map,
                                (x, v) -> {
                                    double[] product = timesTransposed(mapJacobian(x), v);
                                    product[1] -= v[1] * Math.exp(x[1]); // a term forgotten
                                    return product;
                                },
                                w,
                                AT)
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(1, wrong.worst().element());
    }

    @Test
    void jacobianVectorProducts() {
        double[] v = {1, 0.5, -1, 2};
        ArrayCheck.jvp(ArrayCheckTest::map, (x, d) -> times(mapJacobian(x), d), v, AT)
                .run()
                .requirePassed();
        Report wrong =
                ArrayCheck.jvp(
                                ArrayCheckTest::map,
                                (x, d) -> {
                                    double[] product = times(mapJacobian(x), d);
                                    product[2] *= 1 + 1e-6;
                                    return product;
                                },
                                v,
                                AT)
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(2, wrong.worst().result());
    }

    // ---- exp(a b) + a³

    static double[] gradient(double[] x) {
        double e = Math.exp(x[0] * x[1]);
        return new double[] {x[1] * e + 3 * x[0] * x[0], x[0] * e};
    }

    static double[][] hessian(double[] x) {
        double a = x[0];
        double b = x[1];
        double e = Math.exp(a * b);
        return new double[][] {{b * b * e + 6 * a, (1 + a * b) * e}, {(1 + a * b) * e, a * a * e}};
    }

    @Test
    void hessians() {
        UnaryOperator<double[]> g = ArrayCheckTest::gradient;
        ArrayCheck.hessian(g, ArrayCheckTest::hessian, 0.7, -1.3).run().requirePassed();
        ArrayCheck.jvp(g, (x, v) -> times(hessian(x), v), new double[] {1, -2}, 0.7, -1.3)
                .run()
                .requirePassed();
        Report wrong =
                ArrayCheck.hessian(
                                g,
                                x -> {
                                    double[][] h = hessian(x);
                                    h[0][1] -= Math.exp(x[0] * x[1]); // product rule forgotten
                                    return h;
                                },
                                0.7,
                                -1.3)
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(0, wrong.worst().result());
        assertEquals(1, wrong.worst().element());
    }

    @Test
    void derivativesOfOneNumber() {
        assertTrue(ArrayCheck.derivative(Math::exp, Math::exp, 1).run().passed());
        assertFalse(ArrayCheck.derivative(Math::exp, x -> -Math.exp(x), 1).run().passed());
        // the edge of a domain
        assertTrue(ArrayCheck.derivative(Math::log, x -> 1 / x, 1e-300).run().passed());
    }

    @Test
    void kinksAreSeenFromTheSlopes() {
        Report inside = ArrayCheck.derivative(Math::abs, x -> 0.3, 0).run();
        assertEquals(Verdict.SUBGRADIENT, inside.verdict(), inside::toString);
        Report outside = ArrayCheck.derivative(Math::abs, x -> 1.01, 0).run();
        assertEquals(Verdict.MISMATCH, outside.verdict(), outside::toString);
    }
}
