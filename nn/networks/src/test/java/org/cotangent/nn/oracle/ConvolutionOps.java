package org.cotangent.nn.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.DepthwiseSeparable;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.images.TransposedConvolution;

/** The ops of the oracle for convolutions. */
final class ConvolutionOps {
    private static final Initializer ANY = Initializers.normal(1);

    private ConvolutionOps() {}

    /** Adds them to the table. */
    static void add() {
        for (int axes = 1; axes <= 3; axes++) {
            NnOps.op("conv" + axes + "d", ConvolutionOps::convolution);
            NnOps.op("conv_transpose" + axes + "d", ConvolutionOps::transposed);
        }
        NnOps.op("depthwise_separable_conv2d", ConvolutionOps::separable);
    }

    private static Kernel kernel(Arguments in, Tensor weight) {
        int[] shape = weight.shape();
        Kernel kernel =
                Kernel.of(Arrays.copyOfRange(shape, 2, shape.length))
                        .stride(in.list("stride"))
                        .dilation(in.list("dilation"));
        return in.isText("padding", "same") ? kernel.same() : kernel.padding(in.list("padding"));
    }

    private static Tensor convolution(Arguments in) {
        Tensor weight = in.tensor("weight");
        Tensor bias = in.tensorOrNull("bias");
        int groups = in.integer("groups", 1);
        Kernel kernel = kernel(in, weight).groups(groups);
        int channels = weight.size(1) * groups;
        return with(
                new Convolution(
                        channels,
                        weight.size(0),
                        bias == null ? kernel.withoutBias() : kernel,
                        ANY,
                        new SplittableRandom(0)),
                in.x(),
                weight,
                bias);
    }

    private static Tensor transposed(Arguments in) {
        Tensor weight = in.tensor("weight");
        Tensor bias = in.tensorOrNull("bias");
        int groups = in.integer("groups", 1);
        Kernel kernel = kernel(in, weight).groups(groups).outputPadding(in.list("output_padding"));
        return with(
                new TransposedConvolution(
                        weight.size(0),
                        weight.size(1) * groups,
                        bias == null ? kernel.withoutBias() : kernel,
                        ANY,
                        new SplittableRandom(0)),
                in.x(),
                weight,
                bias);
    }

    private static Tensor separable(Arguments in) {
        Tensor each = in.tensor("depthwise");
        Tensor mixture = in.tensor("pointwise");
        Tensor bias = in.tensorOrNull("depthwise_bias");
        Kernel kernel = kernel(in, each);
        int channels = in.x().size(1);
        return with(
                new DepthwiseSeparable(
                        "separable",
                        channels,
                        each.size(0) / channels,
                        mixture.size(0),
                        bias == null ? kernel.withoutBias() : kernel,
                        ANY,
                        new SplittableRandom(0)),
                in.x(),
                each,
                bias,
                mixture,
                in.tensorOrNull("pointwise_bias"));
    }

    /** A layer with weights, of which those that are null are not there. */
    private static Tensor with(Layer layer, Tensor x, Tensor... weights) {
        List<Tensor> there = new ArrayList<>(Arrays.asList(weights));
        there.removeIf(weight -> weight == null);
        return NnOps.with(layer, () -> layer.apply(x), there.toArray(new Tensor[0]));
    }
}
