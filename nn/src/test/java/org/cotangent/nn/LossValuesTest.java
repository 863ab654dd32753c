package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses that are taken element by element: closed forms, kinks, extremes, and what is refused. */
class LossValuesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Reduction NONE = Reduction.NONE;

    private interface Each {
        Tensor of(Tensor x);
    }

    /** Values and slopes of the single losses. */
    private static void single(double[] values, double[] slopes, Each loss, double... at) {
        Tensor x = Tensor.variable(at);
        Tensor y = loss.of(x);
        assertArrayEquals(values, y.toArray(), "values");
        assertArrayEquals(slopes, slopes(y, x), "slopes");
    }

    /** Every second derivative there is must be a number. */
    private static void secondDerivativesAreNumbers(Each loss, double... at) {
        Tensor x = Tensor.variable(at);
        Tensor slope = Backward.of(loss.of(x).sum()).recorded().run().of(x);
        if (slope.varies()) {
            for (double d : slopes(slope, x)) {
                assertEquals(0, d, "second derivative");
            }
        }
    }

    private static double[] v(double... numbers) {
        return numbers;
    }

    /** The gradient of the sum, with 0 for -0. */
    private static double[] slopes(Tensor loss, Tensor x) {
        return loss.sum().backward().of(x).add(0).toArray();
    }

    @Test
    void absolute() {
        Tensor t = Tensor.vector(1, 1, 1, 0);
        single(
                v(2, 0, 3, 1e300),
                v(1, 0, -1, 1),
                x -> Losses.absoluteError(x, t, NONE),
                3,
                1,
                -2,
                1e300);
        assertEquals(2, Losses.meanAbsoluteError(Tensor.vector(3, 1, -2, 3), t).value());
    }

    @Test
    void huberAndSmoothL1() {
        Tensor t = Tensor.zeros(6);
        double[] at = {1, -2, 3, 0, 1e300, -INF};
        single(
                v(0.5, 2, 4, 0, 2e300, INF),
                v(1, -2, 2, 0, 2, -2),
                x -> Losses.huber(x, t, 2, NONE),
                at);
        single(
                v(0.25, 1, 2, 0, 1e300, INF),
                v(0.5, -1, 1, 0, 1, -1),
                x -> Losses.smoothL1(x, t, 2, NONE),
                at);
        single(
                v(1, 2, 3, 0, 1e300, INF),
                v(1, -1, 1, 0, 1, -1),
                x -> Losses.smoothL1(x, t, 0, NONE),
                at);
        // beta and delta are 1 where not given
        Tensor p = Tensor.vector(0.5, 3);
        assertEquals((0.125 + 2.5) / 2, Losses.huber(p, Tensor.zeros(2)).value());
        assertEquals((0.125 + 2.5) / 2, Losses.smoothL1(p, Tensor.zeros(2)).value());
        secondDerivativesAreNumbers(x -> Losses.huber(x, Tensor.zeros(3), 2, NONE), 3, 1e300, -INF);
        secondDerivativesAreNumbers(
                x -> Losses.smoothL1(x, Tensor.zeros(3), 2, NONE), 3, 1e300, -INF);
        // a beta so small that its square underflows
        single(v(5e-301), v(1), x -> Losses.smoothL1(x, Tensor.zeros(1), 1e-300, NONE), 1e-300);
    }

    @Test
    void hinges() {
        Tensor y = Tensor.vector(1, -1, 1, 1, -1, 1);
        double[] at = {0.25, 0.25, 1, 3, 1e300, -INF};
        single(
                v(0.75, 1.25, 0, 0, 1e300, INF),
                v(-1, 1, 0, 0, 1, -1),
                x -> Losses.hinge(x, y, 1, NONE),
                at);
        Tensor two = Tensor.vector(1, -1);
        single(
                v(0.5625, 1.5625),
                v(-1.5, 2.5),
                x -> Losses.squaredHinge(x, two, 1, NONE),
                0.25,
                0.25);
        assertEquals(1, Losses.hinge(Tensor.vector(0.25, 0.25), two).value());
        assertEquals(1.0625, Losses.squaredHinge(Tensor.vector(0.25, 0.25), two).value());
        single(v(0, 2.25), v(0, 1), x -> Losses.hinge(x, two, 0.25, NONE), 0.25, 2);
    }

    @Test
    void embeddingAndRanking() {
        Tensor y = Tensor.vector(1, -1, -1, -1);
        single(
                v(0.3, 0.75, 0, 0),
                v(1, -1, 0, 0),
                x -> Losses.hingeEmbedding(x, y, 1, NONE),
                0.3,
                0.25,
                1,
                INF);
        Tensor a = Tensor.variable(new double[] {1, 1, 5});
        Tensor b = Tensor.variable(new double[] {2, 2, 4});
        Tensor order = Tensor.vector(1, -1, 1);
        Tensor loss = Losses.marginRanking(a, b, order, 0.5, NONE);
        assertArrayEquals(v(1.5, 0, 0), loss.toArray());
        assertArrayEquals(v(-1, 0, 0), slopes(loss, a));
        assertArrayEquals(v(1, 0, 0), slopes(loss, b));
        assertEquals(0.5, Losses.marginRanking(a, b, order, 0.5, Reduction.MEAN).value());
    }

    @Test
    void logisticIsFiniteForScoresOfAnySize() {
        Tensor y = Tensor.vector(1, -1, 1, -1, 1, 1, -1);
        Tensor x = Tensor.variable(new double[] {0, 1e4, 1e4, -1e300, -1e300, INF, INF});
        Tensor loss = Losses.logistic(x, y, NONE);
        assertArrayEquals(v(Math.log(2), 1e4, 0, 0, 1e300, 0, INF), loss.toArray());
        assertArrayEquals(v(-0.5, 1, 0, 0, -1, 0, 1), slopes(loss, x));
        // what is left of a sure answer is not lost
        Tensor sure = Losses.logistic(Tensor.vector(40), Tensor.vector(1));
        assertEquals(Math.exp(-40), sure.value(), 1e-32);
        secondDerivativesAreNumbers(
                t -> Losses.logistic(t, y, NONE), 1e4, 1e4, 1e4, -1e300, 1e300, INF, INF);
    }

    @Test
    void binaryCrossEntropyIsFiniteForLogitsOfAnySize() {
        Tensor t = Tensor.vector(1, 0, 0.25, 1, 0, 1, 0, 0.5);
        double[] at = {0, 1e4, 0, 1e300, -1e300, INF, INF, 1e4};
        single(
                v(Math.log(2), 1e4, Math.log(2), 0, 0, 0, INF, 5e3),
                v(-0.5, 1, 0.25, 0, 0, 0, 1, 0.5),
                x -> Losses.binaryCrossEntropy(x, t, NONE),
                at);
        secondDerivativesAreNumbers(
                x -> Losses.binaryCrossEntropy(x, Tensor.vector(1, 0, 1, 0), NONE),
                1e4,
                1e300,
                INF,
                -INF);
        assertEquals(
                Math.exp(-40),
                Losses.binaryCrossEntropy(Tensor.vector(-40), Tensor.vector(0)).value(),
                1e-32);
        // the slope by the targets, also at 0 and 1
        Tensor targets = Tensor.variable(new double[] {0, 1});
        Tensor loss = Losses.binaryCrossEntropy(Tensor.vector(3, 3), targets, Reduction.SUM);
        assertArrayEquals(v(-3, -3), loss.backward().of(targets).toArray(), 1e-15);
    }

    @Test
    void positiveAnswersMayCountMore() {
        Tensor x = Tensor.variable(new double[][] {{0, 0}, {0, 0}});
        Tensor t = Tensor.of(new double[][] {{1, 1}, {0, 0.5}});
        double l = Math.log(2);
        BinaryCrossEntropy loss = new BinaryCrossEntropy().positiveWeights(3, 0.5).reduction(NONE);
        assertArrayEquals(v(3 * l, 0.5 * l, l, 0.75 * l), loss.of(x, t).toArray(), 1e-15);
        assertArrayEquals(
                v(-1.5, -0.25, 0.5, 0.125), loss.of(x, t).sum().backward().of(x).toArray(), 1e-15);
        BinaryCrossEntropy one = new BinaryCrossEntropy().positiveWeights(3);
        assertEquals((3 + 3 + 1 + 2) * l / 4, one.of(x, t).value(), 1e-15);
        assertEquals("binaryCrossEntropy(positive weights 3, MEAN)", one.toString());
        assertEquals(
                0,
                new BinaryCrossEntropy()
                        .positiveWeights(0)
                        .of(Tensor.vector(-INF), Tensor.vector(1))
                        .value());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new BinaryCrossEntropy().positiveWeights(1, 2, 3).of(x, t),
                "[3]",
                "[2, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new BinaryCrossEntropy().positiveWeights(1, -2),
                "[1]",
                "-2.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new BinaryCrossEntropy().positiveWeights(new double[0]),
                "no positive weight");
    }

    @Test
    void divergenceOfDistributions() {
        Tensor q = Tensor.of(new double[][] {{0.5, 0.5}, {0.25, 0.75}});
        Tensor p = Tensor.of(new double[][] {{0.5, 0.5}, {1, 0}});
        Tensor log = q.log().asVariable();
        // 0 and log 4; a mean over elements is half of that over rows
        assertEquals(Math.log(4) / 2, Losses.klDivergence(log, p).value(), 1e-15);
        assertEquals(Math.log(4) / 4, Losses.klDivergence(log, p, Reduction.MEAN).value(), 1e-15);
        assertArrayEquals(
                v(-0.5, -0.5, -1, 0), slopes(Losses.klDivergence(log, p, Reduction.SUM), log));
        assertEquals(
                Math.log(4), Losses.klDivergenceOfLogs(log, p.log(), Reduction.SUM).value(), 1e-15);
    }

    @Test
    void divergenceWhereProbabilitiesAreZero() {
        // 0 log (0 / 0), 0 log (0 / q), p log (p / 0)
        Tensor log = Tensor.variable(new double[] {-INF, -1, -INF});
        Tensor p = Tensor.variable(new double[] {0, 0, 0.5});
        Tensor loss = Losses.klDivergence(log, p, NONE);
        assertArrayEquals(v(0, 0, INF), loss.toArray());
        assertArrayEquals(v(0, 0, -0.5), slopes(loss, log));
        assertArrayEquals(
                v(-INF, -INF), loss.slice(0, 0, 2).sum().backward().of(p).slice(0, 0, 2).toArray());
        // an adjoint of 0 stays 0
        assertArrayEquals(
                v(0, 0), Tensor.of(slopes(loss.slice(0, 0, 2).mul(0), p)).slice(0, 0, 2).toArray());
        Tensor l = Tensor.vector(-INF, -INF, -1e300);
        Tensor ofLogs = Losses.klDivergenceOfLogs(log, l, NONE);
        assertArrayEquals(v(0, 0), ofLogs.slice(0, 0, 2).toArray());
    }

    // ---- reductions

    @Test
    void theFourReductions() {
        Tensor p = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor t = Tensor.zeros(2, 3);
        assertArrayEquals(new int[] {2, 3}, Losses.absoluteError(p, t, NONE).shape());
        assertEquals(21, Losses.absoluteError(p, t, Reduction.SUM).value());
        assertEquals(3.5, Losses.absoluteError(p, t, Reduction.MEAN).value());
        assertEquals(10.5, Losses.absoluteError(p, t, Reduction.MEAN_OVER_ROWS).value());
    }

    @ParameterizedTest
    @EnumSource
    void nothingHasASumAndNoMean(Reduction reduction) {
        Tensor none = Tensor.zeros(0, 3);
        switch (reduction) {
            case NONE -> assertEquals(0, Losses.logistic(none, none, reduction).size());
            case SUM -> assertEquals(0, Losses.logistic(none, none, reduction).value());
            default ->
                    Refusal.of(
                            IllegalArgumentException.class,
                            () -> Losses.logistic(none, none, reduction),
                            "logistic",
                            "empty",
                            "[0, 3]");
        }
    }

    @Test
    void rowsWithoutColumnsHaveAMeanOverRows() {
        Tensor x = Tensor.zeros(3, 0);
        assertEquals(0, Losses.squaredError(x, x, Reduction.MEAN_OVER_ROWS).value());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.meanSquaredError(x, x),
                "empty",
                "[3, 0]");
    }

    @Test
    void aScalarHasNoRows() {
        Tensor x = Tensor.of(2);
        assertEquals(4, Losses.meanSquaredError(x, Tensor.of(0)).value());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.squaredError(x, Tensor.of(0), Reduction.MEAN_OVER_ROWS),
                "squaredError",
                "MEAN_OVER_ROWS",
                "scalar");
        Refusal.of(
                NullPointerException.class,
                () -> Losses.squaredError(x, x, null),
                "reduction is null");
    }

    // ---- refusals

    private static void refused(Each loss, double bad, String... parts) {
        Refusal.of(
                IllegalArgumentException.class,
                () -> loss.of(Tensor.of(new double[] {1, 1, 1, bad}, 2, 2)),
                parts);
    }

    @Test
    void targetsThatCannotBeAreNamed() {
        Tensor x = Tensor.zeros(2, 2);
        double nan = Double.NaN;
        refused(
                t -> Losses.meanSquaredError(x, t),
                nan,
                "meanSquaredError",
                "[1, 1] is NaN",
                "finite");
        refused(
                t -> Losses.meanAbsoluteError(x, t),
                INF,
                "meanAbsoluteError",
                "[1, 1] is Infinity");
        refused(t -> Losses.huber(x, t), nan, "huber", "NaN");
        refused(t -> Losses.smoothL1(x, t), nan, "smoothL1", "NaN");
        refused(t -> Losses.hinge(x, t), 0, "hinge", "[1, 1] is 0.0", "-1 or 1");
        refused(t -> Losses.squaredHinge(x, t), 2, "squaredHinge", "2.0");
        refused(t -> Losses.logistic(x, t), nan, "logistic", "NaN");
        refused(t -> Losses.hingeEmbedding(x, t, 1, NONE), 0.5, "hingeEmbedding", "0.5");
        refused(t -> Losses.marginRanking(x, x, t, 1, NONE), 0, "marginRanking", "0.0");
        refused(t -> Losses.binaryCrossEntropy(x, t), -1, "binaryCrossEntropy", "-1.0", "0 .. 1");
        refused(t -> Losses.binaryCrossEntropy(x, t), 1.5, "1.5");
        refused(t -> Losses.klDivergence(x, t), -0.5, "klDivergence", "-0.5");
        refused(t -> Losses.klDivergence(x, t), INF, "Infinity");
        refused(t -> Losses.klDivergenceOfLogs(x, t, NONE), INF, "klDivergenceOfLogs", "Infinity");
        refused(t -> Losses.klDivergenceOfLogs(x, t, NONE), nan, "NaN");
    }

    @Test
    void nothingIsBroadcast() {
        Tensor x = Tensor.zeros(2, 2);
        Tensor t = Tensor.ones(2);
        for (Each loss :
                new Each[] {
                    p -> Losses.meanAbsoluteError(p, t),
                    p -> Losses.huber(p, t),
                    p -> Losses.smoothL1(p, t),
                    p -> Losses.hinge(p, t),
                    p -> Losses.squaredHinge(p, t),
                    p -> Losses.logistic(p, t),
                    p -> Losses.hingeEmbedding(p, t, 1, NONE),
                    p -> Losses.marginRanking(p, p, t, 0, NONE),
                    p -> Losses.marginRanking(p, t, p, 0, NONE),
                    p -> Losses.binaryCrossEntropy(p, t),
                    p -> Losses.klDivergence(p, t),
                    p -> Losses.klDivergenceOfLogs(p, t, NONE)
                }) {
            Refusal.of(IllegalArgumentException.class, () -> loss.of(x), "[2, 2]", "[2]");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        Tensor x = Tensor.zeros(1);
        Tensor y = Tensor.ones(1);
        refused(t -> Losses.huber(x, y, 0, NONE), 0, "huber", "delta 0.0", "positive");
        refused(t -> Losses.huber(x, y, INF, NONE), 0, "delta Infinity");
        refused(t -> Losses.smoothL1(x, y, -1, NONE), 0, "smoothL1", "beta -1.0");
        refused(t -> Losses.hinge(x, y, Double.NaN, NONE), 0, "hinge", "margin NaN");
        refused(t -> Losses.hingeEmbedding(x, y, INF, NONE), 0, "hingeEmbedding", "margin");
        refused(t -> Losses.marginRanking(x, x, y, INF, NONE), 0, "marginRanking", "margin");
    }
}
