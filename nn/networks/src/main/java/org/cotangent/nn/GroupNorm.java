package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Group normalization: the channels of each sample are divided into groups of the same size, one
 * after the other, and the numbers of each group are shifted and scaled to mean 0 and variance 1;
 * then each channel by a learned weight γ and bias β, y = γ (x - m) / √(v + ε) + β, with the biased
 * variance v (divisor n). Y. Wu, K. He, "Group normalization", ECCV 2018.
 *
 * <p>Samples are independent of each other, so training and evaluation are the same, and a batch
 * may be as small as one sample. The parameters are called "name.weight" (1 at first) and
 * "name.bias" (0), one number for each channel.
 *
 * <pre>{@code
 * GroupNorm norm = new GroupNorm(2, 4);
 * norm.apply(Tensor.of(new double[][] {{1, 3, 50, 10}})).round();   // [[-1, 1, 1, -1]]
 * }</pre>
 */
public final class GroupNorm extends Normalization {
    static final ModuleFormat<GroupNorm> FORMAT =
            ModuleFormat.of(
                    "groupNorm",
                    GroupNorm.class,
                    (norm, state) ->
                            state.with("groups", norm.groups)
                                    .with("channels", norm.channels)
                                    .with("epsilon", norm.epsilon()),
                    s ->
                            new GroupNorm(
                                    s.text("name"),
                                    s.count("groups"),
                                    s.count("channels"),
                                    s.number("epsilon"),
                                    s.has("weight")));

    /** The default ε, which is added to variances: 1e-5. */
    public static final double DEFAULT_EPSILON = 1e-5;

    private final int groups;
    private final int channels;

    /**
     * Group normalization called "norm", with weight and bias and ε = 1e-5.
     *
     * @param groups the number of groups, at least 1
     * @param channels the number of channels, which the groups divide
     * @throws IllegalArgumentException if there is no group, or the groups do not divide the
     *     channels
     */
    public GroupNorm(int groups, int channels) {
        this("norm", groups, channels);
    }

    /**
     * Group normalization with weight and bias and ε = 1e-5.
     *
     * @param name the name, for parameters and messages
     * @param groups the number of groups, at least 1
     * @param channels the number of channels, which the groups divide
     * @throws IllegalArgumentException if the name is blank, there is no group, or the groups do
     *     not divide the channels
     */
    public GroupNorm(String name, int groups, int channels) {
        this(name, groups, channels, DEFAULT_EPSILON, true);
    }

    /**
     * Group normalization.
     *
     * @param name the name, for parameters and messages
     * @param groups the number of groups, at least 1
     * @param channels the number of channels, which the groups divide
     * @param epsilon the number added to variances, finite and not negative
     * @param affine whether there are a weight and a bias; else y = (x - m) / √(v + ε)
     * @throws IllegalArgumentException if the name is blank, there is no group, the groups do not
     *     divide the channels, or epsilon lies outside its range
     */
    public GroupNorm(String name, int groups, int channels, double epsilon, boolean affine) {
        super(
                Checks.name("groupNorm", name),
                epsilon,
                affine,
                Checks.atLeast(name, "number of channels", 1, channels));
        this.groups = Checks.atLeast(name, "number of groups", 1, groups);
        this.channels = channels;
        if (channels % groups != 0) {
            throw Checks.illegal(
                    "%s: %s groups of %s channels; the groups must divide the channels",
                    name, groups, channels);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …]
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> grouped(requireChannels(x, channels, 2), groups));
    }

    /**
     * The number of groups.
     *
     * @return at least 1
     */
    public int groups() {
        return groups;
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
     * The name, the groups and the channels.
     *
     * @return as "norm1 (groupNorm 4 of 64)"
     */
    @Override
    public String toString() {
        return name() + " (groupNorm " + groups + " of " + channels + ")";
    }
}
