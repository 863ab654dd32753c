package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

// Longer than 400 lines: a constant or a method for each; most is documentation.

/**
 * A nonlinearity without parameters, as a layer that keeps the shape of its input: a constant of
 * this class, or a function with a chosen coefficient, as {@link #leakyRelu}.
 *
 * <pre>{@code
 * Activation.RELU.apply(Tensor.vector(-2, 3));             // [0, 3]
 * Activation.LEAKY_RELU;                                   // LEAKY_RELU(0.01)
 * Activation.leakyRelu(0.5).apply(Tensor.vector(-2, 3));   // [-1, 3]
 * Activation.of("ELU", 1.5).equals(Activation.elu(1.5));   // true
 * }</pre>
 *
 * <p>Where an activation is not differentiable, the slope is that of the engine's operation:
 * relu'(0) = 0, and the hard variants pass the gradient at the edges of their slope, as {@link
 * Tensor#clamp} does. {@link Rrelu}, {@link Prelu}, {@link Glu} and {@link Crelu} are layers of
 * their own: they draw, learn, or change the shape. Two are equal if they have the same name and
 * the same numbers.
 */
public final class Activation implements Layer {
    static final ModuleFormat<Activation> FORMAT =
            ModuleFormat.of(
                    "activation",
                    Activation.class,
                    (activation, state) -> state.with("arguments", activation.arguments),
                    s -> of(s.text("name"), s.numbers("arguments")));

    private static final double NO_BOUND = Double.NaN;
    private static final double HARD_EDGE = 3;

    /** The identity, for outputs that may be any number: regression, and logits. */
    public static final Activation LINEAR = new Activation("LINEAR", x -> x, Initializers.xavier());

    /** The logistic function 1 / (1 + e^-x), between 0 and 1. */
    public static final Activation SIGMOID = bounded("SIGMOID", Tensor::sigmoid, 0);

    /** The hyperbolic tangent, between -1 and 1. */
    public static final Activation TANH = bounded("TANH", Tensor::tanh, -1);

    /** The rectifier max(x, 0). */
    public static final Activation RELU = new Activation("RELU", Tensor::relu, Initializers.he());

    /** The {@linkplain #leakyRelu leaky rectifier} with slope 0.01. */
    public static final Activation LEAKY_RELU = leakyRelu(0.01);

    /** The {@linkplain #elu exponential linear unit} with α = 1. */
    public static final Activation ELU = elu(1);

    /**
     * The self-normalizing exponential linear unit, {@link Activations#selu}. It keeps mean 0 and
     * variance 1 through the layers if weights are drawn by {@link Initializers#lecun()}.
     */
    public static final Activation SELU =
            new Activation("SELU", Activations::selu, Initializers.lecun());

    /** The smooth rectifier log(1 + e^x). */
    public static final Activation SOFTPLUS =
            new Activation("SOFTPLUS", Activations::softplus, Initializers.he());

    /** x Φ(x) with the normal distribution's Φ, {@link Activations#gelu}. */
    public static final Activation GELU =
            new Activation("GELU", Activations::gelu, Initializers.he());

    /** x σ(x), {@link Activations#silu}, also called swish. */
    public static final Activation SILU =
            new Activation("SILU", Activations::silu, Initializers.he());

    /** The {@linkplain #hardSigmoid hard sigmoid}: a sigmoid of three straight lines. */
    public static final Activation HARD_SIGMOID =
            bounded("HARD_SIGMOID", Activation::hardSigmoid, 0);

    /** The {@linkplain #hardTanh hard tanh}: x kept between -1 and 1. */
    public static final Activation HARD_TANH = bounded("HARD_TANH", Activation::hardTanh, -1);

    /** The {@linkplain #hardSilu hard SiLU}: x times the hard sigmoid. */
    public static final Activation HARD_SILU =
            new Activation("HARD_SILU", Activation::hardSilu, Initializers.he());

    /** The rectifier that stays below 6: x {@linkplain #clamp kept between} 0 and 6. */
    public static final Activation RELU6 = clamp(0, 6);

    /**
     * x tanh(log(1 + e^x)), a smooth rectifier with a dip below 0. D. Misra, "Mish: a self
     * regularized non-monotonic activation function", 2019.
     */
    public static final Activation MISH =
            new Activation("MISH", ActivationFormulas::mish, Initializers.he());

