package org.cotangent.nn.internal;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/** Factors that set numbers to 0. */
public final class Masks {
    private Masks() {}

    /**
     * A mask that drops numbers and keeps their expectation.
     *
     * @param rate the probability of 0, below 1; other elements are 1 / (1 - rate)
     * @param random where chance comes from, asked once an element in row-major order
     * @param shape the shape
     * @return the mask
     */
    public static Tensor dropout(double rate, RandomGenerator random, int... shape) {
        double[] factors = new double[LayerChecks.elements("dropout", "a mask of shape", shape)];
        double kept = 1 / (1 - rate);
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < rate ? 0 : kept;
        }
        return Tensor.of(factors, shape);
    }
}
