package org.cotangent;

import java.util.Arrays;
import org.cotangent.internal.Shape;

/** Pools over windows, and where their largest elements stand. */
final class Pooling {
    private Pooling() {}

    static Tensor max(Tensor x, int[] kernel, Window window) {
        return largest(x, maxWindows("maxPool", x, kernel, window), kernel.length);
    }

    private static Tensor maxWindows(String op, Tensor x, int[] kernel, Window window) {
        return Images.windows(op, x, kernel, window, Double.NEGATIVE_INFINITY, 1);
    }

    private static Tensor largest(Tensor x, Tensor windows, int axes) {
        return windows.amax(kernelAxes(axes)).reshape(pooled(x, windows, axes));
    }

    static Images.MaxPool maxWithPositions(Tensor x, int[] kernel, Window window) {
        int axes = kernel.length;
        Tensor windows = maxWindows("maxPoolWithPositions", x, kernel, window);
        Tensor ones = Tensor.full(1, Shape.of(Images.joined(1, 1, Images.tail(x.shape))));
        Tensor inside = Images.windows("maxPoolWithPositions", ones, kernel, window, 0, 1);
        refuseEmpty("maxPoolWithPositions", inside.amax(kernelAxes(axes)), x, kernel, window);
        Tensor values = largest(x, windows, axes);
        // where all are -infinity, as the padding is, the first that is no padding
        Tensor first = inKernel(inside, axes);
        Tensor found =
                Tensor.where(
                        flat(values, axes).eq(Double.NEGATIVE_INFINITY),
                        first,
                        inKernel(windows, axes));
        return new Images.MaxPool(
                values, positions(x, kernel, window, found).reshape(values.shape()));
    }

    /** [samples, channels, places] of [samples, channels, …]. */
    private static Tensor flat(Tensor x, int axes) {
        return x.reshape(x.size(0), x.size(1), Images.product(Images.tail(x.shape)));
    }

    /** For each window the first of its largest elements, counted within the kernel. */
    private static Tensor inKernel(Tensor windows, int axes) {
        int[] all = windows.shape.extents;
        int cells = Images.product(Arrays.copyOfRange(all, 3, 3 + axes));
        int places = Images.product(Arrays.copyOfRange(all, 3 + axes, 3 + 2 * axes));
        Tensor rows = windows.reshape(all[0], all[2], cells, places);
        return Sorting.positions(Sorting.Wanted.LARGEST, rows, 2).squeeze(2);
    }

    /** Positions in x of elements that are given by their positions in the kernel. */
    private static Tensor positions(Tensor x, int[] kernel, Window window, Tensor found) {
        int axes = kernel.length;
        Shape plane = Shape.of(Images.tail(x.shape));
        int[] strides = plane.strides();
        int[] places = new int[axes];
        Tensor cell = Tensor.zeros();
        Tensor start = Tensor.zeros();
        for (int i = 0; i < axes; i++) {
            long reach = Images.reach(kernel[i], window.dilationOf(i, axes));
            places[i] = (int) window.places(i, axes, plane.extents[i], reach);
            double step = (double) strides[i] * window.strideOf(i, axes);
            double apart = (double) strides[i] * window.dilationOf(i, axes);
            double margin = (double) strides[i] * window.paddingOf(i, axes);
            cell = cell.unsqueeze(-1).add(Tensor.iota(kernel[i]).mul(apart));
            start = start.unsqueeze(-1).add(Tensor.iota(places[i]).mul(step).sub(margin));
        }
        Tensor within = Indexing.gather(cell.reshape(-1), 0, found.reshape(-1));
        return within.reshape(found.shape()).add(start.reshape(-1));
    }

    static Tensor unpool(Tensor x, Tensor positions, int... extents) {
        if (x.rank() < 3 || x.rank() != extents.length + 2 || !x.shape.equals(positions.shape)) {
            throw new IllegalArgumentException(
                    "maxUnpool: x "
                            + x.shape
                            + ", positions "
                            + positions.shape
                            + ", extents "
                            + Arrays.toString(extents)
                            + ": x and positions must have one shape [samples, channels, …], with"
                            + " an axis for each extent");
        }
        int axes = extents.length;
        Shape to = Shape.of("maxUnpool", Images.joined(x.size(0), x.size(1), extents));
        Shape planes = Shape.of(x.size(0), x.size(1), Images.product(extents));
        Tensor index = flat(positions, axes);
        Tensor counts =
                Indexing.scatterAdd(Tensor.full(1, index.shape), 2, index.detached(), planes);
        if (Arrays.stream(counts.array()).anyMatch(count -> count > 1)) {
            throw new IllegalArgumentException(
                    "maxUnpool: positions "
                            + positions.shape
                            + ": two of a channel are the same, as those of windows that overlap"
                            + " may be; all must be different");
        }
        return Structure.reshape(Indexing.scatterAdd(flat(x, axes), 2, index, planes), to);
    }

    static Tensor sum(Tensor x, int[] kernel, Window window) {
        int axes = kernel.length;
        Tensor windows = Images.windows("sumPool", x, kernel, window, 0, 1);
        return windows.sum(kernelAxes(axes)).reshape(pooled(x, windows, axes));
    }

    static Tensor average(Tensor x, int[] kernel, Window window, boolean countPadding) {
        int axes = kernel.length;
        Tensor windows = Images.windows("averagePool", x, kernel, window, 0, 1);
        Tensor sums = windows.sum(kernelAxes(axes));
        int[] to = pooled(x, windows, axes);
        if (countPadding && !window.isCeilMode()) {
            return sums.div((double) Images.product(kernel)).reshape(to);
        }
        Tensor counts = counts(x, kernel, window, countPadding);
        refuseEmpty("averagePool", counts, x, kernel, window);
        for (int i = 0; i < axes; i++) {
            counts = counts.slice(3 + i, 0, to[2 + i]);
        }
        return sums.div(counts).reshape(to);
    }

    /** How many elements each window has of x, or of x and its padding, and some windows more. */
    private static Tensor counts(Tensor x, int[] kernel, Window window, boolean countPadding) {
        int axes = kernel.length;
        int[] extents = Images.joined(1, 1, Images.tail(x.shape));
        for (int i = 0; countPadding && i < axes; i++) {
            extents[2 + i] += 2 * window.paddingOf(i, axes);
        }
        Window over = countPadding ? window.unpadded() : window;
        Tensor ones = Tensor.full(1, Shape.of(extents));
        return Images.windows("averagePool", ones, kernel, over, 0, 1).sum(kernelAxes(axes));
    }

    private static void refuseEmpty(
            String op, Tensor counts, Tensor x, int[] kernel, Window window) {
        if (Arrays.stream(counts.array()).anyMatch(count -> count == 0)) {
            throw new IllegalArgumentException(
                    op
                            + ": a kernel "
                            + Arrays.toString(kernel)
                            + " with "
                            + window
                            + " on shape "
                            + x.shape
                            + ": a window lies in the padding alone, and has no elements; pad less"
                            + (op.equals("averagePool") ? ", or count the padding" : ""));
        }
    }

    private static int[] kernelAxes(int axes) {
        int[] over = new int[axes];
        Arrays.setAll(over, i -> 3 + i);
        return over;
    }

    private static int[] pooled(Tensor x, Tensor windows, int axes) {
        return Images.joined(
                x.size(0),
                x.size(1),
                Arrays.copyOfRange(windows.shape.extents, 3 + axes, 3 + 2 * axes));
    }
}
