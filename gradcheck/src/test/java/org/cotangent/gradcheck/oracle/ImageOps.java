package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;

/** The oracle's convolutions and pools, over any number of axes. */
final class ImageOps {
    private ImageOps() {}

    static void addTo(Map<String, OracleOp> table) {
        for (int axes = 1; axes <= 3; axes++) {
            int n = axes;
            table.put("conv" + n + "d", OracleOp.of(in -> convolution(in, n)));
            table.put("conv_transpose" + n + "d", OracleOp.of(in -> transposed(in, n)));
            table.put("max_pool" + n + "d", OracleOp.of(in -> maxPool(in, n)));
            table.put("avg_pool" + n + "d", OracleOp.of(in -> averagePool(in, n)));
        }
    }

    private static Tensor convolution(Arguments in, int axes) {
        Tensor weight = in.tensor("weight");
        Tensor bias = in.tensorOrNull("bias");
        Window window = window(in, 1).dilation(in.integers("dilation", 1));
        int groups = in.integer("groups", 1);
        return batched(
                in.x(),
                axes,
                x -> shifted(Images.convolution(x, weight, window, groups), bias, axes));
    }

    private static Tensor transposed(Arguments in, int axes) {
        Tensor weight = in.tensor("weight");
        Tensor bias = in.tensorOrNull("bias");
        Window window = window(in, 1).dilation(in.integers("dilation", 1));
        int groups = in.integer("groups", 1);
        int[] extra = in.integers("output_padding", 0);
        return batched(
                in.x(),
                axes,
                x ->
                        shifted(
                                Images.transposedConvolution(x, weight, window, groups, extra),
                                bias,
                                axes));
    }

    private static Tensor maxPool(Arguments in, int axes) {
        int[] kernel = kernel(in, axes);
        Window window = window(in, kernel).dilation(in.integers("dilation", 1));
        return batched(in.x(), axes, x -> Images.maxPool(x, kernel, window));
    }

    private static Tensor averagePool(Arguments in, int axes) {
        int[] kernel = kernel(in, axes);
        Window window = window(in, kernel);
        boolean counted = !in.has("count_include_pad") || in.flag("count_include_pad");
        return batched(in.x(), axes, x -> Images.averagePool(x, kernel, window, counted));
    }

    private static Window window(Arguments in, int... defaultStride) {
        return Window.plain()
                .stride(in.integers("stride", defaultStride))
                .padding(in.integers("padding", 0));
    }

    private static int[] kernel(Arguments in, int axes) {
        int[] kernel = in.integers("kernel");
        if (kernel.length == 1) {
            int all = kernel[0];
            kernel = new int[axes];
            Arrays.fill(kernel, all);
        }
        return kernel;
    }

    private static Tensor shifted(Tensor y, Tensor bias, int axes) {
        if (bias == null) {
            return y;
        }
        int[] extents = new int[axes + 1];
        Arrays.fill(extents, 1);
        extents[0] = -1;
        return y.add(bias.reshape(extents));
    }

    /** A single sample without the axis of samples is lent one. */
    private static Tensor batched(Tensor x, int axes, Function<Tensor, Tensor> f) {
        return x.rank() == axes + 1 ? f.apply(x.unsqueeze(0)).squeeze(0) : f.apply(x);
    }
}
