package org.cotangent.nn;

import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Sizes whose product leaves the int are refused in the name of whoever was asked for them. */
class TooLargeTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(1);

    @Test
    void weights() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Dense("wide", 50_000, 50_000, Initializers.zeros(), RANDOM),
                "wide: weights [50000, 50000] would have more than 2147483647 elements");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Initializers.zeros().values(50_000, 50_000, RANDOM),
                "initializer: weights [50000, 50000]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Maxout("most", 3, 50_000, 50_000, Initializers.zeros(), RANDOM),
                "most: outputs and pieces [50000, 50000]");
    }

    @Test
    void flattenedRows() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Flatten().apply(Tensor.zeros(0, 65_536, 65_536)),
                "flatten: rows of shape [65536, 65536]");
    }
}
