package org.cotangent.nn.tables;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The layer that cuts the last axis of its input into parts and gives each to a layer of its own,
 * as symbols to an embedding and numbers to a dense layer.
 *
 * <pre>{@code
 * Layer wide =
 *         new Columns(
 *                 new Branches(Parallel.Join.CONCATENATE, Activation.RELU, Activation.LINEAR), 2, 1);
 * wide.apply(Tensor.of(new double[][] {{-1, 2, -3}}));   // [[0, 2, -3]]
 * }</pre>
 */
public final class Columns extends Block implements Layer {
    static final ModuleFormat<Columns> FORMAT =
            ModuleFormat.of(
                    "columns",
                    Columns.class,
                    (columns, state) -> state.with("widths", columns.widths),
                    (s, children) ->
                            new Columns(
                                    s.text("name"),
                                    (Branches) children.get(0),
                                    s.integers("widths")));

    private final Branches branches;
    private final int[] widths;

    /**
     * A layer called "columns".
     *
     * @param branches a layer for each part
     * @param widths the extent of each part, at least 1
     * @throws IllegalArgumentException if there is not a width for each layer or one is below 1
     */
    public Columns(Branches branches, int... widths) {
        this("columns", branches, widths);
    }

    /**
     * A layer with a given name.
     *
     * @param name the name, for messages and tables
     * @param branches a layer for each part
     * @param widths the extent of each part, at least 1
     * @throws IllegalArgumentException if the name is blank, there is not a width for each layer or
     *     one is below 1
     */
    public Columns(String name, Branches branches, int... widths) {
        super(name);
        this.branches = child(Checks.present(name, "the branches", branches));
        this.widths = Checks.present(name, "the widths", widths).clone();
        if (widths.length != branches.layers().size()) {
            throw Checks.illegal(
                    "%s: widths %s for %s layers; there must be one for each",
                    name, widths, branches.layers().size());
        }
        for (int width : widths) {
            Checks.atLeast(name, "width", 1, width);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [..., columns], where the columns are the sum of the widths
     * @return as the branches join their outputs
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        int extent = LayerChecks.axis(name(), x, -1);
        if (extent != Arrays.stream(widths).sum()) {
            throw Checks.illegal(
                    "%s: the input has shape %s; its last axis must have the extent of the widths"
                            + " %s together",
                    name(), x.shape(), widths);
        }
        List<Tensor> parts = x.split(-1, widths);
        return pass.within(this, () -> branches.forward(parts, pass));
    }

    /**
     * The layers of the parts.
     *
     * @return as given
     */
    public Branches branches() {
        return branches;
    }

    /**
     * The extents of the parts.
     *
     * @return a copy
     */
    public int[] widths() {
        return widths.clone();
    }
}
