package org.cotangent.nn;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A fully connected layer, y = x W + b, with weights W of shape [inputs, outputs] and a bias b of
 * shape [outputs].
 *
 * <p>The input has shape [rows, inputs], or any shape whose last axis has extent {@code inputs};
 * that axis becomes {@code outputs}. The bias starts at 0. The parameters are called "name.weight"
 * and "name.bias".
 */
public final class Dense extends Block implements Layer {
    static final ModuleFormat<Dense> FORMAT =
            ModuleFormat.of(
                    "dense",
                    Dense.class,
                    (dense, state) -> state,
                    s -> new Dense(s.text("name"), s.tensor("weight"), s.has("bias")));

    private final Parameter weight;
    private final Parameter bias;

    /**
     * A layer called "dense".
     *
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1, or the initializer returns another
     *     number of values than inputs · outputs
     */
    public Dense(int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this("dense", inputs, outputs, initializer, random);
    }

    /**
     * A layer with a given name, for parameters and messages.
     *
     * @param name the name, as "dense1"
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a width is below 1, or the initializer
     *     returns another number of values than inputs · outputs
     */
    public Dense(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this(name, drawn(name, inputs, outputs, initializer, random), true);
    }

    private Dense(String name, Tensor weights, boolean biased) {
        super(name);
        this.weight = parameter("weight", LayerChecks.matrix(name, weights));
        this.bias = biased ? bias("bias", Tensor.zeros(weights.size(1))) : null;
    }

    /**
     * A layer without bias, y = x W.
     *
     * @param name the name, as "dense1"
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @return the layer
     * @throws IllegalArgumentException as the constructor does
     */
    public static Dense withoutBias(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        return new Dense(name, drawn(name, inputs, outputs, initializer, random), false);
    }

    private static Tensor drawn(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        Checks.name("dense", name);
        if (inputs < 1 || outputs < 1) {
            throw Checks.illegal(
                    "%s: %s inputs and %s outputs; both must be at least 1", name, inputs, outputs);
        }
        return Initializer.draw(name, initializer, inputs, outputs, outputs, random);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape […, inputs]
     * @return shape […, outputs]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> applied(x));
    }

    private Tensor applied(Tensor x) {
        Tensor w = weight.value();
        LayerChecks.lastAxis(name(), x, "weights", w, w.size(0));
        Tensor y = x.matmul(w);
        return bias == null ? y : y.add(bias.value());
    }

    /**
     * The number of features that come in.
     *
     * @return at least 1
     */
    public int inputs() {
        return weight.value().size(0);
    }

    /**
     * The number of features that go out.
     *
     * @return at least 1
     */
    public int outputs() {
        return weight.value().size(1);
    }

    /**
     * Whether the layer has a bias.
     *
     * @return false if this was made without
     */
    public boolean hasBias() {
        return bias != null;
    }

    /**
     * The weights, of shape [inputs, outputs].
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * The bias, of shape [outputs].
     *
     * @return the parameter
     * @throws IllegalStateException if this layer was made without bias
     */
    public Parameter bias() {
        if (bias == null) {
            throw new IllegalStateException(name() + ": made without bias");
        }
        return bias;
    }

    /**
     * The name and both widths.
     *
     * @return as "dense1 (64 to 32)"
     */
    @Override
    public String toString() {
        return name() + " (" + inputs() + " to " + outputs() + ")";
    }
}
