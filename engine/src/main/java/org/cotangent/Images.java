package org.cotangent;

import java.util.Arrays;
import org.cotangent.internal.Shape;

/**
 * Convolution and pooling over the axes after the first two: signals are [samples, channels,
 * length], images [samples, channels, height, width], and any further number of axes works the same
 * way.
 *
 * <p>A convolution and its derivatives are matrix products with windows of the input, of few
 * samples at a time; pools are composed of windows taken out of the padded input. So gradients of
 * any order follow.
 */
@CheckReturnValue
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
        window.refuseCeilMode("convolution");
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
        int[] places = places("convolution", x, tail(weight.shape), window);
        Shape y = Shape.of("convolution", joined(x.size(0), outputs, places));
        return convolving(Convolving.Role.RESULT, x.shape, weight.shape, y, window, groups)
                .of(x, weight);
    }

    private static Convolving convolving(
            Convolving.Role missing, Shape x, Shape weight, Shape y, Window window, int groups) {
        int axes = x.rank() - 2;
        int[] stride = new int[axes];
        int[] padding = new int[axes];
        int[] dilation = new int[axes];
        for (int i = 0; i < axes; i++) {
            stride[i] = window.strideOf(i, axes);
            padding[i] = window.paddingOf(i, axes);
            dilation[i] = window.dilationOf(i, axes);
        }
        long taps = (long) product(tail(weight)) * weight.extents[1];
        Shape.of("convolution: windows of a sample", new long[] {taps, product(tail(y))});
        return new Convolving(
                missing, x, weight, y, stride, padding, dilation, groups, false, false);
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
     *     all axes or one an axis, none for 0; each 0 or more, and less than the stride or less
     *     than the dilation
     * @return shape [samples, outputs, …], extents (n - 1) stride - 2 padding + dilation (k - 1) +
     *     outputPadding + 1
     * @throws IllegalArgumentException if the shapes or groups do not agree, an outputPadding is
     *     not less than the larger of stride and dilation, or the padding leaves nothing of an axis
     */
    public static Tensor transposedConvolution(
            Tensor x, Tensor weight, Window window, int groups, int... outputPadding) {
        int axes = checkRanks("transposedConvolution", x, weight);
        window.refuseCeilMode("transposedConvolution");
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
        int[] kernel = tail(weight.shape);
        long[] extents = new long[2 + axes];
        extents[0] = x.size(0);
        extents[1] = (long) groups * weight.size(1);
        for (int i = 0; i < axes; i++) {
            if (kernel[i] < 1) {
                throw new IllegalArgumentException(
                        "transposedConvolution: weight "
                                + weight.shape
                                + ": the kernel has no elements on axis "
                                + (2 + i));
            }
            extents[2 + i] =
                    Math.max(0, x.size(2 + i) - 1L) * window.strideOf(i, axes)
                            + reach(kernel[i], window.dilationOf(i, axes))
                            + extra(outputPadding, window, i, axes)
                            - 2L * window.paddingOf(i, axes);
            if (extents[2 + i] < 1) {
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
        }
        Shape to = Shape.of("transposedConvolution", extents);
        return convolving(Convolving.Role.IMAGE, to, weight.shape, x.shape, window, groups)
                .of(weight, x);
    }

    /** The extent added to an axis of a transposed convolution's result. */
    private static int extra(int[] outputPadding, Window window, int axis, int axes) {
        if (outputPadding.length == 0) {
            return 0;
        }
        int most = Math.max(window.strideOf(axis, axes), window.dilationOf(axis, axes));
        int n = outputPadding.length;
        int extra = n == 1 || n == axes ? outputPadding[n == 1 ? 0 : axis] : -1;
        if (extra < 0 || extra >= most) {
            throw new IllegalArgumentException(
                    "transposedConvolution: output padding "
                            + Arrays.toString(outputPadding)
                            + " with "
                            + window
                            + " for "
                            + axes
                            + " axes: there must be one number, or one an axis, each 0 or more and"
                            + " less than the larger of stride and dilation");
        }
        return extra;
    }

    /**
     * The largest element of each window; elements that tie share the gradient. Padding counts as
     * -infinity, which is thus the value of a window of padding alone.
     *
     * @param x shape [samples, channels, …]
     * @param kernel the window's extents, one an axis behind
     * @param window stride, padding, dilation, and whether extents are rounded up
     * @return shape [samples, channels, …]
     * @throws IllegalArgumentException if the kernel does not fit
     */
    public static Tensor maxPool(Tensor x, int[] kernel, Window window) {
        return Pooling.max(x, kernel, window);
    }

    /**
     * The largest elements of windows and where they stand.
     *
     * @param values the largest elements, shape [samples, channels, …]
     * @param positions of each the position among the elements of its channel of x, in row-major
     *     order: the first of several, the first NaN if there is one. Of this shape; constant in
     *     pieces
     */
    public record MaxPool(Tensor values, Tensor positions) {}

    /**
     * {@link #maxPool} with the positions of the largest elements, which {@link #maxUnpool} takes.
     * The gradient of the values is that of {@code maxPool}.
     *
     * @param x shape [samples, channels, …]
     * @param kernel the window's extents, one an axis behind
     * @param window stride, padding, dilation, and whether extents are rounded up
     * @return values and positions
     * @throws IllegalArgumentException if the kernel does not fit, or a window lies in the padding
     *     alone
     */
    public static MaxPool maxPoolWithPositions(Tensor x, int[] kernel, Window window) {
        return Pooling.maxWithPositions(x, kernel, window);
    }

    /**
     * Elements put where others were taken from, zeros elsewhere: for windows that do not overlap a
     * partial inverse of {@link #maxPoolWithPositions}. The gradient of each element is that of the
     * place where it was put.
     *
     * @param x shape [samples, channels, …]
     * @param positions for each element a position among those of its channel of the result, in
     *     row-major order; of the shape of x
     * @param extents of the result, one an axis behind
     * @return shape [samples, channels, extents]
     * @throws IllegalArgumentException if the shapes do not agree, or two elements of a channel
     *     have one position, as where windows overlap
     * @throws IndexOutOfBoundsException if a position is none of the result's
     */
    public static Tensor maxUnpool(Tensor x, Tensor positions, int... extents) {
        return Pooling.unpool(x, positions, extents);
    }

    /**
     * The mean of each window. Where the padding is not counted a window must reach an element of
     * x; where it is, a window of padding alone has the mean 0. What rounded up extents reach
     * beyond the padding never counts.
     *
     * @param x shape [samples, channels, …]
     * @param kernel the window's extents, one an axis behind
     * @param window stride, padding with zeros, dilation, and whether extents are rounded up
     * @param countPadding whether zeros of the padding count in the divisor
     * @return shape [samples, channels, …]
     * @throws IllegalArgumentException if the kernel does not fit, or padding is not counted and a
     *     window lies in the padding alone
     */
    public static Tensor averagePool(Tensor x, int[] kernel, Window window, boolean countPadding) {
        return Pooling.average(x, kernel, window, countPadding);
    }

    /**
     * The sum of each window; by a number of one's own it becomes a mean with that divisor, of
     * powers a pool of powers.
     *
     * @param x shape [samples, channels, …]
     * @param kernel the window's extents, one an axis behind
     * @param window stride, padding with zeros, dilation, and whether extents are rounded up
     * @return shape [samples, channels, …]
     * @throws IllegalArgumentException if the kernel does not fit
     */
    public static Tensor sumPool(Tensor x, int[] kernel, Window window) {
        return Pooling.sum(x, kernel, window);
    }

    /** How many windows begin on each axis; refuses a kernel that does not fit. */
    private static int[] places(String op, Tensor x, int[] kernel, Window window) {
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
        long[] padded = Arrays.stream(x.shape.extents).asLongStream().toArray();
        int[] places = new int[axes];
        for (int i = 0; i < axes; i++) {
            long reach = reach(kernel[i], window.dilationOf(i, axes));
            long n = kernel[i] < 1 ? 0 : window.places(i, axes, padded[2 + i], reach);
            if (n < 1) {
                throw new IllegalArgumentException(
                        op
                                + ": a kernel "
                                + Arrays.toString(kernel)
                                + " with "
                                + window
                                + " does not fit into shape "
                                + x.shape);
            }
            long wide = padded[2 + i] + 2L * window.paddingOf(i, axes);
            padded[2 + i] = Math.max(wide, (n - 1) * window.strideOf(i, axes) + reach);
            places[i] = (int) n; // else refused below
        }
        Shape.of(op + ", with its padding", padded);
        return places;
    }

    /** All windows: [samples, groups, channels / groups, kernel…, places…]. */
    static Tensor windows(
            String op, Tensor x, int[] kernel, Window window, double padding, int groups) {
        int axes = kernel.length;
        int[] places = places(op, x, kernel, window);
        int[][] margins = new int[x.rank()][2];
        boolean bare = true;
        for (int i = 0; i < axes; i++) {
            int margin = window.paddingOf(i, axes);
            int reach = (int) reach(kernel[i], window.dilationOf(i, axes));
            int end = (places[i] - 1) * window.strideOf(i, axes) + reach;
            margins[2 + i] = new int[] {margin, Math.max(margin, end - margin - x.size(2 + i))};
            bare &= margins[2 + i][1] == 0;
        }
        Tensor wide = bare ? x : x.pad(margins, padding);
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
            extents[3 + i] = kernel[i];
            strides[3 + i] = apart(kernel[i], own[2 + i], window.dilationOf(i, axes));
            extents[3 + axes + i] = places[i];
            strides[3 + axes + i] = apart(places[i], own[2 + i], window.strideOf(i, axes));
        }
        return Views.view("windows", window::attributes, wide, 0, strides, Shape.of(op, extents));
    }

    /** How many elements a kernel's first and last and all between them are. */
    static long reach(int kernel, int dilation) {
        return dilation * (kernel - 1L) + 1;
    }

    /** The stride of an axis; of one without a second element any will do, but no overflow. */
    private static int apart(int extent, int own, int steps) {
        return extent > 1 ? own * steps : own;
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

    static int[] tail(Shape shape) {
        return Arrays.copyOfRange(shape.extents, 2, shape.rank());
    }

    static int product(int[] extents) {
        return Shape.of(extents).size;
    }

    static int[] joined(int samples, int channels, int[] rest) {
        int[] extents = new int[2 + rest.length];
        extents[0] = samples;
        extents[1] = channels;
        System.arraycopy(rest, 0, extents, 2, rest.length);
        return extents;
    }
}
