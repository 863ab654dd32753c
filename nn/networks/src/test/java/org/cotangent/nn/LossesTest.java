package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Tensor predictions = Tensor.variable(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    private final Tensor targets = Tensor.of(new double[][] {{1, 0}, {0, 4}, {6, 6}});

    @Test
    void squaredErrorReductions() {
        // squares 0 4 9 0 1 0
        Tensor sum = Losses.meanSquaredError().sum().apply(predictions, targets);
        assertEquals(14, sum.value());
        assertArrayEquals(
                new double[] {0, 4, 6, 0, -2, 0}, sum.backward().of(predictions).toArray());
        Tensor mean = Losses.meanSquaredError().apply(predictions, targets);
        assertEquals(14.0 / 6, mean.value(), 1e-15);
        assertArrayEquals(
                new double[] {0, 4 / 6., 1, 0, -2 / 6., 0},
                mean.backward().of(predictions).toArray(),
                1e-15);
    }

    @Test
    void squaredErrorDoesNotBroadcast() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.meanSquaredError().apply(Tensor.zeros(3, 1), Tensor.zeros(3)),
                "meanSquaredError",
                "[3, 1]",
                "[3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.meanSquaredError().sum().apply(Tensor.zeros(3, 2), Tensor.of(1)),
                "meanSquaredError",
                "[3, 2]");
    }

    @Test
    void squaredErrorRefusesTheMeanOfNothingAndNull() {
        assertEquals(
                0,
                Losses.meanSquaredError()
                        .sum()
                        .apply(Tensor.zeros(0, 2), Tensor.zeros(0, 2))
                        .value());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.meanSquaredError().apply(Tensor.zeros(0, 2), Tensor.zeros(0, 2)),
                "meanSquaredError",
                "empty",
                "[0, 2]");
        Refusal.of(
                NullPointerException.class,
                () -> Losses.meanSquaredError().sum().apply(null, targets),
                "predictions are null");
        Refusal.of(
                NullPointerException.class,
                () -> Losses.meanSquaredError().apply(predictions, null),
                "targets are null");
    }

    @Test
    void crossEntropyIsTheMeanOfMinusLogProbability() {
        Tensor logits = Tensor.variable(new double[][] {{1, 2, 3}, {0, 0, 0}});
        double z = Math.exp(1) + Math.exp(2) + Math.exp(3);
        Tensor loss = Losses.softmaxCrossEntropy().apply(logits, new int[] {0, 2});
        assertEquals((Math.log(z) - 1 + Math.log(3)) / 2, loss.value(), 1e-15);
        // (softmax - one-hot) / rows
        assertArrayEquals(
                new double[] {
                    (Math.exp(1) / z - 1) / 2,
                    Math.exp(2) / z / 2,
                    Math.exp(3) / z / 2,
                    1 / 6.,
                    1 / 6.,
                    (1 / 3. - 1) / 2
                },
                loss.backward().of(logits).toArray(),
                1e-15);
    }

    @Test
    void crossEntropySurvivesLogitsOfAnySize() {
        Tensor logits = Tensor.variable(new double[][] {{1e4, -1e4}, {-1e308, 1e308 / 2}});
        assertEquals(
                1e4,
                Losses.softmaxCrossEntropy()
                        .apply(logits.indexSelect(0, 0, 0), new int[] {1, 0})
                        .value());
        Tensor right = Losses.softmaxCrossEntropy().apply(logits, new int[] {0, 1});
        assertEquals(0, right.value());
        assertArrayEquals(new double[4], right.backward().of(logits).toArray());
        // a large common offset costs no digits
        Tensor offset = Tensor.of(new double[][] {{1e12, 1e12}});
        assertEquals(
                Math.log(2),
                Losses.softmaxCrossEntropy().apply(offset, new int[] {0}).value(),
                1e-15);
    }

    @Test
    void crossEntropyRefusesWhatDoesNotFit() {
        Tensor logits = Tensor.zeros(2, 3);
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Losses.softmaxCrossEntropy().apply(logits, new int[] {0, 3}),
                "class 3",
                "row 1",
                "0 .. 2");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Losses.softmaxCrossEntropy().apply(logits, new int[] {-1, 0}),
                "class -1",
                "row 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.softmaxCrossEntropy().apply(logits, new int[] {0, 1, 2}),
                "[2, 3]",
                "3 classes",
                "2 rows");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.softmaxCrossEntropy().apply(Tensor.zeros(0, 3), new int[0]),
                "empty",
                "[0, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.softmaxCrossEntropy().apply(Tensor.zeros(3), new int[] {1}),
                "[3]",
                "[rows, classes]");
        Refusal.of(
                NullPointerException.class,
                () -> Losses.softmaxCrossEntropy().apply(logits, (int[]) null),
                "classes are null");
    }
}
