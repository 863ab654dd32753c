package org.cotangent.nn.tables;

import java.util.random.RandomGenerator;
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
 * The layer of distances: output j is the Euclidean distance of the input from column j of the
 * weights, a center. Behind it, {@code exp(-d²)} makes units of radial basis functions. At distance
 * 0 the derivative counts as 0.
 *
 * <pre>{@code
 * Tensor centers = Tensor.of(new double[][] {{0, 3}, {0, 5}});
 * new Euclidean("centers", centers).apply(Tensor.vector(3, 4));   // [5, 1]
 * }</pre>
 *
 * <p>The differences are formed one by one, which takes rows times inputs times outputs numbers,
 * and not by the sum of squares, which cancels near a center.
 *
 * <p>The parameter is called "name.weight", of shape [inputs, outputs]: a column for each output.
 * The input has shape [..., inputs].
 */
public final class Euclidean extends Block implements Layer {
    static final ModuleFormat<Euclidean> FORMAT =
            ModuleFormat.of(
                    "euclidean",
                    Euclidean.class,
                    (layer, state) -> state,
                    s -> new Euclidean(s.text("name"), s.tensor("weight")));

    private final Parameter weight;

    /**
     * A layer called "euclidean".
     *
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1
     */
    public Euclidean(int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this("euclidean", inputs, outputs, initializer, random);
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
    public Euclidean(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this(
                name,
                Initializer.draw(
                        Checks.name("euclidean", name),
                        initializer,
                        Checks.atLeast(name, "inputs", 1, inputs),
                        Checks.atLeast(name, "outputs", 1, outputs),
                        outputs,
                        random));
    }

    /**
     * A layer with given first weights: the centers, as samples of the data.
     *
     * @param name the name, for the parameter and messages
     * @param weights the weights, shape [inputs, outputs]
     * @throws IllegalArgumentException if the name is blank or the weights are no matrix with rows
     *     and columns
     */
    public Euclidean(String name, Tensor weights) {
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
        return x.unsqueeze(-1).sub(w).norm(-2);
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
     * @return as "euclidean (4 to 3)"
     */
    @Override
    public String toString() {
        Tensor w = weight.value();
        return name() + " (" + w.size(0) + " to " + w.size(1) + ")";
    }
}
