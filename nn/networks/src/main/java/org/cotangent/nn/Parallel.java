package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Layers side by side, all applied to the same input, whose outputs are {@linkplain Join joined}:
 * concatenated along the last axis, added, multiplied.
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

    /** A way to join tensors. */
    public enum Join {
        /** After each other along the last axis; the other axes must agree. */
        CONCATENATE("joined", null),
        /** Added; all shapes must be the same, here and below. */
        SUM("added", Tensor::add),
        /** Multiplied element by element. */
        PRODUCT("multiplied", Tensor::mul),
        /** The first less all others. */
        DIFFERENCE("subtracted", Tensor::sub),
        /** The first divided by all others. */
        QUOTIENT("divided", Tensor::div),
        /** The greatest element by element. */
        MAXIMUM("compared", Tensor::max),
        /** The least element by element. */
        MINIMUM("compared", Tensor::min);

        private final String verb;
        private final BinaryOperator<Tensor> operation;

        Join(String verb, BinaryOperator<Tensor> operation) {
            this.verb = verb;
            this.operation = operation;
        }

        /**
         * Joins tensors to one.
         *
         * @param owner whose they are, for messages, as "wide and deep"
         * @param parts one or more
         * @return the tensor; the part itself if there is only one
         * @throws IllegalArgumentException if there is none, or the shapes do not fit
         */
        public Tensor of(String owner, Tensor... parts) {
            if (parts.length == 0) {
                throw Checks.illegal("%s: there is nothing to be %s", owner, verb);
            }
            check(owner, parts);
            return this == CONCATENATE
                    ? Tensor.concat(parts[0].rank() - 1, parts)
                    : Arrays.stream(parts).reduce(operation).get();
        }

        private void check(String owner, Tensor... parts) {
            int[] first = fixed(parts[0]);
            boolean alike = this != CONCATENATE || parts[0].rank() > 0;
            for (Tensor part : parts) {
                alike &= Arrays.equals(first, fixed(part)) && part.rank() == parts[0].rank();
            }
            if (!alike) {
                throw Checks.illegal(
                        "%s: the outputs of the branches have shapes %s; they must be the same %s",
                        owner,
                        Arrays.stream(parts)
                                .map(output -> Arrays.toString(output.shape()))
                                .collect(Collectors.joining(", ")),
                        this == CONCATENATE
                                ? "but for the last axis, along which they are joined"
                                : "to be " + verb);
            }
        }

        /** The extents that all must share. */
        private int[] fixed(Tensor part) {
            int[] shape = part.shape();
            int last = Math.max(0, shape.length - 1);
            return this == CONCATENATE ? Arrays.copyOf(shape, last) : shape;
        }
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
                    return join.of(name(), outputs);
                });
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
