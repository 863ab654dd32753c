package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives written by hand: right ones pass, wrong ones are found, misuse is refused. */
class ArrayCheckTest {
    private static final int MANY = 1000;
    private static final int PLANTED = 617;

    // ---- Σ k sin(x_k) x_{k+1}: no two entries alike, neighbours coupled

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

    private static double[] map(double[] x) {
        return new double[] {x[0] * x[1], Math.exp(x[1]), x[0] / x[2] + x[3]};
    }

    private static double[][] mapJacobian(double[] x) {
        return new double[][] {
            {x[1], x[0], 0, 0},
            {0, Math.exp(x[1]), 0, 0},
            {1 / x[2], 0, -x[0] / (x[2] * x[2]), 1}
        };
    }

    private static double[] times(double[][] rows, double[] v) {
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

    private static final double[] AT = {1.5, -0.5, 2, 0.25};

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

    private static double[] gradient(double[] x) {
        double e = Math.exp(x[0] * x[1]);
        return new double[] {x[1] * e + 3 * x[0] * x[0], x[0] * e};
    }

    private static double[][] hessian(double[] x) {
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

    // ---- how functions may and may not behave

    @Test
    void resultsMayBeTheSameArrayAtEveryCall() {
        double[] values = new double[3];
        double[][] rows = new double[3][];
        Report report =
                ArrayCheck.jacobian(
                                x -> {
                                    System.arraycopy(map(x), 0, values, 0, 3);
                                    return values;
                                },
                                x -> {
                                    System.arraycopy(mapJacobian(x), 0, rows, 0, 3);
                                    return rows;
                                },
                                AT)
                        .run()
                        .requirePassed();
        assertEquals(12, report.entries());
    }

    @Test
    void thePointIsNotChangedAndMayBeChangedAfterwards() {
        double[] at = {0.7, -1.3};
        double[] v = {1, -2};
        ArrayCheck check =
                ArrayCheck.jvp(
                        ArrayCheckTest::gradient,
                        (x, d) -> {
                            double[] product = times(hessian(x), d);
                            d[0] = Double.NaN; // theirs to scribble on
                            return product;
                        },
                        v,
                        at);
        assertArrayEquals(new double[] {0.7, -1.3}, at);
        at[0] = Double.NaN;
        v[0] = Double.NaN;
        check.run().requirePassed();
        check.run().requirePassed();
    }

    private static void refused(ArrayCheck check, String what) {
        Exception e = assertThrows(IllegalArgumentException.class, check::run);
        assertTrue(e.getMessage().contains(what), e::getMessage);
    }

    @Test
    void changedArgumentsAreRefused() {
        refused(
                ArrayCheck.gradient(x -> x[0]++, x -> new double[] {1}, 2),
                "the function changed its argument");
        refused(
                ArrayCheck.gradient(
                        x -> x[0] * x[0],
                        x -> {
                            x[0] *= 2;
                            return x;
                        },
                        2),
                "the derivative changed its argument");
    }

    @Test
    void aFunctionThatDrawsNumbersIsRefused() {
        SplittableRandom random = new SplittableRandom(1);
        refused(
                ArrayCheck.gradient(x -> x[0] * random.nextDouble(), x -> new double[] {0.5}, 2),
                "different results at the same point");
    }

    @Test
    void wrongLengthsAreRefused() {
        refused(
                ArrayCheck.gradient(x -> x[0] * x[1], x -> new double[] {x[1]}, 2, 3),
                "the derivative gave 1 elements; there must be 2");
        refused(
                ArrayCheck.vjp(ArrayCheckTest::map, (x, w) -> new double[4], new double[2], AT),
                "the function gave 3 results; there must be 2");
        refused(
                ArrayCheck.jvp(ArrayCheckTest::map, (x, v) -> new double[4], new double[4], AT),
                "the derivative gave 4 elements; there must be 3");
        refused(
                ArrayCheck.jacobian(ArrayCheckTest::map, x -> new double[3][3], AT),
                "row 0 of the Jacobian has 3 elements; there must be 4");
        refused(
                ArrayCheck.jacobian(ArrayCheckTest::map, x -> new double[2][4], AT),
                "the derivative gave 8 elements; there must be 12");
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ArrayCheck.jvp(ArrayCheckTest::map, (x, v) -> v, new double[3], AT));
        assertTrue(e.getMessage().contains("3 elements and the point 4"), e::getMessage);
    }

    @Test
    void pointsWithoutOrdinaryNumbersAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> ArrayCheck.gradient(x -> 1, x -> x.clone()));
        assertThrows(
                IllegalArgumentException.class,
                () -> ArrayCheck.gradient(x -> 1, x -> x.clone(), 1, Double.NaN));
    }

    @Test
    void whatIsNotANumberNeverPasses() {
        assertFalse(ArrayCheck.derivative(x -> x, x -> Double.NaN, 1).run().passed());
        assertFalse(ArrayCheck.derivative(Math::sqrt, x -> 0.5 / Math.sqrt(x), 0).run().passed());
    }

    @Test
    void exceptionsPassThrough() {
        ArrayCheck check =
                ArrayCheck.gradient(
                        x -> {
                            throw new IllegalStateException("mine");
                        },
                        x -> x,
                        1);
        assertEquals("mine", assertThrows(IllegalStateException.class, check::run).getMessage());
        ArrayCheck outside = ArrayCheck.gradient(x -> root(x[0]), x -> x, -1);
        assertEquals("-1.0", assertThrows(ArithmeticException.class, outside::run).getMessage());
    }

    private static double root(double x) {
        if (x < 0) {
            throw new ArithmeticException("" + x);
        }
        return Math.sqrt(x);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-3, 0.01, 1})
    void differencesStayWhereTheFunctionDoesNotThrow(double x) {
        Report right =
                ArrayCheck.derivative(ArrayCheckTest::root, t -> 0.5 / Math.sqrt(t), x).run();
        assertEquals(Verdict.MATCH, right.verdict(), right::toString);
        Report wrong =
                ArrayCheck.derivative(ArrayCheckTest::root, t -> 0.500001 / Math.sqrt(t), x).run();
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
    }

    @Test
    void aBugBesideThePointIsNotTakenForAnEdge() {
        ArrayCheck check =
                ArrayCheck.gradient(
                        x -> {
                            if (x[0] != 1) {
                                throw new IllegalStateException("mine");
                            }
                            return x[0];
                        },
                        x -> x,
                        1);
        assertThrows(IllegalStateException.class, check::run);
    }
}
