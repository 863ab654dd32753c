package org.cotangent.nn;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Axes;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The penalty on the slope of a function by its input: the mean over samples x of (|∇f(x)| - L)²,
 * whose own gradient by the parameters of f is one of second order. With L = 1 it keeps the critic
 * of a Wasserstein GAN from growing steep: I. Gulrajani and others, "Improved training of
 * Wasserstein GANs", 2017.
 *
 * <pre>{@code
 * Tensor weight = Tensor.variable(new double[][] {{3}, {4}});
 * Tensor x = Tensor.zeros(2, 2);
 * Tensor penalty = GradientPenalty.of(points -> points.matmul(weight), x, 1);
 * penalty;                        // 16
 * penalty.backward().of(weight);  // [[4.8], [6.4]]
 * }</pre>
 *
 * <p>There the slope is 5 everywhere, and the gradient 2 (5 - 1) weight / 5.
 */
public final class GradientPenalty {
    private GradientPenalty() {}

    /**
     * The penalty at samples.
     *
     * @param f the function, from samples to a number or a row each; the result for a sample must
     *     not rest on other samples, as it does behind batch normalization
     * @param x the samples, one a row
     * @param length L, the length that gradients are to have; finite and not negative
     * @return a scalar, differentiable by what f rests on
     * @throws IllegalArgumentException if there is no sample, L is negative or not finite, or f
     *     does not rest on its input
     */
    public static Tensor of(UnaryOperator<Tensor> f, Tensor x, double length) {
        Checks.present("gradient penalty", "the function", f);
        Checks.present("gradient penalty", "the input", x);
        Checks.NOT_NEGATIVE.check("gradient penalty", "length", length);
        if (x.rank() == 0 || x.size() == 0) {
            throw Checks.illegal(
                    "gradient penalty: the input has shape %s; there must be a sample or more, one"
                            + " a row",
                    x.shape());
        }
        Tensor at = x.stopGradient().asVariable();
        Tensor y = f.apply(at);
        if (!y.varies()) {
            throw Checks.illegal("gradient penalty: the function does not rest on its input");
        }
        Tensor slope = Backward.of(y.sum()).wrt(at).recorded().run().of(at);
        return slope.reshape(x.size(0), x.size() / x.size(0))
                .norm(Axes.of(-1))
                .sub(length)
                .square()
                .mean();
    }

    /**
     * Points between pairs of samples, each at a random place of the line from one to the other, as
     * a Wasserstein GAN takes its penalty at.
     *
     * @param a samples, one a row
     * @param b as many of the same shape
     * @param random where chance comes from
     * @return a constant of that shape
     * @throws IllegalArgumentException if the shapes are not the same
     */
    public static Tensor between(Tensor a, Tensor b, RandomGenerator random) {
        TargetChecks.shape("gradient penalty", a, b);
        Checks.present("gradient penalty", "the random generator", random);
        int[] ones = a.shape();
        Arrays.fill(ones, Math.min(1, ones.length), ones.length, 1);
        Tensor share = Tensor.uniform(random, 0, 1, ones);
        Tensor from = a.stopGradient();
        return from.add(b.stopGradient().sub(from).mul(share));
    }
}
