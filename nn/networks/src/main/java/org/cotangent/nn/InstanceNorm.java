package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Instance normalization: each channel of each sample is shifted and scaled to mean 0 and variance
 * 1, then by a learned weight γ and bias β, y = γ (x - m) / √(v + ε) + β, with the biased variance
 * v (divisor n). It is {@linkplain GroupNorm group normalization} with groups of one channel. D.
 * Ulyanov, A. Vedaldi, V. Lempitsky, "Instance normalization: the missing ingredient for fast
 * stylization", 2016.
 *
 * <p>Samples are independent of each other, so training and evaluation are the same. The parameters
 * are called "name.weight" (1 at first) and "name.bias" (0), one number for each channel.
 *
 * <pre>{@code
 * InstanceNorm norm = new InstanceNorm(2);
 * norm.apply(Tensor.of(new double[] {1, 3, 50, 10}, 1, 2, 2)).round();   // [[[-1, 1], [1, -1]]]
 * }</pre>
 */
public final class InstanceNorm extends Normalization {
    static final ModuleFormat<InstanceNorm> FORMAT =
            ModuleFormat.of(
                    "instanceNorm",
                    InstanceNorm.class,
                    (norm, state) ->
                            state.with("channels", norm.channels).with("epsilon", norm.epsilon()),
                    s ->
                            new InstanceNorm(
                                    s.text("name"),
                                    s.count("channels"),
                                    s.number("epsilon"),
                                    s.has("weight")));

    /** The default ε, which is added to variances: 1e-5. */
    public static final double DEFAULT_EPSILON = 1e-5;

    private final int channels;

    /**
     * Instance normalization called "norm", with weight and bias and ε = 1e-5.
     *
     * @param channels the number of channels, at least 1
     * @throws IllegalArgumentException if there is no channel
     */
    public InstanceNorm(int channels) {
        this("norm", channels);
    }

    /**
     * Instance normalization with weight and bias and ε = 1e-5.
     *
     * @param name the name, for parameters and messages
     * @param channels the number of channels, at least 1
     * @throws IllegalArgumentException if the name is blank or there is no channel
     */
    public InstanceNorm(String name, int channels) {
        this(name, channels, DEFAULT_EPSILON, true);
    }

    /**
     * Instance normalization.
     *
     * @param name the name, for parameters and messages
     * @param channels the number of channels, at least 1
     * @param epsilon the number added to variances, finite and not negative
     * @param affine whether there are a weight and a bias; else y = (x - m) / √(v + ε)
     * @throws IllegalArgumentException if the name is blank, there is no channel, or epsilon lies
     *     outside its range
     */
    public InstanceNorm(String name, int channels, double epsilon, boolean affine) {
        super(
                Checks.name("instanceNorm", name),
                epsilon,
                affine,
                Checks.atLeast(name, "number of channels", 1, channels));
        this.channels = channels;
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …], with an axis or more behind
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> grouped(requireChannels(x, channels, 3), channels));
    }

    /**
     * The number of channels.
     *
     * @return at least 1
     */
    public int channels() {
        return channels;
    }

    /**
     * The name and the number of channels.
     *
     * @return as "norm1 (instanceNorm 64)"
     */
    @Override
    public String toString() {
        return name() + " (instanceNorm " + channels + ")";
    }
}
