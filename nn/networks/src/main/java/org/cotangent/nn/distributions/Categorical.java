package org.cotangent.nn.distributions;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Distributions over classes, one for each row of logits along the last axis: class c has the
 * probability softmax(x)_c.
 *
 * <pre>{@code
 * Categorical die = new Categorical(Tensor.zeros(6));
 * die.logProbability(Tensor.of(5));   // -1.79176
 * die.entropy();                      // 1.79176
 * }</pre>
 */
public final class Categorical implements Distribution<Categorical> {
    private final Tensor logits;

    /**
     * Distributions of logits.
     *
     * @param logits shape [..., classes], as a network without a softmax puts them out
     * @throws IllegalArgumentException if there is no last axis or it is empty
     */
    public Categorical(Tensor logits) {
        Checks.present("categorical", "the logits", logits);
        if (logits.rank() == 0 || logits.size(-1) == 0) {
            throw Checks.illegal(
                    "categorical: the logits have shape %s; they must be [..., classes] with a"
                            + " class",
                    logits.shape());
        }
        this.logits = logits;
    }

    /**
     * {@inheritDoc}
     *
     * @return classes as numbers from 0, without the last axis; {@link #oneHot} gives the rows
     */
    @Override
    public Tensor sample(RandomGenerator random) {
        Checks.present("categorical", "the random generator", random);
        return Tensor.unrecorded(() -> logits.add(gumbel(random)).argMax(-1)).stopGradient();
    }

    /**
     * A draw of rows that sum to 1 and are differentiable by the logits, softmax((x + g) / t) with
     * g from the Gumbel distribution: near one-hot rows for small temperatures t, where its
     * gradients vary more. E. Jang, S. Gu, B. Poole, "Categorical reparameterization with
     * Gumbel-softmax", 2017.
     *
     * @param random where chance comes from
     * @param temperature t, positive and finite
     * @return a tensor of the shape of the logits
     * @throws IllegalArgumentException if the temperature is not positive and finite
     */
    public Tensor relaxed(RandomGenerator random, double temperature) {
        Checks.present("categorical", "the random generator", random);
        Checks.POSITIVE.check("categorical", "temperature", temperature);
        return logits.add(gumbel(random)).div(temperature).softmax(-1);
    }

    /**
     * {@inheritDoc} Outcomes are classes as numbers, without the last axis; further axes in front
     * are for several draws. The derivative by the logits is e_c - softmax(x).
     *
     * @throws IndexOutOfBoundsException if there is no such class
     */
    @Override
    public Tensor logProbability(Tensor outcomes) {
        Tensor rows = oneHot(outcomes);
        // a class that is impossible and did not come costs nothing
        return Tensor.where(rows, logits.logSoftmax(-1), Tensor.of(0)).sum(-1);
    }

    /**
     * Outcomes as rows: 1 at the class and 0 elsewhere.
     *
     * @param outcomes classes as numbers
     * @return shape [..., classes], a constant
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public Tensor oneHot(Tensor outcomes) {
        Checks.present("categorical", "the outcomes", outcomes);
        int classes = logits.size(-1);
        double[] all = outcomes.toArray();
        for (int i = 0; i < all.length; i++) {
            if (!(all[i] >= 0 && all[i] < classes && all[i] == (int) all[i])) {
                throw Checks.outOfBounds(
                        "categorical: the outcome at %s is %s; with %s classes it must be a whole"
                                + " number in 0 .. %s",
                        Checks.index(i, outcomes.shape()), all[i], classes, classes - 1);
            }
        }
        return outcomes.stopGradient().unsqueeze(-1).eq(Tensor.iota(classes));
    }

    @Override
    public Tensor entropy() {
        return expectation(logits).rsub(0);
    }

    @Override
    public Tensor divergence(Categorical other) {
        Checks.present("categorical", "the other distribution", other);
        return expectation(logits).sub(expectation(other.logits));
    }

    private Tensor expectation(Tensor others) {
        Tensor share = logits.softmax(-1);
        Tensor log = others.logSoftmax(-1);
        return Tensor.where(share.eq(0), Tensor.of(0), share.mul(log)).sum(-1);
    }

    private Tensor gumbel(RandomGenerator random) {
        return open(random, logits.shape()).log().neg().log().neg();
    }

    /** Even numbers between 0 and 1, without 0, whose logarithm is infinite. */
    static Tensor open(RandomGenerator random, int... shape) {
        return Tensor.uniform(random, 0, 1, shape).max(Double.MIN_NORMAL);
    }

    /**
     * The probabilities of the classes.
     *
     * @return of the shape of the logits
     */
    public Tensor probabilities() {
        return logits.softmax(-1);
    }

    /**
     * The logits.
     *
     * @return as given
     */
    public Tensor logits() {
        return logits;
    }
}
