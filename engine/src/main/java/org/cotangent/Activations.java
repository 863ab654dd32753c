package org.cotangent;

/**
 * Activation functions beyond {@link Tensor#relu}, {@link Tensor#sigmoid}, {@link Tensor#tanh} and
 * {@link Tensor#softmax}, element by element.
 */
@CheckReturnValue
public sealed class Activations permits Functions {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    Activations() {}

    /**
     * x above 0, slope · x below (Maas, Hannun, Ng 2013). At 0 the derivative is whichever number
     * between slope and 1 is nearest to 0.
     *
     * @param x the argument
     * @param slope the slope below 0, such as 0.01
     * @return a tensor of the shape of x
     */
    public static Tensor leakyRelu(Tensor x, double slope) {
        return Elementwise.apply(ElementaryRows.leakyRelu(slope), x);
    }

    /**
     * x above 0, α (eˣ - 1) below (Clevert, Unterthiner, Hochreiter 2016). At 0 the derivative is
     * whichever number between α and 1 is nearest to 0.
     *
     * @param x the argument
     * @param alpha α, the depth below 0
     * @return a tensor of the shape of x
     */
    public static Tensor elu(Tensor x, double alpha) {
        return Elementwise.apply(ElementaryRows.elu(alpha), x);
    }

    /**
     * The self-normalizing 1.0507… · elu(x, 1.6733…) of Klambauer and others (2017). At 0 the
     * derivative is 1.0507….
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor selu(Tensor x) {
        return elu(x, SELU_ALPHA).mul(SELU_SCALE);
    }

    /**
     * log(1 + eˣ), safe from overflow; derivative the sigmoid.
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor softplus(Tensor x) {
        return Elementwise.apply(ElementaryRows.Softplus.ROW, x);
    }

    /**
     * log σ(x) = -log(1 + e⁻ˣ), safe from overflow; derivative σ(-x).
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor logSigmoid(Tensor x) {
        return Elementwise.apply(ElementaryRows.LogSigmoid.ROW, x);
    }

    /**
     * x σ(x), also called swish (Elfwing and others 2018); 0 at -infinity.
     *
     * <p>The derivative is σ(x) (1 + x σ(-x)), 0 at -infinity and 1 at +infinity.
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor silu(Tensor x) {
        return Elementwise.apply(ElementaryRows.Silu.ROW, x);
    }

    /**
     * x Φ(x) = x/2 (1 + erf(x/√2)), Φ the cumulative normal distribution (Hendrycks, Gimpel 2016);
     * not the approximation by tanh. 0 at -infinity.
     *
     * <p>The derivative is Φ(x) + x φ(x), φ the normal density, without cancellation in the lower
     * tail.
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor gelu(Tensor x) {
        return Elementwise.apply(ElementaryRows.Gelu.ROW, x);
    }
}
