package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** BatchNorm and LayerNorm against loops written from the formulas. */
class NormalizationTest {
    private static final double TOLERANCE = 1e-12;

    private final RandomGenerator random = new SplittableRandom(21);

    /** Mean and population variance of numbers, in two passes. */
    private static double[] moments(double... x) {
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double square = 0;
        for (double v : x) {
            square += (v - mean) * (v - mean) / x.length;
        }
        return new double[] {mean, square};
    }

    private static double[] column(double[][] x, int c) {
        double[] column = new double[x.length];
        for (int row = 0; row < x.length; row++) {
            column[row] = x[row][c];
        }
        return column;
    }

    @Test
    void batchStatisticsInTraining() {
        BatchNorm norm = new BatchNorm("n", 2, 0.3, 0.25, true);
        norm.weight().set(Tensor.vector(2, -3));
        norm.bias().set(Tensor.vector(10, 20));
        double[][] x = {{1, 5}, {4, -2}, {2.5, 0}};
        double[][] y = norm.forward(Tensor.of(x), Pass.training(random)).toMatrix();
        for (int c = 0; c < 2; c++) {
            double[] m = moments(column(x, c));
            double gamma = c == 0 ? 2 : -3;
            for (int row = 0; row < 3; row++) {
                assertEquals(
                        gamma * (x[row][c] - m[0]) / Math.sqrt(m[1] + 0.25) + 10 * (c + 1),
                        y[row][c],
                        TOLERANCE);
            }
        }
    }

    @Test
    void runningStatisticsAfterSomeBatches() {
        BatchNorm norm = new BatchNorm("n", 2, 0.3, 1e-5, true);
        double[] mean = {0, 0};
        double[] variance = {1, 1};
        for (int batch = 0; batch < 5; batch++) {
            int rows = 2 + batch;
            double[][] x = Tensor.normal(random, rows, 2).mul(2).add(batch).toMatrix();
            norm.forward(Tensor.of(x), Pass.training(random));
            for (int c = 0; c < 2; c++) {
                double[] m = moments(column(x, c));
                mean[c] = 0.7 * mean[c] + 0.3 * m[0];
                variance[c] = 0.7 * variance[c] + 0.3 * m[1] * rows / (rows - 1);
            }
        }
        assertArrayEquals(mean, norm.mean().value().toArray(), TOLERANCE);
        assertArrayEquals(variance, norm.variance().value().toArray(), TOLERANCE);
        double[][] y = norm.apply(Tensor.of(new double[][] {{3, -1}})).toMatrix();
        assertEquals((3 - mean[0]) / Math.sqrt(variance[0] + 1e-5), y[0][0], TOLERANCE);
        assertEquals((-1 - mean[1]) / Math.sqrt(variance[1] + 1e-5), y[0][1], TOLERANCE);
    }

    @Test
    void channelsAreAxisOne() {
        BatchNorm norm = new BatchNorm("n", 3, 1, 0, false);
        Tensor x = Tensor.normal(random, 2, 3, 4, 5);
        Tensor y = norm.forward(x, Pass.training(random));
        for (int c = 0; c < 3; c++) {
            double[] before = x.slice(1, c, c + 1).toArray();
            double[] m = moments(before);
            double[] after = y.slice(1, c, c + 1).toArray();
            for (int i = 0; i < before.length; i++) {
                assertEquals((before[i] - m[0]) / Math.sqrt(m[1]), after[i], TOLERANCE);
            }
            assertEquals(m[0], norm.mean().value().get(c), TOLERANCE);
            assertEquals(m[1] * 40 / 39, norm.variance().value().get(c), TOLERANCE);
        }
        assertEquals(List.of(), norm.parameters());
        Refusal.of(IllegalStateException.class, norm::weight, "n", "without weight");
        Refusal.of(IllegalStateException.class, norm::bias, "n", "without weight");
        assertArrayEquals(new int[] {1, 3, 2}, norm.apply(Tensor.zeros(1, 3, 2)).shape());
    }

