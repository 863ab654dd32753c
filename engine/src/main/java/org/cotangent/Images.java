package org.cotangent;

import java.util.Arrays;

/**
 * Convolution and pooling over the axes after the first two: signals are [samples, channels,
 * length], images [samples, channels, height, width], and any further number of axes works the same
 * way.
 *
 * <p>All is composed of windows taken out of the padded input and of matrix products, so that
 * gradients of any order follow.
 */
public final class Images {
    private Images() {}

    /**
     * Convolution as networks use the word (cross-correlation: the kernel is not flipped):
     *
     * <pre>y[n, o, p] = Σ_c Σ_k  weight[o, c, k] · x[n, c, p · stride + k · dilation - padding]
     * </pre>
     *
     * <p>A bias is added with {@code y.add(bias.reshape(-1, 1, 1))}, with as many ones as there are
     * axes.
     *
     * @param x shape [samples, channels, …], one or more axes behind
     * @param weight shape [outputs, channels / groups, …], the kernel's extents behind
     * @param window stride, padding with zeros, dilation
     * @param groups into how many groups channels and outputs are divided, each seeing only its
     *     own; 1 for none
     * @return shape [samples, outputs, …], extents (n + 2 padding - dilation (k - 1) - 1) / stride
     *     + 1
     */
    public static Tensor convolution(Tensor x, Tensor weight, Window window, int groups) {
        int axes = checkRanks("convolution", x, weight);
        int channels = x.size(1);
        int outputs = weight.size(0);
        if (groups < 1
                || channels % groups != 0
                || outputs % groups != 0
                || weight.size(1) != channels / groups) {
            throw new IllegalArgumentException(
                    "convolution: x "
                            + x.shape
                            + ", weight "
                            + weight.shape
                            + ", groups "
                            + groups
                            + ": the weight must have channels / groups = "
                            + channels
                            + " / "
                            + groups
                            + " on axis 1, and groups must divide channels and outputs");
        }
        int[] kernel = tail(weight.shape);
        int within = channels / groups;
        Tensor windows = windows("convolution", x, kernel, window, 0, groups);
        int[] places = Arrays.copyOfRange(windows.shape.extents, 3 + axes, 3 + 2 * axes);
        Tensor columns =
                windows.reshape(x.size(0), groups, within * product(kernel), product(places));
        Tensor rows = weight.reshape(groups, outputs / groups, within * product(kernel));
        return rows.matmul(columns).reshape(joined(x.size(0), outputs, places));
    }

    /**
     * Transposed convolution: the adjoint of {@link #convolution}, which spreads each input over a
     * window of the output.
     *
     * @param x shape [samples, channels, …]
     * @param weight shape [channels, outputs / groups, …], the kernel's extents behind
     * @param window stride, padding (cut off the result), dilation
     * @param groups into how many groups channels and outputs are divided
     * @param outputPadding what is added to each extent of the result at its end: one number for
     *     all axes or one an axis, less than the stride or dilation
     * @return shape [samples, outputs, …], extents (n - 1) stride - 2 padding + dilation (k - 1) +
     *     outputPadding + 1
     */
    public static Tensor transposedConvolution(
            Tensor x, Tensor weight, Window window, int groups, int... outputPadding) {
        int axes = checkRanks("transposedConvolution", x, weight);
        int samples = x.size(0);
        int channels = x.size(1);
        if (groups < 1 || channels % groups != 0 || weight.size(0) != channels) {
            throw new IllegalArgumentException(
                    "transposedConvolution: x "
                            + x.shape
                            + ", weight "
                            + weight.shape
                            + ", groups "
                            + groups
                            + ": the weight must have the channels "
                            + channels
                            + " on axis 0, and groups must divide them");
        }
        Window extra =
                outputPadding.length == 0 ? Window.plain() : Window.plain().padding(outputPadding);
        int each = weight.size(1);
        int[] kernel = tail(weight.shape);
        int[] places = tail(x.shape);
        int[] full = new int[axes];
        for (int i = 0; i < axes; i++) {
            full[i] =
                    Math.max(0, places[i] - 1) * window.strideOf(i, axes)
                            + window.dilationOf(i, axes) * (kernel[i] - 1)
                            + 1
                            + extra.paddingOf(i, axes);
        }
        Tensor spread =
                weight.reshape(groups, channels / groups, each * product(kernel))
                        .transpose()
                        .matmul(x.reshape(samples, groups, channels / groups, product(places)));
        Shape to = Shape.of(joined(samples, groups * each, full));
        int[] own = to.strides();
        int[] strides = new int[3 + 2 * axes];
        int[] extents = new int[3 + 2 * axes];
        strides[0] = own[0];
        strides[1] = own[1] * each;
        strides[2] = own[1];
        extents[0] = samples;
        extents[1] = groups;
        extents[2] = each;
        for (int i = 0; i < axes; i++) {
            extents[3 + i] = kernel[i];
            strides[3 + i] = own[2 + i] * window.dilationOf(i, axes);
            extents[3 + axes + i] = places[i];
            strides[3 + axes + i] = own[2 + i] * window.strideOf(i, axes);
        }
        Tensor y =
                Views.place("windows", window::toString, spread.reshape(extents), 0, strides, to);
        for (int i = 0; i < axes; i++) {
            int cut = window.paddingOf(i, axes);
            int extent = full[i] - 2 * cut;
            if (extent < 1) {
                throw new IllegalArgumentException(
                        "transposedConvolution: x "
                                + x.shape
                                + ", weight "
                                + weight.shape
                                + ", "
                                + window
                                + ": the padding cuts off all of axis "
                                + (2 + i));
            }
            y = cut == 0 ? y : y.slice(2 + i, cut, cut + extent);
        }
        return y;
    }