    /** The {@linkplain #celu continuously differentiable exponential linear unit} with α = 1. */
    public static final Activation CELU = celu(1);

    /** x / (1 + |x|), between -1 and 1; derivative 1 / (1 + |x|)². */
    public static final Activation SOFTSIGN = bounded("SOFTSIGN", ActivationFormulas::softsign, -1);

    /** The logarithm of the logistic function, {@link Activations#logSigmoid}. */
    public static final Activation LOG_SIGMOID =
            new Activation("LOG_SIGMOID", Activations::logSigmoid, Initializers.he());

    /** The {@linkplain #hardShrink hard shrinkage} with λ = 0.5. */
    public static final Activation HARD_SHRINK = hardShrink(0.5);

    /** The {@linkplain #softShrink soft shrinkage} with λ = 0.5. */
    public static final Activation SOFT_SHRINK = softShrink(0.5);

    /** x - tanh x, which shrinks what is near 0; derivative tanh² x. */
    public static final Activation TANH_SHRINK =
            new Activation("TANH_SHRINK", ActivationFormulas::tanhShrink, Initializers.xavier());

    /**
     * The softmax over the last axis: probabilities that sum to 1 in each row. Not for use before
     * {@link Losses#softmaxCrossEntropy}, which takes logits and contains it.
     */
    public static final Activation SOFTMAX =
            new Activation("SOFTMAX", x -> x.softmax(-1), Initializers.xavier());

    /** The logarithm of the softmax over the last axis, finite where the softmax is 0. */
    public static final Activation LOG_SOFTMAX =
            new Activation("LOG_SOFTMAX", x -> x.logSoftmax(-1), Initializers.xavier());

    /** The softmax of -x over the last axis: the least number gets the greatest share. */
    public static final Activation SOFTMIN =
            new Activation("SOFTMIN", x -> x.neg().softmax(-1), Initializers.xavier());

    /** Makers of those with numbers, by their names. */
    private static final Map<String, Function<double[], Activation>> MAKERS =
            Map.of(
                    "LEAKY_RELU", a -> leakyRelu(a[0]),
                    "ELU", a -> elu(a[0]),
                    "CELU", a -> celu(a[0]),
                    "CLAMP", a -> clamp(a[0], a[1]),
                    "HARD_SHRINK", a -> hardShrink(a[0]),
                    "SOFT_SHRINK", a -> softShrink(a[0]),
                    "THRESHOLD", a -> threshold(a[0], a[1]));

    private static final List<Activation> VALUES =
            List.of(
                    LINEAR,
                    SIGMOID,
                    TANH,
                    RELU,
                    LEAKY_RELU,
                    ELU,
                    SELU,
                    SOFTPLUS,
                    GELU,
                    SILU,
                    HARD_SIGMOID,
                    HARD_TANH,
                    HARD_SILU,
                    RELU6,
                    MISH,
                    CELU,
                    SOFTSIGN,
                    LOG_SIGMOID,
                    HARD_SHRINK,
                    SOFT_SHRINK,
                    TANH_SHRINK,
                    threshold(0, 0),
                    SOFTMAX,
                    LOG_SOFTMAX,
                    SOFTMIN);

    private final String name;
    private final double[] arguments;
    private final UnaryOperator<Tensor> function;
    private final Initializer initializer;
    private final double least; // NaN where there are no bounds

    private Activation(
            String name,
            UnaryOperator<Tensor> function,
            Initializer initializer,
            double... arguments) {
        this(name, function, initializer, NO_BOUND, arguments);
    }

    private Activation(
            String name,
            UnaryOperator<Tensor> function,
            Initializer initializer,
            double least,
            double[] arguments) {
        this.name = name;
        this.arguments = arguments;
        this.function = function;
        this.initializer = initializer;
        this.least = least;
    }

    /** One that stays between a number and 1. */
    private static Activation bounded(String name, UnaryOperator<Tensor> function, double least) {
        return new Activation(name, function, Initializers.xavier(), least, new double[0]);
    }

