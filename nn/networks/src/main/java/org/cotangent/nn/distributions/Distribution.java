package org.cotangent.nn.distributions;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/**
 * A distribution, or many independent ones in the shape of its parameters, with draws and
 * log-probabilities. What it computes is recorded, so that it can be differentiated by the
 * parameters; draws are constants.
 *
 * <pre>{@code
 * Tensor logits = Tensor.variable(new double[] {0, 1});
 * Bernoulli coins = new Bernoulli(logits);
 * Tensor heads = coins.sample(new SplittableRandom(1));
 * Tensor slope = coins.logProbability(heads).sum().backward().of(logits);
 * slope.sub(heads.sub(logits.sigmoid()));   // [0, 0]
 * }</pre>
 *
 * @param <D> the class itself
 */
public interface Distribution<D extends Distribution<D>> {
    /**
     * A draw, without a gradient.
     *
     * @param random where chance comes from
     * @return a constant of the shape of the distributions
     */
    Tensor sample(RandomGenerator random);

    /**
     * The logarithm of the probability, or of the density, of outcomes.
     *
     * @param outcomes one for each distribution; of a shape that broadcasts with theirs, so that
     *     further axes in front are for several draws
     * @return a logarithm for each
     */
    Tensor logProbability(Tensor outcomes);

    /**
     * The entropy in nats: minus the expectation of the logarithm.
     *
     * @return one for each distribution
     */
    Tensor entropy();

    /**
     * The Kullback-Leibler divergence of another distribution from this one: the expectation under
     * this one of the difference of the logarithms, in closed form.
     *
     * @param other the other, of a shape that broadcasts with this one's
     * @return one for each distribution, 0 where both are the same
     */
    Tensor divergence(D other);
}
