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
        assertEquals(0.6, Metrics.accuracy(scores, new int[] {1, 0, 0, 1, 2}));
        assertEquals(1, Metrics.accuracy(scores, new int[] {1, 0, 2, 0, 2}));
    }

    @Test
    void whatIsNoScoreIsRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.predictions(Tensor.of(new double[][] {{0, 1}, {2, Double.NaN}})),
                "class 1 at row 1 is NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.accuracy(Tensor.zeros(2, 1), new int[2]),
                "[2, 1]",
                "two classes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Metrics.accuracy(Tensor.zeros(2, 3), new int[3]),
                "accuracy",
                "3 classes");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Metrics.accuracy(Tensor.zeros(1, 3), new int[] {3}),
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
}
