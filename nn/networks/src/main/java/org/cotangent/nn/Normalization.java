package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** The base of the layers that standardize, and then scale and shift if they are affine. */
abstract class Normalization extends Block implements Layer {
    final Parameter weight; // null, as the bias, where this is not affine
    final Parameter bias;
    private final double epsilon;

    Normalization(String name, double epsilon, boolean affine, int... shape) {
        super(name);
        this.epsilon = Checks.NOT_NEGATIVE.check(name, "epsilon", epsilon);
        weight = affine ? bias("weight", Tensor.ones(shape)) : null;
        bias = affine ? bias("bias", Tensor.zeros(shape)) : null;
    }

    /** The product of both factors, scaled and shifted along axis 1 if this is affine. */
    final Tensor weighted(Tensor x, Tensor centered, Tensor scale) {
        if (weight == null) {
            return centered.mul(scale);
        }
        return centered.mul(scale.mul(along(weight.value(), x))).add(along(bias.value(), x));
    }

    /** A number for each feature, shaped to be broadcast along axis 1 of x. */
    static Tensor along(Tensor perFeature, Tensor x) {
        if (x.rank() == 2) {
            return perFeature;
        }
        int[] shape = new int[x.rank() - 1];
        Arrays.fill(shape, 1);
        shape[0] = perFeature.size();
        return perFeature.reshape(shape);
    }

    /** Each sample's groups of channels standardized, then scaled and shifted by channels. */
    final Tensor grouped(Tensor x, int groups) {
        int rows = x.size(0);
        Tensor flat = x.reshape(rows, groups, rows == 0 ? 1 : x.size() / (rows * groups));
        Axes last = Axes.keep(2);
        Standardized s = Standardized.of(flat, flat.mean(last), flat.var(last, 0), last, epsilon);
        Tensor y = s.centered().mul(s.scale()).reshape(x.shape());
        return weight == null ? y : y.mul(along(weight.value(), x)).add(along(bias.value(), x));
    }

    /** Refuses an input without these channels on axis 1, or with too few numbers in each. */
    final Tensor requireChannels(Tensor x, int channels, int leastRank) {
        Checks.present(name(), "the input", x);
        if (x.rank() < leastRank || x.size(1) != channels || x.size() == 0) {
            throw Checks.illegal(
                    "%s: the input has shape %s and there are %s channels; the input must be [rows,"
                            + " %s%s ...]",
                    name(),
                    x.shape(),
                    channels,
                    channels,
                    leastRank == 2 ? "] or [rows, " + channels + "," : ",");
        }
        return x;
    }

    /**
     * The number ε that is added to variances.
     *
     * @return finite and not negative
     */
    public final double epsilon() {
        return epsilon;
    }

    /**
     * Whether there are a weight and a bias.
     *
     * @return whether this was made affine
     */
    public final boolean isAffine() {
        return weight != null;
    }

    /**
     * The factors γ: one for each feature, or of the normalized shape.
     *
     * @return the parameter
     * @throws IllegalStateException if this is not affine
     */
    public final Parameter weight() {
        return affine(weight);
    }

    /**
     * The shifts β, of the shape of the weight.
     *
     * @return the parameter
     * @throws IllegalStateException if this is not affine
     */
    public final Parameter bias() {
        return affine(bias);
    }

    private Parameter affine(Parameter p) {
        if (p == null) {
            throw Checks.illegalState("%s: made without weight and bias", name());
        }
        return p;
    }
}
