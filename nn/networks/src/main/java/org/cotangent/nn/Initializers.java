package org.cotangent.nn;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.internal.Draws;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The usual initializers of weights, most of them distributions of mean 0 whose variance depends on
 * the number of inputs (fan-in) and outputs (fan-out) of the layer.
 *
 * <p>Values come from {@link RandomGenerator#nextGaussian()} or {@link RandomGenerator#nextDouble},
 * row by row: the same generator in the same state gives the same bits.
 */
@CheckReturnValue
public final class Initializers {
    private Initializers() {}

    /**
     * The normal distribution of variance 2 / (fanIn + fanOut): a compromise between keeping the
     * variance of the signals forward (1 / fanIn) and of the gradients backward (1 / fanOut), for
     * sigmoid, tanh and linear layers. X. Glorot, Y. Bengio, "Understanding the difficulty of
     * training deep feedforward neural networks", AISTATS 2010, equation 12; their equation 16 is
     * {@link #xavierUniform()}, of the same variance. The form that looks at the inputs only is
     * {@link #lecun()}.
     *
     * @return the initializer
     */
    public static Initializer xavier() {
        return scaled(Initializers::normal, (in, out) -> Math.sqrt(2.0 / (in + out)));
    }

    /**
     * The normal distribution of variance 1 / fanIn, which keeps the variance of the signals
     * forward. Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient BackProp", 1998, section 4.6.
     * Many courses and libraries call this form Xavier too.
     *
     * @return the initializer
     */
    public static Initializer lecun() {
        return scaled(Initializers::normal, (in, out) -> Math.sqrt(1.0 / in));
    }

    /**
     * The normal distribution of variance 2 / fanIn, for rectified layers: twice that of {@link
     * #lecun()}, since the rectifier drops half of the signal. K. He, X. Zhang, S. Ren, J. Sun,
     * "Delving deep into rectifiers", ICCV 2015, equation 10.
     *
     * @return the initializer
     */
    public static Initializer he() {
        return scaled(Initializers::normal, (in, out) -> Math.sqrt(2.0 / in));
    }

    /**
     * The normal distribution of variance 2 / ((1 + slope²) fanIn), for leaky rectifiers: {@link
     * #he()} is that of slope 0, {@link #lecun()} that of slope 1. K. He and others, "Delving deep
     * into rectifiers", ICCV 2015, equation 15.
     *
     * @param slope the slope of the rectifier below 0, finite
     * @return the initializer
     * @throws IllegalArgumentException if the slope is NaN or infinite
     */
    public static Initializer he(double slope) {
        double gain = Math.sqrt(2) / StrictMath.hypot(1, Checks.FINITE.check("he", "slope", slope));
        return scaled(Initializers::normal, (in, out) -> gain / Math.sqrt(in));
    }

    /**
     * The uniform distribution between ±√(6 / (fanIn + fanOut)), of the variance of {@link
     * #xavier()}. X. Glorot, Y. Bengio, AISTATS 2010, equation 16.
     *
     * @return the initializer
     */
    public static Initializer xavierUniform() {
        return scaled(Initializers::uniform, (in, out) -> Math.sqrt(6.0 / (in + out)));
    }

    /**
     * The uniform distribution between ±√(6 / fanIn), of the variance of {@link #he()}.
     *
     * @return the initializer
     */
    public static Initializer heUniform() {
        return scaled(Initializers::uniform, (in, out) -> Math.sqrt(6.0 / in));
    }

    /**
     * The uniform distribution between ±√(3 / fanIn), of the variance of {@link #lecun()}.
     *
     * @return the initializer
     */
    public static Initializer lecunUniform() {
        return scaled(Initializers::uniform, (in, out) -> Math.sqrt(3.0 / in));
    }

    /**
     * Small random numbers: the normal distribution of standard deviation 0.01, whatever the layer.
     * Enough for one or two layers; in deep networks the signals die out.
     *
     * @return the initializer
     */
    public static Initializer small() {
        return normal(0.01);
    }

    /**
     * The standard normal distribution, whatever the layer: far too large for wide layers, whose
     * sigmoids and tanhs it saturates.
     *
     * @return the initializer
     */
    public static Initializer unit() {
        return normal(1);
    }

    /**
     * The normal distribution of mean 0 and a given standard deviation, whatever the layer.
     *
     * @param deviation the standard deviation, finite and not negative; 0 gives zeros
     * @return the initializer
     * @throws IllegalArgumentException if the deviation is NaN, infinite or negative
     */
    public static Initializer normal(double deviation) {
        Checks.NOT_NEGATIVE.check("normal", "standard deviation", deviation);
        return (fanIn, fanOut, columns, random) ->
                filled(fanIn, columns, () -> deviation * Draws.gaussian(random));
    }

    /**
     * The uniform distribution between -limit and limit, whatever the layer.
     *
     * @param limit the bound, finite and not negative; 0 gives zeros
     * @return the initializer
     * @throws IllegalArgumentException if the limit is NaN, infinite or negative
     */
    public static Initializer uniform(double limit) {
        Checks.NOT_NEGATIVE.check("uniform", "limit", limit);
        return (fanIn, fanOut, columns, random) ->
                filled(fanIn, columns, () -> limit * (2 * random.nextDouble() - 1));
    }

    /**
     * A random matrix whose shorter sides are orthogonal vectors of the length gain: the transposed
     * matrix times the matrix is gain² times the identity if there are at least as many inputs as
     * outputs, else the matrix times the transposed one is. A. Saxe, J. McClelland, S. Ganguli,
     * "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR
     * 2014.
     *
     * <p>It is uniformly distributed among those: the Q of a normal matrix whose R has a positive
     * diagonal (F. Mezzadri, "How to generate random matrices from the classical compact groups",
     * 2007).
     *
     * @param gain the length, finite: 1 for linear layers and tanh, √2 for rectifiers
     * @return the initializer
     * @throws IllegalArgumentException if the gain is NaN or infinite
     */
    public static Initializer orthogonal(double gain) {
        Checks.FINITE.check("orthogonal", "gain", gain);
        return (fanIn, fanOut, columns, random) -> {
            boolean wide = fanIn < columns;
            Tensor normal =
                    Tensor.normal(random, Math.max(fanIn, columns), Math.min(fanIn, columns));
            // the engine's R has no negative diagonal, so no signs are left to be put right
            Tensor q = Tensor.unrecorded(() -> Linalg.qr(normal).q().mul(gain));
            return (wide ? q.transpose() : q).toArray();
        };
    }

    /**
     * The same number everywhere. Units that start alike stay alike: not for weights of layers with
     * several units, but for biases.
     *
     * @param value the number, finite
     * @return the initializer
     * @throws IllegalArgumentException if the number is NaN or infinite
     */
    public static Initializer constant(double value) {
        Checks.FINITE.check("constant", "value", value);
        return (fanIn, fanOut, columns, random) -> filled(fanIn, columns, () -> value);
    }

    /**
     * Zeros. Units that start alike stay alike: good for a single layer, as a softmax regression,
     * and for biases.
     *
     * @return the initializer
     */
    public static Initializer zeros() {
        return constant(0);
    }

    /** A distribution with a width that rests on the numbers of inputs and of outputs. */
    private static Initializer scaled(
            DoubleFunction<Initializer> distribution, DoubleBinaryOperator width) {
        return (fanIn, fanOut, columns, random) ->
                distribution
                        .apply(width.applyAsDouble(fanIn, fanOut))
                        .values(fanIn, fanOut, columns, random);
    }

    private static double[] filled(int rows, int columns, DoubleSupplier next) {
        double[] values = new double[LayerChecks.elements("initializer", "weights", rows, columns)];
        Arrays.setAll(values, i -> next.getAsDouble());
        return values;
    }
}
