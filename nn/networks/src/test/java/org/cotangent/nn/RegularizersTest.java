package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.Test;

class RegularizersTest {
    private final Parameter weight =
            new Parameter("w", Tensor.of(new double[][] {{1, -2}, {0, 0.5}}));
    private final Parameter bias = Parameter.ofBias("b", Tensor.vector(3, -1));
    private final List<Parameter> parameters = List.of(weight, bias);

    @Test
    void l1IsLambdaTimesTheSizesOfTheWeights() {
        Tensor penalty = Regularizers.l1(0.1).apply(parameters);
        assertEquals(0.35, penalty.value(), 1e-16);
        Gradients g = penalty.backward();
        assertArrayEquals(new double[] {0.1, -0.1, 0, 0.1}, g.of(weight.value()).toArray());
        assertArrayEquals(new double[2], g.of(bias.value()).toArray());
    }

    @Test
    void l2HasTheFactorHalf() {
        Tensor penalty = Regularizers.l2(0.1).apply(parameters);
        assertEquals(0.1 / 2 * 5.25, penalty.value(), 1e-16);
        assertArrayEquals(
                new double[] {0.1, -0.2, 0, 0.05},
                penalty.backward().of(weight.value()).toArray(),
                1e-16);
    }

    @Test
    void otherParametersCanBeChosen() {
        assertEquals(7.5, Regularizers.l1(1, p -> true).apply(parameters).value());
        assertEquals(5, Regularizers.l2(1, p -> p.name().equals("b")).apply(parameters).value());
        assertEquals(0, Regularizers.l2(1, p -> false).apply(parameters).value());
        assertEquals(0, Regularizers.l2(1).apply(List.of()).value());
    }

    @Test
    void elasticNetIsTheSumOfBoth() {
        assertEquals(
                2 * 3.5 + 3 / 2. * 5.25, Regularizers.elasticNet(2, 3).apply(parameters).value());
    }

    @Test
    void gradients() {
        Parameter smooth = new Parameter("w", Tensor.of(new double[][] {{1, -2}, {0.3, 0.5}}));
        for (Regularizer r :
                List.of(
                        Regularizers.l1(0.3),
                        Regularizers.l2(0.7),
                        Regularizers.elasticNet(0.2, 0.4))) {
            GradCheck.of(
                            Parameter.function(List.of(smooth), () -> r.apply(List.of(smooth))),
                            smooth.value())
                    .order(2)
                    .run()
                    .requirePassed();
        }
    }

    @Test
    void lambdaMustBeFiniteAndNotNegative() {
        Refusal.of(IllegalArgumentException.class, () -> Regularizers.l1(-1), "l1", "-1.0");
        Refusal.of(IllegalArgumentException.class, () -> Regularizers.l2(Double.NaN), "l2", "NaN");
        assertThrows(NullPointerException.class, () -> Regularizers.l2(1, null));
        assertThrows(NullPointerException.class, () -> Regularizers.l2(1).plus(null));
    }

    // ---- max-norm

    @Test
    void columnsThatAreTooLongAreShortened() {
        Parameter w = new Parameter("w", Tensor.of(new double[][] {{3, 0.1, 0}, {-4, 0.7, 0}}));
        Tensor before = bias.value();
        new MaxNorm(2).project(List.of(w, bias));
        assertArrayEquals(new double[] {1.2, 0.1, 0, -1.6, 0.7, 0}, w.value().toArray(), 1e-15);
        // bits of what was short enough, and the very variable of what is not chosen
        assertEquals(0.1, w.value().get(0, 1));
        assertSame(before, bias.value());
    }

    @Test
    void nothingIsReplacedWhereNothingIsTooLong() {
        Tensor before = weight.value();
        new MaxNorm(2.1).project(parameters);
        assertSame(before, weight.value());
        new MaxNorm(2).project(parameters);
        assertNotSame(before, weight.value());
    }

    @Test
    void eachUnitOfStackedWeightsIsLimited() {
        Parameter w =
                new Parameter(
                        "w", Tensor.of(new double[] {6, 0, 8, 0.5, 0.6, 30, 0.8, 40}, 2, 2, 2));
        new MaxNorm(5).project(List.of(w));
        assertArrayEquals(new double[] {3, 0, 4, 0.5, 0.6, 3, 0.8, 4}, w.value().toArray(), 1e-15);
    }

    @Test
    void weightsWhoseLengthOverflowsAreShortenedToo() {
        Parameter w = new Parameter("w", Tensor.of(new double[][] {{1.5e308}, {-1.5e308}}));
        new MaxNorm(1).project(List.of(w));
        double r = Math.sqrt(0.5);
        assertArrayEquals(new double[] {r, -r}, w.value().toArray(), 1e-15);
        Parameter tiny = new Parameter("t", Tensor.of(new double[][] {{3e-200}, {4e-200}}));
        new MaxNorm(1e-200).project(List.of(tiny));
        assertArrayEquals(new double[] {0.6, 0.8}, tiny.value().mul(1e200).toArray(), 1e-15);
    }

    @Test
    void whatIsNotFiniteOrNoMatrixIsRefusedAndNothingChanged() {
        Parameter bad = new Parameter("v", Tensor.of(new double[][] {{1, Double.NaN}}));
        Parameter good = new Parameter("w", Tensor.of(new double[][] {{100, 1}}));
        Tensor before = good.value();
        Refusal.of(
                ArithmeticException.class,
                () -> new MaxNorm(1).project(List.of(good, bad)),
                "v [1, 2]",
                "NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new MaxNorm(1, p -> true).project(List.of(good, bias)),
                "b [2]",
                "[inputs, outputs]");
        assertSame(before, good.value());
        Refusal.of(IllegalArgumentException.class, () -> new MaxNorm(0), "limit 0.0");
        assertEquals("maxNorm(3.0)", new MaxNorm(3).toString());
        assertEquals(3, new MaxNorm(3).limit());
    }

    @Test
    void aVectorOfWeightsIsPenalizedAsAMatrixIs() {
        Parameter vector = new Parameter("v", Tensor.vector(3, -4));
        assertTrue(Regularizers.weights().test(vector));
        assertEquals(7, Regularizers.l1(1).apply(List.of(vector)).value());
        assertEquals(12.5, Regularizers.l2(1).apply(List.of(vector)).value());
        new MaxNorm(1).project(List.of(vector));
        assertArrayEquals(new double[] {0.6, -0.8}, vector.value().toArray(), 1e-15);
    }

    @Test
    void layersSayWhichOfTheirParametersAreWeights() {
        RandomGenerator random = new SplittableRandom(1);
        Layer model =
                new Sequential(
                        new Dense("d", 1, 1, Initializers.he(), random),
                        new Maxout("m", 1, 1, 2, Initializers.he(), random),
                        new BatchNorm("b", 1),
                        new LayerNorm("l", 1),
                        new Prelu("p"));
        List<String> weights =
                model.parameters().stream()
                        .filter(Regularizers.weights())
                        .map(Parameter::name)
                        .toList();
        assertEquals(List.of("d.weight", "m.weight"), weights);
        assertEquals(9, model.parameters().size());
    }
}
