package org.cotangent.nn.oracle;

import static org.cotangent.nn.oracle.NnOps.op;

import org.cotangent.nn.images.Pooling;

/** The ops of the oracle for images: convolution, pooling, normalization over channels. */
final class ImageOps {
    private ImageOps() {}

    /** Adds them to the table. */
    static void add() {
        for (String axes : new String[] {"1d", "2d"}) {
            op("max_pool" + axes, in -> moved(Pooling.max(in.list("kernel")), in).apply(in.x()));
            op("avg_pool" + axes, in -> average(in).apply(in.x()));
            op(
                    "lp_pool" + axes,
                    in ->
                            moved(Pooling.power(in.number("p", 2), in.list("kernel")), in)
                                    .apply(in.x()));
        }
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
