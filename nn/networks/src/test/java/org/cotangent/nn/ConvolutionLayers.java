package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.DepthwiseSeparable;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.images.TransposedConvolution;

/** The rows of {@link EveryLayerTest} for convolutions. */
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    static List<EveryLayerTest.Case> cases() {
        List<EveryLayerTest.Case> all = new ArrayList<>();
        RandomGenerator random = new SplittableRandom(41);
        Initializer normal = Initializers.normal(0.7);
        Tensor signal = Tensor.normal(random, 2, 2, 5);
        Tensor image = Tensor.normal(random, 2, 2, 4, 3);
        Tensor volume = Tensor.normal(random, 1, 2, 2, 3, 2);
        Kernel odd = Kernel.of(2, 3).stride(2, 1).padding(1, 0).dilation(2, 1).groups(2);
        Kernel up = Kernel.of(2, 3).stride(2).padding(0, 1).outputPadding(1, 0).withoutBias();
        for (Layer layer :
                List.of(
                        new Convolution("c", 2, 3, Kernel.of(2, 2).same(), normal, random),
                        new Convolution("c", 2, 4, odd.withoutBias(), normal, random),
                        new TransposedConvolution(2, 1, Kernel.of(2, 2), normal, random),
                        new TransposedConvolution(2, 2, up.groups(2), normal, random),
                        new DepthwiseSeparable(2, 3, Kernel.of(2, 2), normal, random))) {
            all.add(EveryLayerTest.of(layer, image));
        }
        Kernel three = Kernel.of(3).padding(1);
        all.add(EveryLayerTest.of(new Convolution(2, 2, three, normal, random), signal));
        all.add(EveryLayerTest.of(new TransposedConvolution(2, 2, three, normal, random), signal));
        Kernel cube = Kernel.of(2, 2, 1);
        all.add(EveryLayerTest.of(new Convolution(2, 1, cube, normal, random), volume));
        all.add(EveryLayerTest.of(new TransposedConvolution(2, 1, cube, normal, random), volume));
        return all;
    }
}
