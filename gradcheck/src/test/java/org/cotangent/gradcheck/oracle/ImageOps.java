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
        int[] dilation = in.integers("dilation", 1);
        if (in.flag("ceil_mode")) {
            Window window = Window.plain().stride(in.integers("stride", kernel)).dilation(dilation);
            double never = Double.NEGATIVE_INFINITY;
            return batched(
                    in.x(),
                    axes,
                    x ->
                            Images.maxPool(
                                    x.pad(upToCeiling(in, x, kernel, dilation), never),
                                    kernel,
                                    window));
        }
        Window window = window(in, kernel).dilation(dilation);
        return batched(in.x(), axes, x -> Images.maxPool(x, kernel, window));
    }

    /** The padding, and behind it what the last window needs if extents are rounded up. */
    private static int[][] upToCeiling(Arguments in, Tensor x, int[] kernel, int... dilation) {
        int[] stride = in.integers("stride", kernel);
        int[] padding = in.integers("padding", 0);
        int[][] margins = new int[x.rank()][2];
        for (int i = 0; i < kernel.length; i++) {
            int extent = x.size(i + 2);
            int pad = at(padding, i);
            int step = at(stride, i);
            int reach = at(dilation, i) * (kernel[i] - 1) + 1;
            int last = (extent + 2 * pad - reach + step - 1) / step;
            // a window that would start behind the input and its left padding does not count
            last = last * step >= extent + pad ? last - 1 : last;
            margins[i + 2] = new int[] {pad, Math.max(pad, last * step + reach - extent - pad)};
        }
        return margins;
    }

    private static Tensor averagePool(Arguments in, int axes) {
        int[] kernel = kernel(in, axes);
        boolean counted = !in.has("count_include_pad") || in.flag("count_include_pad");
        if (in.has("divisor_override")) {
            double cells = Arrays.stream(kernel).asDoubleStream().reduce(1, (a, b) -> a * b);
            double factor = cells / in.number("divisor_override");
            return batched(in.x(), axes, x -> withZeros(in, x, kernel).mul(factor));
        }
        if (in.flag("ceil_mode")) {
            return batched(
                    in.x(), axes, x -> withZeros(in, x, kernel).div(share(in, x, kernel, counted)));
        }
        Window window = window(in, kernel);
        return batched(in.x(), axes, x -> Images.averagePool(x, kernel, window, counted));
    }

    /** The means over windows, with all zeros that were padded, also beyond the padding. */
    private static Tensor withZeros(Arguments in, Tensor x, int[] kernel) {
        if (!in.flag("ceil_mode")) {
            return Images.averagePool(x, kernel, window(in, kernel), true);
        }
        Window window = Window.plain().stride(in.integers("stride", kernel));
        return Images.averagePool(x.pad(upToCeiling(in, x, kernel, 1), 0), kernel, window, true);
    }

    /** The share of the cells of each window that count: of the input, and of its padding. */
    private static Tensor share(Arguments in, Tensor x, int[] kernel, boolean paddingCounts) {
        Window window = Window.plain().stride(in.integers("stride", kernel));
        int[][] margins = upToCeiling(in, x, kernel, 1);
        int[][] inside = new int[x.rank()][2];
        int[][] beyond = new int[x.rank()][2];
        for (int axis = 2; axis < x.rank(); axis++) {
            int pad = paddingCounts ? margins[axis][0] : 0;
            inside[axis] = new int[] {pad, pad};
            beyond[axis] = new int[] {margins[axis][0] - pad, margins[axis][1] - pad};
        }
        Tensor counts = Tensor.ones(x.shape()).pad(inside, 1).pad(beyond, 0);
        return Images.averagePool(counts, kernel, window, true);
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
