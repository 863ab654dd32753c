package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** The corners of verdicts, entries and Jacobian rows that mutated code showed. */
class CheckerCornersTest {
    private static final Tensor TWO = Tensor.vector(0.7, -1.3);
    private static final Tensor THREE = Tensor.vector(0.4, 1.1, -0.8);

    /** The derivative with respect to one element multiplied. */
    static Tensor elementScaled(Tensor x, int element, double factor) {
        double[] mask = new double[x.size()];
        mask[element] = 1;
        return x.add(Wrong.ghost(x.mul(Tensor.of(mask, x.shape()))).mul(factor - 1));
    }

    // ---- the borders of verdicts

    private static NumericalSlope known(double value, double error) {
        return new NumericalSlope(value, error, value, value);
    }

    @Test
    void theLargestDifferenceThatPasses() {
        Tolerance judge = new Tolerance(0.25, false);
        assertEquals(Verdict.MATCH, judge.verdict(3, known(4, 0), 0, 0));
        assertEquals(Verdict.MATCH, judge.verdict(4, known(3, 0), 0, 0));
        assertEquals(Verdict.MISMATCH, judge.verdict(Math.nextDown(3), known(4, 0), 0, 0));
        assertEquals(Verdict.MISMATCH, judge.verdict(3, known(Math.nextDown(2.25), 0), 0, 0));
    }

    @Test
    void whatIsKnownTo1000thIsTellingAndNoiseOfTheClaimCounts() {
        Tolerance judge = new Tolerance(1e-9, false);
        assertEquals(Verdict.MATCH, judge.verdict(1, known(1, 1e-3), 0, 0));
        assertEquals(Verdict.INCONCLUSIVE, judge.verdict(1, known(1, 1.001e-3), 0, 1));
        assertEquals(Verdict.INCONCLUSIVE, judge.verdict(1, known(1, 0), 1e-3, 1));
        // 0 by the scale of others
        assertEquals(Verdict.MATCH, judge.verdict(0, known(0, 1e-4), 0, 1));
        assertEquals(Verdict.INCONCLUSIVE, judge.verdict(0, known(0, 1e-4), 0, 1e-2));
        assertFalse(judge.isNegligible(0, known(0, 1e-9), 1e-6, 1));
        assertTrue(judge.isNegligible(0, known(0, 1e-10), 1e-11, 1));
    }

    @Test
    void slopesNoFartherApartThanTheErrorAreNoKink() {
        Tolerance judge = new Tolerance(0.25, false);
        NumericalSlope kink = new NumericalSlope(0.5, 0.875, 0, 1);
        assertEquals(Verdict.INCONCLUSIVE, judge.verdict(0.5, kink, 0, 0));
        NumericalSlope sharper = new NumericalSlope(0.5, 0.75, 0, 1);
        assertEquals(Verdict.SUBGRADIENT, judge.verdict(0.5, sharper, 0, 0));
    }

    @Test
    void aNumericalDerivativeAsText() {
        assertEquals("3.0 +- 1.00e-10", known(3, 1e-10).toString());
        assertEquals(
                "between -1.0 and 2.0 +- 1.00e-10",
                new NumericalSlope(0.5, 1e-10, -1, 2).toString());
    }

    // ---- entries

    @Test
    void anEntryOfASecondInput() {
        Report report =
                GradCheck.check(
                        x -> x[0].square().sum().mul(elementScaled(x[1], 0, 1.5).sum()),
                        TWO,
                        THREE);
        assertEquals(1, report.mismatches().size(), report::toString);
        Entry wrong = report.worst();
        assertEquals(1, wrong.input());
        assertEquals(0, wrong.element());
        assertEquals(-1, wrong.direction());
        assertEquals(-1, wrong.result());
        assertArrayEquals(new int[] {0}, wrong.index());
        assertEquals("input 1[0]", wrong.place());
        String text = wrong.toString();
        assertTrue(text.startsWith("order 1, input 1[0]: analytic 3.2"), text);
        assertTrue(text.endsWith("MISMATCH"), text);
        // 2.18 is the slope
        assertEquals(2.18, wrong.numerical(), wrong.bound());
        assertTrue(wrong.bound() > 0 && wrong.bound() < 1e-9, text);
        assertEquals(wrong.numerical(), wrong.most());
        assertEquals(wrong.numerical(), wrong.least());
    }

