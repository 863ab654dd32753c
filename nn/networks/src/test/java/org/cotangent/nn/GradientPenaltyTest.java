package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.Test;

/** The penalty on slopes by the input, whose gradient is one of second order. */
class GradientPenaltyTest {
    private final RandomGenerator random = new SplittableRandom(3);

    @Test
    void ofALinearFunctionByHand() {
        Tensor w = Tensor.variable(new double[][] {{3}, {4}});
        Tensor penalty = GradientPenalty.of(x -> x.matmul(w), Tensor.zeros(7, 2), 1);
        assertEquals(16, penalty.value(), 1e-14);
        assertArrayEquals(new double[] {4.8, 6.4}, penalty.backward().of(w).toArray(), 1e-14);
        // x² has slope 2 x: (2 - 1)² and (6 - 1)²
        Tensor x = Tensor.of(new double[][] {{1}, {-3}});
        assertEquals(13, GradientPenalty.of(Tensor::square, x, 1).value());
        assertEquals(20, GradientPenalty.of(Tensor::square, x, 0).value());
    }

    @Test
    void gradientsByTheParametersOfANetwork() {
        Mlp net = Mlp.of(3, 4, 4, 1).activation(Activation.TANH).build(random);
        Tensor x = Tensor.normal(random, 5, 3);
        GradCheck.of(
                        Parameter.function(
                                net.parameters(), () -> GradientPenalty.of(net::apply, x, 1)),
                        Parameter.values(net.parameters()))
                .order(2)
                .run()
                .requirePassed();
    }

    @Test
    void pointsBetween() {
        Tensor a = Tensor.zeros(1000, 1, 2);
        Tensor b = Tensor.ones(1000, 1, 2);
        Tensor mixed = GradientPenalty.between(a, b, random);
        double[] all = mixed.toArray();
        for (int i = 0; i < all.length; i += 2) {
            assertEquals(all[i], all[i + 1], "one place for a sample");
        }
        assertEquals(0.5, mixed.mean().value(), 0.04);
        assertTrue(Arrays.stream(all).allMatch(v -> v >= 0 && v < 1));
    }

    @Test
    void badInputIsNamed() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> GradientPenalty.of(x -> Tensor.of(1), Tensor.zeros(2, 2), 1),
                "gradient penalty: the function does not rest on its input");
        Refusal.of(
                IllegalArgumentException.class,
                () -> GradientPenalty.of(x -> x, Tensor.zeros(0, 2), 1),
                "[0, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> GradientPenalty.between(Tensor.zeros(2, 1), Tensor.zeros(2, 2), random),
                "[2, 1]",
                "[2, 2]");
    }
}
