package org.cotangent.nn;

import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The identity whose gradient is turned around: what comes back is multiplied by -λ. Between
 * features and a classifier of domains it makes the features such that domains cannot be told
 * apart. Y. Ganin, V. Lempitsky, "Unsupervised domain adaptation by backpropagation", 2015.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(3);
 * new GradientReversal(0.5).apply(x).backward().of(x);   // -0.5
 * }</pre>
 */
public final class GradientReversal implements Layer {
    static final ModuleFormat<GradientReversal> FORMAT =
            ModuleFormat.of(
                    "gradientReversal",
                    GradientReversal.class,
                    (layer, state) -> state.with("factor", layer.factor),
                    s -> new GradientReversal(s.number("factor")));

    private final double factor;

    /** The operation. */
    private record Reversed(double factor) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].add(0);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(-factor);
        }
    }

    /**
     * A reversal of gradients.
     *
     * @param factor λ, finite
     * @throws IllegalArgumentException if it is not finite
     */
    public GradientReversal(double factor) {
        this.factor = Checks.FINITE.check("gradient reversal", "factor", factor);
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape
     * @return the values of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        return pass.within(this, () -> new Reversed(factor).apply(x));
    }

    @Override
    public String name() {
        return "gradient reversal";
    }

    /**
     * The factor λ.
     *
     * @return as given
     */
    public double factor() {
        return factor;
    }

    /**
     * The factor.
     *
     * @return as "gradient reversal (0.5)"
     */
    @Override
    public String toString() {
        return name() + " (" + factor + ")";
    }
}
