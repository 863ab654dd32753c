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
        table.put("depthwise_separable_conv2d", OracleOp.of(ImageOps::separable));
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
        int[] dilation = in.integers("dilation", 1);
        Window strided = Window.plain().stride(in.integers("stride", 1)).dilation(dilation);
        boolean same = in.has("padding") && in.text("padding").equals("same");
        Window window = same ? strided : strided.padding(in.integers("padding", 0));
        int groups = in.integer("groups", 1);
        return batched(
                in.x(),
                axes,
                x ->
                        shifted(
                                Images.convolution(
                                        same ? padded(x, weight, dilation) : x,
                                        weight,
                                        window,
                                        groups),
                                bias,
                                axes));
    }

    /** With so many zeros that a convolution of stride 1 keeps the extents; fewer in front. */
    private static Tensor padded(Tensor x, Tensor weight, int[] dilation) {
        int[][] margins = new int[x.rank()][2];
        for (int axis = 2; axis < x.rank(); axis++) {
            int reach = at(dilation, axis - 2) * (weight.size(axis) - 1);
            margins[axis] = new int[] {reach / 2, reach - reach / 2};
        }
        return x.pad(margins, 0);
    }

    /** A list of one holds for every axis. */
    private static int at(int[] list, int axis) {
        return list[Math.min(axis, list.length - 1)];
    }

    private static Tensor separable(Arguments in) {
        Window window = window(in, 1).dilation(in.integers("dilation", 1));
        Tensor each = Images.convolution(in.x(), in.tensor("depthwise"), window, in.x().size(1));
        each = shifted(each, in.tensorOrNull("depthwise_bias"), 2);
        Tensor mixed = Images.convolution(each, in.tensor("pointwise"), Window.plain(), 1);
        return shifted(mixed, in.tensorOrNull("pointwise_bias"), 2);
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
        Window window = pool(in, kernel).dilation(in.integers("dilation", 1));
        return batched(in.x(), axes, x -> Images.maxPool(x, kernel, window));
    }

    private static Tensor averagePool(Arguments in, int axes) {
        int[] kernel = kernel(in, axes);
        boolean counted = !in.has("count_include_pad") || in.flag("count_include_pad");
        Window window = pool(in, kernel);
        if (in.has("divisor_override")) {
            double divisor = in.number("divisor_override");
            return batched(in.x(), axes, x -> Images.sumPool(x, kernel, window).div(divisor));
        }
        return batched(in.x(), axes, x -> Images.averagePool(x, kernel, window, counted));
    }

    private static Window pool(Arguments in, int... kernel) {
        Window window = window(in, kernel);
        return in.flag("ceil_mode") ? window.ceilMode() : window;
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
