package org.cotangent.nn.distributions;

import java.util.random.RandomGenerator;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;
import org.cotangent.nn.internal.Checks;

/**
 * Distributions over 0 and 1, one for each element of logits x: 1 has the probability σ(x).
 *
 * <pre>{@code
 * Bernoulli fair = new Bernoulli(Tensor.of(0));
 * fair.entropy();                                        // 0.693147
 * fair.divergence(new Bernoulli(Tensor.of(0)));          // 0
 * }</pre>
 */
public final class Bernoulli implements Distribution<Bernoulli> {
    private final Tensor logits;

    /**
     * Distributions of logits.
     *
     * @param logits the logarithms of the odds, as a network without a sigmoid puts them out
     */
    public Bernoulli(Tensor logits) {
        this.logits = Checks.present("bernoulli", "the logits", logits);
    }

    @Override
    public Tensor sample(RandomGenerator random) {
        Checks.present("bernoulli", "the random generator", random);
        Tensor chance = Tensor.uniform(random, 0, 1, logits.shape());
        return Tensor.unrecorded(() -> chance.lt(logits.sigmoid())).stopGradient();
    }

    /**
     * A draw between 0 and 1 that is differentiable by the logits, σ((x + log u - log(1 - u)) / t)
     * for an even u: near 0 or 1 for small temperatures t, where its gradients vary more. C.
     * Maddison, A. Mnih, Y. Teh, "The concrete distribution", 2017.
     *
     * @param random where chance comes from
     * @param temperature t, positive and finite
     * @return a tensor of the shape of the logits
     * @throws IllegalArgumentException if the temperature is not positive and finite
     */
    public Tensor relaxed(RandomGenerator random, double temperature) {
        Checks.present("bernoulli", "the random generator", random);
        Checks.POSITIVE.check("bernoulli", "temperature", temperature);
        Tensor u = Categorical.open(random, logits.shape());
        return logits.add(u.log().sub(u.neg().log1p())).div(temperature).sigmoid();
    }

    /**
     * {@inheritDoc} Outcomes are 0 or 1, or between them for a mixture. Here y log σ(x) + (1 - y)
     * log(1 - σ(x)), with derivative y - σ(x) by x.
     *
     * @throws IllegalArgumentException if an outcome is outside 0 .. 1
     */
    @Override
    public Tensor logProbability(Tensor outcomes) {
        Checks.present("bernoulli", "the outcomes", outcomes);
        int[] shape = Tensor.unrecorded(() -> outcomes.add(logits)).shape();
        return Losses.binaryCrossEntropy()
                .unreduced()
                .apply(logits.expand(shape), outcomes.expand(shape))
                .rsub(0);
    }

    @Override
    public Tensor entropy() {
        return expectation(logits).rsub(0);
    }

    @Override
    public Tensor divergence(Bernoulli other) {
        Checks.present("bernoulli", "the other distribution", other);
        return expectation(logits).sub(expectation(other.logits));
    }

    /** The expectation under this of the log-probability for other logits. */
    private Tensor expectation(Tensor others) {
        Tensor yes = term(logits.sigmoid(), Activations.logSigmoid(others));
        Tensor no = term(logits.neg().sigmoid(), Activations.logSigmoid(others.neg()));
        return yes.add(no);
    }

    /** 0 of what cannot happen, also where its logarithm is -infinity. */
    private static Tensor term(Tensor share, Tensor log) {
        return Tensor.where(share.eq(0), Tensor.of(0), share.mul(log));
    }

    /**
     * The probabilities of 1.
     *
     * @return of the shape of the logits
     */
    public Tensor mean() {
        return logits.sigmoid();
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
