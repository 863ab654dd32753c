package org.cotangent.nn.oracle;

import static org.cotangent.nn.oracle.NnOps.op;

import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.nn.GroupNorm;
import org.cotangent.nn.InstanceNorm;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Pass;
import org.cotangent.nn.images.AdaptivePooling;
import org.cotangent.nn.images.LocalResponseNorm;
import org.cotangent.nn.images.MaxUnpool;
import org.cotangent.nn.images.PixelShuffle;
import org.cotangent.nn.images.Pooling;
import org.cotangent.nn.images.UpSampling;

/** The ops of the oracle for images: convolution, pooling, normalization over channels. */
final class ImageOps {
    private ImageOps() {}

    /** Adds them to the table. */
    static void add() {
        ConvolutionOps.add();
        for (String axes : new String[] {"1d", "2d"}) {
            op("max_pool" + axes, in -> moved(Pooling.max(in.list("kernel")), in).apply(in.x()));
            op("avg_pool" + axes, in -> average(in).apply(in.x()));
            op(
                    "lp_pool" + axes,
                    in ->
                            moved(Pooling.power(in.number("p", 2), in.list("kernel")), in)
                                    .apply(in.x()));
            op("adaptive_avg_pool" + axes, in -> sized(AdaptivePooling::average, in));
            op("adaptive_max_pool" + axes, in -> sized(AdaptivePooling::max, in));
        }
        op("max_unpool2d", ImageOps::unpool);
        op("interpolate", ImageOps::interpolate);
        op("pixel_shuffle", in -> new PixelShuffle(in.integer("factor", 1)).apply(in.x()));
        op(
                "pixel_unshuffle",
                in -> new PixelShuffle(in.integer("factor", 1)).inverse().apply(in.x()));
        op(
                "group_norm",
                in ->
                        affine(
                                in,
                                given ->
                                        new GroupNorm(
                                                "norm",
                                                in.integer("num_groups", 1),
                                                in.x().size(1),
                                                in.number("eps", 1e-5),
                                                given)));
        op(
                "instance_norm",
                in ->
                        affine(
                                in,
                                given ->
                                        new InstanceNorm(
                                                "norm",
                                                in.x().size(1),
                                                in.number("eps", 1e-5),
                                                given)));
        op(
                "local_response_norm",
                in ->
                        new LocalResponseNorm(
                                        in.integer("size", 1),
                                        in.number("alpha", 1e-4),
                                        in.number("beta", 0.75),
                                        in.number("k", 1))
                                .apply(in.x()));
    }

    private static Tensor sized(Function<int[], AdaptivePooling> pooling, Arguments in) {
        return pooling.apply(in.list("output_size")).apply(in.x());
    }

    private static Tensor unpool(Arguments in) {
        Pooling pooling = moved(Pooling.max(in.list("kernel")), in);
        return new MaxUnpool(pooling)
                .forward(in.x(), in.tensor("indices"), in.list("output_size"), Pass.evaluation());
    }

    private static Tensor interpolate(Arguments in) {
        UpSampling up =
                switch (in.text("mode")) {
                    case "nearest" -> UpSampling.nearest();
                    case "linear", "bilinear", "trilinear" -> UpSampling.linear();
                    default -> throw in.unknown("mode");
                };
        up = up.size(in.list("size"));
        return (in.flag("align_corners") ? up.alignedCorners() : up).apply(in.x());
    }

    private static Tensor affine(Arguments in, Function<Boolean, Layer> norm) {
        Tensor weight = in.tensorOrNull("weight");
        Tensor bias = in.tensorOrNull("bias");
        boolean given = weight != null || bias != null;
        Layer layer = norm.apply(given);
        int channels = in.x().size(1);
        return given
                ? NnOps.with(
                        layer,
                        () -> layer.apply(in.x()),
                        weight == null ? Tensor.ones(channels) : weight,
                        bias == null ? Tensor.zeros(channels) : bias)
                : layer.apply(in.x());
    }

    private static Pooling average(Arguments in) {
        Pooling pooling = moved(Pooling.average(in.list("kernel")), in);
        boolean counted = !in.has("count_include_pad") || in.flag("count_include_pad");
        pooling = counted ? pooling : pooling.ignorePadding();
        return in.has("divisor_override")
                ? pooling.divisor(in.number("divisor_override", 1))
                : pooling;
    }

    private static Pooling moved(Pooling pooling, Arguments in) {
        pooling = in.has("stride") ? pooling.stride(in.list("stride")) : pooling;
        pooling = in.has("padding") ? pooling.padding(in.list("padding")) : pooling;
        pooling = in.has("dilation") ? pooling.dilation(in.list("dilation")) : pooling;
        return in.flag("ceil_mode") ? pooling.ceilMode() : pooling;
    }
}
