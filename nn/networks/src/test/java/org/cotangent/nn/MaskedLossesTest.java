package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Losses and metrics of which a mask, a label or the end of a sequence leaves something out. */
class MaskedLossesTest {
    private static final double NAN = Double.NaN;
    private static final double L2 = Math.log(2);
    private static final double L3 = Math.log(3);

    /** Two sequences of three steps and three classes; what is not to count is NaN. */
    private static final Tensor LOGITS =
            Tensor.of(
                            new double[] {
                                0, 0, 0, 0, 0, L2, 0, 0, 0, // log 3, then log 4 or log 2
                                0, L2, 0, NAN, NAN, NAN, NAN, 1, 2
                            },
                            2,
                            3,
                            3)
                    .asVariable();

    private static final CrossEntropy LOSS = Losses.softmaxCrossEntropy();

    // log 3, log 2, log 3 and log 4
    private static final double SUM = 2 * L3 + L2 + 2 * L2;

    @Test
    void stepsOfSequencesEachHaveAClass() {
        int[][] all = {{0, 2, 1}, {0, 1, 1}};
        Tensor logits = Tensor.where(LOGITS.eq(LOGITS), LOGITS, Tensor.of(0));
        double[] each = LOSS.steps().unreduced().apply(logits, all).toArray();
        int[] flat = {0, 2, 1, 0, 1, 1};
        assertArrayEquals(LOSS.unreduced().apply(logits.reshape(6, 3), flat).toArray(), each);
        assertArrayEquals(LOSS.unreduced().apply(logits, flat).toArray(), each);
        assertEquals(
                LOSS.apply(logits.reshape(6, 3), flat).value(),
                LOSS.steps().apply(logits, all).value());
        assertEquals(LOSS.apply(logits, flat).value(), LOSS.steps().apply(logits, all).value());
        assertEquals(6, LOSS.steps().weight(logits, all));
    }

    /** A label, a mask and the end of a sequence leave the same out. */
    @Test
    void stepsThatDoNotCountCostNothingAndGetNoGradient() {
        Tensor mask = Tensor.of(new double[][] {{1, 1, 1}, {1, 0, 0}});
        int[][] padded = {{0, 2, 1}, {0, -1, -1}};
        int[][] shorter = {{0, 2, 1}, {0}};
        for (Tensor loss :
                List.of(
                        LOSS.ignore(-1).steps().apply(LOGITS, padded),
                        LOSS.steps().apply(LOGITS, padded, mask),
                        LOSS.steps().apply(LOGITS, shorter),
                        LOSS.apply(LOGITS, new int[] {0, 2, 1, 0, -1, -1}, mask),
                        LOSS.steps().meanOverSamples().apply(LOGITS, shorter).mul(2 / 4.))) {
            assertEquals(SUM / 4, loss.value(), 1e-15);
            double[] slope = loss.backward().of(LOGITS).toArray();
            assertArrayEquals(new double[6], Arrays.copyOfRange(slope, 12, 18));
            assertEquals(-2 / 3. / 4, slope[0], 1e-16);
        }
        assertArrayEquals(
                new double[] {(2 * L3 + L2) / 3, 2 * L2},
                LOSS.steps().perSample().apply(LOGITS, shorter).toArray(),
                1e-15);
        assertEquals(4, LOSS.steps().weight(LOGITS, shorter));
        assertEquals(4, LOSS.steps().weight(LOGITS, padded, mask));
        assertEquals(4, LOSS.ignore(-1).steps().weight(LOGITS, padded));
        // all three at once leave (0, 1) and (1, 0), with class weights 3 and 1
        CrossEntropy weighted = LOSS.ignore(1).classWeights(1, 7, 3);
        Tensor behind = Tensor.of(new double[][] {{0, 1, 1}, {1, 1, 1}});
        Tensor mean = weighted.steps().apply(LOGITS, shorter, behind);
        assertEquals((3 * L2 + 2 * L2) / 4, mean.value(), 1e-15);
        assertEquals(4, weighted.steps().weight(LOGITS, shorter, behind));
    }

    @Test
    void aClassThatIsNoneIsNamedByItsRowAndStep() {
        int[][] wrong = {{0, 1, 2}, {2, 1, 0}, {0, 7, 0}, {1, 1}};
        Tensor scores = Tensor.zeros(4, 3, 3);
        for (Executable use :
                List.<Executable>of(
                        () -> LOSS.steps().apply(scores, wrong),
                        () -> LOSS.ignore(-1).steps().apply(scores, wrong),
                        () -> Metrics.accuracy().steps().apply(scores, wrong))) {
            Refusal.of(
                    IndexOutOfBoundsException.class,
                    use,
                    "class 7 at row 2, step 1; with 3 classes it must lie in 0 .. 2");
        }
        Tensor mask = Tensor.of(new double[][] {{1, 1, 1}, {1, 1, 1}, {1, 0, 1}, {1, 1, 0}});
        double l3 = LOSS.steps().apply(scores, wrong, mask).value();
        assertEquals(L3, l3, 1e-15);
        assertEquals(l3, LOSS.ignore(7).steps().apply(scores, wrong).value());
    }

