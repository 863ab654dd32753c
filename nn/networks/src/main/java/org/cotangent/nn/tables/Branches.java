package org.cotangent.nn.tables;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Parallel;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * Layers for several inputs, one each, whose outputs are joined: concatenated, added, multiplied,
 * subtracted, divided, the greatest or the least. {@link Activation#LINEAR} passes an input on as
 * it is. Where all layers get the same input, take {@link Parallel}.
 *
 * <pre>{@code
 * Branches gated = new Branches(Parallel.Join.PRODUCT, Activation.LINEAR, Activation.SIGMOID);
 * gated.apply(Tensor.vector(3, 5), Tensor.vector(0, 0));   // [1.5, 2.5]
 * }</pre>
 *
 * <p>{@link Columns} makes it a layer, of the columns of one tensor.
 */
public final class Branches extends Block {
    static final ModuleFormat<Branches> FORMAT =
            ModuleFormat.of(
                    "branches",
                    Branches.class,
                    (branches, state) -> state.with("join", branches.join),
                    (s, children) ->
                            new Branches(
                                    s.text("name"),
                                    s.constant("join", Parallel.Join.class),
                                    children.stream().map(Layer.class::cast).toList()));

    private final Parallel.Join join;
    private final List<Layer> layers;

    /**
     * Layers and how their outputs are joined.
     *
     * @param join how
     * @param layers one for each input, at least one, copied
     * @throws IllegalArgumentException if there is no layer, or two different parameters have the
     *     same name
     */
    public Branches(Parallel.Join join, Layer... layers) {
        this("branches", join, List.of(layers));
    }

    /**
     * Layers and how their outputs are joined, under a name.
     *
     * @param name the name, for messages and tables
     * @param join how
     * @param layers one for each input, at least one, copied
     * @throws IllegalArgumentException if the name is blank, there is no layer, or two different
     *     parameters have the same name
     */
    public Branches(String name, Parallel.Join join, List<? extends Layer> layers) {
        super(name);
        this.join = Checks.present(name, "the join", join);
        this.layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw Checks.illegal("%s: there are no layers; there must be at least one", name);
        }
        this.layers.forEach(this::child);
    }

    /**
     * The outputs joined.
     *
     * @param inputs an input for each layer, one sample a row
     * @param pass the pass
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if there is another number of inputs than of layers, or
     *     shapes do not fit
     */
    public Tensor forward(List<Tensor> inputs, Pass pass) {
        return pass.within(
                this, () -> join.of(name(), outputs(inputs, pass).toArray(Tensor[]::new)));
    }

    /**
     * The outputs joined, in evaluation.
     *
     * @param inputs an input for each layer, one sample a row
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException as {@link #forward}
     */
    public Tensor apply(Tensor... inputs) {
        return forward(Arrays.asList(inputs), Pass.evaluation());
    }

    /**
     * The outputs as they are.
     *
     * @param inputs an input for each layer, one sample a row
     * @param pass the pass
     * @return the output of each layer
     * @throws IllegalArgumentException if there is another number of inputs than of layers
     */
    public List<Tensor> outputs(List<Tensor> inputs, Pass pass) {
        Checks.present(name(), "the inputs", inputs);
        if (inputs.size() != layers.size()) {
            throw Checks.illegal(
                    "%s: %s inputs for %s layers; there must be one for each",
                    name(), inputs.size(), layers.size());
        }
        return pass.within(
                this,
                () -> {
                    Tensor[] all = new Tensor[layers.size()];
                    Arrays.setAll(
                            all,
                            i ->
                                    layers.get(i)
                                            .forward(
                                                    Checks.present(
                                                            name(), "input " + i, inputs.get(i)),
                                                    pass));
                    return List.of(all);
                });
    }

    /**
     * The layers.
     *
     * @return an unmodifiable list
     */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * How the outputs become one.
     *
     * @return as given
     */
    public Parallel.Join join() {
        return join;
    }
}
