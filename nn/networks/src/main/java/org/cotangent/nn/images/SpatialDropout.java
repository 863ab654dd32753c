package org.cotangent.nn.images;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Masks;

/**
 * Dropout of whole channels: in training each channel of each sample is set to 0 with a
 * probability, the rate, and else divided by 1 - rate; in evaluation this is the identity. Numbers
 * beside each other in a channel are much alike, so that one dropped alone hardly matters. J.
 * Tompson and others, "Efficient object localization using convolutional networks", CVPR 2015.
 *
 * <p>One number is drawn for each sample and channel; none with rate 0.
 */
public final class SpatialDropout implements Layer {
    static final ModuleFormat<SpatialDropout> FORMAT =
            ModuleFormat.of(
                    "spatialDropout",
                    SpatialDropout.class,
                    (dropout, state) -> state.with("rate", dropout.rate),
                    s -> new SpatialDropout(s.number("rate")));

    private static final String NAME = "spatialDropout";

    private final double rate;

    /**
     * Dropout of channels.
     *
     * @param rate the probability with which a channel is dropped, from 0 to below 1
     * @throws IllegalArgumentException if the rate is NaN or outside its range
     */
    public SpatialDropout(double rate) {
        this.rate = Checks.BELOW_ONE.check(NAME, "rate", rate);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …]
     * @return x itself in evaluation, in training the shape of x with some channels dropped
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        int[] shape = ImageChecks.image(NAME, x).shape();
        Arrays.fill(shape, 2, shape.length, 1);
        return pass.within(
                this,
                () ->
                        pass.isTraining() && rate > 0
                                ? x.mul(pass.draw(random -> Masks.dropout(rate, random, shape)))
                                : x);
    }

    /**
     * The probability with which a channel is dropped.
     *
     * @return from 0 to below 1
     */
    public double rate() {
        return rate;
    }

    /**
     * The rate.
     *
     * @return as "spatialDropout (0.5)"
     */
    @Override
    public String toString() {
        return NAME + " (" + rate + ")";
    }
}
