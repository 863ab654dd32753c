package org.cotangent.nn;

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
