package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.nn.images.AdaptivePooling;
import org.cotangent.nn.images.FractionalPooling;
import org.cotangent.nn.images.LocalResponseNorm;
import org.cotangent.nn.images.MaxUnpool;
import org.cotangent.nn.images.Padding;
import org.cotangent.nn.images.PixelShuffle;
import org.cotangent.nn.images.Pooling;
import org.cotangent.nn.images.SpatialDropout;
import org.cotangent.nn.images.UpSampling;
import org.cotangent.nn.internal.Checks;

/** The rows of {@link EveryLayerTest} for the layers of the package {@code nn.images}. */
final class ImageLayers {
    private static final RandomGenerator RANDOM = new SplittableRandom(41);

    private ImageLayers() {}

    static List<EveryLayerTest.Case> cases() {
        List<EveryLayerTest.Case> all = new ArrayList<>();
        all.addAll(ConvolutionLayers.cases());
        pools(all);
        resampling(all);
        norms(all);
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
        add(all, AdaptivePooling.max(2), 1, 2, 5, 3);
        add(all, AdaptivePooling.average(3, 1), 2, 1, 4, 2);
        add(all, AdaptivePooling.average(4), 1, 1, 3);
        add(all, new FractionalPooling(1.5), 1, 2, 5, 4);
        add(all, new FractionalPooling(1.4, true), 2, 1, 7);
        add(all, new Unpooled(), 1, 2, 4, 4);
    }

    /** A max pooling and its inverse, which takes two tensors. */
    private static final class Unpooled extends Block implements Layer {
        private final Pooling pooling = Pooling.max(2);
        private final MaxUnpool unpool = child(new MaxUnpool(pooling));

        Unpooled() {
            super("unpooled");
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Checks.present(name(), "the input", x);
            Images.MaxPool largest = pooling.positions(x, pass);
            return unpool.forward(largest.values().square(), largest.positions(), pass);
        }
    }

    private static void resampling(List<EveryLayerTest.Case> all) {
        add(all, UpSampling.nearest(2), 1, 2, 2, 3);
        add(all, UpSampling.nearest().size(2, 5), 1, 1, 3, 2);
        add(all, UpSampling.linear(2), 1, 2, 2, 3);
        add(all, UpSampling.linear().size(5).alignedCorners(), 2, 1, 3);
        add(all, Padding.zeros(1), 1, 2, 2, 3);
        add(all, Padding.constant(0.5, 1, 0).behind(0, 2), 1, 2, 2, 3);
        add(all, Padding.reflect(2), 1, 1, 3);
        add(all, Padding.replicate(1, 2), 1, 1, 2, 2);
        add(all, new PixelShuffle(2), 1, 8, 1, 2);
        add(all, new PixelShuffle(2).inverse(), 1, 1, 2, 4);
        add(all, new PixelShuffle(3), 1, 3, 2);
    }

    private static void norms(List<EveryLayerTest.Case> all) {
        add(all, new LocalResponseNorm(3, 0.5, 0.75, 2), 1, 4, 2, 1);
        add(all, new SpatialDropout(0.4), 2, 3, 2, 2);
        GroupNorm group = new GroupNorm("group", 2, 4);
        group.weight().set(Tensor.normal(RANDOM, 4));
        group.bias().set(Tensor.normal(RANDOM, 4));
        add(all, group, 2, 4, 3);
        add(all, new GroupNorm("plain", 1, 3, 0.1, false), 2, 3);
        InstanceNorm instance = new InstanceNorm("instance", 2);
        instance.weight().set(Tensor.normal(RANDOM, 2));
        add(all, instance, 2, 2, 2, 2);
        add(all, new InstanceNorm("plain", 2, 0.1, false), 1, 2, 4);
        BatchNorm channels = new BatchNorm("channels", 2);
        channels.weight().set(Tensor.normal(RANDOM, 2));
        add(all, channels, 2, 2, 2, 2);
    }
}
