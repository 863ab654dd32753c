package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Masks;

/**
 * Dropout, inverted: in training each number is set to 0 with a probability, the rate, and else
 * divided by 1 - rate, so that the expectation stays; in evaluation this is the identity. N.
 * Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, "Dropout: a simple way to
 * prevent neural networks from overfitting", JMLR 15, 2014.
 *
 * <p>One number is drawn for each element, in row-major order; none with rate 0.
 */
public final class Dropout implements Layer {
    static final ModuleFormat<Dropout> FORMAT =
            ModuleFormat.of(
                    "dropout",
                    Dropout.class,
                    (dropout, state) -> state.with("rate", dropout.rate),
                    s -> new Dropout(s.number("rate")));

    private final double rate;

    /**
     * Dropout.
     *
     * @param rate the probability with which a number is dropped, from 0 to below 1
     * @throws IllegalArgumentException if the rate is NaN or outside its range
     */
    public Dropout(double rate) {
        this.rate = Checks.BELOW_ONE.check("dropout", "rate", rate);
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape
     * @return x itself in evaluation, in training the shape of x with some numbers dropped
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present("dropout", "the input", x);
        return pass.within(this, () -> pass.isTraining() ? dropped(x, pass) : x);
    }

    private Tensor dropped(Tensor x, Pass pass) {
        int[] shape = x.shape();
        return rate == 0 ? x : x.mul(pass.draw(random -> Masks.dropout(rate, random, shape)));
    }

    /**
     * The probability with which a number is dropped.
     *
     * @return from 0 to below 1
     */
    public double rate() {
        return rate;
    }

    /**
     * The rate.
     *
     * @return as "dropout (0.5)"
     */
    @Override
    public String toString() {
        return "dropout (" + rate + ")";
    }
}
