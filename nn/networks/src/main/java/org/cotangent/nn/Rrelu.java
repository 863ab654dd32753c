package org.cotangent.nn;

import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The leaky rectifier with a random slope: x above 0, slope · x at 0 and below, where training
 * draws a slope for each number, evenly between two bounds, and evaluation takes their mean. B. Xu,
 * N. Wang, T. Chen, M. Li, "Empirical evaluation of rectified activations in convolutional
 * network", 2015.
 *
 * <p>At 0 the derivative is the slope.
 *
 * <pre>{@code
 * new Rrelu(0.1, 0.3).apply(Tensor.vector(-4, 4));   // [-0.8, 4]
 * }</pre>
 */
public final class Rrelu implements Layer {
    static final ModuleFormat<Rrelu> FORMAT =
            ModuleFormat.of(
                    "rrelu",
                    Rrelu.class,
                    (rrelu, state) -> state.with("lower", rrelu.lower).with("upper", rrelu.upper),
                    s -> new Rrelu(s.number("lower"), s.number("upper")));

    private final double lower;
    private final double upper;

    /** Slopes between 1/8 and 1/3, the bounds of the paper. */
    public Rrelu() {
        this(1.0 / 8, 1.0 / 3);
    }

    /**
     * Slopes between two bounds.
     *
     * @param lower the least slope, finite
     * @param upper the greatest slope, finite and not below the least
     * @throws IllegalArgumentException if a bound is not finite or the greatest is below the least
     */
    public Rrelu(double lower, double upper) {
        this.lower = Checks.FINITE.check("rrelu", "lower slope", lower);
        this.upper = Checks.FINITE.check("rrelu", "upper slope", upper);
        if (lower > upper) {
            throw Checks.illegal(
                    "rrelu: slopes from %s to %s; the first must not be above the second",
                    lower, upper);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present("rrelu", "the input", x);
        return pass.within(
                this,
                () ->
                        pass.isTraining()
                                ? Tensor.where(x.gt(0), x, x.mul(slopes(x.shape(), pass)))
                                : Activations.leakyRelu(x, lower / 2 + upper / 2));
    }

    private Tensor slopes(int[] shape, Pass pass) {
        return pass.draw(
                random -> Tensor.uniform(random, 0, 1, shape).mul(upper - lower).add(lower));
    }

    /**
     * The least slope.
     *
     * @return as given
     */
    public double lower() {
        return lower;
    }

    /**
     * The greatest slope.
     *
     * @return as given
     */
    public double upper() {
        return upper;
    }

    /**
     * The bounds.
     *
     * @return as "rrelu (0.1 to 0.3)"
     */
    @Override
    public String toString() {
        return "rrelu (" + lower + " to " + upper + ")";
    }
}