    @Test
    void whatAnEntrySaysOfItself() {
        Point.Block block = Point.of("test", 1, 2).blocks.get(0);
        Entry entry = entry(block, 2, known(2, 1e-4), 3e-4, Verdict.MATCH);
        assertEquals(2e-4, entry.sensitivity(), 1e-18);
        assertEquals(1e-4, entry.bound());
        assertEquals(3e-4, entry.slack());
        assertEquals(0.5, entry(block, 2, known(2.5, 0), 1, Verdict.MATCH).excess());
        assertEquals(0.2, entry(block, 2, known(2.5, 0), 1, Verdict.MATCH).error(), 1e-15);
        // nothing would have been seen
        NumericalSlope bad = known(2, 4e-3);
        assertEquals(INFINITE, entry(block, 2, bad, 5e-3, Verdict.INCONCLUSIVE).sensitivity());
        assertEquals(INFINITE, entry(block, 2, bad, 5e-3, Verdict.MATCH).sensitivity());
        // worse than anything finite
        Entry nan = entry(block, Double.NaN, known(2, 0), 1, Verdict.MISMATCH);
        assertEquals(INFINITE, nan.error());
        assertEquals(INFINITE, nan.excess());
    }

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static Entry entry(
            Point.Block block, double a, NumericalSlope n, double slack, Verdict verdict) {
        return new Entry(1, block, 1, -1, -1, a, n, slack, verdict, false);
    }

    @Test
    void theWorstIsTheOneFarthestFromPassing() {
        double[] at = {0.5, 1, 2, 4};
        Report report =
                ArrayCheck.gradient(
                                x -> Arrays.stream(x).map(Math::exp).sum(),
                                x -> {
                                    double[] g = Arrays.stream(x).map(Math::exp).toArray();
                                    g[1] *= 1.5;
                                    g[2] *= 3;
                                    g[3] *= 1.1;
                                    return g;
                                },
                                at)
                        .run();
        assertEquals(List.of(2, 1, 3), report.mismatches().stream().map(Entry::element).toList());
        assertEquals(2, report.worst().element());
    }

    @Test
    void aScalarIsNotWeighted() {
        Report report = GradCheck.of(x -> x.square(), Tensor.of(3)).run();
        assertEquals(6, report.worst().analytic());
        assertEquals("input 0", report.worst().place());
    }

    // ---- rows of Jacobians

    @Test
    void jacobiansOfSeveralInputs() {
        UnaryOperator<Tensor> exp = Tensor::exp;
        Report right =
                GradCheck.of(x -> exp.apply(x[0]).matmul(x[1].reshape(1, 3)), column(), THREE)
                        .jacobian()
                        .run()
                        .requirePassed();
        assertEquals(6 * 5, right.entries());
        assertEquals(30, right.count(Verdict.MATCH), right::toString);
        Report wrong =
                GradCheck.of(
                                x -> {
                                    Tensor y = exp.apply(x[0]).matmul(x[1].reshape(1, 3));
                                    return y.add(Wrong.ghost(only(x[1], 2)).mul(ROW_4));
                                },
                                column(),
                                THREE)
                        .jacobian()
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals("input 1[2] of result 4", wrong.worst().place());
        assertEquals("input 0[0, 0] of result 0", right.comparisons().get(0).place());
    }

    private static final Tensor ROW_4 = Tensor.of(new double[][] {{0, 0, 0}, {0, 1, 0}});

    private static Tensor column() {
        return TWO.reshape(2, 1);
    }

    private static Tensor only(Tensor x, int element) {
        return x.slice(0, element, element + 1).sum();
    }

