package org.cotangent.nn.tables;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A fully connected layer of {@linkplain SparseRows sparse rows}, y = x W + b, in which zeros take
 * no work; what {@link org.cotangent.nn.Dense} computes of the same rows in full.
 *
 * <p>The parameters are called "name.weight", of shape [inputs, outputs], and "name.bias". The bias
 * starts at 0. Gradients have the shape of the weights, zeros and all.
 */
public final class SparseDense extends Block {
    static final ModuleFormat<SparseDense> FORMAT =
            ModuleFormat.of(
                    "sparseDense",
                    SparseDense.class,
                    (layer, state) -> state,
                    s -> new SparseDense(s.text("name"), s.tensor("weight")));

    private final Parameter weight;
    private final Parameter bias;

    /**
     * A layer with a given name.
     *
     * @param name the name, for parameters and messages
     * @param inputs how many columns come in, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank or a width is below 1
     */
    public SparseDense(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        this(
                name,
                Initializer.draw(
                        Checks.name("sparse dense", name),
                        initializer,
                        Checks.atLeast(name, "inputs", 1, inputs),
                        Checks.atLeast(name, "outputs", 1, outputs),
                        outputs,
                        random));
    }

    private SparseDense(String name, Tensor weights) {
        super(name);
        weight = parameter("weight", LayerChecks.matrix(name, weights));
        bias = bias("bias", Tensor.zeros(weights.size(1)));
    }

    /**
     * The outputs for rows.
     *
     * @param x the rows
     * @param pass the pass
     * @return shape [rows, outputs]
     * @throws IllegalArgumentException if there are other columns than inputs
     */
    public Tensor forward(SparseRows x, Pass pass) {
        Tensor w = weight.value();
        if (Checks.present(name(), "the input", x).columns() != w.size(0)) {
            throw Checks.illegal(
                    "%s: rows of %s columns and weights %s; there must be a column for each of the"
                            + " inputs",
                    name(), x.columns(), w.shape());
        }
        return pass.within(this, () -> x.product(weight.value()).add(bias.value()));
    }

    /**
     * The outputs for rows, in evaluation.
     *
     * @param x the rows
     * @return shape [rows, outputs]
     * @throws IllegalArgumentException if there are other columns than inputs
     */
    public Tensor apply(SparseRows x) {
        return forward(x, Pass.evaluation());
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
     */
    public Parameter bias() {
        return bias;
    }

    /**
     * The name and the widths.
     *
     * @return as "words (5000 to 16)"
     */
    @Override
    public String toString() {
        Tensor w = weight.value();
        return name() + " (sparse " + w.size(0) + " to " + w.size(1) + ")";
    }
}
