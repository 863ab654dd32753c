package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corners of numerical derivatives and their error bars that mutated code showed. */
class SlopesCornersTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static void within(double slope, NumericalDerivative d, double bound) {
        assertTrue(d.error() <= bound, d::toString);
        assertEquals(slope, d.value(), d.error() + 4 * Math.ulp(slope), d::toString);
    }

    @Test
    void whereThereIsNoKinkAllSlopesAreTheSame() {
        NumericalDerivative d = NumericalDerivative.of(Math::exp, 1);
        assertFalse(d.isKink());
        assertEquals(d.value(), d.left());
        assertEquals(d.value(), d.right());
    }

    // ---- edges of domains

    /** 5 + exp(t) from 0 on, or up to 0. */
    private static double half(double t, int sign) {
        return sign * t >= 0 ? 5 + Math.exp(t) : Double.NaN;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void atTheEdgeOfADomainThereIsOneSlope(int sign) {
        NumericalDerivative d = NumericalDerivative.of(t -> half(t, sign), 0);
        assertFalse(d.isKink(), d::toString);
        within(1, d, 1e-8);
        assertEquals(d.value(), d.left());
        assertEquals(d.value(), d.right());
        // away from 0, where steps are not exact
        NumericalDerivative at = NumericalDerivative.of(t -> half(t - 0.3, sign), 0.3);
        assertFalse(at.isKink(), at::toString);
        within(1, at, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void derivativesAreCheckedAtTheEdge(int sign) {
        DoubleUnaryOperator f =
                t -> {
                    if (sign * t < 0) {
                        throw new IllegalArgumentException("outside");
                    }
                    return 5 + Math.exp(t);
                };
        Report right = ArrayCheck.derivative(f, Math::exp, 0).run();
        assertEquals(Verdict.MATCH, right.verdict(), right::toString);
        Report wrong = ArrayCheck.derivative(f, t -> 1.0001 * Math.exp(t), 0).run();
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
    }

    /** At 0 a piece of its own, and nothing below. */
    @Test
    void aPieceOfItsOwnAtTheEdge() {
        Report right =
                GradCheck.check(
                        x -> Tensor.where(x.eq(0), x.mul(2), x.mul(x.sqrt()).add(x.mul(2))),
                        Tensor.of(0));
        assertEquals(Verdict.MATCH, right.verdict(), right::toString);
        Report wrong =
                GradCheck.check(
                        x -> Tensor.where(x.eq(0), x, x.mul(x.sqrt()).add(x.mul(2))), Tensor.of(0));
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
    }

    // ---- kinks, jumps, poles

    @ParameterizedTest
    @ValueSource(doubles = {-7, 0, 5})
    void kinksAtAnyHeight(double height) {
        NumericalDerivative d = NumericalDerivative.of(t -> height + Math.abs(t), 0);
        assertTrue(d.isKink(), d::toString);
        assertEquals(-1, d.left(), d.error());
        assertEquals(1, d.right(), d.error());
        assertEquals(0, d.value(), d.error());
        assertTrue(d.error() < 1e-9, d::toString);
    }

    /**
     * The central differences converge to the mean, at steps so small that round-off hides the kink
     * at still smaller ones.
     */
    @Test
    void kinksOfCurvedFunctions() {
        Random random = new Random(9);
        int unknown = 0;
        for (int i = 0; i < 600; i++) {
            double at = random.nextDouble() - 0.5;
            double left = random.nextGaussian();
            double right = random.nextGaussian();
            double height = random.nextGaussian();
            NumericalDerivative d =
                    NumericalDerivative.of(
                            t -> {
                                double u = t - at;
                                return height + (u < 0 ? left * u + u * u : Math.expm1(right * u));
                            },
                            at);
            if (d.error() == INFINITE) {
                unknown++;
                continue;
            }
            assertTrue(d.isKink(), () -> left + " and " + right + ": " + d);
            assertEquals(left, d.left(), d.error(), d::toString);
            assertEquals(right, d.right(), d.error(), d::toString);
        }
        int found = unknown;
        assertTrue(unknown <= 10, () -> "unknown: " + found);
    }

    /** Structure that was left behind on the way to smaller steps is no kink. */
    @Test
    void oscillationsAreNoKinks() {
        Random random = new Random(4);
        for (int i = 0; i < 600; i++) {
            double x = 1 + random.nextDouble();
            double slope = 1e6 * Math.cos(1e6 * x);
            NumericalDerivative d = NumericalDerivative.of(t -> Math.sin(1e6 * t), x);
            assertFalse(d.isKink(), () -> x + ": " + d);
            assertTrue(d.error() < 100, () -> x + ": " + d);
            assertEquals(slope, d.value(), d.error(), d::toString);
        }
    }

    /**
     * Far from the vertex values round off more than near it; across 1 arguments round off more on
     * one side than on the other.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-10, 1e-5})
    void steepParabolas(double beside) {
        Random random = new Random(4);
        for (int i = 0; i < 600; i++) {
            double x = 1 + beside * (random.nextDouble() - 0.5);
            double slope = 2e6 * (x - 1) + 1e-3;
            NumericalDerivative d =
                    NumericalDerivative.of(t -> 1e6 * (t - 1) * (t - 1) + 1e-3 * (t - 1), x);
            double own = 4 * Math.ulp(slope);
            assertTrue(Math.abs(d.value() - slope) <= d.error() + own, () -> x + ": " + d);
            assertTrue(d.error() < 1e-8, () -> x + ": " + d);
        }
    }

    /** Nobody can tell what the slope is at a value that no side leads to. */
    @ParameterizedTest
    @ValueSource(doubles = {-3, 3})
    void anIsolatedValueHasNoSlope(double value) {
        NumericalDerivative flat = NumericalDerivative.of(t -> t == 0 ? value : 1, 0);
        assertEquals(INFINITE, flat.error(), flat::toString);
        NumericalDerivative bent = NumericalDerivative.of(t -> t == 0 ? value : Math.abs(t), 0);
        assertEquals(INFINITE, bent.error(), bent::toString);
    }

    @Test
    void atAPoleNothingIsKnown() {
        NumericalDerivative pole = NumericalDerivative.of(t -> t == 0 ? 0 : 1 / t, 0);
        assertTrue(pole.error() > 1e15, pole::toString);
        NumericalDerivative square = NumericalDerivative.of(t -> t == 0 ? 0 : 1 / t / t, 0);
        assertTrue(square.error() > 1e15, square::toString);
    }

    /** No step is so small that the slope would stay. */
    @Test
    void anInfiniteSlopeIsNotKnown() {
        NumericalDerivative d = NumericalDerivative.of(Math::cbrt, 0);
        assertEquals(INFINITE, d.error(), d::toString);
    }

    /** The first step sees the kink only, one of the point's own size does not. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-30, 1e-300})
    void besideAKinkAtThePointsOwnScale(double at) {
        for (int side : new int[] {-1, 1}) {
            NumericalDerivative d = NumericalDerivative.of(Math::abs, side * at);
            assertFalse(d.isKink(), d::toString);
            within(side, d, 1e-8);
            assertEquals(
                    Verdict.MISMATCH,
                    ArrayCheck.derivative(Math::abs, t -> 0.5, side * at).run().verdict());
        }
    }

    /**
     * One result that shows at the point's own scale only, and one that shows at the first step.
     */
    @Test
    void scalesOfSeveralResults() {
        Report report =
                GradCheck.check(
                        x -> Tensor.stack(0, x.log().mul(1e-30), x.add(1)), Tensor.of(1e-30));
        assertEquals(0, report.count(Verdict.MISMATCH), report::toString);
        Report rows =
                GradCheck.of(x -> Tensor.stack(0, x.log().mul(1e-30), x.add(1)), Tensor.of(1e-30))
                        .jacobian()
                        .run();
        assertEquals(2, rows.count(Verdict.MATCH), rows::toString);
    }

    /** Two branches that differ in number too: the program chooses, not a mask. */
    @Test
    void branchesOfTheProgramItself() {
        double at = 1 + 1e-7;
        Report right = GradCheck.check(SlopesCornersTest::chosen, Tensor.of(at));
        assertEquals(Verdict.MATCH, right.verdict(), right::toString);
        Report other = GradCheck.check(SlopesCornersTest::chosen, Tensor.of(1 - 1e-7));
        assertEquals(Verdict.MATCH, other.verdict(), other::toString);
    }

    private static Tensor chosen(Tensor x) {
        return x.value() > 1 ? x.abs().exp() : x.mul(3 * Math.E).sub(2 * Math.E);
    }

    // ---- values in steps, noise, fine structure

    /** Values of few digits stand still over the first tables. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-5, 1e-7, 1e-9})
    void valuesOfFewDigitsHaveWideErrorBars(double digit) {
        Random random = new Random(5);
        int kinks = 0;
        for (int i = 0; i < 200; i++) {
            double x = 0.2 + 3 * random.nextDouble();
            NumericalDerivative d =
                    NumericalDerivative.of(t -> Math.rint(Math.exp(t) / digit) * digit, x);
            double least = Math.min(d.left(), d.right());
            double most = Math.max(d.left(), d.right());
            double off = Math.max(least - Math.exp(x), Math.exp(x) - most);
            assertTrue(off <= d.error(), () -> digit + " at " + x + ": " + d);
            kinks += d.isKink() ? 1 : 0;
        }
        // by chance rounding may look like one
        assertTrue(kinks <= 2, "kinks: " + kinks);
    }

    @Test
    void floatsInTheMiddle() {
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            double x = 0.2 + 3 * random.nextDouble();
            NumericalDerivative d = NumericalDerivative.of(t -> (float) Math.exp(-t), x);
            double off = Math.abs(d.value() + Math.exp(-x));
            assertTrue(off <= d.error() && d.error() < 1e-2, () -> x + ": " + d);
        }
    }

    /** What looks like noise from afar, and is smooth from near by. */
    @Test
    void fineStructureIsNotTakenForNoise() {
        Random random = new Random(7);
        int wide = 0;
        for (int i = 0; i < 200; i++) {
            double x = 0.5 + random.nextDouble();
            double slope = 1e8 * Math.cos(1e8 * x);
            NumericalDerivative d = NumericalDerivative.of(t -> Math.sin(1e8 * t), x);
            assertTrue(Math.abs(d.value() - slope) <= d.error(), () -> x + ": " + d);
            wide += d.error() > 1e-3 * 1e8 ? 1 : 0;
        }
        // where the cosine is small
        assertTrue(wide <= 2, "wide: " + wide);
    }

    /** Noise is measured on whichever side there is one. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void noiseAtTheEdgeOfADomain(int sign) {
        double[] noise =
                NoiseEstimate.of(
                        t -> {
                            double y = 1 + t + CheckerCornersTest.noise(1 + t, 1e-6);
                            double[] values = {sign * t >= 0 ? y : Double.NaN};
                            return new LineFunction.Sample(t, values, LineFunction.Sample.UNKNOWN);
                        },
                        new LineFunction.Sample(0, new double[] {1}, LineFunction.Sample.UNKNOWN));
        assertTrue(noise[0] > 5e-7 && noise[0] < 5e-5, () -> "" + noise[0]);
    }

    /**
     * At a kink the point has pieces of its own: those of one side are compared among each other.
     */
    @Test
    void noiseAtAKink() {
        double[] noise =
                NoiseEstimate.of(
                        t -> {
                            double y = Math.abs(t) + CheckerCornersTest.noise(1 + t, 1e-6);
                            return new LineFunction.Sample(t, new double[] {y}, Math.signum(t));
                        },
                        new LineFunction.Sample(0, new double[] {0}, 0.0));
        assertTrue(noise[0] > 5e-7 && noise[0] < 5e-5, () -> "" + noise[0]);
    }

    // ---- the scheme

    @Test
    void twoQuotientsDecideNothing() {
        Extrapolation s = new Extrapolation(2);
        s.add(0.5, 1, 0);
        s.add(0.25, 1, 0);
        assertFalse(s.hasEnoughRows());
        assertTrue(Double.isNaN(s.value()));
        assertEquals(INFINITE, s.error());
        s.add(0.125, 1, 0);
        assertEquals(1, s.value());
        assertEquals(0, s.error());
        assertEquals(0.125, s.step());
    }

    /** Quotients of 0 that are as far off as they may be, with signs that add up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theWorstThatNoiseCanDo(int power) {
        Extrapolation s = new Extrapolation(power);
        double h = 0.5;
        for (int row = 0; row < 6; row++) {
            double noise = 1e-9 / h;
            s.add(h, row % 2 == 0 ? noise : -noise, noise);
            h /= 2;
            if (row > 1) {
                double value = Math.abs(s.value());
                assertTrue(value > 0 && value <= s.roundOff() * (1 + 1e-12), () -> "" + value);
                assertTrue(s.roundOff() <= s.error());
            }
        }
    }
}