    /**
     * The leaky rectifier: x above 0, slope · x below, {@link Activations#leakyRelu}.
     *
     * @param slope the slope below 0, finite
     * @return the activation
     * @throws IllegalArgumentException if the slope is NaN or infinite
     */
    public static Activation leakyRelu(double slope) {
        return new Activation(
                "LEAKY_RELU",
                x -> Activations.leakyRelu(x, slope),
                Initializers.he(Checks.FINITE.check("LEAKY_RELU", "slope", slope)),
                slope);
    }

    /**
     * The exponential linear unit: x above 0, α (e^x - 1) below, {@link Activations#elu}.
     *
     * @param alpha α, the depth below 0, finite
     * @return the activation
     * @throws IllegalArgumentException if α is NaN or infinite
     */
    public static Activation elu(double alpha) {
        Checks.FINITE.check("ELU", "alpha", alpha);
        return new Activation("ELU", x -> Activations.elu(x, alpha), Initializers.he(), alpha);
    }

    /**
     * The continuously differentiable exponential linear unit: x above 0, α (e^(x/α) - 1) below,
     * whose slope at 0 is 1 for any α. J. Barron, "Continuously differentiable exponential linear
     * units", 2017.
     *
     * @param alpha α, the depth below 0, positive and finite
     * @return the activation
     * @throws IllegalArgumentException if α is not positive and finite
     */
    public static Activation celu(double alpha) {
        Checks.POSITIVE.check("CELU", "alpha", alpha);
        return new Activation(
                "CELU", x -> Activations.elu(x.div(alpha), 1).mul(alpha), Initializers.he(), alpha);
    }

    /**
     * x kept between two numbers. Derivative 1 between them, both included, and 0 beyond. {@link
     * #RELU6} is that of 0 and 6; {@link #HARD_TANH} is a constant of its own.
     *
     * @param least the least value, not NaN
     * @param most the greatest, not below the least
     * @return the activation
     * @throws IllegalArgumentException if one is NaN or the greatest is below the least
     */
    public static Activation clamp(double least, double most) {
        if (!(least <= most)) {
            throw Checks.illegal(
                    "CLAMP: from %s to %s; the first must not be above the second", least, most);
        }
        return new Activation("CLAMP", x -> x.clamp(least, most), Initializers.he(), least, most);
    }

    /**
     * Hard shrinkage: x where |x| is above λ, else 0, with a step at λ. Derivative 1 or 0.
     *
     * @param lambda λ, finite and not negative
     * @return the activation
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public static Activation hardShrink(double lambda) {
        Checks.NOT_NEGATIVE.check("HARD_SHRINK", "lambda", lambda);
        return new Activation(
                "HARD_SHRINK",
                x -> Tensor.where(x.abs().le(lambda), Tensor.of(0), x),
                Initializers.xavier(),
                lambda);
    }

    /**
     * Soft shrinkage, the proximal step of an L1 penalty: x - λ above λ, x + λ below -λ, 0 between.
     * Derivative 1 beyond λ, 0 up to it.
     *
     * @param lambda λ, finite and not negative
     * @return the activation
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public static Activation softShrink(double lambda) {
        Checks.NOT_NEGATIVE.check("SOFT_SHRINK", "lambda", lambda);
        return new Activation(
                "SOFT_SHRINK", x -> x.sub(x.clamp(-lambda, lambda)), Initializers.xavier(), lambda);
    }

    /**
     * x above a threshold, and a number at it and below. Derivative 1 above, else 0.
     *
     * @param threshold the threshold, finite
     * @param otherwise the number, finite
     * @return the activation
     * @throws IllegalArgumentException if one is not finite
     */
    public static Activation threshold(double threshold, double otherwise) {
        Checks.FINITE.check("THRESHOLD", "threshold", threshold);
        Checks.FINITE.check("THRESHOLD", "number in place of what is below", otherwise);
        return new Activation(
                "THRESHOLD",
                x -> Tensor.where(x.le(threshold), Tensor.of(otherwise), x),
                Initializers.he(),
                threshold,
                otherwise);
    }

    /**
     * One of each kind: the constants, in the order in which they are listed here, and {@code
     * threshold(0, 0)}.
     *
     * @return an unmodifiable list
     */
    public static List<Activation> values() {
        return VALUES;
    }

