package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A multilayer perceptron: dense layers, each followed by an activation, one kind for the hidden
 * layers and one for the output.
 *
 * <pre>{@code
 * RandomGenerator random = new SplittableRandom(1);
 * // 64 inputs, 2 hidden layers of 32, 10 outputs
 * Mlp model = Mlp.of(64, 32, 32, 10).build(random);
 * model.parameters().get(0);   // dense1.weight [64, 32]
 * model;   // dense1 (64 to 32), RELU, dense2 (32 to 32), RELU, dense3 (32 to 10), LINEAR
 * Mlp.of(2, 8, 1).activation(Activation.TANH).output(Activation.SIGMOID).build(random);
 * }</pre>
 *
 * <p>The dense layers are called dense1, dense2, … and their parameters dense1.weight, dense1.bias,
 * …. Two perceptrons in one model need names, which stand before those: as "encoder.dense1.weight"
 * of {@code Mlp.of(64, 32, 8).name("encoder")}. Biases start at 0.
 */
public final class Mlp extends LayerBlock {
    static final ModuleFormat<Mlp> FORMAT =
            ModuleFormat.of(
                    "mlp",
                    Mlp.class,
                    (mlp, state) ->
                            state.with("hidden", mlp.hidden().name())
                                    .with("arguments", mlp.hidden().arguments()),
                    (s, children) ->
                            made(
                                    s.text("name"),
                                    Activation.of(s.text("hidden"), s.numbers("arguments")),
                                    layers(children)));

    private final Settings settings;

    private Mlp(Settings settings, List<Layer> layers) {
        super(settings.name == null ? "mlp" : settings.name, layers);
        this.settings = settings;
    }

    /** A perceptron of dense layers and activations that are there already. */
    private static Mlp made(String name, Activation hidden, List<Layer> layers) {
        if (layers.isEmpty() || layers.size() % 2 != 0) {
            throw Checks.illegal(
                    "%s: the layers are %s; dense layers and activations in turn expected",
                    name, layers);
        }
        int[] widths = new int[layers.size() / 2 + 1];
        for (int i = 0; i < widths.length - 1; i++) {
            Dense dense = (Dense) layers.get(2 * i);
            dense.bias(); // refused if there is none
            widths[i] = dense.inputs();
            widths[i + 1] = dense.outputs();
        }
        Activation output = (Activation) layers.get(layers.size() - 1);
        return new Mlp(new Settings(name, widths, hidden, output, null), layers);
    }

    /**
     * A perceptron of given widths, with {@link Activation#RELU} after the hidden layers and {@link
     * Activation#LINEAR} after the output unless others are chosen.
     *
     * @param widths the number of inputs, the widths of the hidden layers if there are any, and the
     *     number of outputs: at least two numbers, each at least 1
     * @return its settings, of which {@link Settings#build} makes it
     * @throws IllegalArgumentException if there are fewer than two widths or one is below 1
     */
    public static Settings of(int... widths) {
        if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw Checks.illegal(
                    "mlp: widths %s; there must be inputs and outputs at least, each 1 or more",
                    widths);
        }
        return new Settings(null, widths.clone(), Activation.RELU, Activation.LINEAR, null);
    }

    /** A perceptron whose weights are not drawn yet. It is immutable: methods return copies. */
    @CheckReturnValue
    public static final class Settings {
        private final String name; // or null
        private final int[] widths;
        private final Activation hidden;
        private final Activation output;
        private final Initializer initializer; // null for those of the activations

        private Settings(
                String name,
                int[] widths,
                Activation hidden,
                Activation output,
                Initializer initializer) {
            this.name = name;
            this.widths = widths;
            this.hidden = hidden;
            this.output = output;
            this.initializer = initializer;
        }

        /**
         * A copy with a name.
         *
         * @param name the name, for messages, and for parameters as in "encoder.dense1.weight"
         * @return the copy
         * @throws IllegalArgumentException if the name is blank
         */
        public Settings name(String name) {
            Checks.name("mlp", name);
            return new Settings(name, widths, hidden, output, initializer);
        }

        /**
         * A copy with an activation after the hidden layers.
         *
         * @param hidden the activation
         * @return the copy
         */
        public Settings activation(Activation hidden) {
            Checks.present("mlp", "the hidden activation", hidden);
            return new Settings(name, widths, hidden, output, initializer);
        }

        /**
         * A copy with an activation of the output.
         *
         * @param output the activation
         * @return the copy
         */
        public Settings output(Activation output) {
            Checks.present("mlp", "the output activation", output);
            return new Settings(name, widths, hidden, output, initializer);
        }

        /**
         * A copy with an initializer of all weights, in place of what the {@linkplain
         * Activation#initializer() activation} after each layer asks for.
         *
         * @param initializer draws the weights
         * @return the copy
         */
        public Settings initializer(Initializer initializer) {
            Checks.present("mlp", "the initializer", initializer);
            return new Settings(name, widths, hidden, output, initializer);
        }

        /**
         * Draws the weights.
         *
         * @param random where chance comes from
         * @return a new perceptron
         */
        public Mlp build(RandomGenerator random) {
            return new Mlp(this, layers(random));
        }

        private List<Layer> layers(RandomGenerator random) {
            List<Layer> all = new ArrayList<>();
            for (int i = 1; i < widths.length; i++) {
                Activation after = i < widths.length - 1 ? hidden : output;
                all.add(
                        new Dense(
                                (name == null ? "" : name + ".") + "dense" + i,
                                widths[i - 1],
                                widths[i],
                                initializer == null ? after.initializer() : initializer,
                                random));
                all.add(after);
            }
            return all;
        }

        /**
         * The name, the widths and the activations.
         *
         * @return as "mlp [64, 32, 10], RELU, LINEAR"
         */
        @Override
        public String toString() {
            return Checks.text(
                    "%s %s, %s, %s", name == null ? "mlp" : name, widths, hidden, output);
        }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        return pass.within(this, () -> inOrder(x, pass));
    }

    /**
     * The number of inputs, the widths of the hidden layers, and the number of outputs.
     *
     * @return a new array of two numbers or more
     */
    public int[] widths() {
        return settings.widths.clone();
    }

    /**
     * The activation of the hidden layers.
     *
     * @return as given, also if there is no hidden layer
     */
    public Activation hidden() {
        return settings.hidden;
    }

    /**
     * The activation of the output.
     *
     * @return as given
     */
    public Activation output() {
        return settings.output;
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
