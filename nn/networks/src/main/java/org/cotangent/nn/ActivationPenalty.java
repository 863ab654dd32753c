package org.cotangent.nn;

import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The identity that adds a penalty on what passes through it to the loss of the {@linkplain
 * Pass#addLoss pass}: λ times the mean over samples of Σ |x|, which makes activations sparse, or of
 * Σ x², which keeps them small.
 *
 * <pre>{@code
 * Layer encoder = new Sequential(Activation.RELU, ActivationPenalty.l1("sparsity", 0.1));
 * Pass pass = Pass.training(new SplittableRandom(1));
 * encoder.forward(Tensor.of(new double[][] {{-3, 2}, {1, 1}}), pass);
 * pass.losses();   // {sparsity=0.2}
 * }</pre>
 *
 * <p>The input is not empty; axis 0 is that of the samples. The name is that of the column in a
 * history.
 */
public final class ActivationPenalty extends Block implements Layer {
    static final ModuleFormat<ActivationPenalty> FORMAT =
            ModuleFormat.of(
                    "activationPenalty",
                    ActivationPenalty.class,
                    (p, state) -> state.with("power", p.power).with("lambda", p.lambda),
                    s ->
                            new ActivationPenalty(
                                    s.text("name"),
                                    s.constant("power", Power.class),
                                    s.number("lambda")));

    /** The power of the activations that is summed. */
    private enum Power {
        L1(Tensor::abs),
        L2(Tensor::square);

        private final UnaryOperator<Tensor> each;

        Power(UnaryOperator<Tensor> each) {
            this.each = each;
        }
    }

    private final Power power;
    private final double lambda;

    private ActivationPenalty(String name, Power power, double lambda) {
        super(name);
        this.power = power;
        this.lambda = Checks.NOT_NEGATIVE.check(name, "lambda", lambda);
    }

    /**
     * A penalty on absolute values.
     *
     * @param name the name, also of the loss
     * @param lambda λ, finite and not negative
     * @return the layer
     * @throws IllegalArgumentException if the name is blank, or λ is negative or not finite
     */
    public static ActivationPenalty l1(String name, double lambda) {
        return new ActivationPenalty(name, Power.L1, lambda);
    }

    /**
     * A penalty on squares.
     *
     * @param name the name, also of the loss
     * @param lambda λ, finite and not negative
     * @return the layer
     * @throws IllegalArgumentException if the name is blank, or λ is negative or not finite
     */
    public static ActivationPenalty l2(String name, double lambda) {
        return new ActivationPenalty(name, Power.L2, lambda);
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape with an axis of samples, not empty
     * @return x itself
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        if (x.rank() == 0 || x.size() == 0) {
            throw Checks.illegal(
                    "%s: the input has shape %s; there must be a sample or more, one a row",
                    name(), x.shape());
        }
        return pass.within(
                this,
                () -> {
                    Tensor sum = power.each.apply(x).sum();
                    pass.addLoss(name(), sum.mul(lambda / x.size(0)));
                    return x;
                });
    }

    /**
     * The factor λ.
     *
     * @return as given
     */
    public double lambda() {
        return lambda;
    }

    /**
     * The name, the power and the factor.
     *
     * @return as "sparsity (L1 0.1)"
     */
    @Override
    public String toString() {
        return name() + " (" + power + " " + lambda + ")";
    }
}
