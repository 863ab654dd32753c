package org.cotangent.nn.distributions;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Normal distributions, one for each element of a mean μ and of the logarithm of a deviation σ:
 * density exp(-(x - μ)² / (2 σ²)) / (σ √(2π)).
 *
 * <pre>{@code
 * Gaussian standard = new Gaussian(Tensor.of(0), Tensor.of(0));
 * standard.logProbability(Tensor.of(0));                                  // -0.918939
 * new Gaussian(Tensor.of(1), Tensor.of(0)).divergence(standard);          // 0.5
 * }</pre>
 *
 * <p>The logarithm keeps a network's output from being a negative deviation: {@code new
 * Gaussian(mean, logVariance.mul(0.5))}.
 */
public final class Gaussian implements Distribution<Gaussian> {
    private static final double HALF_LOG_TWO_PI = StrictMath.log(2 * Math.PI) / 2;

    private final Tensor mean;
    private final Tensor logDeviation;

    /**
     * Distributions of means and deviations.
     *
     * @param mean the means
     * @param logDeviation the natural logarithms of the deviations, of a shape that broadcasts with
     *     that of the means
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Gaussian(Tensor mean, Tensor logDeviation) {
        Checks.present("gaussian", "the mean", mean);
        Checks.present("gaussian", "the logarithm of the deviation", logDeviation);
        int[] shape = mean.add(logDeviation).shape();
        this.mean = mean.expand(shape);
        this.logDeviation = logDeviation.expand(shape);
    }

    /**
     * Standard normal distributions, of mean 0 and deviation 1.
     *
     * @param shape how many
     * @return the distributions
     */
    public static Gaussian standard(int... shape) {
        return new Gaussian(Tensor.zeros(shape), Tensor.zeros(shape));
    }

    @Override
    public Tensor sample(RandomGenerator random) {
        return Tensor.unrecorded(() -> reparameterized(random)).stopGradient();
    }

    /**
     * A draw μ + σ ε with ε from the standard distribution, differentiable by mean and deviation:
     * D. Kingma, M. Welling, "Auto-encoding variational Bayes", 2013.
     *
     * @param random where chance comes from
     * @return a tensor of the shape of the distributions
     */
    public Tensor reparameterized(RandomGenerator random) {
        Checks.present("gaussian", "the random generator", random);
        return mean.add(logDeviation.exp().mul(Tensor.normal(random, mean.shape())));
    }

    /**
     * {@inheritDoc} Here log p = -((x - μ) / σ)² / 2 - log σ - log(2π)/2, with derivative (x - μ) /
     * σ² by μ and ((x - μ) / σ)² - 1 by log σ.
     */
    @Override
    public Tensor logProbability(Tensor outcomes) {
        Checks.present("gaussian", "the outcomes", outcomes);
        Tensor standardized = outcomes.sub(mean).mul(logDeviation.neg().exp());
        return standardized.square().mul(-0.5).sub(logDeviation).sub(HALF_LOG_TWO_PI);
    }

    /** {@inheritDoc} Here log σ + log(2πe)/2. */
    @Override
    public Tensor entropy() {
        return logDeviation.add(HALF_LOG_TWO_PI + 0.5);
    }

    /**
     * {@inheritDoc} Here log(σ'/σ) + (σ²/σ'² - 1 + (μ - μ')²/σ'²) / 2 for the other's μ' and σ'.
     */
    @Override
    public Tensor divergence(Gaussian other) {
        Checks.present("gaussian", "the other distribution", other);
        Tensor logRatio = logDeviation.sub(other.logDeviation);
        Tensor apart = mean.sub(other.mean).mul(other.logDeviation.neg().exp());
        // e^(2r) - 1 - 2r, which is not negative; expm1 for ratios near 1
        Tensor spread = logRatio.mul(2).expm1().sub(logRatio.mul(2));
        return spread.add(apart.square()).mul(0.5);
    }

    /**
     * The means μ.
     *
     * @return of the shape of the distributions
     */
    public Tensor mean() {
        return mean;
    }

    /**
     * The deviations σ.
     *
     * @return of the shape of the distributions
     */
    public Tensor deviation() {
        return logDeviation.exp();
    }
}