    @Test
    void oneClassForASequenceOfScoresPointsToSteps() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> LOSS.apply(Tensor.zeros(4, 3, 2), new int[4]),
                "one class for each of the 12 rows",
                "loss.steps()",
                "int[][]");
    }

    @Test
    void accuracyOfSteps() {
        int[][] padded = {{0, 2, 1}, {1, -1, -1}};
        Tensor mask = Tensor.of(new double[][] {{1, 1, 1}, {1, 0, 0}});
        MeanMetric<int[][]> accuracy = Metrics.accuracy().ignore(-1).steps();
        assertEquals(0.75, accuracy.apply(LOGITS, padded));
        assertEquals(4, accuracy.weight(LOGITS, padded));
        assertEquals(0.75, Metrics.accuracy().steps().apply(LOGITS, padded, mask));
        assertEquals(4, Metrics.accuracy().steps().weight(LOGITS, padded, mask));
        assertEquals(0.75, Metrics.accuracy().steps().apply(LOGITS, new int[][] {{0, 2, 1}, {1}}));
        assertEquals(1, Metrics.topK(2).ignore(-1).steps().apply(LOGITS, padded));
        assertEquals("accuracy(steps, ignore -1, mean)", accuracy.toString());
        assertEquals("topK(k 2, mean)", Metrics.topK(2).toString());
    }

    @Test
    void elementsThatDoNotCount() {
        Tensor p = Tensor.variable(new double[][] {{1, NAN}, {3, 4}});
        Tensor t = Tensor.of(new double[][] {{0, NAN}, {0, NAN}});
        Tensor mask = Tensor.of(new double[][] {{1, 0}, {1, 0}});
        ReducedLoss<Tensor> loss = Losses.meanSquaredError();
        Tensor mean = loss.apply(p, t, mask);
        assertEquals(5, mean.value());
        assertArrayEquals(new double[] {1, 0, 3, 0}, mean.backward().of(p).toArray());
        assertEquals(10, loss.sum().apply(p, t, mask).value());
        assertEquals(5, loss.meanOverSamples().apply(p, t, mask).value());
        assertArrayEquals(new double[] {1, 9}, loss.perSample().apply(p, t, mask).toArray());
        assertEquals(2, loss.weight(p, t, mask));
        assertEquals(5, Metrics.meanSquaredError().apply(p, t, mask));
        // a mask of rows, and a sample of which nothing counts
        Tensor rows = Tensor.vector(0, 1);
        Tensor q = Tensor.of(new double[][] {{NAN, NAN}, {1, -2}});
        Tensor signs = Tensor.of(new double[][] {{0, 0}, {1, 1}});
        assertEquals(1.5, Losses.hinge().apply(q, signs, rows).value());
        assertArrayEquals(
                new double[] {0, 1.5}, Losses.hinge().perSample().apply(q, signs, rows).toArray());
        assertEquals(0.5, Metrics.binaryAccuracy().apply(q, signs, rows));
        Tensor shares = Tensor.of(new double[][] {{7, 7}, {0.5, 0.5}});
        assertEquals(
                -(q.slice(0, 1, 2).logSoftmax(-1).sum().value()) / 2,
                LOSS.softLabels().apply(q, shares, rows).value(),
                1e-15);
        assertEquals(1, LOSS.softLabels().weight(q, shares, rows));
        assertEquals(2, LOSS.softLabels().weight(q, shares));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        ReducedLoss<int[][]> steps = LOSS.steps();
        int[][] classes = {{0, 2, 1}, {0}};
        Refusal.of(
                IllegalArgumentException.class,
                () -> steps.apply(LOGITS, classes, Tensor.ones(3, 2)),
                "mask of shape [3, 2]",
                "losses of shape [2, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> steps.apply(LOGITS, classes, Tensor.full(0.5, 2, 3)),
                "mask at [0, 0] is 0.5",
                "0 or 1");
        Refusal.of(
                NullPointerException.class,
                () -> steps.apply(LOGITS, classes, null),
                "the mask is null");
        Refusal.of(
                IllegalArgumentException.class,
                () -> steps.apply(LOGITS, new int[][] {{0}, {0, 1, 2, 0}}),
                "row 1 has 4 classes",
                "3 at most");
        Refusal.of(
                IllegalArgumentException.class,
                () -> steps.apply(LOGITS.reshape(6, 3), classes),
                "[6, 3]",
                "[rows, steps, classes]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> steps.apply(LOGITS, new int[][] {{0}}),
                "1 rows of classes");
        Refusal.of(
                NullPointerException.class,
                () -> steps.apply(LOGITS, new int[][] {{0}, null}),
                "row 1 is null");
        Refusal.of(
                IllegalArgumentException.class,
                () -> LOSS.apply(LOGITS, new int[] {0, 1}),
                "[2, 3, 3] for 2 classes",
                "6 rows");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.huber().apply(Tensor.zeros(2), Tensor.zeros(2), Tensor.zeros(2)),
                "none of the 2");
        Refusal.of(
                IllegalStateException.class,
                () -> LOSS.ignore(3).softLabels(),
                "ignore 3",
                "use a mask");
    }
}
