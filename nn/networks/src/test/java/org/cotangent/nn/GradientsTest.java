package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.NumericalGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers and losses against centered differences, up to the second derivative. */
class GradientsTest {
    private final RandomGenerator random = new SplittableRandom(9);

    /** Normal numbers, none nearer to the kink of the rectifier than 0.05. */
    private Tensor normal(int... shape) {
        double[] values = Initializers.normal(1).values(1, Tensor.zeros(shape).size(), random);
        for (int i = 0; i < values.length; i++) {
            values[i] += Math.copySign(0.05, values[i]);
        }
        return Tensor.of(values, shape);
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.nn.Activation#values")
    void activations(Activation activation) {
        GradCheck.of(activation::apply, normal(3, 4)).order(2).run().requirePassed();
    }

    @Test
    void denseByItsInput() {
        Dense dense = new Dense(3, 2, Initializers.xavier(), random);
        GradCheck.of(x -> dense.apply(x).square(), normal(4, 3)).order(2).run().requirePassed();
    }

    @Test
    void denseByItsParameters() {
        Dense dense = new Dense(3, 2, Initializers.xavier(), random);
        Tensor x = normal(4, 3);
        Tensor t = normal(4, 2);
        for (Parameter p : dense.parameters()) {
            Tensor at = p.value();
            Tensor gradient =
                    Losses.meanSquaredError()
                            .sum()
                            .apply(dense.apply(x), t)
                            .backward()
                            .of(p.value());
            Tensor numerical =
                    NumericalGradient.of(
                            values -> {
                                p.set(values);
                                return Losses.meanSquaredError().sum().apply(dense.apply(x), t);
                            },
                            at);
            p.set(at);
            assertArrayEquals(numerical.toArray(), gradient.toArray(), 1e-7);
        }
    }

    @Test
    void squaredErrors() {
        GradCheck.of(
                        (Tensor... x) -> Losses.meanSquaredError().sum().apply(x[0], x[1]),
                        normal(3, 2),
                        normal(3, 2))
                .order(2)
                .run()
                .requirePassed();
        GradCheck.of(
                        (Tensor... x) -> Losses.meanSquaredError().apply(x[0], x[1]),
                        normal(3, 2),
                        normal(3, 2))
                .order(2)
                .run()
                .requirePassed();
    }

    @Test
    void softmaxCrossEntropy() {
        int[] classes = {2, 0, 1, 2};
        GradCheck.of(x -> Losses.softmaxCrossEntropy().apply(x, classes), normal(4, 3))
                .order(2)
                .run()
                .requirePassed();
    }
}
