package org.cotangent.nn.images;

import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * Local response normalization: each number is divided by the sizes of those at its place in
 * neighboring channels,
 *
 * <pre>y_c = x_c / (k + α / n · Σ x_j²)^β,  j from c - floor(n / 2) to c + floor((n - 1) / 2)
 * </pre>
 *
 * <p>where channels that are not there count as 0. A. Krizhevsky, I. Sutskever, G. Hinton,
 * "ImageNet classification with deep convolutional neural networks", 2012, whose α is this one
 * divided by n.
 *
 * <pre>{@code
 * new LocalResponseNorm(1, 1, 0.5, 0).apply(Tensor.of(new double[] {3, -4}, 1, 2, 1));   // [[[1], [-1]]]
 * }</pre>
 */
public final class LocalResponseNorm implements Layer {
    static final ModuleFormat<LocalResponseNorm> FORMAT =
            ModuleFormat.of(
                    "localResponseNorm",
                    LocalResponseNorm.class,
                    (norm, state) ->
                            state.with("size", norm.size)
                                    .with("alpha", norm.alpha)
                                    .with("beta", norm.beta)
                                    .with("k", norm.k),
                    s ->
                            new LocalResponseNorm(
                                    s.count("size"),
                                    s.number("alpha"),
                                    s.number("beta"),
                                    s.number("k")));

    private static final String NAME = "localResponseNorm";

    private final int size;
    private final double alpha;
    private final double beta;
    private final double k;

    /**
     * Local response normalization with α = 1e-4, β = 0.75, k = 1.
     *
     * @param size over how many channels n, at least 1
     * @throws IllegalArgumentException if the size is below 1
     */
    public LocalResponseNorm(int size) {
        this(size, 1e-4, 0.75, 1);
    }

    /**
     * Local response normalization.
     *
     * @param size over how many channels n, at least 1
     * @param alpha the factor α of the mean square, finite and not negative
     * @param beta the exponent β, finite
     * @param k the number that is added, finite and not negative
     * @throws IllegalArgumentException if a number lies outside its range
     */
    public LocalResponseNorm(int size, double alpha, double beta, double k) {
        this.size = Checks.atLeast(NAME, "size", 1, size);
        this.alpha = Checks.NOT_NEGATIVE.check(NAME, "alpha", alpha);
        this.beta = Checks.FINITE.check(NAME, "beta", beta);
        this.k = Checks.NOT_NEGATIVE.check(NAME, "k", k);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …]
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> normalized(x));
    }

    private Tensor normalized(Tensor x) {
        int channels = ImageChecks.image(NAME, x).size(1);
        int[][] margins = new int[x.rank()][2];
        margins[1] = new int[] {size / 2, (size - 1) / 2};
        Tensor squares = x.square().pad(margins, 0);
        Tensor sum = squares.slice(1, 0, channels);
        for (int i = 1; i < size; i++) {
            sum = sum.add(squares.slice(1, i, i + channels));
        }
        return x.mul(sum.mul(alpha / size).add(k).pow(-beta));
    }

    /**
     * The settings.
     *
     * @return as "localResponseNorm (5, alpha 1.0E-4, beta 0.75, k 1.0)"
     */
    @Override
    public String toString() {
        return Checks.text("%s (%s, alpha %s, beta %s, k %s)", NAME, size, alpha, beta, k);
    }
}
