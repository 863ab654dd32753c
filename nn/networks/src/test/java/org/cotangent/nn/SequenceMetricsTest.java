package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Metrics of sequences, with rows of different lengths, ignored labels and masks. */
class SequenceMetricsTest {
    /** Of 2 classes; the first row is right, the second wrong at step 1, the third at step 2. */
    private static final Tensor SCORES =
            Tensor.of(new double[] {2, 0, 0, 1, 3, 0, 2, 0, 2, 0, 2, 0, 0, 1, 0, 1, 0, 1}, 3, 3, 2);

    private static final int[][] CLASSES = {{0, 1, 0}, {0, 1, 0}, {1, 1, 0}};

    @Test
    void allStepsMustBeRight() {
        MeanMetric<int[][]> whole = Metrics.accuracy().sequences();
        assertEquals(1 / 3.0, whole.apply(SCORES, CLASSES));
        assertEquals(3, whole.weight(SCORES, CLASSES));
        assertEquals(7 / 9.0, Metrics.accuracy().steps().apply(SCORES, CLASSES));
        assertEquals(1, Metrics.topK(2).sequences().apply(SCORES, CLASSES));
    }

    @Test
    void stepsThatDoNotCountMayBeWrong() {
        MeanMetric<int[][]> whole = Metrics.accuracy().sequences();
        int[][] shorter = {{0, 1, 0}, {0}, {1, 1}};
        assertEquals(1, whole.apply(SCORES, shorter));
        int[][] unknown = {{0, 1, 0}, {0, -1, 0}, {1, 1, 0}};
        assertEquals(2 / 3.0, Metrics.accuracy().ignore(-1).sequences().apply(SCORES, unknown));
        Tensor mask = Tensor.of(new double[][] {{1, 1, 1}, {1, 0, 1}, {0, 0, 0}});
        assertEquals(1, whole.apply(SCORES, CLASSES, mask));
        assertEquals(2, whole.weight(SCORES, CLASSES, mask));
        assertEquals(0.5, whole.apply(SCORES, CLASSES, Tensor.vector(1, 1, 0)));
        Refusal.of(
                IllegalArgumentException.class,
                () -> whole.apply(SCORES, CLASSES, Tensor.zeros(3)),
                "accuracy",
                "not defined");
        assertEquals("accuracy(sequences, steps, mean)", whole.toString());
    }

    @Test
    void bitsAndPerplexity() {
        Tensor even = Tensor.zeros(2, 3, 8);
        int[][] classes = {{1, 7, 0}, {2}};
        assertEquals(
                3,
                Losses.softmaxCrossEntropy().bits().steps().metric().apply(even, classes),
                1e-15);
        assertEquals(
                8,
                Metrics.perplexity(Losses.softmaxCrossEntropy().steps()).apply(even, classes),
                1e-14);
        assertEquals(
                4, Metrics.perplexity(Losses.softmaxCrossEntropy().steps()).weight(even, classes));
        double nats = Losses.softmaxCrossEntropy().steps().apply(SCORES, CLASSES).value();
        assertEquals(
                nats / StrictMath.log(2),
                Losses.softmaxCrossEntropy().bits().steps().apply(SCORES, CLASSES).value(),
                1e-15);
        assertEquals(
                "softmaxCrossEntropy(bits, mean)", Losses.softmaxCrossEntropy().bits().toString());
    }
}
