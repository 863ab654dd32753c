package org.cotangent.nn.sequences;

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
 * A table of learned vectors, one for each position, which are added to the steps of the input. The
 * parameter is called "name.weight", of shape [positions, width].
 *
 * <p>J. Gehring and others, "Convolutional sequence to sequence learning", 2017.
 */
public final class PositionalEmbedding extends Block implements Layer {
    static final ModuleFormat<PositionalEmbedding> FORMAT =
            ModuleFormat.of(
                    "positionalEmbedding",
                    PositionalEmbedding.class,
                    (embedding, state) -> state,
                    s -> new PositionalEmbedding(s.text("name"), s.tensor("weight")));

    private final Parameter weight;

    /**
     * A table called "positions".
     *
     * @param positions the most steps of an input, at least 1
     * @param width the number of features, at least 1
     * @param initializer draws the table, with the positions as inputs and the width as outputs
     * @param random where chance comes from
     * @throws IllegalArgumentException if a number is below 1, or the initializer returns another
     *     number of values than positions · width
     */
    public PositionalEmbedding(
            int positions, int width, Initializer initializer, RandomGenerator random) {
        this("positions", positions, width, initializer, random);
    }

    /**
     * A table under a name.
     *
     * @param name the name, for the parameter and messages
     * @param positions the most steps of an input, at least 1
     * @param width the number of features, at least 1
     * @param initializer draws the table, with the positions as inputs and the width as outputs
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a number is below 1, or the
     *     initializer returns another number of values than positions · width
     */
    public PositionalEmbedding(
            String name,
            int positions,
            int width,
            Initializer initializer,
            RandomGenerator random) {
        this(name, drawn(name, positions, width, initializer, random));
    }

    private PositionalEmbedding(String name, Tensor table) {
        super(name);
        weight = parameter("weight", LayerChecks.matrix(name, table));
    }

    private static Tensor drawn(
            String name,
            int positions,
            int width,
            Initializer initializer,
            RandomGenerator random) {
        Checks.name("positionalEmbedding", name);
        Checks.atLeast(name, "number of positions", 1, positions);
        Checks.atLeast(name, "width", 1, width);
        return Initializer.draw(name, initializer, positions, width, width, random);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape […, steps, width], with no more steps than there are positions
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> added(x));
    }

    private Tensor added(Tensor x) {
        requireSteps(name(), x);
        Tensor table = weight.value();
        int steps = x.size(-2);
        if (x.size(-1) != table.size(1) || steps > table.size(0)) {
            throw Checks.illegal(
                    "%s: the input has shape %s and the table %s; the input must be [..., steps,"
                            + " %s] with at most %s steps",
                    name(), x.shape(), table.shape(), table.size(1), table.size(0));
        }
        return x.add(steps == table.size(0) ? table : table.slice(0, 0, steps));
    }

    static void requireSteps(String name, Tensor x) {
        if (Checks.present(name, "the input", x).rank() < 2) {
            throw Checks.illegal(
                    "%s: the input has shape %s; it must be [..., steps, width]", name, x.shape());
        }
    }

    /**
     * The table, of shape [positions, width].
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * The name and both extents of the table.
     *
     * @return as "positions (positionalEmbedding 100 by 16)"
     */
    @Override
    public String toString() {
        Tensor table = weight.value();
        return Checks.text(
                "%s (positionalEmbedding %s by %s)", name(), table.size(0), table.size(1));
    }
}
