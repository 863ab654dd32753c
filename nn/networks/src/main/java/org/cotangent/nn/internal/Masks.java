package org.cotangent.nn.internal;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/** Factors that set numbers to 0. */
public final class Masks {
    private Masks() {}

    /** Each element 0 with a probability below 1, else 1 / (1 - rate); drawn in row-major order. */
    public static Tensor dropout(double rate, RandomGenerator random, int... shape) {
        double[] factors = new double[LayerChecks.elements("dropout", "a mask of shape", shape)];
        double kept = 1 / (1 - rate);
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < rate ? 0 : kept;
        }
        return Tensor.of(factors, shape);
    }
}