    /** The row's result is 0 at the point: how small is 0 is known from the other elements. */
    @Test
    void aZeroOfAJacobianIsJudgedByItsRow() {
        Report report =
                ArrayCheck.jacobian(
                                x -> new double[] {x[0] - 1, 1e6 * (x[1] - 2)},
                                x -> new double[][] {{1, 0}, {0, 1e6}},
                                1,
                                2)
                        .run();
        assertEquals(4, report.count(Verdict.MATCH), report::toString);
        Report flat =
                GradCheck.of(x -> x.pow(3), Tensor.vector(0, 0)).jacobian().run().requirePassed();
        assertEquals(4, flat.count(Verdict.MATCH), flat::toString);
    }

    /** At 0 this is 0, as is the slope; from how far it moves away is known what is small. */
    @Test
    void howSmallZeroIsShowsFartherAway() {
        UnaryOperator<Tensor> f = x -> x.square().add(1e9).sub(1e9);
        Report report = GradCheck.check(f, Tensor.of(0));
        assertEquals(Verdict.MATCH, report.verdict(), report::toString);
        Report rows = GradCheck.of(f, Tensor.of(0)).jacobian().run();
        assertEquals(Verdict.MATCH, rows.verdict(), rows::toString);
    }

    @Test
    void resultsWithoutDigitsForAChange() {
        // the one that stands still adds no error
        Tensor huge = Tensor.vector(1e12);
        Report still = GradCheck.check(x -> Tensor.concat(0, x.exp(), huge), THREE);
        assertEquals(Verdict.MATCH, still.verdict(), still::toString);
        // the one that would move farther away does, and is no mismatch for it
        Report tooFew =
                GradCheck.check(x -> Tensor.concat(0, x, x.mul(1e-5).add(1e12)), Tensor.vector(1));
        assertEquals(Verdict.INCONCLUSIVE, tooFew.verdict(), tooFew::toString);
    }

    // ---- noisy claims, refusals

    /** A derivative that is right but for noise of its own is no mismatch. */
    @Test
    void theNoiseOfTheClaimIsMeasured() {
        for (int i = 1; i < 20; i++) {
            Report report =
                    ArrayCheck.derivative(Math::sin, x -> Math.cos(x) + noise(x, 1e-7), i / 7.0)
                            .run();
            assertFalse(report.count(Verdict.MISMATCH) > 0, report::toString);
        }
        Report wrong =
                ArrayCheck.derivative(Math::sin, x -> 1.001 * Math.cos(x) + noise(x, 1e-7), 1)
                        .run();
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
    }

    /** Noise that only depends on the argument. */
    static double noise(double x, double size) {
        long bits = Double.doubleToLongBits(x) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 29)) * 0xBF58476D1CE4E5B9L;
        return size * ((bits >>> 11) * 0x1p-53 - 0.5);
    }

    @Test
    void aDerivativeThatIsKnownAtThePointOnly() {
        Report report =
                ArrayCheck.derivative(
                                Math::exp,
                                x -> {
                                    if (x != 1) {
                                        throw new ArithmeticException("tabulated at 1 only");
                                    }
                                    return Math.E;
                                },
                                1)
                        .run();
        assertEquals(Verdict.MATCH, report.verdict(), report::toString);
    }

    @Test
    void nullIsNamed() {
        NullPointerException e =
                assertThrows(
                        NullPointerException.class,
                        () -> ArrayCheck.jacobian(x -> null, x -> new double[1][1], 1).run());
        assertEquals("gradient check: the function returned null", e.getMessage());
        e =
                assertThrows(
                        NullPointerException.class,
                        () -> ArrayCheck.gradient(x -> x[0], x -> null, 1).run());
        assertEquals("gradient check: the derivative returned null", e.getMessage());
    }

    @Test
    void resultsOfAnotherShapeBesideThePointAreRefused() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                GradCheck.check(
                                        x -> x.value() > 1 ? x.mul(THREE) : x.mul(TWO),
                                        Tensor.of(1)));
        assertTrue(e.getMessage().contains("shape [2] at the point and [3] beside"), e::getMessage);
    }
}
