package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
    private static final double[] POINTS = {-5, -3.5, -1.25, -0.5, 0, 0.3, 1, 2.5, 3.2, 6};

    private static void is(DoubleUnaryOperator formula, Activation activation) {
        assertArrayEquals(
                Arrays.stream(POINTS).map(formula).toArray(),
                activation.apply(Tensor.of(POINTS)).toArray(),
                1e-14,
                activation::toString);
    }

    /** Φ by Simpson's rule: independent of any error function. */
    private static double phi(double x) {
        int n = 20_000;
        double from = -12;
        double h = (x - from) / n;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double t = from + i * h;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    @Test
    void formulas() {
        is(x -> x, Activation.LINEAR);
        is(x -> 1 / (1 + Math.exp(-x)), Activation.SIGMOID);
        is(Math::tanh, Activation.TANH);
        is(x -> Math.max(x, 0), Activation.RELU);
        is(x -> x > 0 ? x : 0.01 * x, Activation.LEAKY_RELU);
        is(x -> x > 0 ? x : -0.3 * x, Activation.leakyRelu(-0.3));
        is(x -> x > 0 ? x : Math.exp(x) - 1, Activation.ELU);
        is(x -> x > 0 ? x : 1.5 * (Math.exp(x) - 1), Activation.elu(1.5));
        double scale = 1.0507009873554805;
        double alpha = 1.6732632423543772;
        is(x -> scale * (x > 0 ? x : alpha * (Math.exp(x) - 1)), Activation.SELU);
        is(x -> Math.log(1 + Math.exp(x)), Activation.SOFTPLUS);
        is(x -> x / (1 + Math.exp(-x)), Activation.SILU);
        is(x -> x < -3 ? 0 : x > 3 ? 1 : (x + 3) / 6, Activation.HARD_SIGMOID);
        is(x -> x < -1 ? -1 : x > 1 ? 1 : x, Activation.HARD_TANH);
        is(x -> x < -3 ? 0 : x > 3 ? x : x * (x + 3) / 6, Activation.HARD_SILU);
        is(x -> Math.min(Math.max(x, 0), 6), Activation.RELU6);
        is(x -> Math.min(Math.max(x, -1), 2.5), Activation.clamp(-1, 2.5));
        is(x -> x * Math.tanh(Math.log(1 + Math.exp(x))), Activation.MISH);
        is(x -> x > 0 ? x : Math.exp(x) - 1, Activation.CELU);
        is(x -> x > 0 ? x : 2 * (Math.exp(x / 2) - 1), Activation.celu(2));
        is(x -> x / (1 + Math.abs(x)), Activation.SOFTSIGN);
        is(x -> -Math.log(1 + Math.exp(-x)), Activation.LOG_SIGMOID);
        is(x -> Math.abs(x) > 0.5 ? x : 0, Activation.HARD_SHRINK);
        is(x -> Math.abs(x) > 1 ? x : 0, Activation.hardShrink(1));
        is(x -> x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0, Activation.SOFT_SHRINK);
        is(x -> x > 1 ? x - 1 : x < -1 ? x + 1 : 0, Activation.softShrink(1));
        is(x -> x - Math.tanh(x), Activation.TANH_SHRINK);
        is(x -> x > 0.3 ? x : -7, Activation.threshold(0.3, -7));
        double reverse = Arrays.stream(POINTS).map(x -> Math.exp(-x)).sum();
        is(x -> Math.exp(-x) / reverse, Activation.SOFTMIN);
        double sum = Arrays.stream(POINTS).map(Math::exp).sum();
        is(x -> Math.exp(x) / sum, Activation.SOFTMAX);
        is(x -> x - Math.log(sum), Activation.LOG_SOFTMAX);
    }

    @Test
    void geluIsXTimesTheNormalDistribution() {
        double[] y = Activation.GELU.apply(Tensor.of(POINTS)).toArray();
        for (int i = 0; i < y.length; i++) {
            assertEquals(POINTS[i] * phi(POINTS[i]), y[i], 1e-11);
        }
    }

    @Test
    void hardVariantsAtInfinityAndNaN() {
        Tensor x = Tensor.vector(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN);
        assertArrayEquals(
                new double[] {0, 1, Double.NaN}, Activation.hardSigmoid(x).toArray(), 1e-15);
        assertArrayEquals(
                new double[] {-1, 1, Double.NaN}, Activation.hardTanh(x).toArray(), 1e-15);
        assertArrayEquals(
                new double[] {0, Double.POSITIVE_INFINITY, Double.NaN},
                Activation.hardSilu(x).toArray(),
                1e-15);
        Tensor v = x.asVariable();
        double[] slope = Activation.hardSilu(v).sum().backward().of(v).toArray();
        assertArrayEquals(new double[] {0, 1, Double.NaN}, slope, 1e-15);
    }

    @Test
    void softsignAndTanhShrinkFarOutAndNearZero() {
        double inf = Double.POSITIVE_INFINITY;
        Tensor x = Tensor.variable(new double[] {-inf, inf, Double.NaN, 1e300, 1e8});
        Tensor y = Activation.SOFTSIGN.apply(x);
        assertArrayEquals(new double[] {-1, 1, Double.NaN, 1, 1e8 / (1 + 1e8)}, y.toArray(), 1e-15);
        assertArrayEquals(
                new double[] {0, 0, Double.NaN, 0, 1 / (1 + 1e8) / (1 + 1e8)},
                y.sum().backward().of(x).toArray(),
                1e-30);
        Tensor ends = Activation.MISH.apply(Tensor.vector(-inf, inf, -1e300));
        assertArrayEquals(new double[] {0, inf, 0}, ends.add(0).toArray());
        // x³/3 - 2 x⁵/15
        Tensor near = Tensor.variable(new double[] {1e-5, -1e-100, 0.2499999999, 0.25});
        Tensor z = Activation.TANH_SHRINK.apply(near);
        assertEquals(1e-15 / 3 - 2e-25 / 15, z.get(0), 1e-30);
        assertEquals(-1e-300 / 3, z.get(1), 1e-315);
        assertEquals(z.get(3), z.get(2), 1e-11);
        assertEquals(1e-10, z.sum().backward().of(near).get(0), 1e-19);
    }

    @Test
    void derivativesOfTheHardVariantsOnTheirEdges() {
        Tensor x = Tensor.variable(new double[] {-3, 3, -1, 1, -4, 4});
        double sixth = 1.0 / 6;
        assertArrayEquals(
                new double[] {sixth, sixth, sixth, sixth, 0, 0},
                Activation.hardSigmoid(x).sum().backward().of(x).toArray(),
                1e-15);
        assertArrayEquals(
                new double[] {0, 0, 1, 1, 0, 0},
                Activation.hardTanh(x).sum().backward().of(x).toArray());
        assertArrayEquals(
                new double[] {-0.5, 1.5, sixth, 5 * sixth, 0, 1},
                Activation.hardSilu(x).sum().backward().of(x).toArray(),
                1e-15);
        // on kinks the checker wants a number between the slopes on either side
        for (Activation a : Activation.values()) {
            GradCheck.check(a::apply, Tensor.vector(-3, -1, 0, 1, 3)).requirePassed();
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.nn.Activation#values")
    void nameAndArgumentsGiveItBack(Activation a) {
        assertEquals(a, Activation.of(a.name(), a.arguments()));
        assertSame(a, Activation.of(a.name()));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.of(a.name(), 1, 2, 3),
                "3 numbers for " + a.name());
        Refusal.of(NullPointerException.class, () -> a.apply(null), a.name(), "input is null");
    }

    @Test
    void equalityAndText() {
        assertEquals(25, new HashSet<>(Activation.values()).size());
        assertEquals(Activation.LEAKY_RELU, Activation.leakyRelu(0.01));
        assertEquals(Activation.elu(1).hashCode(), Activation.ELU.hashCode());
        assertNotEquals(Activation.ELU, Activation.elu(1.5));
        assertNotEquals(Activation.elu(0.01), Activation.leakyRelu(0.01));
        assertEquals("LEAKY_RELU(0.2)", Activation.of("LEAKY_RELU", 0.2).toString());
        assertEquals("ELU(1.5)", Activation.of("ELU", 1.5).toString());
        assertEquals("SELU", Activation.SELU.toString());
        assertArrayEquals(new double[] {0.2}, Activation.leakyRelu(0.2).arguments());
    }

    @Test
    void randomSlopesAreDrawnInTrainingAlone() {
        Rrelu layer = new Rrelu(0.25, 0.75);
        Tensor x = Tensor.full(-1, 1000);
        double[] drawn = layer.forward(x, Pass.training(new SplittableRandom(1))).toArray();
        double least = Arrays.stream(drawn).min().getAsDouble();
        double most = Arrays.stream(drawn).max().getAsDouble();
        assertEquals(-0.75, least, 0.01);
        assertEquals(-0.25, most, 0.01);
        assertEquals(-0.5, Arrays.stream(drawn).average().getAsDouble(), 0.02);
        assertArrayEquals(new double[] {-0.5, 3}, layer.apply(Tensor.vector(-1, 3)).toArray());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Rrelu(0.3, 0.2),
                "rrelu: slopes from 0.3 to 0.2");
    }

    @Test
    void unitsThatHalveOrDoubleAnAxis() {
        Tensor x = Tensor.of(new double[][] {{3, -5}, {0, 1}});
        double s = 1 / (1 + Math.E);
        assertArrayEquals(new double[] {1.5, -5 * (1 - s)}, new Glu(0).apply(x).toArray(), 1e-15);
        double fifth = 1 / (1 + Math.exp(5));
        assertArrayEquals(new double[] {3 * fifth, 0}, new Glu().apply(x).toArray(), 1e-15);
        assertArrayEquals(
                new double[] {3, 0, 0, 5, 0, 1, 0, 0}, new Crelu().apply(x).add(0).toArray());
        assertArrayEquals(
                new double[] {3, 0, 0, 1, 0, 5, 0, 0}, new Crelu(0).apply(x).add(0).toArray());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Glu().apply(Tensor.zeros(2, 3)),
                "glu: the input has shape [2, 3]; axis -1 must have an even extent");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Crelu(1).apply(Tensor.zeros(2)),
                "crelu: the input has shape [2]; it must have an axis 1");
    }

    @Test
    void unknownNamesAndBadNumbersAreRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.clamp(2, 1),
                "CLAMP: from 2.0 to 1.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.celu(0),
                "CELU: alpha 0.0; it must be positive");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.softShrink(-1),
                "SOFT_SHRINK: lambda -1.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.of("relu"),
                "\"relu\"",
                "HARD_SIGMOID");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.of("RELU", 0.1),
                "1 numbers for RELU, which takes 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.leakyRelu(Double.NaN),
                "LEAKY_RELU: slope NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Activation.elu(Double.POSITIVE_INFINITY),
                "ELU: alpha Infinity");
    }

    @Test
    void initializersByVarianceTimesFanIn() {
        gain(2, Activation.RELU);
        gain(2, Activation.ELU);
        gain(2, Activation.HARD_SILU);
        gain(2 / (1 + 0.25), Activation.leakyRelu(0.5));
        gain(1, Activation.SELU);
        // 2 / (200 + 300) times 200
        gain(0.8, Activation.TANH);
        gain(0.8, Activation.HARD_SIGMOID);
        gain(0.8, Activation.LINEAR);
    }

    private static void gain(double expected, Activation a) {
        double[] w = a.initializer().values(200, 300, new SplittableRandom(2));
        double square = Arrays.stream(w).map(v -> v * v).average().orElseThrow();
        assertEquals(expected, 200 * square, 0.02 * expected, a::toString);
    }

    // ---- PReLU

    @Test
    void preluWithOneSlopeAndWithOneForEachFeature() {
        Prelu one = new Prelu("p");
        assertArrayEquals(new double[] {-1, 0, 4}, one.apply(Tensor.vector(-4, 0, 4)).toArray());
        assertEquals("[p.slope []]", one.parameters().toString());
        assertEquals("p (prelu)", one.toString());
        Prelu each = new Prelu("p", Tensor.vector(0.5, -1));
        assertArrayEquals(
                new double[][] {{-2, 4}, {4, 4}},
                each.apply(Tensor.of(new double[][] {{-4, -4}, {4, 4}})).toMatrix());
        assertEquals("p (prelu 2)", each.toString());
        assertArrayEquals(
                new double[] {0.25, 0.25, 0.25}, new Prelu("p", 3).slope().value().toArray());
        Tensor x = Tensor.variable(new double[][] {{-4, -3}, {0, 2}});
        var g = each.apply(x).sum().backward();
        assertArrayEquals(new double[] {-4, -3}, g.of(each.slope().value()).toArray());
        assertArrayEquals(new double[][] {{0.5, -1}, {0.5, 1}}, g.of(x).toMatrix());
    }

    @Test
    void preluRefusesOtherShapes() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Prelu("p", 3).apply(Tensor.zeros(5, 2)),
                "p: ",
                "[5, 2]",
                "slopes [3]",
                "extent 3");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Prelu("p", Tensor.zeros(2, 2)),
                "p: slopes of shape [2, 2]");
        Refusal.of(IllegalArgumentException.class, () -> new Prelu("p", 0), "features 0");
    }
}
