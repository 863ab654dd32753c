package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Tensor scores =
            Tensor.of(
                    new double[][] {
                        {1, 5, 2},
                        {-1, -2, -3},
                        {0, 0, 7},
                        {4, 4, 1},
                        {Double.NEGATIVE_INFINITY, 0, 1}
                    });

    @Test
    void predictionsAreTheHighestScoresAndTiesGoToTheFirst() {
        assertArrayEquals(new int[] {1, 0, 2, 0, 2}, Metrics.predictions(scores));
    }

    @Test
    void accuracyIsTheFractionThatIsRight() {
        assertEquals(0.6, Metrics.accuracy().apply(scores, new int[] {1, 0, 0, 1, 2}));
        assertEquals(1, Metrics.accuracy().apply(scores, new int[] {1, 0, 2, 0, 2}));
    }

    @Test
    void whatIsNoScoreIsRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.predictions(Tensor.of(new double[][] {{0, 1}, {2, Double.NaN}})),
                "[1, 1] is NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.accuracy().apply(Tensor.zeros(2, 1), new int[2]),
                "[2, 1]",
                "two classes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.accuracy().apply(Tensor.zeros(2, 3), new int[3]),
                "accuracy",
                "3 classes");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Metrics.accuracy().apply(Tensor.zeros(1, 3), new int[] {3}),
                "class 3",
                "0 .. 2");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.predictions(Tensor.zeros(0, 3)),
                "empty");
    }

    @Test
    void confusionMatrixCounts() {
        ConfusionMatrix m = ConfusionMatrix.of(scores, new int[] {1, 0, 0, 1, 2});
        assertEquals(1, m.count(0, 2));
        assertEquals(0, m.count(2, 0));
        assertEquals(1, m.count(1, 0));
        assertEquals(5, m.total());
        assertEquals(3, m.classes());
        assertEquals(0.6, m.accuracy());
        assertEquals("actual \\ predicted\n   0 1 2\n 0 1 . 1\n 1 1 1 .\n 2 . . 1", m.toString());
        Refusal.of(IndexOutOfBoundsException.class, () -> m.count(0, 3), "3");
    }

    @Test
    void confusionMatrixAlignsWideCounts() {
        int[] many = new int[120];
        many[0] = 1;
        assertEquals(
                "actual \\ predicted\n       0   1\n   0 119   .\n   1   1   0",
                ConfusionMatrix.of(2, many, new int[120]).toString());
    }

    @Test
    void confusionMatrixRefusesWhatDoesNotFit() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> ConfusionMatrix.of(2, new int[2], new int[3]),
                "2 actual",
                "3 predicted");
        Refusal.of(
                IllegalArgumentException.class,
                () -> ConfusionMatrix.of(2, new int[0], new int[0]),
                "0 actual");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> ConfusionMatrix.of(2, new int[] {0, 1}, new int[] {0, 2}),
                "predicted",
                "class 2 at row 1");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> ConfusionMatrix.of(2, new int[] {5}, new int[] {0}),
                "actual",
                "class 5");
    }

    // ---- figures of the documentation of scikit-learn, and by hand

    private static final ConfusionMatrix SIX =
            ConfusionMatrix.of(3, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});

    @Test
    void precisionRecallAndF1OfEachClass() {
        // 0: 2 right of 3 predicted and 2 actual; 1: 0 of 2 and 2; 2: 0 of 1 and 2
        assertArrayEquals(
                new double[] {2 / 3., 0, 0},
                new double[] {SIX.precision(0), SIX.precision(1), SIX.precision(2)});
        assertArrayEquals(
                new double[] {1, 0, 0}, new double[] {SIX.recall(0), SIX.recall(1), SIX.recall(2)});
        assertArrayEquals(new double[] {0.8, 0, 0}, new double[] {SIX.f1(0), SIX.f1(1), SIX.f1(2)});
        assertEquals(2, SIX.support(1));
        assertEquals(3, SIX.predicted(0));
        Refusal.of(IndexOutOfBoundsException.class, () -> SIX.precision(3), "3");
        Refusal.of(IndexOutOfBoundsException.class, () -> SIX.recall(-1), "-1");
    }

    @Test
    void averages() {
        assertEquals(2 / 9., SIX.precision(Average.MACRO), 1e-15);
        assertEquals(1 / 3., SIX.precision(Average.MICRO), 1e-15);
        assertEquals(2 / 9., SIX.precision(Average.WEIGHTED), 1e-15);
        assertEquals(1 / 3., SIX.recall(Average.MACRO), 1e-15);
        assertEquals(0.8 / 3, SIX.f1(Average.MACRO), 1e-15);
        // 3 of class 0 (all right), 1 of class 1 (taken for 0), and a class that does not occur
        ConfusionMatrix m = ConfusionMatrix.of(3, new int[] {0, 0, 0, 1}, new int[] {0, 0, 0, 0});
        assertEquals(0.375, m.precision(Average.MACRO));
        assertEquals(0.75 * 0.75, m.precision(Average.WEIGHTED));
        assertEquals(0.5, m.recall(Average.MACRO));
        assertEquals(0.75, m.recall(Average.WEIGHTED));
        assertEquals(6 / 7. / 2, m.f1(Average.MACRO), 1e-15);
        assertEquals(6 / 7. * 0.75, m.f1(Average.WEIGHTED), 1e-15);
        assertEquals(0.75, m.f1(Average.MICRO));
        assertEquals(0, m.f1(2));
    }

    @Test
    void theReportIsATable() {
        ConfusionMatrix m = ConfusionMatrix.of(2, new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 1});
        assertEquals(
                "class     precision    recall        f1   support\n"
                        + "edible       1.0000    0.5000    0.6667         2\n"
                        + "poisonous    0.6667    1.0000    0.8000         2\n"
                        + "macro        0.8333    0.7500    0.7333         4\n"
                        + "micro        0.7500    0.7500    0.7500         4\n"
                        + "weighted     0.8333    0.7500    0.7333         4",
                m.report("edible", "poisonous"));
        assertEquals("0        ", m.report().split("\n")[1].substring(0, 9));
        Refusal.of(IllegalArgumentException.class, () -> m.report("a"), "1 names", "2 classes");
    }

    @Test
    void topKCountsClassesAmongTheHighest() {
        Tensor four =
                Tensor.of(
                        new double[][] {
                            {0.5, 0.2, 0.2}, {0.3, 0.4, 0.2}, {0.2, 0.4, 0.3}, {0.7, 0.2, 0.1}
                        });
        int[] actual = {0, 1, 2, 2};
        assertEquals(0.5, Metrics.topK(1).apply(four, actual));
        assertEquals(0.75, Metrics.topK(2).apply(four, actual));
        assertEquals(1, Metrics.topK(3).apply(four, actual));
        // of ties the lower class comes first, as in predictions
        assertEquals(0.75, Metrics.topK(2).apply(Tensor.zeros(4, 4), new int[] {0, 0, 1, 3}));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.topK(4).apply(four, actual),
                "k = 4",
                "3");
        Refusal.of(
                IllegalArgumentException.class, () -> Metrics.topK(0).apply(four, actual), "k = 0");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Metrics.topK(1)
                                .apply(Tensor.of(new double[][] {{0, Double.NaN}}), new int[] {0}),
                "[0, 1]",
                "NaN");
    }

    @Test
    void binaryAccuracyComparesWithAThreshold() {
        Tensor logits = Tensor.of(new double[][] {{-1}, {2}, {0}, {3}});
        Tensor yes = Tensor.of(new double[][] {{0}, {1}, {1}, {0}});
        assertEquals(0.5, Metrics.binaryAccuracy().apply(logits, yes));
        assertEquals(0.5, Metrics.binaryAccuracy().apply(logits, yes.mul(2).sub(1)));
        assertEquals(0.25, Metrics.binaryAccuracy(2.5).apply(logits, yes));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.binaryAccuracy().apply(logits, yes.mul(2)),
                "[1, 0]",
                "2.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.binaryAccuracy().apply(logits, Tensor.zeros(4)),
                "[4, 1]",
                "[4]");
    }

    @Test
    void areaUnderCurveIsTheChanceOfTheRightOrder() {
        int[] actual = {0, 0, 1, 1};
        Tensor s = Tensor.vector(0.1, 0.4, 0.35, 0.8);
        assertEquals(0.75, Metrics.areaUnderCurve().apply(s, actual));
        assertEquals(0.25, Metrics.areaUnderCurve().apply(s.neg(), actual));
        assertEquals(0.75, Metrics.areaUnderCurve().apply(s.reshape(4, 1), actual));
        Tensor pair = Tensor.stack(1, s.neg().add(1), s);
        assertEquals(0.75, Metrics.areaUnderCurve().apply(pair, actual));
        // ties: pairs 0.5, 0.5, 1, 1 and 0, 0, 1, 1
        assertEquals(0.5, Metrics.areaUnderCurve().apply(Tensor.vector(0.0, -0.0, 0, 0), actual));
        assertEquals(
                5 / 8.,
                Metrics.areaUnderCurve().apply(Tensor.vector(1, 2, 1, 3), new int[] {0, 0, 1, 1}));
        double inf = Double.POSITIVE_INFINITY;
        assertEquals(1, Metrics.areaUnderCurve().apply(Tensor.vector(-inf, 0, 1, inf), actual));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.areaUnderCurve().apply(s, new int[] {1, 1, 1, 1}),
                "0 rows of class 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.areaUnderCurve().apply(s, new int[] {0, 1, 2, 0}),
                "class 2 at row 2");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.areaUnderCurve().apply(Tensor.zeros(4, 3), actual),
                "[4, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.areaUnderCurve().apply(Tensor.zeros(3), actual),
                "[3]",
                "4 classes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.areaUnderCurve().apply(Tensor.vector(0, Double.NaN, 1, 2), actual),
                "row 1");
    }

    @Test
    void errorsOfRegression() {
        Tensor t = Tensor.vector(3, -0.5, 2, 7);
        Tensor p = Tensor.variable(new double[] {2.5, 0, 2, 8});
        assertEquals(0.5, Metrics.meanAbsoluteError().apply(p, t));
        assertEquals(0.375, Metrics.meanSquaredError().apply(p, t));
        assertEquals(Math.sqrt(0.375), Metrics.rootMeanSquaredError().apply(p, t), 1e-16);
        assertEquals(0.9486081370449679, Metrics.r2().apply(p, t), 1e-15);
        assertEquals(
                1e300,
                Metrics.rootMeanSquaredError()
                        .apply(Tensor.vector(1e300, -1e300), Tensor.zeros(2)));
        Tensor t2 = Tensor.of(new double[][] {{0.5, 1}, {-1, 1}, {7, -6}});
        Tensor p2 = Tensor.of(new double[][] {{0, 2}, {-1, 2}, {8, -5}});
        // 1 - 1.25 / 36.1666... and 1 - 3 / 32.6666...
        assertEquals((2 - 1.25 * 6 / 217 - 9 / 98.) / 2, Metrics.r2().apply(p2, t2), 1e-15);
        assertEquals(1, Metrics.r2().apply(t2, t2));
        assertEquals(0, Metrics.r2().apply(Tensor.full(2.875, 4), t), 1e-15);
    }

    @Test
    void r2OfTargetsThatAreAllTheSameIsTheLimit() {
        Tensor same = Tensor.full(0.1, 3);
        assertEquals(1, Metrics.r2().apply(same, same));
        assertEquals(
                Double.NEGATIVE_INFINITY, Metrics.r2().apply(Tensor.vector(0.1, 0.1, 0.2), same));
    }

    @Test
    void regressionRefusesWhatDoesNotFit() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.r2().apply(Tensor.zeros(3), Tensor.zeros(3, 1)),
                "r2",
                "[3, 1]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.r2().apply(Tensor.zeros(1, 1, 1), Tensor.zeros(1, 1, 1)),
                "[1, 1, 1]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.meanSquaredError().apply(Tensor.zeros(0), Tensor.zeros(0)),
                "empty");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Metrics.meanAbsoluteError()
                                .apply(Tensor.zeros(2), Tensor.vector(0, Double.NaN)),
                "[1]",
                "NaN");
    }

    @Test
    void tableWithNames() {
        ConfusionMatrix counted =
                ConfusionMatrix.of(2, new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 1});
        assertEquals("         0 1\n 0 cat   1 1\n 1 horse . 3", counted.table("cat", "horse"));
        assertEquals("   0 1\n 0 1 1\n 1 . 3", counted.table());
        assertEquals("actual \\ predicted\n" + counted.table(), counted.toString());
        Refusal.of(
                IllegalArgumentException.class, () -> counted.table("cat"), "1 names", "2 classes");
    }
}
