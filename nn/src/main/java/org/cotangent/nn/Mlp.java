package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/**
 * A multilayer perceptron: dense layers, each followed by an activation, one kind for the hidden
 * layers and one for the output.
 *
 * <pre>{@code
 * RandomGenerator random = new SplittableRandom(1);
 * // 64 inputs, 10 outputs, 2 hidden layers of 32
 * Mlp model = new Mlp(64, 10, 32, 2, Activation.RELU, Activation.LINEAR, random);
 * model.parameters().get(0);   // dense1.weight [64, 32]
 * }</pre>
 *
 * <p>The dense layers are called dense1, dense2, … and their parameters dense1.weight, dense1.bias,
 * …. Two perceptrons in one model need names, which stand before those: as "encoder.dense1.weight"
 * of {@code new Mlp("encoder", ...)}. Weights are drawn as the {@linkplain Activation#initializer()
 * activation} after them asks for, biases start at 0.
 */
public final class Mlp extends LayerBlock {
    private final int[] widths;
    private final Activation hidden;
    private final Activation output;

    /**
     * A perceptron whose hidden layers all have the same width.
     *
     * @param inputs the number of input features, at least 1
     * @param outputs the number of outputs, at least 1
     * @param width the width of each hidden layer, at least 1 unless the depth is 0
     * @param depth the number of hidden layers; 0 gives a single dense layer
     * @param hidden the activation of the hidden layers
     * @param output the activation of the output
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1 or the depth is negative
     */
    public Mlp(
            int inputs,
            int outputs,
            int width,
            int depth,
            Activation hidden,
            Activation output,
            RandomGenerator random) {
        this(widths(inputs, outputs, width, depth), hidden, output, random);
    }

    /**
     * A perceptron of given widths.
     *
     * @param widths the number of inputs, the widths of the hidden layers, and the number of
     *     outputs: at least two numbers, each at least 1
     * @param hidden the activation of the hidden layers
     * @param output the activation of the output
     * @param random where chance comes from
     * @throws IllegalArgumentException if there are fewer than two widths or one is below 1
     */
    public Mlp(int[] widths, Activation hidden, Activation output, RandomGenerator random) {
        this("mlp", "", widths, hidden, output, random);
    }

    /**
     * A perceptron with a name, whose hidden layers all have the same width.
     *
     * @param name the name, for messages, and for parameters as in "encoder.dense1.weight"
     * @param inputs the number of input features, at least 1
     * @param outputs the number of outputs, at least 1
     * @param width the width of each hidden layer, at least 1 unless the depth is 0
     * @param depth the number of hidden layers; 0 gives a single dense layer
     * @param hidden the activation of the hidden layers
     * @param output the activation of the output
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a width is below 1 or the depth is
     *     negative
     */
    public Mlp(
            String name,
            int inputs,
            int outputs,
            int width,
            int depth,
            Activation hidden,
            Activation output,
            RandomGenerator random) {
        this(name, widths(inputs, outputs, width, depth), hidden, output, random);
    }

    /**
     * A perceptron of given widths with a name.
     *
     * @param name the name, for messages, and for parameters as in "encoder.dense1.weight"
     * @param widths the number of inputs, the widths of the hidden layers, and the number of
     *     outputs: at least two numbers, each at least 1
     * @param hidden the activation of the hidden layers
     * @param output the activation of the output
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, there are fewer than two widths or one
     *     is below 1
     */
    public Mlp(
            String name,
            int[] widths,
            Activation hidden,
            Activation output,
            RandomGenerator random) {
        this(name, NameChecks.checked("mlp", name) + ".", widths, hidden, output, random);
    }

    private Mlp(
            String name,
            String prefix,
            int[] widths,
            Activation hidden,
            Activation output,
            RandomGenerator random) {
        super(name, layers(prefix, widths, hidden, output, random));
        this.widths = widths.clone();
        this.hidden = hidden;
        this.output = output;
    }

    private static List<Layer> layers(
            String prefix,
            int[] widths,
            Activation hidden,
            Activation output,
            RandomGenerator random) {
        Objects.requireNonNull(hidden, "mlp: the hidden activation is null");
        Objects.requireNonNull(output, "mlp: the output activation is null");
        if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "mlp: widths "
                            + Arrays.toString(widths)
                            + "; there must be inputs and outputs at least, each 1 or more");
        }
        List<Layer> all = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            Activation after = i < widths.length - 1 ? hidden : output;
            String name = prefix + "dense" + i;
            all.add(new Dense(name, widths[i - 1], widths[i], after.initializer(), random));
            all.add(after);
        }
        return all;
    }

    private static int[] widths(int inputs, int outputs, int width, int depth) {
        if (depth < 0) {
            throw new IllegalArgumentException(
                    "mlp: depth " + depth + "; the number of hidden layers must be 0 or more");
        }
        int[] widths = new int[depth + 2];
        Arrays.fill(widths, width);
        widths[0] = inputs;
        widths[depth + 1] = outputs;
        return widths;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        LayerChecks.present(name(), x);
        return pass.within(this, () -> inOrder(x, pass));
    }

    /**
     * The number of inputs, the widths of the hidden layers, and the number of outputs.
     *
     * @return a new array of two numbers or more
     */
    public int[] widths() {
        return widths.clone();
    }

    /**
     * The activation of the hidden layers.
     *
     * @return as given, also if there is no hidden layer
     */
    public Activation hidden() {
        return hidden;
    }

    /**
     * The activation of the output.
     *
     * @return as given
     */
    public Activation output() {
        return output;
    }

    /**
     * The layers in order.
     *
     * @return as "dense1 (2 to 8), TANH, dense2 (8 to 1), LINEAR"
     */
    @Override
    public String toString() {
        return listed();
    }
}
