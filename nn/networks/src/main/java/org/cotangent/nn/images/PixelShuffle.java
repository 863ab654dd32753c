package org.cotangent.nn.images;

import java.util.Arrays;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * A rearrangement of channels as pixels: an image [rows, channels r², height, width] becomes [rows,
 * channels, height r, width r], with y[n, c, h r + i, w r + j] = x[n, c r² + i r + j, h, w], and
 * likewise with any other number of axes. {@link #inverse} is the way back. W. Shi and others,
 * "Real-time single image and video super-resolution using an efficient sub-pixel convolutional
 * neural network", CVPR 2016.
 *
 * <pre>{@code
 * PixelShuffle shuffle = new PixelShuffle(2);
 * Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 1, 4, 1, 1);
 * shuffle.apply(x);                            // [[[[1, 2], [3, 4]]]]
 * shuffle.inverse().apply(shuffle.apply(x));   // [[[[1]], [[2]], [[3]], [[4]]]]
 * }</pre>
 */
@CheckReturnValue
public final class PixelShuffle implements Layer {
    static final ModuleFormat<PixelShuffle> FORMAT =
            ModuleFormat.of(
                    "pixelShuffle",
                    PixelShuffle.class,
                    (shuffle, state) ->
                            state.with("factor", shuffle.factor).with("inverse", shuffle.inverse),
                    s -> new PixelShuffle(s.count("factor"), s.truth("inverse")));

    private static final String NAME = "pixelShuffle";

    private final int factor;
    private final boolean inverse;

    /**
     * A layer that makes pixels of channels.
     *
     * @param factor by what each extent is multiplied, r, at least 1
     * @throws IllegalArgumentException if the factor is below 1
     */
    public PixelShuffle(int factor) {
        this(factor, false);
    }

    private PixelShuffle(int factor, boolean inverse) {
        this.factor = Checks.atLeast(NAME, "factor", 1, factor);
        this.inverse = inverse;
    }

    /**
     * The layer that takes this one back: channels of pixels, if this makes pixels of channels.
     *
     * @return another layer
     */
    public PixelShuffle inverse() {
        return new PixelShuffle(factor, !inverse);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …], with channels that r to the number of axes divides; for
     *     the inverse, with extents that r divides
     * @return shape [rows, channels, …]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> inverse ? back(x) : shuffled(x));
    }

    private Tensor shuffled(Tensor x) {
        int axes = ImageChecks.image(NAME, x).rank() - 2;
        long each = 1;
        for (int i = 0; i < axes && each <= x.size(1); i++) {
            each *= factor;
        }
        if (x.size(1) % each != 0) {
            throw Checks.illegal(
                    "%s: the input has shape %s; %s to the power of %s axes must divide its channels",
                    NAME, x.shape(), factor, axes);
        }
        int channels = x.size(1) / (int) each;
        int[] apart = new int[2 + 2 * axes];
        int[] order = new int[2 + 2 * axes];
        int[] to = new int[2 + axes];
        apart[0] = to[0] = x.size(0);
        apart[1] = to[1] = channels;
        order[1] = 1;
        for (int i = 0; i < axes; i++) {
            apart[2 + i] = factor;
            apart[2 + axes + i] = x.size(2 + i);
            order[2 + 2 * i] = 2 + axes + i;
            order[3 + 2 * i] = 2 + i;
            to[2 + i] = Math.multiplyExact(x.size(2 + i), factor);
        }
        return x.reshape(apart).permute(order).reshape(to);
    }

    private Tensor back(Tensor x) {
        int axes = ImageChecks.image(NAME, x).rank() - 2;
        if (Arrays.stream(x.shape()).skip(2).anyMatch(extent -> extent % factor != 0)) {
            throw Checks.illegal(
                    "%s: the input has shape %s; %s must divide each extent behind the channels",
                    NAME, x.shape(), factor);
        }
        int[] apart = new int[2 + 2 * axes];
        int[] order = new int[2 + 2 * axes];
        int[] to = new int[2 + axes];
        apart[0] = to[0] = x.size(0);
        apart[1] = to[1] = x.size(1);
        order[1] = 1;
        for (int i = 0; i < axes; i++) {
            apart[2 + 2 * i] = to[2 + i] = x.size(2 + i) / factor;
            apart[3 + 2 * i] = factor;
            order[2 + i] = 3 + 2 * i;
            order[2 + axes + i] = 2 + 2 * i;
            to[1] = Math.multiplyExact(to[1], factor);
        }
        return x.reshape(apart).permute(order).reshape(to);
    }

    /**
     * The factor.
     *
     * @return as "pixelShuffle (2)", "pixelShuffle (2, inverse)"
     */
    @Override
    public String toString() {
        return NAME + " (" + factor + (inverse ? ", inverse" : "") + ")";
    }
}
