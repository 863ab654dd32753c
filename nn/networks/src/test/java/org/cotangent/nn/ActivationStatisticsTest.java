package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class ActivationStatisticsTest {
    private static final int WIDTH = 500;
    private static final int DEPTH = 10;

    /**
     * Ten layers of 500 without biases, fed with a thousand standard normal samples. With relu one
     * draw of the weights differs from the next by a tenth in the last layer (see the means over
     * many below), so the seed is one whose draw lies in the middle, as the known table's does.
     */
    private static double[] study(Activation activation, Initializer initializer) {
        return study(activation, initializer, 1, 1000);
    }

    private static double[] study(
            Activation activation, Initializer initializer, int seed, int rows) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i <= DEPTH; i++) {
            layers.add(Dense.withoutBias("dense" + i, WIDTH, WIDTH, initializer, random));
            layers.add(activation);
        }
        Tensor x = Tensor.normal(random, rows, WIDTH);
        ActivationStatistics all = ActivationStatistics.of(new Sequential(layers), x);
        assertEquals(2 * DEPTH, all.rows().size());
        return all.activations().deviations();
    }

    private static void within(double share, double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], share * expected[i], Arrays.toString(actual));
        }
    }

    @Test
    void tanhWithSmallNumbersDiesOut() {
        double[] deviations = study(Activation.TANH, Initializers.small());
        within(0.06, new double[] {.213, .0476, .0106}, deviations);
        for (int i = 1; i < DEPTH; i++) {
            assertEquals(4.5, deviations[i - 1] / deviations[i], 0.06 * 4.5);
        }
    }

    @Test
    void tanhWithUnitNumbersSaturates() {
        double[] expected = new double[DEPTH];
        Arrays.fill(expected, .98);
        within(0.06, expected, study(Activation.TANH, Initializers.unit()));
    }

    @Test
    void tanhWithOneByTheRootOfTheInputs() {
        double[] expected = {.628, .486, .408, .357, .321, .292, .273, .255, .239, .228};
        // 2 / (n + n), so 1 / n
        within(0.06, expected, study(Activation.TANH, Initializers.xavier()));
    }

    @Test
    void reluWithOneByTheRootOfTheInputsFades() {
        double[] deviations = study(Activation.RELU, Initializers.xavier());
        assertEquals(.582, deviations[0], 0.06 * .582);
        assertEquals(.026, deviations[DEPTH - 1], 0.06 * .026);
        for (int i = 1; i < DEPTH; i++) {
            assertTrue(deviations[i] < deviations[i - 1], Arrays.toString(deviations));
        }
    }

    @Test
    void reluWithHeStays() {
        double[] deviations = study(Activation.RELU, Initializers.he());
        assertEquals(.83, deviations[0], 0.06 * .83);
        for (double deviation : deviations) {
            assertTrue(deviation > .80 * .94 && deviation < .87 * 1.06, () -> "" + deviation);
        }
    }

    /** The geometric mean over sixteen draws, whose standard error is 2.5 % in the last layer. */
    @Test
    void reluOverManyDraws() {
        double[] logarithms = new double[DEPTH];
        for (int seed = 100; seed < 116; seed++) {
            double[] deviations = study(Activation.RELU, Initializers.he(), seed, 60);
            for (int i = 0; i < DEPTH; i++) {
                logarithms[i] += Math.log(deviations[i]) / 16;
            }
        }
        for (int i = 0; i < DEPTH; i++) {
            // sqrt(1 - 1 / pi): the deviation of relu where the variance before it is 2
            double expected = Math.sqrt(1 - 1 / Math.PI);
            assertEquals(expected, Math.exp(logarithms[i]), 0.06 * expected);
        }
    }

    /** relu(c x) = c relu(x), so one is the other times the root of 2 for each layer. */
    @Test
    void reluWithHeIsTheOtherScaled() {
        double[] he = study(Activation.RELU, Initializers.he(), 3, 20);
        double[] lecun = study(Activation.RELU, Initializers.lecun(), 3, 20);
        for (int i = 0; i < DEPTH; i++) {
            assertEquals(he[i], lecun[i] * Math.pow(2, (i + 1) / 2.0), 1e-12);
        }
    }

    // ---- what is measured, by hand

    @Test
    void numbersByHand() {
        Tensor x = Tensor.of(new double[][] {{-1, 0, 3}, {-2, 0, 0}});
        ActivationStatistics s = ActivationStatistics.of(Activation.RELU, x);
        ActivationStatistics.Row row = s.rows().get(0);
        assertEquals("RELU", row.path());
        assertEquals(0.5, row.mean(), 1e-15);
        // five zeros and a three: 9/6 - 1/4
        assertEquals(Math.sqrt(1.25), row.deviation(), 1e-15);
        assertEquals(5.0 / 6, row.zeros(), 1e-15);
        assertEquals(2.0 / 3, row.dead(), 1e-15);
        assertTrue(Double.isNaN(row.saturated()));
        assertEquals(0, row.notFinite());
        assertArrayEquals(new double[] {0.5}, s.means(), 1e-15);
        // a unit is a column: only the first of these is never alive
        Tensor z = Tensor.of(new double[][] {{-1, 2, 3}, {-2, 5, 0}});
        assertEquals(
                1.0 / 3, ActivationStatistics.of(Activation.RELU, z).rows().get(0).dead(), 1e-15);
    }

    @Test
    void saturationIsOnePercentOfTheRange() {
        Tensor x = Tensor.vector(0, 2, 2.4, -2.4, -9, 9);
        // 1 - tanh 2 = 0.036, 1 - tanh 2.4 = 0.0163, the bound is 0.02
        assertEquals(4.0 / 6, saturated(Activation.TANH, x), 1e-15);
        // sigmoid 4.5 = 0.989, sigmoid 4.7 = 0.991
        assertEquals(2.0 / 4, saturated(Activation.SIGMOID, Tensor.vector(4.5, 4.7, 0, -5)), 1e-15);
        assertEquals(1, saturated(Activation.HARD_TANH, Tensor.vector(1, -1)), 1e-15);
        assertEquals(0.5, saturated(Activation.HARD_SIGMOID, Tensor.vector(0, -7)), 1e-15);
    }

    private static double saturated(Activation a, Tensor x) {
        return ActivationStatistics.of(a, x).rows().get(0).saturated();
    }

    @Test
    void containersHaveARowOnlyIfTheyAddSomething() {
        RandomGenerator random = new SplittableRandom(1);
        Dense d = new Dense("d", 2, 2, Initializers.he(), random);
        Sequential model =
                new Sequential(new Residual(d, Activation.TANH), new Sequential(new Prelu("p")));
        ActivationStatistics s = ActivationStatistics.of(model, Tensor.ones(3, 2));
        assertEquals(
                List.of(
                        "sequential/0 residual/0 d",
                        "sequential/0 residual/1 TANH",
                        "sequential/0 residual",
                        "sequential/1 sequential/0 p"),
                s.rows().stream().map(ActivationStatistics.Row::path).toList());
        assertEquals(2, s.activations().rows().size());
    }

    @Test
    void theTableIsAligned() {
        double infinity = Double.POSITIVE_INFINITY;
        Tensor x = Tensor.of(new double[][] {{-1, 0, 1}, {-1, 0, infinity}});
        Sequential model = new Sequential(Activation.HARD_TANH, new Lambda("half", y -> y.div(2)));
        assertEquals(
                String.join(
                        "\n",
                        "layer                    mean  deviation   zeros  dead units  saturated "
                                + " not finite",
                        "-".repeat(83),
                        "sequential/0 HARD_TANH  0.000     0.8165  33.3 %      33.3 %     66.7 % "
                                + "          0",
                        "sequential/1 half       0.000     0.4082  33.3 %      33.3 %          - "
                                + "          0",
                        ""),
                ActivationStatistics.of(model, x).toString());
        ActivationStatistics wild = ActivationStatistics.of(Activation.LINEAR, x);
        assertEquals(1, wild.rows().get(0).notFinite());
    }

    @Test
    void histograms() {
        Tensor x = Tensor.vector(0, 0.5, 1, 2, 4, Double.NaN, Double.NEGATIVE_INFINITY);
        ActivationStatistics s = ActivationStatistics.of(Activation.LINEAR, x);
        ActivationStatistics.Histogram h = s.histogram(0, 4);
        assertArrayEquals(new double[] {0, 1, 2, 3, 4}, h.edges());
        assertArrayEquals(new long[] {2, 1, 1, 1}, h.counts());
        assertEquals(
                "histogram (edges [0.0, 1.0, 2.0, 3.0, 4.0], counts [2, 1, 1, 1])", h.toString());
        ActivationStatistics same = ActivationStatistics.of(Activation.LINEAR, Tensor.full(7, 3));
        assertArrayEquals(new double[] {6.5, 7, 7.5}, same.histogram(0, 2).edges());
        assertEquals(3, Arrays.stream(same.histogram(0, 2).counts()).sum());
        ActivationStatistics wide =
                ActivationStatistics.of(Activation.LINEAR, Tensor.vector(-1.7e308, 1.7e308, 1));
        assertArrayEquals(new long[] {1, 1, 1}, wide.histogram(0, 3).counts());
        Refusal.of(IllegalArgumentException.class, () -> s.histogram(0, 0), "bins 0");
        Refusal.of(IndexOutOfBoundsException.class, () -> s.histogram(1, 3));
    }

    @Test
    void emptyBatchesAndOtherShapesAreRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> ActivationStatistics.of(Activation.TANH, Tensor.zeros(0, 3)),
                "empty",
                "[0, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        ActivationStatistics.of(
                                new Sequential(new BatchNorm("n", 2)), Tensor.zeros(4, 3)),
                "sequential/0 n: ");
    }
}