    /**
     * The largest element of each window; elements that tie share the gradient. Padding counts as
     * -infinity.
     *
     * @param x shape [samples, channels, …]
     * @param kernel the window's extents, one an axis behind
     * @param window stride, padding, dilation
     * @return shape [samples, channels, …]
     */
    public static Tensor maxPool(Tensor x, int[] kernel, Window window) {
        int axes = kernel.length;
        Tensor windows = windows("maxPool", x, kernel, window, Double.NEGATIVE_INFINITY, 1);
        return windows.amax(kernelAxes(axes)).reshape(pooled(x, windows, axes));
    }

    /**
     * The mean of each window.
     *
     * @param x shape [samples, channels, …]
     * @param kernel the window's extents, one an axis behind
     * @param window stride, padding with zeros, dilation
     * @param countPadding whether zeros of the padding count in the divisor
     * @return shape [samples, channels, …]
     */
    public static Tensor averagePool(Tensor x, int[] kernel, Window window, boolean countPadding) {
        int axes = kernel.length;
        Tensor windows = windows("averagePool", x, kernel, window, 0, 1);
        Tensor sums = windows.sum(kernelAxes(axes));
        if (countPadding) {
            return sums.div((double) product(kernel)).reshape(pooled(x, windows, axes));
        }
        Tensor ones = Tensor.full(1, x.shape);
        Tensor counts = windows("averagePool", ones, kernel, window, 0, 1).sum(kernelAxes(axes));
        return sums.div(counts).reshape(pooled(x, windows, axes));
    }

    private static int[] kernelAxes(int axes) {
        int[] over = new int[axes];
        Arrays.setAll(over, i -> 3 + i);
        return over;
    }

    private static int[] pooled(Tensor x, Tensor windows, int axes) {
        return joined(
                x.size(0),
                x.size(1),
                Arrays.copyOfRange(windows.shape.extents, 3 + axes, 3 + 2 * axes));
    }

    /** All windows: [samples, groups, channels / groups, kernel…, places…]. */
    private static Tensor windows(
            String op, Tensor x, int[] kernel, Window window, double padding, int groups) {
        int axes = kernel.length;
        if (x.rank() != axes + 2) {
            throw new IllegalArgumentException(
                    op
                            + ": shape "
                            + x.shape
                            + " for a kernel "
                            + Arrays.toString(kernel)
                            + ": it must be [samples, channels] and one axis for each of the kernel's");
        }
        int[][] margins = new int[x.rank()][2];
        boolean padded = false;
        for (int i = 0; i < axes; i++) {
            Arrays.fill(margins[2 + i], window.paddingOf(i, axes));
            padded |= window.paddingOf(i, axes) > 0;
        }
        Tensor wide = padded ? x.pad(margins, padding) : x;
        int[] own = wide.shape.strides();
        int[] extents = new int[3 + 2 * axes];
        int[] strides = new int[3 + 2 * axes];
        extents[0] = x.size(0);
        strides[0] = own[0];
        extents[1] = groups;
        strides[1] = own[1] * (x.size(1) / groups);
        extents[2] = x.size(1) / groups;
        strides[2] = own[1];
        for (int i = 0; i < axes; i++) {
            int reach = window.dilationOf(i, axes) * (kernel[i] - 1) + 1;
            if (kernel[i] < 1 || reach > wide.size(2 + i)) {
                throw new IllegalArgumentException(
                        op
                                + ": a kernel "
                                + Arrays.toString(kernel)
                                + " with "
                                + window
                                + " does not fit into shape "
                                + x.shape);
            }
            extents[3 + i] = kernel[i];
            strides[3 + i] = own[2 + i] * window.dilationOf(i, axes);
            extents[3 + axes + i] = (wide.size(2 + i) - reach) / window.strideOf(i, axes) + 1;
            strides[3 + axes + i] = own[2 + i] * window.strideOf(i, axes);
        }
        return Views.view("windows", window::toString, wide, 0, strides, Shape.of(extents));
    }

    private static int checkRanks(String op, Tensor x, Tensor weight) {
        if (x.rank() < 3 || weight.rank() != x.rank()) {
            throw new IllegalArgumentException(
                    op
                            + ": x "
                            + x.shape
                            + " and weight "
                            + weight.shape
                            + ": both must have the same number of axes, three or more");
        }
        return x.rank() - 2;
    }

    private static int[] tail(Shape shape) {
        return Arrays.copyOfRange(shape.extents, 2, shape.rank());
    }

    private static int product(int[] extents) {
        return Arrays.stream(extents).reduce(1, Math::multiplyExact);
    }

    private static int[] joined(int samples, int channels, int[] rest) {
        int[] extents = new int[2 + rest.length];
        extents[0] = samples;
        extents[1] = channels;
        System.arraycopy(rest, 0, extents, 2, rest.length);
        return extents;
    }
}
