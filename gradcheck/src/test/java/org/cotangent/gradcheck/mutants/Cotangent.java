package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import java.util.Random;
import org.cotangent.Tensor;

/** Adjoints of results to contract them with: random signs and sizes from 1/2 to 3/2. */
final class Cotangent {
    private Cotangent() {}

    /** One in the shape of a result; 1 for a scalar. */
    static Tensor of(long seed, Tensor y) {
        if (y.rank() == 0) {
            return Tensor.of(1);
        }
        Random random = new Random(seed);
        double[] g = new double[y.size()];
        Arrays.setAll(g, i -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
        return Tensor.of(g, y.shape());
    }
}
