package org.cotangent.nn.tables;

import java.util.random.RandomGenerator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The layer of cosines: output j is the cosine of the angle between the input and column j of the
 * weights, from -1 to 1, whatever their lengths; 0 for an input of length 0.
 *
 * <pre>{@code
 * Tensor columns = Tensor.of(new double[][] {{1, 0}, {0, -2}});
 * new Cosine("cosine", columns).apply(Tensor.vector(3, 4));   // [0.6, -0.8]
 * }</pre>
 *
 * <p>The parameter is called "name.weight", of shape [inputs, outputs]: a column for each output.
 * The input has shape [..., inputs].
 */
public final class Cosine extends Block implements Layer {
    static final ModuleFormat<Cosine> FORMAT =
            ModuleFormat.of(
                    "cosine",
                    Cosine.class,
                    (layer, state) -> state,
                    s -> new Cosine(s.text("name"), s.tensor("weight")));

    /** The length that shorter vectors count as having. */
    private static final double LEAST = 1e-8;

    private final Parameter weight;

    /**
     * A layer called "cosine".
     *
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1
     */
    public Cosine(int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this("cosine", inputs, outputs, initializer, random);
    }

    /**
     * A layer with a given name.
     *
     * @param name the name, for the parameter and messages
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank or a width is below 1
     */
    public Cosine(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this(
                name,
                Initializer.draw(
                        Checks.name("cosine", name),
                        initializer,
                        Checks.atLeast(name, "inputs", 1, inputs),
                        Checks.atLeast(name, "outputs", 1, outputs),
                        outputs,
                        random));
    }

    /**
     * A layer with given first weights.
     *
     * @param name the name, for the parameter and messages
     * @param weights the weights, shape [inputs, outputs]
     * @throws IllegalArgumentException if the name is blank or the weights are no matrix with rows
     *     and columns
     */
    public Cosine(String name, Tensor weights) {
        super(name);
        weight = parameter("weight", LayerChecks.matrix(name, weights));
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [..., inputs]
     * @return shape [..., outputs]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> applied(x));
    }

    private Tensor applied(Tensor x) {
        Tensor w = weight.value();
        LayerChecks.lastAxis(name(), x, "weights", w, w.size(0));
        return unit(x, -1).matmul(unit(w, 0));
    }

    /** Vectors of length 1 along an axis; of length 0 if they were, and then with gradients. */
    private static Tensor unit(Tensor x, int axis) {
        return x.div(x.norm(Axes.keep(axis)).max(LEAST));
    }

    /**
     * The weights, a column for each output.
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * The name and the widths.
     *
     * @return as "cosine (4 to 3)"
     */
    @Override
    public String toString() {
        Tensor w = weight.value();
        return name() + " (" + w.size(0) + " to " + w.size(1) + ")";
    }
}
