package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

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
 * Tensor#clamp} does. Two are equal if they have the same name and the same numbers.
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

    /**
     * The softmax over the last axis: probabilities that sum to 1 in each row. Not for use before
     * {@link Losses#softmaxCrossEntropy}, which takes logits and contains it.
     */
    public static final Activation SOFTMAX =
            new Activation("SOFTMAX", x -> x.softmax(-1), Initializers.xavier());

    /** The logarithm of the softmax over the last axis, finite where the softmax is 0. */
    public static final Activation LOG_SOFTMAX =
            new Activation("LOG_SOFTMAX", x -> x.logSoftmax(-1), Initializers.xavier());

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
                    SOFTMAX,
                    LOG_SOFTMAX);

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
     * The constants, in the order in which they are listed here.
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
     * @param arguments the slope of LEAKY_RELU or the α of ELU; none for the constant of the name
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
        return name.equals("ELU") ? elu(arguments[0]) : leakyRelu(arguments[0]);
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
     * The numbers: the slope of a leaky rectifier, the α of an exponential linear unit.
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
