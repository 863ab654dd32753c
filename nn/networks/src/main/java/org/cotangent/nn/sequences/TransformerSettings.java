package org.cotangent.nn.sequences;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.internal.Checks;

/**
 * Settings of the layers of a transformer. They are immutable: each method returns a copy. The same
 * settings make any number of encoder and decoder layers.
 *
 * <pre>{@code
 * TransformerSettings settings =
 *         TransformerSettings.of(16, 4).hidden(32).normFirst().activation(Activation.GELU);
 * RandomGenerator random = new SplittableRandom(1);
 * Layer encoder =
 *         new Sequential(
 *                 new TransformerEncoderLayer("encoder1", settings, random),
 *                 new TransformerEncoderLayer("encoder2", settings, random),
 *                 new LayerNorm("norm", 16));
 * encoder.apply(Tensor.zeros(2, 5, 16)).size(1);   // 5
 * }</pre>
 */
@CheckReturnValue
public final class TransformerSettings {
    private static final String NAME = "transformer settings";
    private static final int TIMES_WIDER = 4; // hidden layers, as in the paper

    private final int width;
    private final int heads;
    private final int hidden;
    private final Activation activation;
    private final double dropout;
    private final boolean normFirst;
    private final boolean causal;
    private final double epsilon;

    private TransformerSettings(
            int width,
            int heads,
            int hidden,
            Activation activation,
            double dropout,
            boolean normFirst,
            boolean causal,
            double epsilon) {
        this.width = width;
        this.heads = heads;
        this.hidden = hidden;
        this.activation = activation;
        this.dropout = dropout;
        this.normFirst = normFirst;
        this.causal = causal;
        this.epsilon = epsilon;
    }

    /**
     * Settings with hidden layers four times as wide, ReLU, normalization after each sum, and
     * without dropout.
     *
     * @param width the number of features of a step
     * @param heads the number of heads, which divides the width
     * @return the settings
     * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
     */
    public static TransformerSettings of(int width, int heads) {
        Checks.atLeast(NAME, "width", 1, width);
        Checks.atLeast(NAME, "number of heads", 1, heads);
        if (width % heads != 0) {
            throw Checks.illegal(
                    "%s: %s heads and width %s; the heads must divide the width",
                    NAME, heads, width);
        }
        return new TransformerSettings(
                width,
                heads,
                Math.multiplyExact(TIMES_WIDER, width),
                Activation.RELU,
                0,
                false,
                false,
                LayerNorm.DEFAULT_EPSILON);
    }

    /**
     * A copy with another width of the hidden layer of the feed-forward part.
     *
     * @param units the number of hidden units, at least 1
     * @return other settings
     * @throws IllegalArgumentException if it is below 1
     */
    public TransformerSettings hidden(int units) {
        Checks.atLeast(NAME, "number of hidden units", 1, units);
        return new TransformerSettings(
                width, heads, units, activation, dropout, normFirst, causal, epsilon);
    }

    /**
     * A copy with another activation of the hidden layer.
     *
     * @param function the activation
     * @return other settings
     */
    public TransformerSettings activation(Activation function) {
        Checks.present(NAME, "the activation", function);
        return new TransformerSettings(
                width, heads, hidden, function, dropout, normFirst, causal, epsilon);
    }

    /**
     * A copy with dropout of attention's weights, of hidden units, and of what each part adds.
     *
     * @param rate the probability with which a number is dropped, from 0 to below 1
     * @return other settings
     * @throws IllegalArgumentException if the rate lies outside its range
     */
    public TransformerSettings dropout(double rate) {
        Checks.BELOW_ONE.check(NAME, "dropout", rate);
        return new TransformerSettings(
                width, heads, hidden, activation, rate, normFirst, causal, epsilon);
    }

    /**
     * A copy that normalizes what goes into each part, x + f(norm(x)), and not the sum, norm(x +
     * f(x)). Deep stacks train more easily so; the output of the last layer is not normalized, so
     * that a {@link LayerNorm} usually follows. R. Xiong and others, "On layer normalization in the
     * transformer architecture", 2020.
     *
     * @return other settings
     */
    public TransformerSettings normFirst() {
        return new TransformerSettings(
                width, heads, hidden, activation, dropout, true, causal, epsilon);
    }

    /**
     * A copy whose self-attention is always {@linkplain AttentionMask#causal() causal}, as that of
     * a model that predicts the next step.
     *
     * @return other settings
     */
    public TransformerSettings causal() {
        return new TransformerSettings(
                width, heads, hidden, activation, dropout, normFirst, true, epsilon);
    }

    /**
     * A copy with another number added to variances by the normalization.
     *
     * @param number the number, finite and not negative; {@link LayerNorm#DEFAULT_EPSILON} if not
     *     set
     * @return other settings
     * @throws IllegalArgumentException if it lies outside its range
     */
    public TransformerSettings epsilon(double number) {
        Checks.NOT_NEGATIVE.check(NAME, "epsilon", number);
        return new TransformerSettings(
                width, heads, hidden, activation, dropout, normFirst, causal, number);
    }

    boolean isNormFirst() {
        return normFirst;
    }

    /** The modules of a layer, in the order in which {@link TransformerLayer} takes them. */
    List<Module> parts(String name, boolean withMemory, RandomGenerator random) {
        Checks.name("transformer layer", name);
        String prefix = name + ".";
        Attention attention = new Attention().dropout(dropout);
        List<Module> parts = new ArrayList<>();
        parts.add(
                new MultiHeadAttention(
                        prefix + "attention",
                        width,
                        heads,
                        causal ? attention.causal() : attention,
                        random));
        parts.add(norm(prefix + "norm1"));
        if (withMemory) {
            parts.add(new MultiHeadAttention(prefix + "memory", width, heads, attention, random));
            parts.add(norm(prefix + "norm2"));
        }
        parts.add(new Dense(prefix + "hidden", width, hidden, activation.initializer(), random));
        parts.add(activation);
        parts.add(new Dense(prefix + "output", hidden, width, Initializers.xavier(), random));
        parts.add(norm(prefix + (withMemory ? "norm3" : "norm2")));
        parts.add(new Dropout(dropout));
        return parts;
    }

    private LayerNorm norm(String name) {
        return new LayerNorm(name, new int[] {width}, epsilon, true);
    }

    /**
     * The settings.
     *
     * @return as "width 16, 4 heads, 64 hidden units, RELU, dropout 0.1, normalization first"
     */
    @Override
    public String toString() {
        return Checks.text(
                "width %s, %s heads, %s hidden units, %s, dropout %s, normalization %s%s",
                width,
                heads,
                hidden,
                activation,
                dropout,
                normFirst ? "first" : "last",
                causal ? ", causal" : "");
    }
}
