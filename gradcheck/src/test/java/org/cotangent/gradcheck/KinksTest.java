package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.Wrong.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kinks, branches and small scales: where fixed tolerances raise false alarms, or see nothing. */
class KinksTest {
    // ---- the three that checkers are known to get wrong

    @Test
    void aGradientNineTimesTooLargeOnAFunctionOfScale1e6th() {
        UnaryOperator<Tensor> f = x -> x.sin().sum().mul(1e-6);
        Tensor at = Tensor.vector(0.3, -1.1, 2);
        GradCheck.check(f, at).requirePassed();
        Report report = GradCheck.check(x -> scaled(f.apply(x), 9), at);
        assertEquals(Verdict.MISMATCH, report.verdict());
        assertEquals(3, report.mismatches().size());
    }

    /** A rule that is wrong for x above 2.99 only: the point must be drawn there, by the branch. */
    @Test
    void aWrongBranchThatRandomPointsRarelyReach() {
        UnaryOperator<Tensor> f =
                x -> Tensor.where(x.gt(2.99), scaled(x.square(), 1.5), x.mul(6).sub(8.9401));
        // next to the seam, from the right side and from the wrong one
        assertTrue(GradCheck.check(f, Tensor.of(2.99 - 1e-9)).passed());
        assertEquals(Verdict.MISMATCH, GradCheck.check(f, Tensor.of(2.99 + 1e-9)).verdict());
        assertEquals(Verdict.MISMATCH, GradCheck.check(f, Tensor.of(2.995)).verdict());
        assertTrue(GradCheck.check(f, Tensor.of(2.5)).passed());
    }

    @Test
    void reluAtExactlyZero() {
        Report report = GradCheck.check(Tensor::relu, Tensor.vector(-1, 0, 1)).requirePassed();
        assertEquals(Verdict.SUBGRADIENT, report.verdict());
        assertEquals(1, report.count(Verdict.SUBGRADIENT));
        assertEquals(2, report.count(Verdict.MATCH));
        Entry kink = report.comparisons().get(1);
        assertEquals(0, Math.min(Math.abs(kink.least()), Math.abs(kink.most())), 1e-12);
        assertEquals(1, Math.max(Math.abs(kink.least()), Math.abs(kink.most())), 0.5);
        // 2 is no slope of relu at 0
        assertEquals(
                Verdict.MISMATCH, GradCheck.check(KinksTest::steepAtZero, Tensor.of(0)).verdict());
        assertEquals(
                Verdict.MATCH, GradCheck.check(KinksTest::steepAtZero, Tensor.of(1)).verdict());
    }

    /** relu with the slope 2 at 0. */
    private static Tensor steepAtZero(Tensor x) {
        Tensor atZero = x.stopGradient().eq(0);
        return x.relu().add(x.mul(atZero).mul(2));
    }

    // ---- every operation with a kink, on it

    static Stream<Arguments> onTheKink() {
        return Stream.of(
                kink("abs", Tensor::abs, 0),
                kink("relu", Tensor::relu, 0),
                kink("max", x -> x.max(2), 2),
                kink("min", x -> x.mul(3).min(6), 2),
                kink("clamp", x -> x.clamp(-1, 2), 2),
                kink("where", x -> Tensor.where(x.gt(1), x.mul(3), x.add(2)), 1),
                kink("amax", x -> Tensor.stack(0, x, Tensor.of(2), x.mul(-1)).amax(), 2),
                kink("norm", x -> Tensor.stack(0, x, x.mul(2)).norm(), 0),
                kink("hypot", x -> x.hypot(x.mul(2)), 0),
                kink("abs of a sine", x -> x.sin().abs().exp(), 0),
                kink("relu of relus", x -> x.relu().sub(x.neg().relu()).abs(), 0),
                kink("root of a square", x -> x.mul(x).sqrt(), 0),
                kink("absolute by hand", x -> Absolute.of(x), 0));
    }

    private static Arguments kink(String name, UnaryOperator<Tensor> f, double at) {
        return Arguments.of(name, f, at);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheKink")
    void subgradientsAreNoMismatch(String name, UnaryOperator<Tensor> f, double at) {
        Report report = GradCheck.check(f, Tensor.of(at));
        assertEquals(Verdict.SUBGRADIENT, report.verdict(), report::toString);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheKink")
    void whatIsNoSubgradientIs(String name, UnaryOperator<Tensor> f, double at) {
        // 10 is beyond the slopes of all of them
        Report report = GradCheck.check(x -> f.apply(x).add(ghost(x).mul(10)), Tensor.of(at));
        assertEquals(Verdict.MISMATCH, report.verdict(), report::toString);
    }

    /** Beside a kink, however near, there is one slope and no other. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheKink")
    void besideIsJudgedExactly(String name, UnaryOperator<Tensor> f, double at) {
        for (double distance : new double[] {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7}) {
            for (int side : new int[] {-1, 1}) {
                Tensor x = Tensor.of(at + side * distance);
                Report report = GradCheck.check(f, x);
                assertEquals(Verdict.MATCH, report.verdict(), () -> distance + ": " + report);
                Report wrong = GradCheck.check(y -> f.apply(y).add(ghost(y).mul(1e-3)), x);
                assertEquals(Verdict.MISMATCH, wrong.verdict(), () -> distance + ": " + wrong);
            }
        }
    }

    private static Tensor ghost(Tensor x) {
        return x.sub(x.stopGradient());
    }

    /** The absolute value as an operation that keeps its branches to itself. */
    private static final class Absolute implements CustomOp {
        static Tensor of(Tensor x) {
            return new Absolute().apply(x);
        }

        @Override
        public Tensor forward(Tensor... x) {
            return x[0].abs();
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(x[0].stopGradient().sign());
        }
    }

    @Test
    void flatPiecesHaveSlopeZeroAlsoAtTheirSteps() {
        assertTrue(GradCheck.check(Tensor::floor, Tensor.vector(0.5, 2, -1)).passed());
        assertTrue(GradCheck.check(Tensor::sign, Tensor.vector(-3, 0, 2)).passed());
    }

    @Test
    void aNetworkOfRelusIsJudgedBetweenItsKinks() {
        java.util.Random random = new java.util.Random(5);
        Tensor w1 = Tensor.normal(random, 6, 30).named("w1");
        Tensor b1 = Tensor.normal(random, 30).named("b1");
        Tensor w2 = Tensor.normal(random, 30, 1).named("w2");
        Tensor data = Tensor.normal(random, 40, 6);
        Report report =
                GradCheck.check(
                                p ->
                                        data.matmul(p[0])
                                                .add(p[1])
                                                .relu()
                                                .matmul(p[2])
                                                .square()
                                                .mean(),
                                w1,
                                b1,
                                w2)
                        .requirePassed();
        assertEquals(Verdict.MATCH, report.verdict(), report::toString);
        assertTrue(report.sensitivity() < 1e-7, report::toString);
        assertFalse(
                GradCheck.check(
                                p ->
                                        data.matmul(p[0])
                                                .add(scaled(p[1], 1 + 1e-6))
                                                .relu()
                                                .matmul(p[2])
                                                .square()
                                                .mean(),
                                w1,
                                b1,
                                w2)
                        .passed());
    }
}