    /**
     * The activation of a name and numbers: {@code of(a.name(), a.arguments())} equals {@code a}.
     *
     * @param name the name, as "RELU"
     * @param arguments the numbers, as the slope of LEAKY_RELU or the α of ELU; none for the one
     *     among {@link #values()}
     * @return the activation
     * @throws IllegalArgumentException if there is none of that name, or it does not take so many
     *     numbers, or one is not finite
     */
    public static Activation of(String name, double... arguments) {
        Checks.present("activation", "the name", name);
        Activation constant =
                VALUES.stream().filter(a -> a.name.equals(name)).findFirst().orElse(null);
        if (constant == null) {
            throw Checks.illegal(
                    "activation: there is no \"%s\"; there are %s",
                    name, VALUES.stream().map(Activation::name).toList());
        }
        if (arguments.length == 0) {
            return constant;
        }
        if (arguments.length != constant.arguments.length) {
            throw Checks.illegal(
                    "activation: %s numbers for %s, which takes %s",
                    arguments.length, name, constant.arguments.length);
        }
        return MAKERS.get(name).apply(arguments);
    }

    /**
     * The hard sigmoid (x + 3) / 6, kept between 0 and 1. Derivative 1/6 from -3 to 3, both
     * included, and 0 beyond. As in A. Howard and others, "Searching for MobileNetV3", 2019.
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor hardSigmoid(Tensor x) {
        return x.clamp(-HARD_EDGE, HARD_EDGE).add(HARD_EDGE).div(2 * HARD_EDGE);
    }

    /**
     * The hard tanh: x kept between -1 and 1. Derivative 1 from -1 to 1, both included, and 0
     * beyond. R. Collobert, "Large scale machine learning", 2004.
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor hardTanh(Tensor x) {
        return x.clamp(-1, 1);
    }

    /**
     * The hard SiLU x · {@link #hardSigmoid hardSigmoid}(x), also called hard swish: 0 up to -3, x
     * from 3. Derivative (2 x + 3) / 6 from -3 to 3, both included, 0 below and 1 above. A. Howard
     * and others, "Searching for MobileNetV3", 2019.
     *
     * @param x the argument
     * @return a tensor of the shape of x
     */
    public static Tensor hardSilu(Tensor x) {
        // kept from -infinity, which times 0 is NaN
        return x.clamp(-HARD_EDGE, Double.POSITIVE_INFINITY).mul(hardSigmoid(x));
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> apply(x));
    }

    // the constants are in many models at once, and a pass makes no difference to them
    @Override
    public Tensor apply(Tensor x) {
        return function.apply(Checks.present(name, "the input", x));
    }

    /**
     * How to draw the weights of a layer that this activation follows, so that signals neither die
     * nor explode with depth.
     *
     * @return {@link Initializers#he()} for {@link #RELU} and what is much like it, with the {@link
     *     Initializers#he(double) gain} of the slope for leaky rectifiers; {@link
     *     Initializers#lecun()} for {@link #SELU}; {@link Initializers#xavier()} for the others
     */
    public Initializer initializer() {
        return initializer;
    }

    /**
     * The name, without the numbers.
     *
     * @return as "LEAKY_RELU"
     */
    @Override
    public String name() {
        return name;
    }

    /**
     * The numbers: the slope of a leaky rectifier, the α of an exponential linear unit, the bounds
     * or the threshold of others.
     *
     * @return a new array, empty for the others
     */
    public double[] arguments() {
        return arguments.clone();
    }

    /** The bounds at which the values saturate, NaN for none. */
    double least() {
        return least;
    }

    double most() {
        return 1;
    }

    /** Whether the other is the same function: of the same name, with the same numbers. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Activation a
                && name.equals(a.name)
                && Arrays.equals(arguments, a.arguments);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(arguments);
    }

    /**
     * The name and the numbers.
     *
     * @return as "TANH" or "LEAKY_RELU(0.01)"
     */
    @Override
    public String toString() {
        String inBrackets = Arrays.toString(arguments);
        return arguments.length == 0
                ? name
                : name + "(" + inBrackets.substring(1, inBrackets.length() - 1) + ")";
    }
}
