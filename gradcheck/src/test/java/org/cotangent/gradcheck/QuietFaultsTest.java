package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that leave no trace in one comparison with differences, and what passes for one. */
class QuietFaultsTest {
    private static final Tensor POINT = Tensor.vector(0.4, -1.3, 0.9);

    /** sin with a custom rule. */
    private static UnaryOperator<Tensor> sine(UnaryOperator<Tensor> ofAdjoint) {
        CustomOp op =
                CustomOp.elementwise(
                        "sine", Math::sin, (g, y, x) -> ofAdjoint.apply(g).mul(x.cos()));
        return x -> op.apply(x);
    }

    private static void requireRemark(Report report, String remark) {
        assertEquals(Verdict.MISMATCH, report.verdict(), report::toString);
        assertTrue(report.toString().contains(remark), report::toString);
    }

    // ---- what every gradient is

    @ParameterizedTest
    @ValueSource(doubles = {2, 50, 1e5})
    void aRuleThatClipsTheAdjoint(double most) {
        UnaryOperator<Tensor> f = sine(g -> g.clamp(-most, most));
        requireRemark(GradCheck.check(f, POINT), "not linear in the cotangent");
        requireRemark(GradCheck.check(f, Tensor.of(0.4)), "not linear in the cotangent");
        requireRemark(GradCheck.of(f, POINT).jacobian().run(), "not linear in the cotangent");
        requireRemark(GradCheck.of(f, POINT).directions(3).run(), "not linear in the cotangent");
    }

    @Test
    void aRuleThatTakesTheSizeOfTheAdjoint() {
        UnaryOperator<Tensor> f = sine(g -> g.abs().mul(g.sign().stopGradient().abs()));
        assertFalse(GradCheck.check(f, Tensor.of(0.4)).passed());
    }

    /** Homogeneous, right at one cotangent, and not additive. */
    @Test
    void aRuleThatMixesTheAdjoint() {
        Tensor[] seen = new Tensor[1];
        UnaryOperator<Tensor> f =
                sine(
                        g -> {
                            seen[0] = seen[0] == null ? g : seen[0];
                            Tensor cubes = g.pow(3).sum().div(seen[0].pow(3).sum());
                            return seen[0].mul(cubes.cbrt());
                        });
        requireRemark(GradCheck.check(f, POINT), "do not add up");
    }

    @Test
    void linearRulesOfAllSizes() {
        for (double size : new double[] {1e-300, 1e-200, 1, 1e200, 1e290}) {
            Report report = GradCheck.check(x -> x.sin().mul(size), POINT);
            assertEquals(Verdict.MATCH, report.verdict(), () -> size + ": " + report);
        }
    }

    @Test
    void aGradientThatDiffersFromCallToCall() {
        Random random = new Random(5);
        UnaryOperator<Tensor> f = sine(g -> g.mul(1 + 1e-5 * random.nextDouble()));
        requireRemark(GradCheck.check(f, POINT), "from call to call");
        Report byHand =
                ArrayCheck.gradient(
                                x -> Math.sin(x[0]),
                                x ->
                                        new double[] {
                                            Math.cos(x[0]) * (1 + 1e-5 * random.nextDouble())
                                        },
                                0.4)
                        .run();
        requireRemark(byHand, "from call to call");
    }

    // ---- along directions

    private static UnaryOperator<Tensor> weighted(double factor) {
        Tensor weights = Tensor.vector(1, 1e-6, 1, -2, 1, 0.5);
        Tensor wrong = Tensor.vector(1, factor, 1, 1, 1, 1);
        CustomOp op =
                CustomOp.elementwise("weighted", Math::sin, (g, y, x) -> g.mul(x.cos()).mul(wrong));
        return x -> op.apply(x).mul(weights).sum();
    }

