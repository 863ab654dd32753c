package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

// Longer than 400 lines: a test for each loss, over the same helpers of values and slopes.
/** Losses that are taken element by element: closed forms, kinks, extremes, and what is refused. */
class LossValuesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

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
                x -> Losses.meanAbsoluteError().unreduced().apply(x, t),
                3,
                1,
                -2,
                1e300);
        assertEquals(2, Losses.meanAbsoluteError().apply(Tensor.vector(3, 1, -2, 3), t).value());
    }

    @Test
    void huberAndSmoothL1() {
        Tensor t = Tensor.zeros(6);
        double[] at = {1, -2, 3, 0, 1e300, -INF};
        single(
                v(0.5, 2, 4, 0, 2e300, INF),
                v(1, -2, 2, 0, 2, -2),
                x -> Losses.huber(2).unreduced().apply(x, t),
                at);
        single(
                v(0.25, 1, 2, 0, 1e300, INF),
                v(0.5, -1, 1, 0, 1, -1),
                x -> Losses.smoothL1(2).unreduced().apply(x, t),
                at);
        single(
                v(1, 2, 3, 0, 1e300, INF),
                v(1, -1, 1, 0, 1, -1),
                x -> Losses.smoothL1(0).unreduced().apply(x, t),
                at);
        // beta and delta are 1 where not given
        Tensor p = Tensor.vector(0.5, 3);
        assertEquals((0.125 + 2.5) / 2, Losses.huber().apply(p, Tensor.zeros(2)).value());
        assertEquals((0.125 + 2.5) / 2, Losses.smoothL1().apply(p, Tensor.zeros(2)).value());
        secondDerivativesAreNumbers(
                x -> Losses.huber(2).unreduced().apply(x, Tensor.zeros(3)), 3, 1e300, -INF);
        secondDerivativesAreNumbers(
                x -> Losses.smoothL1(2).unreduced().apply(x, Tensor.zeros(3)), 3, 1e300, -INF);
        // a beta so small that its square underflows
        single(
                v(5e-301),
                v(1),
                x -> Losses.smoothL1(1e-300).unreduced().apply(x, Tensor.zeros(1)),
                1e-300);
    }

    @Test
    void hinges() {
        Tensor y = Tensor.vector(1, -1, 1, 1, -1, 1);
        double[] at = {0.25, 0.25, 1, 3, 1e300, -INF};
        single(
                v(0.75, 1.25, 0, 0, 1e300, INF),
                v(-1, 1, 0, 0, 1, -1),
                x -> Losses.hinge(1).unreduced().apply(x, y),
                at);
        Tensor two = Tensor.vector(1, -1);
        single(
                v(0.5625, 1.5625),
                v(-1.5, 2.5),
                x -> Losses.squaredHinge(1).unreduced().apply(x, two),
                0.25,
                0.25);
        assertEquals(1, Losses.hinge().apply(Tensor.vector(0.25, 0.25), two).value());
        assertEquals(1.0625, Losses.squaredHinge().apply(Tensor.vector(0.25, 0.25), two).value());
        single(v(0, 2.25), v(0, 1), x -> Losses.hinge(0.25).unreduced().apply(x, two), 0.25, 2);
    }

    @Test
    void embeddingAndRanking() {
        Tensor y = Tensor.vector(1, -1, -1, -1);
        single(
                v(0.3, 0.75, 0, 0),
                v(1, -1, 0, 0),
                x -> Losses.hingeEmbedding(1).unreduced().apply(x, y),
                0.3,
                0.25,
                1,
                INF);
        Tensor a = Tensor.variable(new double[] {1, 1, 5});
        Tensor b = Tensor.variable(new double[] {2, 2, 4});
        Tensor order = Tensor.vector(1, -1, 1);
        Tensor loss = Losses.hinge(0.5).unreduced().apply(a.sub(b), order);
        assertArrayEquals(v(1.5, 0, 0), loss.toArray());
        assertArrayEquals(v(-1, 0, 0), slopes(loss, a));
        assertArrayEquals(v(1, 0, 0), slopes(loss, b));
        assertEquals(0.5, Losses.hinge(0.5).mean().apply(a.sub(b), order).value());
    }

    @Test
    void logisticIsFiniteForScoresOfAnySize() {
        Tensor y = Tensor.vector(1, -1, 1, -1, 1, 1, -1);
        Tensor x = Tensor.variable(new double[] {0, 1e4, 1e4, -1e300, -1e300, INF, INF});
        Tensor loss = Losses.logistic().unreduced().apply(x, y);
        assertArrayEquals(v(Math.log(2), 1e4, 0, 0, 1e300, 0, INF), loss.toArray());
        assertArrayEquals(v(-0.5, 1, 0, 0, -1, 0, 1), slopes(loss, x));
        // what is left of a sure answer is not lost
        Tensor sure = Losses.logistic().apply(Tensor.vector(40), Tensor.vector(1));
        assertEquals(Math.exp(-40), sure.value(), 1e-32);
        secondDerivativesAreNumbers(
                t -> Losses.logistic().unreduced().apply(t, y),
                1e4,
                1e4,
                1e4,
                -1e300,
                1e300,
                INF,
                INF);
    }

    @Test
    void binaryCrossEntropyIsFiniteForLogitsOfAnySize() {
        Tensor t = Tensor.vector(1, 0, 0.25, 1, 0, 1, 0, 0.5);
        double[] at = {0, 1e4, 0, 1e300, -1e300, INF, INF, 1e4};
        single(
                v(Math.log(2), 1e4, Math.log(2), 0, 0, 0, INF, 5e3),
                v(-0.5, 1, 0.25, 0, 0, 0, 1, 0.5),
                x -> Losses.binaryCrossEntropy().unreduced().apply(x, t),
                at);
        secondDerivativesAreNumbers(
                x -> Losses.binaryCrossEntropy().unreduced().apply(x, Tensor.vector(1, 0, 1, 0)),
                1e4,
                1e300,
                INF,
                -INF);
        assertEquals(
                Math.exp(-40),
                Losses.binaryCrossEntropy().apply(Tensor.vector(-40), Tensor.vector(0)).value(),
                1e-32);
        // the slope by the targets, also at 0 and 1
        Tensor targets = Tensor.variable(new double[] {0, 1});
        Tensor loss = Losses.binaryCrossEntropy().sum().apply(Tensor.vector(3, 3), targets);
        assertArrayEquals(v(-3, -3), loss.backward().of(targets).toArray(), 1e-15);
    }

    @Test
    void positiveAnswersMayCountMore() {
        Tensor x = Tensor.variable(new double[][] {{0, 0}, {0, 0}});
        Tensor t = Tensor.of(new double[][] {{1, 1}, {0, 0.5}});
        double l = Math.log(2);
        ReducedLoss<Tensor> loss = Losses.binaryCrossEntropy().positiveWeights(3, 0.5).unreduced();
        assertArrayEquals(v(3 * l, 0.5 * l, l, 0.75 * l), loss.apply(x, t).toArray(), 1e-15);
        assertArrayEquals(
                v(-1.5, -0.25, 0.5, 0.125),
                loss.apply(x, t).sum().backward().of(x).toArray(),
                1e-15);
        BinaryCrossEntropy one = Losses.binaryCrossEntropy().positiveWeights(3);
        assertEquals((3 + 3 + 1 + 2) * l / 4, one.apply(x, t).value(), 1e-15);
        assertEquals("binaryCrossEntropy(positive weights 3, mean)", one.toString());
        assertEquals(
                0,
                Losses.binaryCrossEntropy()
                        .positiveWeights(0)
                        .apply(Tensor.vector(-INF), Tensor.vector(1))
                        .value());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.binaryCrossEntropy().positiveWeights(1, 2, 3).apply(x, t),
                "[3]",
                "[2, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.binaryCrossEntropy().positiveWeights(1, -2),
                "[1]",
                "-2.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.binaryCrossEntropy().positiveWeights(new double[0]),
                "no positive weight");
    }

    @Test
    void divergenceOfDistributions() {
        Tensor q = Tensor.of(new double[][] {{0.5, 0.5}, {0.25, 0.75}});
        Tensor p = Tensor.of(new double[][] {{0.5, 0.5}, {1, 0}});
        Tensor log = q.log().asVariable();
        // 0 and log 4; a mean over elements is half of that over rows
        assertEquals(Math.log(4) / 2, Losses.klDivergence().apply(log, p).value(), 1e-15);
        assertEquals(Math.log(4) / 4, Losses.klDivergence().mean().apply(log, p).value(), 1e-15);
        assertArrayEquals(
                v(-0.5, -0.5, -1, 0), slopes(Losses.klDivergence().sum().apply(log, p), log));
        assertEquals(
                Math.log(4), Losses.klDivergenceOfLogs().sum().apply(log, p.log()).value(), 1e-15);
    }

    @Test
    void divergenceWhereProbabilitiesAreZero() {
        // 0 log (0 / 0), 0 log (0 / q), p log (p / 0)
        Tensor log = Tensor.variable(new double[] {-INF, -1, -INF});
        Tensor p = Tensor.variable(new double[] {0, 0, 0.5});
        Tensor loss = Losses.klDivergence().unreduced().apply(log, p);
        assertArrayEquals(v(0, 0, INF), loss.toArray());
        assertArrayEquals(v(0, 0, -0.5), slopes(loss, log));
        assertArrayEquals(
                v(-INF, -INF), loss.slice(0, 0, 2).sum().backward().of(p).slice(0, 0, 2).toArray());
        // an adjoint of 0 stays 0
        assertArrayEquals(
                v(0, 0), Tensor.of(slopes(loss.slice(0, 0, 2).mul(0), p)).slice(0, 0, 2).toArray());
        Tensor l = Tensor.vector(-INF, -INF, -1e300);
        Tensor ofLogs = Losses.klDivergenceOfLogs().unreduced().apply(log, l);
        assertArrayEquals(v(0, 0), ofLogs.slice(0, 0, 2).toArray());
    }

    // ---- reductions

    @Test
    void theReductions() {
        Tensor p = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor t = Tensor.zeros(2, 3);
        ReducedLoss<Tensor> loss = Losses.meanAbsoluteError();
        assertArrayEquals(new int[] {2, 3}, loss.unreduced().apply(p, t).shape());
        assertArrayEquals(v(2, 5), loss.perSample().apply(p, t).toArray());
        assertEquals(21, loss.sum().apply(p, t).value());
        assertEquals(3.5, loss.apply(p, t).value());
        assertEquals(3.5, loss.sum().mean().apply(p, t).value());
        assertEquals(10.5, loss.meanOverSamples().apply(p, t).value());
        assertEquals("meanAbsoluteError(mean over samples)", loss.meanOverSamples().toString());
        assertEquals("huber(delta 2.0, sum)", Losses.huber(2).sum().toString());
    }

    @ParameterizedTest
    @EnumSource
    void nothingHasASumAndNoMean(Reduction reduction) {
        Tensor none = Tensor.zeros(0, 3);
        ReducedLoss<Tensor> loss = Losses.logistic().reduced(reduction);
        switch (reduction) {
            case UNREDUCED, PER_SAMPLE -> assertEquals(0, loss.apply(none, none).size());
            case SUM -> assertEquals(0, loss.apply(none, none).value());
            default ->
                    Refusal.of(
                            IllegalArgumentException.class,
                            () -> loss.apply(none, none),
                            "logistic",
                            "empty",
                            "[0, 3]");
        }
    }

    @Test
    void rowsWithoutColumnsHaveAMeanOverRows() {
        Tensor x = Tensor.zeros(3, 0);
        ReducedLoss<Tensor> loss = Losses.meanSquaredError();
        assertEquals(0, loss.meanOverSamples().apply(x, x).value());
        Refusal.of(IllegalArgumentException.class, () -> loss.apply(x, x), "empty", "[3, 0]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> loss.perSample().apply(x, x),
                "empty",
                "[3, 0]");
    }

    @Test
    void aScalarHasNoRows() {
        Tensor x = Tensor.of(2);
        ReducedLoss<Tensor> loss = Losses.meanSquaredError();
        assertEquals(4, loss.apply(x, Tensor.of(0)).value());
        for (ReducedLoss<Tensor> other : List.of(loss.meanOverSamples(), loss.perSample())) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> other.apply(x, Tensor.of(0)),
                    "meanSquaredError",
                    "sample",
                    "scalar");
        }
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
                t -> Losses.meanSquaredError().apply(x, t),
                nan,
                "meanSquaredError",
                "[1, 1] is NaN",
                "finite");
        refused(
                t -> Losses.meanAbsoluteError().apply(x, t),
                INF,
                "meanAbsoluteError",
                "[1, 1] is Infinity");
        refused(t -> Losses.huber().apply(x, t), nan, "huber", "NaN");
        refused(t -> Losses.smoothL1().apply(x, t), nan, "smoothL1", "NaN");
        refused(t -> Losses.hinge().apply(x, t), 0, "hinge", "[1, 1] is 0.0", "-1 or 1");
        refused(t -> Losses.squaredHinge().apply(x, t), 2, "squaredHinge", "2.0");
        refused(t -> Losses.logistic().apply(x, t), nan, "logistic", "NaN");
        refused(
                t -> Losses.hingeEmbedding(1).unreduced().apply(x, t),
                0.5,
                "hingeEmbedding",
                "0.5");
        refused(t -> Losses.hinge(1).unreduced().apply(x.sub(x), t), 0, "hinge", "0.0");
        refused(
                t -> Losses.binaryCrossEntropy().apply(x, t),
                -1,
                "binaryCrossEntropy",
                "-1.0",
                "0 .. 1");
        refused(t -> Losses.binaryCrossEntropy().apply(x, t), 1.5, "1.5");
        refused(t -> Losses.klDivergence().apply(x, t), -0.5, "klDivergence", "-0.5");
        refused(t -> Losses.klDivergence().apply(x, t), INF, "Infinity");
        refused(
                t -> Losses.klDivergenceOfLogs().unreduced().apply(x, t),
                INF,
                "klDivergenceOfLogs",
                "Infinity");
        refused(t -> Losses.klDivergenceOfLogs().unreduced().apply(x, t), nan, "NaN");
    }

    @Test
    void nothingIsBroadcast() {
        Tensor x = Tensor.zeros(2, 2);
        Tensor t = Tensor.ones(2);
        for (Each loss :
                new Each[] {
                    p -> Losses.meanAbsoluteError().apply(p, t),
                    p -> Losses.huber().apply(p, t),
                    p -> Losses.smoothL1().apply(p, t),
                    p -> Losses.hinge().apply(p, t),
                    p -> Losses.squaredHinge().apply(p, t),
                    p -> Losses.logistic().apply(p, t),
                    p -> Losses.hingeEmbedding(1).unreduced().apply(p, t),
                    p -> Losses.hinge(0).unreduced().apply(p.sub(p), t),
                    p -> Losses.binaryCrossEntropy().apply(p, t),
                    p -> Losses.klDivergence().apply(p, t),
                    p -> Losses.klDivergenceOfLogs().unreduced().apply(p, t)
                }) {
            Refusal.of(IllegalArgumentException.class, () -> loss.of(x), "[2, 2]", "[2]");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        Tensor x = Tensor.zeros(1);
        Tensor y = Tensor.ones(1);
        refused(t -> Losses.huber(0).unreduced().apply(x, y), 0, "huber", "delta 0.0", "positive");
        refused(t -> Losses.huber(INF).unreduced().apply(x, y), 0, "delta Infinity");
        refused(t -> Losses.smoothL1(-1).unreduced().apply(x, y), 0, "smoothL1", "beta -1.0");
        refused(t -> Losses.hinge(Double.NaN).unreduced().apply(x, y), 0, "hinge", "margin NaN");
        refused(
                t -> Losses.hingeEmbedding(INF).unreduced().apply(x, y),
                0,
                "hingeEmbedding",
                "margin");
        refused(t -> Losses.hinge(INF).unreduced().apply(x.sub(x), y), 0, "hinge", "margin");
    }

    @Test
    void embeddings() {
        Tensor y = Tensor.vector(1, -1, -1, -1);
        single(
                v(0.25, 0.5, 0, 0),
                v(-1, 1, 0, 0),
                c -> Losses.cosineEmbedding(0.25).unreduced().apply(c, y),
                0.75,
                0.75,
                0.25,
                -1);
        Tensor far = Tensor.variable(new double[] {1, 3, 5});
        Tensor near = Tensor.vector(2, 2.5, 4);
        Tensor loss = Losses.triplet(1).unreduced().apply(near, far);
        assertArrayEquals(v(2, 0.5, 0), loss.toArray());
        assertArrayEquals(v(-1, -1, 0), slopes(loss, far));
    }

    @Test
    void counts() {
        Tensor t = Tensor.vector(0, 2);
        single(v(1, 1 - 0.), v(1, -1), x -> Losses.poisson().unreduced().apply(x, t), 0, 0);
        single(
                v(3, 4),
                v(1, 0.5),
                r ->
                        Losses.poissonOfRates(0)
                                .unreduced()
                                .apply(r.mul(1), t)
                                .add(Tensor.vector(0, 2 * StrictMath.log(4))),
                3,
                4);
        // a rate of 0 where nothing was counted
        assertEquals(0, Losses.poissonOfRates(0).sum().apply(Tensor.of(0), Tensor.of(0)).value());
    }

    @Test
    void predictedVariances() {
        Tensor t = Tensor.of(new double[][] {{3}, {1e200}});
        Tensor p = Tensor.variable(new double[][] {{1, 0}, {0, 2 * StrictMath.log(1e200)}});
        Tensor loss = Losses.gaussian().unreduced().apply(p, t);
        assertEquals(2, loss.get(0, 0));
        assertEquals(0.5 + StrictMath.log(1e200), loss.get(1, 0), 1e-10);
        double[] slopes = slopes(loss, p);
        assertEquals(-2, slopes[0]);
        assertEquals(-1.5, slopes[1]);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.gaussian().apply(Tensor.zeros(2, 3), Tensor.zeros(2, 3)),
                "gaussian: the predictions have shape [2, 3] and the targets [2, 3]",
                "[..., 2 n]");
    }

    @Test
    void severalLabelsAtATime() {
        // labels 0 and 2: max(0, 1 - (0.5 - 0)) + max(0, 1 - (2 - 0)), over three classes
        Tensor s = Tensor.variable(new double[][] {{0.5, 0, 2}, {1, 2, 3}});
        Tensor t = Tensor.of(new double[][] {{1, 0, 1}, {0, 0, 0}});
        Tensor loss = Losses.multilabelMargin().unreduced().apply(s, t);
        assertArrayEquals(v(0.5 / 3, 0), loss.toArray(), 1e-16);
        assertArrayEquals(v(-1 / 3., 1 / 3., 0, 0, 0, 0), slopes(loss, s), 1e-16);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.multilabelMargin().apply(s, t.mul(2)),
                "multilabelMargin: the target at [0, 0] is 2.0; it must be 0 or 1");
    }

    @Test
    void sumsOfLosses() {
        Loss<Tensor> both = Losses.meanSquaredError().times(0.5).plus(Losses.meanAbsoluteError());
        Tensor p = Tensor.variable(new double[] {0, 2});
        Tensor loss = both.apply(p, Tensor.zeros(2));
        assertEquals(2, loss.value());
        assertArrayEquals(v(0, 1.5), slopes(loss, p));
        assertEquals(2, both.weight(p, Tensor.zeros(2)));
        assertEquals("0.5 meanSquaredError(mean) + meanAbsoluteError(mean)", both.toString());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.huber().times(Double.NaN),
                "loss: factor NaN; it must be finite");
    }
}
