package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Losses that are taken row by row, with their settings, by hand. */
class ClassLossesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    /** Rows with the probabilities 1/4, 1/4, 1/2 and 1/2, 1/4, 1/4. */
    private static final Tensor LOGITS =
            Tensor.of(new double[][] {{0, 0, Math.log(2)}, {Math.log(2), 0, 0}});

    private static final double L2 = Math.log(2);
    private static final double L4 = Math.log(4);

    @Test
    void classWeightsDivideTheMean() {
        CrossEntropy loss = Losses.softmaxCrossEntropy().classWeights(3, 1, 0.5);
        int[] classes = {1, 0};
        // rows: 1 log 4, 3 log 2
        Tensor rows = loss.unreduced().apply(LOGITS, classes);
        assertArrayEquals(new double[] {L4, 3 * L2}, rows.toArray(), 1e-15);
        assertEquals((L4 + 3 * L2) / 4, loss.apply(LOGITS, classes).value(), 1e-15);
        assertEquals(
                (L4 + 3 * L2) / 2, loss.meanOverSamples().apply(LOGITS, classes).value(), 1e-15);
        assertEquals(L4 + 3 * L2, loss.sum().apply(LOGITS, classes).value(), 1e-15);
    }

    @Test
    void labelSmoothingSpreadsAPartOfTheLabel() {
        // 0.7 log 4 + 0.1 (log 4 + log 4 + log 2), and 0.7 log 2 + 0.1 (log 2 + 2 log 4)
        double first = 0.7 * L4 + 0.1 * (2 * L4 + L2);
        double second = 0.7 * L2 + 0.1 * (2 * L4 + L2);
        CrossEntropy loss = Losses.softmaxCrossEntropy().labelSmoothing(0.3);
        assertEquals((first + second) / 2, loss.apply(LOGITS, new int[] {1, 0}).value(), 1e-15);
        Tensor oneHot = Tensor.of(new double[][] {{0, 1, 0}, {1, 0, 0}});
        assertEquals((first + second) / 2, loss.softLabels().apply(LOGITS, oneHot).value(), 1e-15);
        // with weights 3, 1, 0.5 each class of the spread part has its own
        double weighted = 0.7 * L4 + 0.1 * (3 * L4 + L4 + 0.5 * L2);
        assertEquals(
                weighted,
                loss.classWeights(3, 1, 0.5).apply(LOGITS.slice(0, 0, 1), new int[] {1}).value(),
                1e-15);
        // all of it: the label does not matter
        CrossEntropy all = Losses.softmaxCrossEntropy().labelSmoothing(1);
        assertEquals(
                all.apply(LOGITS, new int[] {1, 0}).value(),
                all.apply(LOGITS, new int[] {2, 2}).value(),
                1e-15);
    }

    @Test
    void softLabels() {
        Tensor logits = LOGITS.asVariable();
        Tensor t = Tensor.of(new double[][] {{0.5, 0, 0.5}, {0, 0, 1}});
        Tensor loss = Losses.softmaxCrossEntropy().softLabels().sum().apply(logits, t);
        assertEquals(0.5 * L4 + 0.5 * L2 + L4, loss.value(), 1e-15);
        // softmax - t
        assertArrayEquals(
                new double[] {-0.25, 0.25, 0, 0.5, 0.25, -0.75},
                loss.backward().of(logits).toArray(),
                1e-15);
        assertEquals(
                loss.value() / 2,
                Losses.softmaxCrossEntropy().softLabels().apply(logits, t).value(),
                1e-15);
        // the mean of weighted soft labels divides by rows
        assertEquals(
                (0.5 * L4 + 2 * 0.5 * L2 + 2 * L4) / 2,
                Losses.softmaxCrossEntropy()
                        .classWeights(1, 1, 2)
                        .softLabels()
                        .apply(logits, t)
                        .value(),
                1e-15);
    }

    @Test
    void rowsWithTheIgnoredLabelDoNotCount() {
        Tensor logits = Tensor.variable(new double[][] {{0, 0}, {Double.NaN, 5}, {3, 0}});
        CrossEntropy loss = Losses.softmaxCrossEntropy().ignore(-1);
        Tensor mean = loss.apply(logits, new int[] {0, -1, -1});
        assertEquals(L2, mean.value(), 1e-15);
        assertArrayEquals(
                new double[] {-0.5, 0.5, 0, 0, 0, 0}, mean.backward().of(logits).toArray(), 1e-15);
        assertArrayEquals(
                new double[] {L2, 0, 0},
                loss.unreduced().apply(logits, new int[] {0, -1, -1}).toArray(),
                1e-15);
        // also a class may be ignored
        assertEquals(
                L2,
                Losses.softmaxCrossEntropy().ignore(1).apply(logits, new int[] {0, 1, 1}).value(),
                1e-15);
        // rows of weights 3 and 1; what is ignored has the weight of no class
        assertEquals(
                (3 * L2 + Math.log1p(Math.exp(-3)) + 3) / 4,
                loss.classWeights(3, 1).apply(logits, new int[] {0, -1, 1}).value(),
                1e-15);
        Refusal.of(
                IllegalArgumentException.class,
                () -> loss.apply(logits, new int[] {-1, -1, -1}),
                "none of the 3 rows counts");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> loss.apply(logits, new int[] {0, -2, -1}),
                "class -2 at row 1");
    }

    @Test
    void negativeLogLikelihood() {
        Tensor log = LOGITS.logSoftmax(-1).asVariable();
        assertEquals(
                (L4 + L2) / 2, Losses.negativeLogLikelihood().apply(log, new int[] {1, 0}).value());
        Tensor sum = Losses.negativeLogLikelihood().sum().apply(log, new int[] {1, 0});
        assertArrayEquals(new double[] {0, -1, 0, -1, 0, 0}, sum.backward().of(log).toArray());
        // not normalized again
        assertEquals(
                7,
                Losses.negativeLogLikelihood().apply(Tensor.full(-7, 1, 2), new int[] {0}).value());
    }

    @Test
    void extremes() {
        Tensor z = Tensor.variable(new double[][] {{1e4, -1e4, 0}, {1e300, -1e300, 0}});
        Tensor loss = Losses.softmaxCrossEntropy().unreduced().apply(z, new int[] {1, 1});
        assertArrayEquals(new double[] {2e4, 2e300}, loss.toArray());
        assertArrayEquals(new double[] {1, -1, 0, 1, -1, 0}, loss.sum().backward().of(z).toArray());
        // classes that cannot be cost nothing if they are not, also when soft, weighted, smoothed
        Tensor masked = Tensor.variable(new double[][] {{0, -INF, 0}});
        Tensor half = Tensor.of(new double[][] {{0.5, 0, 0.5}});
        Tensor soft = Losses.softmaxCrossEntropy().softLabels().apply(masked, half);
        assertEquals(L2, soft.value(), 1e-15);
        assertArrayEquals(new double[3], soft.backward().of(masked).toArray(), 1e-16);
        CrossEntropy smooth = Losses.softmaxCrossEntropy().labelSmoothing(0.3);
        assertEquals(INF, smooth.apply(masked, new int[] {0}).value());
        assertEquals(
                0.8 * L2 + 0.1 * L2 - 0.1 * L2 + 0.1 * L2,
                smooth.classWeights(1, 0, 1).apply(masked, new int[] {0}).value(),
                1e-15);
        assertEquals(
                0,
                Losses.softmaxCrossEntropy()
                        .classWeights(1, 0, 1)
                        .sum()
                        .apply(masked, new int[] {1})
                        .value());
        // certainty
        Tensor sure = Tensor.of(new double[][] {{INF, 0, 0}});
        assertEquals(0, Losses.softmaxCrossEntropy().apply(sure, new int[] {0}).value());
        assertEquals(INF, Losses.softmaxCrossEntropy().apply(sure, new int[] {1}).value());
        Tensor nearly = Tensor.of(new double[][] {{40, 0}});
        assertEquals(
                Math.exp(-40),
                Losses.softmaxCrossEntropy().apply(nearly, new int[] {0}).value(),
                1e-32);
        // second derivatives out there are 0, not NaN
        Tensor slope = Backward.of(soft).recorded().run().of(masked);
        assertArrayEquals(
                new double[3],
                slope.mul(Tensor.vector(1, 2, 1)).sum().backward().of(masked).toArray(),
                1e-16);
    }

    @Test
    void marginOfCapsules() {
        // max(0, 0.9 - 0.5)² + (max(0, 0.3 - 0.1)² + max(0, 0.05 - 0.1)²) / 2
        Tensor v = Tensor.variable(new double[][] {{0.5, 0.3, 0.05}, {0.1, 0.95, 0.1}});
        ReducedLoss<int[]> loss = Losses.capsuleMargin();
        Tensor rows = loss.unreduced().apply(v, new int[] {0, 1});
        assertArrayEquals(new double[] {0.16 + 0.02, 0}, rows.toArray(), 1e-16);
        assertArrayEquals(
                new double[] {-0.8, 0.2, 0, 0, 0, 0},
                rows.sum().backward().of(v).add(0).toArray(),
                1e-15);
        assertEquals(0.09, loss.apply(v, new int[] {0, 1}).value(), 1e-16);
        // other numbers: (1 - 0.3)² + 3 ((0.5 - 0.2)² + 0)
        double other = Losses.capsuleMargin(1, 0.2, 3).sum().apply(v, new int[] {1, 1}).value();
        assertEquals(0.49 + 0.27 + 0.0025, other, 1e-15);
        assertEquals("capsuleMargin(present 0.9, absent 0.1, weight 0.5, mean)", loss.toString());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.capsuleMargin(0.9, 0.1, -1),
                "weight of absent classes -1.0");
    }

    @Test
    void multiclassHinge() {
        // 5.1 - 3.2 + 1 and nothing; 1.3 + ...: 4.9 is right; 2.2 + 3.1 + 1 and 2.5 + 3.1 + 1
        Tensor s =
                Tensor.variable(new double[][] {{3.2, 5.1, -1.7}, {1.3, 4.9, 2}, {2.2, 2.5, -3.1}});
        int[] classes = {0, 1, 2};
        Tensor rows = Losses.multiclassHinge().unreduced().apply(s, classes);
        assertArrayEquals(new double[] {2.9, 0, 12.9}, rows.toArray(), 1e-14);
        assertArrayEquals(
                new double[] {-1, 1, 0, 0, 0, 0, 1, 1, -2}, rows.sum().backward().of(s).toArray());
        assertEquals(15.8 / 3, Losses.multiclassHinge().apply(s, classes).value(), 1e-14);
        MulticlassHinge loss = Losses.multiclassHinge();
        assertEquals(15.8 / 9, loss.meanOverClasses().apply(s, classes).value(), 1e-14);
        assertEquals(
                (2.9 * 2.9 + 6.3 * 6.3 + 6.6 * 6.6) / 3,
                loss.squared().apply(s, classes).value(),
                1e-13);
        assertEquals((1.9 + 5.3 + 5.6) / 3, loss.margin(0).apply(s, classes).value(), 1e-14);
        assertEquals(
                (2 * 2.9 + 0.5 * 12.9) / 3,
                loss.classWeights(2, 7, 0.5).apply(s, classes).value(),
                1e-14);
        Tensor far = Tensor.variable(new double[][] {{1e300, -INF, 0}, {INF, 0, 1}});
        Tensor ends = Losses.multiclassHinge().unreduced().apply(far, new int[] {2, 0});
        assertArrayEquals(new double[] {1e300, 0}, ends.toArray());
        assertArrayEquals(
                new double[] {1, 0, -1, 0, 0, 0}, ends.sum().backward().of(far).toArray());
        // exactly at the margin the slope is 0
        Tensor edge = Tensor.variable(new double[][] {{1, 0}});
        assertArrayEquals(
                new double[2],
                Losses.multiclassHinge().apply(edge, new int[] {0}).backward().of(edge).toArray());
    }

    @Test
    void anEmptyBatchHasASumAndNoMean() {
        Tensor none = Tensor.zeros(0, 3);
        assertEquals(0, Losses.multiclassHinge().sum().apply(none, new int[0]).value());
        assertEquals(0, Losses.softmaxCrossEntropy().sum().apply(none, new int[0]).value());
        assertEquals(
                0, Losses.softmaxCrossEntropy().softLabels().unreduced().apply(none, none).size());
        for (Loss<int[]> loss :
                List.<Loss<int[]>>of(
                        Losses.softmaxCrossEntropy(),
                        Losses.softmaxCrossEntropy().classWeights(1, 1, 1),
                        Losses.negativeLogLikelihood().meanOverSamples())) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> loss.apply(none, new int[0]),
                    "empty",
                    "[0, 3]");
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.multiclassHinge().apply(none, new int[0]),
                "multiclassHinge",
                "empty");
    }

    @Test
    void labelsThatCannotBeAreNamed() {
        double[][] bad = {{0.5, 0.6, 0}, {1.5, -0.5, 0}, {0, Double.NaN, 1}, {1, 1, 0}};
        String[] named = {"row 0 sum to 1.1", "[0, 0] is 1.5", "[0, 1] is NaN", "sum to 2"};
        for (int i = 0; i < bad.length; i++) {
            Tensor t = Tensor.of(new double[][] {bad[i], {0, 0, 1}});
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Losses.softmaxCrossEntropy().softLabels().apply(LOGITS, t),
                    "softmaxCrossEntropy",
                    named[i]);
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.softmaxCrossEntropy().softLabels().apply(LOGITS, Tensor.ones(2, 1)),
                "[2, 3]",
                "[2, 1]");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Losses.softmaxCrossEntropy()
                                .softLabels()
                                .apply(Tensor.zeros(3), Tensor.vector(0, 1, 0)),
                "[3]",
                "[rows, classes], for a single sample reshape(1, 3)");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.multiclassHinge().apply(Tensor.zeros(3), new int[] {0}),
                "reshape(1, 3)");
        Tensor column = Tensor.zeros(2, 1);
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Losses.softmaxCrossEntropy().apply(column, new int[] {0, 1}),
                "with 1 class it must lie in 0 .. 0",
                "two outputs, or one and binaryCrossEntropy");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.softmaxCrossEntropy().softLabels().apply(column, column),
                "row 0 sum to 0.0",
                "binaryCrossEntropy");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Losses.multiclassHinge().apply(LOGITS, new int[] {0, 3}),
                "multiclassHinge",
                "class 3 at row 1");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.negativeLogLikelihood().apply(LOGITS, new int[] {0}),
                "negativeLogLikelihood",
                "1 classes");
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        CrossEntropy loss = Losses.softmaxCrossEntropy();
        Refusal.of(IllegalArgumentException.class, () -> loss.labelSmoothing(1.5), "1.5", "0 .. 1");
        Refusal.of(IllegalArgumentException.class, () -> loss.labelSmoothing(Double.NaN), "NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> loss.classWeights(1, -1),
                "weight of class 1",
                "-1.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> loss.classWeights(1, 1).apply(LOGITS, new int[] {0, 1}),
                "2 class weights",
                "3 classes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> loss.classWeights(1, 0, 1).apply(LOGITS, new int[] {1, 1}),
                "none of the 2 rows counts");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.multiclassHinge().classWeights(1).apply(LOGITS, new int[] {0, 1}),
                "multiclassHinge",
                "1 class weights");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.multiclassHinge().margin(INF),
                "margin Infinity");
    }

    @Test
    void settingsMakeAnotherLossAndPrint() {
        CrossEntropy loss = Losses.softmaxCrossEntropy();
        assertEquals(
                "softmaxCrossEntropy(label smoothing 0.1, class weights [1.0, 2.0], ignore -1, sum)",
                loss.labelSmoothing(0.1).classWeights(1, 2).ignore(-1).sum().toString());
        assertEquals("softmaxCrossEntropy(mean)", loss.toString());
        MulticlassHinge hinge = Losses.multiclassHinge();
        assertEquals(
                "multiclassHinge(margin 2.0, squared, mean over classes, class weights [1.0], unreduced)",
                hinge.margin(2).squared().meanOverClasses().classWeights(1).unreduced().toString());
        assertEquals("multiclassHinge(margin 1.0, mean)", hinge.toString());
    }

    @Test
    void theyServeAsLosses() {
        Loss<int[]> classes = Losses.softmaxCrossEntropy().labelSmoothing(0.1);
        Loss<Tensor> soft = Losses.softmaxCrossEntropy().softLabels();
        Loss<int[]> hinge = Losses.multiclassHinge();
        Loss<Tensor> binary = Losses.binaryCrossEntropy();
        assertEquals(0, classes.apply(LOGITS, new int[] {0, 1}).rank());
        assertEquals(
                0, soft.apply(LOGITS, Tensor.of(new double[][] {{1, 0, 0}, {0, 1, 0}})).rank());
        assertEquals(0, hinge.apply(LOGITS, new int[] {0, 1}).rank());
        assertEquals(0, binary.apply(LOGITS, Tensor.ones(2, 3)).rank());
    }
}