    @Test
    void aSmallElementThatIsDoubled() {
        Tensor at = Tensor.vector(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
        Report right = GradCheck.of(weighted(1), at).directions(4).run().requirePassed();
        assertTrue(right.sensitivity() < 1e-3, right::toString);
        Report wrong = GradCheck.of(weighted(2), at).directions(4).run();
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
        // one direction sees the large ones alone, and says so
        Report one = GradCheck.of(weighted(1), at).directions(1).run();
        assertTrue(one.sensitivity() > 1e-4, one::toString);
        double seen = 1 + 2 * one.sensitivity();
        assertFalse(GradCheck.of(weighted(seen), at).directions(1).run().passed());
    }

    // ---- beside and at kinks

    @ParameterizedTest
    @ValueSource(doubles = {3e-8, 5e-8, 7e-8, 1e-7, 2e-7})
    void besideAKinkOfABlackBox(double beside) {
        for (double kink : new double[] {0, 0.3, 0.7, 1.3, -2}) {
            for (double x : new double[] {kink - beside, kink + beside}) {
                DoubleUnaryOperator f = t -> Math.max(t - kink, 0) + t * t;
                DoubleUnaryOperator slope = t -> (t > kink ? 1 : 0) + 2 * t;
                Report right = ArrayCheck.derivative(f, slope, x).run();
                assertEquals(Verdict.MATCH, right.verdict(), right::toString);
                Report mean = ArrayCheck.derivative(f, t -> 0.5 + 2 * t, x).run();
                assertEquals(Verdict.MISMATCH, mean.verdict(), mean::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e6, 1e8, 1e10})
    void aKinkUnderASteepParabola(double steep) {
        DoubleUnaryOperator f = t -> Math.abs(t) + steep * t * t;
        NumericalDerivative d = NumericalDerivative.of(f, 0);
        assertTrue(d.isKink(), d::toString);
        assertEquals(-1, d.left(), 1e-6);
        assertEquals(1, d.right(), 1e-6);
        assertTrue(ArrayCheck.derivative(f, t -> 0.5, 0).run().passed());
        assertFalse(ArrayCheck.derivative(f, t -> 1.5, 0).run().passed());
    }

    // ---- branches that round-off takes

    /** Whichever is larger, by round-off, the slopes are the same. */
    @Test
    void branchesWhoseSidesAgreeToRounding() {
        Tensor at = Tensor.vector(0.3, 1.7, -2.9);
        Report max = GradCheck.check(x -> x.max(x.mul(3).div(3)), at);
        assertEquals(Verdict.MATCH, max.verdict(), max::toString);
        Report where =
                GradCheck.check(x -> Tensor.where(x.mul(1e17).sin().gt(0), x.mul(2), x.add(x)), at);
        assertEquals(Verdict.MATCH, where.verdict(), where::toString);
        // so many that no step takes the same
        Tensor many = Tensor.iota(30).add(1);
        UnaryOperator<Tensor> f =
                x -> {
                    Tensor y = x.mul(many);
                    return Tensor.where(y.mul(1e17).sin().gt(0), y.mul(2), y.add(y)).sum();
                };
        Report all = GradCheck.check(f, Tensor.of(0.7));
        assertEquals(Verdict.MATCH, all.verdict(), all::toString);
        Report wrong =
                GradCheck.check(
                        x -> f.apply(CheckerCornersTest.elementScaled(x, 0, 1.001)),
                        Tensor.vector(0.7));
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
    }

    @Test
    void branchesWhoseSidesDiffer() {
        Tensor many = Tensor.iota(30).add(1);
        Report report =
                GradCheck.check(
                        x -> {
                            Tensor y = x.mul(many);
                            Tensor chance = y.mul(1e17).sin().gt(0);
                            return Tensor.where(chance, y.mul(2), y.mul(3)).sum();
                        },
                        Tensor.of(0.7));
        assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::toString);
        assertTrue(report.toString().contains("other branches at every step"), report::toString);
    }

    // ---- functions that are iterated

    /** The root y of y³ + y = x, by steps of half of Newton's until they are small. */
    private static double root(double x, double tolerance) {
        double y = 1;
        while (true) {
            double step = (y * y * y + y - x) / (3 * y * y + 1) / 2;
            y -= step;
            if (Math.abs(step) < tolerance) {
                return y;
            }
        }
    }

    private static double slope(double x, double tolerance) {
        double y = root(x, tolerance);
        return 1 / (3 * y * y + 1);
    }

    @Test
    void aSolverThatStopsEarlyIsPointedToTheTolerance() {
        for (double tolerance : new double[] {1e-6, 1e-8}) {
            ArrayCheck check =
                    ArrayCheck.derivative(t -> root(t, tolerance), t -> slope(t, tolerance), 3);
            Report report = check.run();
            requireRemark(report, "let it iterate longer");
            check.tolerance(10 * tolerance).run().requirePassed();
        }
    }

    @Test
    void aGrossErrorIsNoMatterOfTolerance() {
        Report report = ArrayCheck.derivative(Math::sin, t -> 1.01 * Math.cos(t), 1).run();
        assertFalse(report.toString().contains(".tolerance("), report::toString);
    }
}