    @Test
    void aLargeMeanDoesNotCancel() {
        BatchNorm norm = new BatchNorm("n", 1, 0.1, 0, false);
        double[] y =
                norm.forward(Tensor.of(new double[] {1e9, 1e9 + 2}, 2, 1), Pass.training(random))
                        .toArray();
        assertArrayEquals(new double[] {-1, 1}, y, 1e-7);
    }

    @Test
    void batchNormRefusesWhatItCannotDo() {
        BatchNorm norm = new BatchNorm("n", 2);
        Tensor mean = norm.mean().value();
        Refusal.of(
                IllegalArgumentException.class,
                () -> norm.forward(Tensor.zeros(1, 2), Pass.training(random)),
                "n: ",
                "[1, 2]",
                "1 numbers for each feature",
                "at least 2");
        Refusal.of(
                IllegalArgumentException.class,
                () -> norm.apply(Tensor.zeros(4, 3)),
                "n: ",
                "[4, 3]",
                "[2]",
                "[rows, 2]");
        Refusal.of(IllegalArgumentException.class, () -> norm.apply(Tensor.zeros(2)), "shape [2]");
        double[][] bad = {{1, 2}, {3, Double.NaN}};
        Refusal.of(
                ArithmeticException.class,
                () -> norm.forward(Tensor.of(bad), Pass.training(random)),
                "n: the mean of feature 1",
                "NaN",
                "not changed");
        assertArrayEquals(mean.toArray(), norm.mean().value().toArray());
        Refusal.of(IllegalArgumentException.class, () -> new BatchNorm("n", 0), "features 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new BatchNorm("n", 2, 1.5, 1e-5, true),
                "momentum 1.5");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new BatchNorm("n", 2, 0.5, -1, true),
                "epsilon -1.0");
        Refusal.of(NullPointerException.class, () -> norm.apply(null), "n: the input is null");
    }

    @Test
    void aVarianceThatOverflowsIsRefusedAndNothingChanges() {
        BatchNorm norm = new BatchNorm("n", 1);
        Refusal.of(
                ArithmeticException.class,
                () ->
                        norm.forward(
                                Tensor.of(new double[] {1e200, -1e200}, 2, 1),
                                Pass.training(random)),
                "variance of feature 0");
        assertEquals(0, norm.mean().value().get(0));
        assertEquals(1, norm.variance().value().get(0));
    }

    @Test
    void namesAndConfiguration() {
        BatchNorm norm = new BatchNorm("n", 2);
        assertEquals("[n.weight [2], n.bias [2]]", norm.parameters().toString());
        assertEquals("[n.mean [2], n.variance [2]]", norm.buffers().toString());
        assertEquals("n (batchNorm 2)", norm.toString());
        assertEquals(0.1, norm.momentum());
        assertEquals(1e-5, norm.epsilon());
        assertEquals(2, norm.features());
        LayerNorm layer = new LayerNorm("l", 2, 3);
        assertEquals("[l.weight [2, 3], l.bias [2, 3]]", layer.parameters().toString());
        assertEquals("l (layerNorm [2, 3])", layer.toString());
        assertArrayEquals(new int[] {2, 3}, layer.shape());
        assertEquals(1e-5, layer.epsilon());
    }

    @Test
    void layerNormLooksAtOneSample() {
        LayerNorm norm = new LayerNorm("l", new int[] {2, 3}, 0.1, true);
        Tensor gamma = Tensor.normal(random, 2, 3);
        Tensor beta = Tensor.normal(random, 2, 3);
        norm.weight().set(gamma);
        norm.bias().set(beta);
        Tensor x = Tensor.normal(random, 4, 2, 3);
        double[] y = norm.apply(x).toArray();
        for (int row = 0; row < 4; row++) {
            double[] sample = x.slice(0, row, row + 1).toArray();
            double[] m = moments(sample);
            for (int i = 0; i < 6; i++) {
                double expected =
                        gamma.toArray()[i] * (sample[i] - m[0]) / Math.sqrt(m[1] + 0.1)
                                + beta.toArray()[i];
                assertEquals(expected, y[row * 6 + i], TOLERANCE);
            }
        }
        assertArrayEquals(y, norm.forward(x, Pass.training(random)).toArray());
    }

    @Test
    void layerNormRefusesOtherShapes() {
        LayerNorm norm = new LayerNorm("l", 2, 3);
        Refusal.of(
                IllegalArgumentException.class,
                () -> norm.apply(Tensor.zeros(3, 2)),
                "l: ",
                "[3, 2]",
                "[2, 3]");
        Refusal.of(IllegalArgumentException.class, () -> norm.apply(Tensor.zeros(3)), "[3]");
        Refusal.of(IllegalArgumentException.class, () -> new LayerNorm("l"), "[]");
        Refusal.of(IllegalArgumentException.class, () -> new LayerNorm("l", 2, 0), "[2, 0]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new LayerNorm("l", new int[] {2}, Double.NaN, true),
                "epsilon NaN");
        LayerNorm plain = new LayerNorm("l", new int[] {2}, 0, false);
        assertArrayEquals(
                new double[] {-1, 1}, plain.apply(Tensor.vector(1, 9)).toArray(), TOLERANCE);
        Refusal.of(IllegalStateException.class, plain::bias, "l: made without");
    }

    /** Standardized, numbers of any size are the same; epsilon is nothing beside the largest. */
    @Test
    void theVarianceMayLeaveTheRange() {
        for (double size : new double[] {1e200, 1.7e308, 1e-3, 1e-200, 3e-308}) {
            double epsilon = size < 1 ? 0 : 1e-5;
            LayerNorm layer = new LayerNorm("n", new int[] {3}, epsilon, false);
            BatchNorm batch = new BatchNorm("n", 2, 0.1, epsilon, false);
            double[][] rows = {{size, -size, 0.25 * size}, {1, 2, 6}};
            Tensor x = Tensor.variable(rows);
            double[] m = moments(1, -1, 0.25);
            double root = Math.sqrt(m[1]);
            Tensor y = layer.apply(x);
            for (int i = 0; i < 3; i++) {
                double part = rows[0][i] / size;
                assertEquals((part - m[0]) / root, y.get(0, i), 1e-15, "size " + size);
            }
            Tensor other = layer.apply(x.slice(0, 1, 2));
            assertArrayEquals(other.toMatrix()[0], y.toMatrix()[1], "rows are independent");
            // the slope of y0 with respect to x1 is (-1/3 - y0 y1 / 3) / deviation
            double slope = y.at(0, 0).backward().of(x).get(0, 1) * size;
            double expected = (-1 - y.get(0, 0) * y.get(0, 1)) / 3 / root;
            assertEquals(expected, slope, 1e-14 * Math.abs(expected), "size " + size);
            if (size < 1) {
                Tensor z = batch.forward(x.transpose(), Pass.training(random));
                assertArrayEquals(y.transpose().toArray(), z.toArray(), 1e-15);
            }
        }
    }

    @Test
    void whatIsNotFiniteStaysInItsRow() {
        LayerNorm layer = new LayerNorm("n", new int[] {2}, 1e-5, false);
        Tensor y = layer.apply(Tensor.of(new double[][] {{Double.NaN, 1}, {1 / 0.0, 1}, {3, 1}}));
        Tensor alone = layer.apply(Tensor.of(new double[][] {{3, 1}}));
        assertArrayEquals(alone.toMatrix()[0], y.toMatrix()[2]);
        assertEquals(Double.NaN, y.get(0, 0));
        assertEquals(Double.NaN, y.get(1, 0));
    }
}
