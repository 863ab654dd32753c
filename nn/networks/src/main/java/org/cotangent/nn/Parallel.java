package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Layers side by side, all applied to the same input, whose outputs are concatenated along the last
 * axis, or added.
 *
 * <pre>{@code
 * Layer twice = Layer.of(x -> x.mul(2));
 * Tensor x = Tensor.of(new double[][] {{1, 2}});
 * new Parallel(Parallel.Join.CONCATENATE, twice, Activation.LINEAR).apply(x);   // [[2, 4, 1, 2]]
 * new Parallel(Parallel.Join.SUM, twice, Activation.LINEAR).apply(x);           // [[3, 6]]
 * }</pre>
 */
public final class Parallel extends LayerBlock {
    static final ModuleFormat<Parallel> FORMAT =
            ModuleFormat.of(
                    "parallel",
                    Parallel.class,
                    (parallel, state) -> state.with("join", parallel.join),
                    (s, children) ->
                            new Parallel(
                                    s.text("name"),
                                    s.constant("join", Join.class),
                                    layers(children)));

    /** A way to join outputs. */
    public enum Join {
        /** After each other along the last axis; the other axes must agree. */
        CONCATENATE,
        /** Added; all shapes must be the same. */
        SUM
    }

    private final Join join;

    /**
     * Branches and how they are joined.
     *
     * @param join how
     * @param branches the layers, at least one, copied
     * @throws IllegalArgumentException if there is no branch, or two different parameters have the
     *     same name
     */
    public Parallel(Join join, Layer... branches) {
        this("parallel", join, List.of(branches));
    }

    /**
     * Branches and how they are joined, under a name.
     *
     * @param name the name, for messages and tables
     * @param join how
     * @param branches the layers, at least one, copied
     * @throws IllegalArgumentException if the name is blank, there is no branch, or two different
     *     parameters have the same name
     */
    public Parallel(String name, Join join, List<? extends Layer> branches) {
        super(name, branches);
        this.join = Checks.present(name, "the join", join);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ": there are no branches; there must be at least one");
        }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        Tensor[] outputs = new Tensor[layers().size()];
        return pass.within(
                this,
                () -> {
                    Arrays.setAll(outputs, i -> pass.through(layers().get(i), i, x));
                    return joined(outputs);
                });
    }

    private Tensor joined(Tensor[] outputs) {
        check(outputs);
        if (join == Join.CONCATENATE) {
            return Tensor.concat(outputs[0].rank() - 1, outputs);
        }
        Tensor sum = outputs[0];
        for (int i = 1; i < outputs.length; i++) {
            sum = sum.add(outputs[i]);
        }
        return sum;
    }

    private void check(Tensor[] outputs) {
        int[] first = fixed(outputs[0]);
        boolean alike = join == Join.SUM || outputs[0].rank() > 0;
        for (Tensor output : outputs) {
            alike &= Arrays.equals(first, fixed(output)) && output.rank() == outputs[0].rank();
        }
        if (!alike) {
            throw Checks.illegal(
                    "%s: the outputs of the branches have shapes %s; they must be the same %s",
                    name(),
                    Arrays.stream(outputs)
                            .map(output -> Arrays.toString(output.shape()))
                            .collect(Collectors.joining(", ")),
                    join == Join.SUM
                            ? "to be added"
                            : "but for the last axis, along which they are joined");
        }
    }

    /** The extents that all outputs must share. */
    private int[] fixed(Tensor output) {
        int[] shape = output.shape();
        return join == Join.SUM ? shape : Arrays.copyOf(shape, Math.max(0, shape.length - 1));
    }

    /**
     * How the outputs become one.
     *
     * @return as given
     */
    public Join join() {
        return join;
    }
}
