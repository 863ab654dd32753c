package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;

/** The oracle's pools to a given size, pools of powers, and what puts pixels elsewhere. */
final class ResamplingOps {
    private ResamplingOps() {}

    static void addTo(Map<String, OracleOp> table) {
        for (String axes : new String[] {"1d", "2d"}) {
            table.put("adaptive_avg_pool" + axes, OracleOp.of(in -> adaptive(in, Tensor::mean)));
            table.put("adaptive_max_pool" + axes, OracleOp.of(in -> adaptive(in, Tensor::amax)));
            table.put("lp_pool" + axes, OracleOp.of(ResamplingOps::powerPool));
        }
        table.put("max_unpool2d", OracleOp.of(ResamplingOps::unpool));
        table.put("interpolate", OracleOp.of(ResamplingOps::interpolate));
        table.put("pixel_shuffle", OracleOp.of(ResamplingOps::shuffle));
        table.put("pixel_unshuffle", OracleOp.of(ResamplingOps::unshuffle));
    }

    /** Cells are products of intervals, so one spatial axis is reduced after the other. */
    private static Tensor adaptive(Arguments in, BiFunction<Tensor, Axes, Tensor> reduce) {
        Tensor x = in.x();
        int[] size = in.integers("output_size");
        for (int i = 0; i < size.length; i++) {
            int axis = x.rank() - size.length + i;
            int n = size[i];
            int extent = x.size(axis);
            Tensor source = x;
            x =
                    Tensor.concat(
                            axis,
                            IntStream.range(0, n)
                                    .mapToObj(
                                            cell ->
                                                    source.slice(
                                                            axis,
                                                            cell * extent / n,
                                                            ((cell + 1) * extent + n - 1) / n))
                                    .map(cell -> reduce.apply(cell, Axes.keep(axis)))
                                    .toArray(Tensor[]::new));
        }
        return x;
    }

    private static Tensor powerPool(Arguments in) {
        int[] kernel = in.integers("kernel");
        double p = in.number("p");
        Window window = Window.plain().stride(in.integers("stride"));
        return Images.sumPool(in.x().pow(p), kernel, window).pow(1 / p);
    }

    private static Tensor unpool(Arguments in) {
        int[] size = in.integers("output_size");
        in.has("kernel");
        in.has("stride");
        return Images.maxUnpool(in.x(), in.tensor("indices"), size);
    }

    private static Tensor interpolate(Arguments in) {
        Tensor x = in.x();
        int[] size = in.integers("size");
        String mode = in.text("mode");
        boolean corners = in.flag("align_corners");
        for (int i = 0; i < size.length; i++) {
            int axis = x.rank() - size.length + i;
            switch (mode) {
                case "nearest" -> x = nearest(x, axis, size[i]);
                case "linear", "bilinear", "trilinear" -> x = linear(x, axis, size[i], corners);
                default -> throw in.unknown("mode");
            }
        }
        return x;
    }

    private static Tensor nearest(Tensor x, int axis, int n) {
        int extent = x.size(axis);
        return x.indexSelect(axis, IntStream.range(0, n).map(i -> i * extent / n).toArray());
    }

    private static Tensor linear(Tensor x, int axis, int n, boolean corners) {
        int extent = x.size(axis);
        int[] lower = new int[n];
        int[] upper = new int[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            double at =
                    corners
                            ? n == 1 ? 0 : (double) i * (extent - 1) / (n - 1)
                            : Math.max((i + 0.5) * extent / n - 0.5, 0);
            lower[i] = Math.min((int) at, extent - 1);
            upper[i] = Math.min(lower[i] + 1, extent - 1);
            weight[i] = at - lower[i];
        }
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[axis] = n;
        Tensor share = Tensor.of(weight, shape);
        Tensor below = x.indexSelect(axis, lower).mul(share.neg().add(1));
        return below.add(x.indexSelect(axis, upper).mul(share));
    }

    private static Tensor shuffle(Arguments in) {
        int r = in.integer("factor");
        Tensor x = in.x();
        int channels = x.size(1) / (r * r);
        int height = x.size(2);
        int width = x.size(3);
        return x.reshape(-1, channels, r, r, height, width)
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(-1, channels, height * r, width * r);
    }

    private static Tensor unshuffle(Arguments in) {
        int r = in.integer("factor");
        Tensor x = in.x();
        int channels = x.size(1);
        int height = x.size(2) / r;
        int width = x.size(3) / r;
        return x.reshape(-1, channels, height, r, width, r)
                .permute(0, 1, 3, 5, 2, 4)
                .reshape(-1, channels * r * r, height, width);
    }
}
