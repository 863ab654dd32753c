package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.images.Pooling;

/** The rows of {@link EveryLayerTest} for the layers of the package {@code nn.images}. */
final class ImageLayers {
    private static final RandomGenerator RANDOM = new SplittableRandom(41);

    private ImageLayers() {}

    static List<EveryLayerTest.Case> cases() {
        List<EveryLayerTest.Case> all = new ArrayList<>();
        pools(all);
        return all;
    }

    private static void add(List<EveryLayerTest.Case> all, Layer layer, int... shape) {
        all.add(EveryLayerTest.of(layer, Tensor.normal(RANDOM, shape)));
    }

    private static void pools(List<EveryLayerTest.Case> all) {
        add(all, Pooling.max(2), 2, 2, 5);
        add(all, Pooling.max(3, 2).stride(2, 1).padding(1).dilation(1, 2).ceilMode(), 1, 2, 4, 4);
        add(all, Pooling.max(2), 1, 1, 2, 4, 2);
        add(all, Pooling.average(2), 1, 2, 4, 4);
        add(all, Pooling.average(3).stride(2).padding(1).ceilMode().ignorePadding(), 2, 1, 6);
        add(all, Pooling.average(2).divisor(3), 1, 1, 2, 2, 2);
        add(all, Pooling.power(2, 2), 1, 2, 4, 3);
        add(all, Pooling.power(4, 3).stride(1).padding(1), 1, 1, 5);
    }
}
