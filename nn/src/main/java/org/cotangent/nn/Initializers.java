package org.cotangent.nn;

import java.util.Arrays;

/**
 * The usual ways to draw weights: normal distributions of mean 0 whose variance depends on the
 * number of inputs (fan-in) and outputs (fan-out) of the layer.
 *
 * <p>Values come from {@link java.util.random.RandomGenerator#nextGaussian()}, row by row: the same
 * generator in the same state gives the same bits.
 */
public final class Initializers {
    private Initializers() {}

    /**
     * The normal distribution of variance 2 / (fanIn + fanOut): a compromise between keeping the
     * variance of the signals forward (1 / fanIn) and of the gradients backward (1 / fanOut), for
     * sigmoid, tanh and linear layers. X. Glorot, Y. Bengio, "Understanding the difficulty of
     * training deep feedforward neural networks", AISTATS 2010, equation 12; their equation 16
     * draws from a uniform distribution of the same variance. The form that looks at the inputs
     * only is {@link #lecun()}.
     *
     * @return the initializer
     */
    public static Initializer xavier() {
        return (fanIn, fanOut, random) ->
                normal(Math.sqrt(2.0 / ((double) fanIn + fanOut))).values(fanIn, fanOut, random);
    }

    /**
     * The normal distribution of variance 1 / fanIn, which keeps the variance of the signals
     * forward. Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient BackProp", 1998, section 4.6.
     * Many courses and libraries call this form Xavier too.
     *
     * @return the initializer
     */
    public static Initializer lecun() {
        return (fanIn, fanOut, random) ->
                normal(Math.sqrt(1.0 / fanIn)).values(fanIn, fanOut, random);
    }

    /**
     * The normal distribution of variance 2 / fanIn, for rectified layers: twice that of {@link
     * #lecun()}, since the rectifier drops half of the signal. K. He, X. Zhang, S. Ren, J. Sun,
     * "Delving deep into rectifiers", ICCV 2015, equation 10.
     *
     * @return the initializer
     */
    public static Initializer he() {
        return (fanIn, fanOut, random) ->
                normal(Math.sqrt(2.0 / fanIn)).values(fanIn, fanOut, random);
    }

    /**
     * The normal distribution of mean 0 and a given standard deviation, whatever the layer.
     *
     * @param deviation the standard deviation, finite and not negative; 0 gives zeros
     * @return the initializer
     * @throws IllegalArgumentException if the deviation is NaN, infinite or negative
     */
    public static Initializer normal(double deviation) {
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "normal: standard deviation "
                            + deviation
                            + "; it must be finite and not negative");
        }
        return (fanIn, fanOut, random) -> {
            double[] values = new double[Math.multiplyExact(fanIn, fanOut)];
            Arrays.setAll(values, i -> deviation * random.nextGaussian());
            return values;
        };
    }
}
