package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.Wrong.bent;
import static org.cotangent.gradcheck.Wrong.scaled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** The corners of directions, far points and second derivatives that mutated code showed. */
class DirectionsCornersTest {
    private static final Tensor TWO = Tensor.vector(0.7, -1.3);
    private static final Tensor THREE = Tensor.vector(0.4, 1.1, -0.8);

    @Test
    void directionsOfEveryInputAreCounted() {
        Tensor none = Tensor.of(new double[0], 0);
        Report report =
                GradCheck.of(x -> x[0].exp().sum().add(x[2].sin().sum()), TWO, none, THREE)
                        .directions(3)
                        .run()
                        .requirePassed();
        assertEquals(6, report.entries());
        assertEquals(6, report.count(Verdict.MATCH), report::toString);
        Set<String> places = new HashSet<>();
        for (Entry e : report.comparisons()) {
            assertEquals(-1, e.element());
            assertArrayEquals(new int[0], e.index());
            places.add(e.place());
        }
        assertEquals(
                Set.of(
                        "input 0, direction 0",
                        "input 0, direction 1",
                        "input 0, direction 2",
                        "input 2, direction 0",
                        "input 2, direction 1",
                        "input 2, direction 2"),
                places);
        assertEquals(2, report.comparisons().stream().mapToInt(Entry::direction).max().orElse(-1));
    }

    @Test
    void aDirectionMovesEveryElementAlike() {
        double[] at = new double[300];
        ArrayCheck.gradient(
                        x -> {
                            double least = Arrays.stream(x).map(Math::abs).min().orElseThrow();
                            double most = Arrays.stream(x).map(Math::abs).max().orElseThrow();
                            assertTrue(most <= 3 * least, () -> least + " and " + most);
                            return Arrays.stream(x).sum();
                        },
                        x -> Arrays.stream(x).map(v -> 1).toArray(),
                        at)
                .directions(2)
                .run()
                .requirePassed();
    }

    @Test
    void aWrongElementOfASecondInputIsLocatedAlongDirections() {
        Report report =
                GradCheck.of(
                                x ->
                                        x[0].exp()
                                                .sum()
                                                .add(
                                                        CheckerCornersTest.elementScaled(
                                                                        x[1], 2, 1.01)
                                                                .sin()
                                                                .sum()),
                                TWO,
                                THREE)
                        .directions(1)
                        .run();
        List<Entry> found = report.mismatches().stream().filter(e -> e.direction() < 0).toList();
        assertEquals(1, found.size(), report::toString);
        assertEquals("input 1[2]", found.get(0).place());
        assertEquals(3, report.entries());
    }

    @Test
    void resultsAreContractedAlongDirections() {
        UnaryOperator<Tensor> f = x -> x.reshape(3, 1).matmul(x.exp().reshape(1, 3));
        Report right = GradCheck.of(f, THREE).directions(2).run().requirePassed();
        assertEquals(2, right.entries());
        Report wrong = GradCheck.of(x -> scaled(f.apply(x), 1.001), THREE).directions(2).run();
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
        assertTrue(wrong.mismatches().stream().allMatch(e -> e.result() < 0), wrong::toString);
    }

    @Test
    void rowsOfAJacobianAlongDirections() {
        Report right =
                GradCheck.of(x -> x[0].mul(x[1].sum()), TWO, THREE)
                        .jacobian()
                        .directions(2)
                        .run()
                        .requirePassed();
        assertEquals(2 * 2 * 2, right.entries());
        assertEquals(8, right.count(Verdict.MATCH), right::toString);
        Report wrong =
                GradCheck.of(
                                x ->
                                        Tensor.concat(
                                                0,
                                                x.exp(),
                                                CheckerCornersTest.elementScaled(x, 1, 1.01).sin()),
                                THREE)
                        .jacobian()
                        .directions(1)
                        .run();
        List<Entry> found = wrong.mismatches().stream().filter(e -> e.element() >= 0).toList();
        assertEquals(1, found.size(), wrong::toString);
        assertEquals("input 0[1] of result 4", found.get(0).place());
    }

    // ---- large points, long vectors

    @Test
    void stepsAreAsLargeAsThePoint() {
        Tensor far = Tensor.vector(3e8, -2e8);
        UnaryOperator<Tensor> slow = x -> x.mul(1e-8).sin();
        assertEquals(2, GradCheck.check(slow, far).count(Verdict.MATCH));
        Report along = GradCheck.of(slow, far).directions(2).run();
        assertEquals(2, along.count(Verdict.MATCH), along::toString);
    }

    @Test
    void stepsAlongLongVectorsAreShorter() {
        double[] v = {1e8};
        Report report =
                ArrayCheck.jvp(
                                x -> new double[] {Math.sin(x[0])},
                                (x, d) -> new double[] {Math.cos(x[0]) * d[0]},
                                v,
                                0.5)
                        .run();
        assertEquals(Verdict.MATCH, report.verdict(), report::toString);
    }

    // ---- second derivatives

    @Test
    void secondDerivativesOfSeveralInputs() {
        Report right =
                GradCheck.of(x -> x[0].square().sum().mul(x[1].pow(3).sum()), TWO, THREE)
                        .order(2)
                        .run()
                        .requirePassed();
        assertEquals(10, right.count(Verdict.MATCH), right::toString);
        Report wrong =
                GradCheck.of(
                                x -> bent(x[0].square().sum().mul(x[1].pow(3).sum()), x[1], 0.01),
                                TWO,
                                THREE)
                        .order(2)
                        .run();
        assertEquals(3, wrong.mismatches().size(), wrong::toString);
        assertTrue(wrong.mismatches().stream().allMatch(e -> e.input() == 1), wrong::toString);
    }

    /** Round-off of what does not move with an element excuses nothing. */
    @Test
    void hugeResultsThatDoNotMoveHideNoWrongSecondDerivative() {
        Report report =
                GradCheck.of(
                                x ->
                                        Tensor.stack(
                                                0,
                                                bent(x[0].exp(), x[0], 1e-4),
                                                x[1].square().mul(1e12)),
                                Tensor.of(0.5),
                                Tensor.of(2))
                        .order(2)
                        .run();
        assertEquals(1, report.mismatches().size(), report::toString);
        assertEquals(0, report.worst().input());
        assertEquals(2, report.worst().order());
    }

    @Test
    void atLargePointsSecondDerivativesAreSmallAndStillJudged() {
        UnaryOperator<Tensor> f = x -> x.mul(1e-6).exp();
        Tensor at = Tensor.of(1e6);
        GradCheck.of(f, at).order(2).run().requirePassed();
        Report wrong = GradCheck.of(x -> bent(f.apply(x), x, 1e-14), at).order(2).run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
    }

    @Test
    void roundOffOfTermsThatCancelAlongDirections() {
        Tensor below = Tensor.of(new double[][] {{1.4, -1.6, 0.8}, {0.3, 0.6, -1.0}});
        for (int seed = 0; seed < 20; seed++) {
            Tensor at = Tensor.of(2.647495076892686 + seed / 64.0);
            GradCheck check = GradCheck.of(x -> x.max(below).softmax(-1), at).order(2);
            Report report = check.seed(seed).directions(1).run();
            assertEquals(0, report.count(Verdict.MISMATCH), report::toString);
        }
    }
}
