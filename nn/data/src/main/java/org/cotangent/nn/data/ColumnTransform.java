package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A transformation that treats groups of columns of a matrix each in its own way, and puts the
 * results side by side in the order of the groups. Columns in no group are left out. Immutable.
 *
 * <pre>{@code
 * Tensor train = Tensor.of(new double[][] {{1, 20, 0}, {3, 40, 2}});
 * ColumnTransform prepare =
 *         ColumnTransform.of()
 *                 .columns(Standardizer::fit, 0, 1)
 *                 .columns(OneHot::fit, 2)
 *                 .fit(train);
 * prepare.apply(train);   // [[-1, -1, 1, 0], [1, 1, 0, 1]]
 * }</pre>
 *
 * <p>For tables of texts see {@link TableTransform}.
 */
public final class ColumnTransform implements Transform {
    static final String KIND = "column-transform";

    private final int inputs;
    private final List<Group> groups;

    private ColumnTransform(int inputs, List<Group> groups) {
        this.inputs = inputs;
        this.groups = List.copyOf(groups);
    }

    private record Group(int[] columns, Transform transform) {
        Tensor apply(Tensor x) {
            return transform.apply(x.indexSelect(1, columns));
        }

        State state() {
            return new State("columns")
                    .with("columns", columns)
                    .with("transform", transform.state());
        }

        @Override
        public String toString() {
            return "columns " + Arrays.toString(columns) + ": " + transform;
        }
    }

    /**
     * Which columns to treat how, before it is learned.
     *
     * @return no columns yet
     */
    public static Groups of() {
        return new Groups(List.of());
    }

    /**
     * The groups of columns of a {@link ColumnTransform} that is not fitted yet. Immutable: a group
     * more is a copy.
     */
    @CheckReturnValue
    public static final class Groups {
        private final List<Function<Tensor, Group>> groups;

        private Groups(List<Function<Tensor, Group>> groups) {
            this.groups = groups;
        }

        /**
         * A copy with columns that are transformed together.
         *
         * @param learner how the transformation is learned from them, as {@code Standardizer::fit}
         * @param indices which columns, from 0, at least one
         * @return other groups
         * @throws IllegalArgumentException if no column is given
         */
        public Groups columns(Function<Tensor, Transform> learner, int... indices) {
            if (indices.length == 0) {
                throw Checks.illegal("%s: a group without columns; one or more expected", KIND);
            }
            Checks.present(KIND, "the learner", learner);
            int[] columns = indices.clone();
            List<Function<Tensor, Group>> all = new ArrayList<>(groups);
            all.add(
                    data -> {
                        checkColumns(columns, data.size(1));
                        return new Group(columns, learner.apply(data.indexSelect(1, columns)));
                    });
            return new Groups(all);
        }

        /**
         * A copy with columns that are taken over as they are.
         *
         * @param indices which columns, from 0, at least one
         * @return other groups
         * @throws IllegalArgumentException if no column is given
         */
        public Groups keep(int... indices) {
            return columns(x -> unchanged(x.size(1)), indices);
        }

        /**
         * Learns all transformations.
         *
         * @param data shape [rows, columns], at least one row
         * @return the transformation
         * @throws IllegalArgumentException if there are no groups, there is no such column, or a
         *     transformation cannot be learned
         */
        public ColumnTransform fit(Tensor data) {
            MatrixChecks.learnable(KIND, data);
            if (groups.isEmpty()) {
                throw Checks.illegal("%s: no groups of columns; one or more expected", KIND);
            }
            return new ColumnTransform(
                    data.size(1), groups.stream().map(group -> group.apply(data)).toList());
        }
    }

    /** The identity: what is less 0 and divided by 1 keeps its bits. */
    private static Transform unchanged(int columns) {
        return Standardizer.centering(Tensor.zeros(1, columns));
    }

    private static void checkColumns(int[] columns, int inputs) {
        for (int c : columns) {
            if (c < 0 || c >= inputs) {
                throw Checks.illegal(
                        "%s: there is no column %s; it must lie in 0 .. %s", KIND, c, inputs - 1);
            }
        }
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static ColumnTransform of(State state) {
        int inputs = state.require(KIND).count("inputs");
        List<Group> groups = new ArrayList<>();
        for (State group : state.children("groups")) {
            int[] columns = group.integers("columns");
            Transform transform = Transforms.of(group.child("transform"));
            if (transform.inputs() != columns.length) {
                throw group.wrong("columns", transform.inputs() + " columns for " + transform);
            }
            checkColumns(columns, inputs);
            groups.add(new Group(columns, transform));
        }
        if (groups.isEmpty()) {
            throw state.wrong("groups", "one or more");
        }
        return new ColumnTransform(inputs, groups);
    }

    @Override
    public Tensor apply(Tensor x) {
        MatrixChecks.fitting(KIND, x, inputs);
        return Tensor.concat(
                1, groups.stream().map(group -> group.apply(x)).toArray(Tensor[]::new));
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException also if a column is in no group, or a group has no way
     *     back
     */
    @Override
    public Tensor inverse(Tensor y) {
        MatrixChecks.fitting(KIND, y, outputs());
        Tensor[] found = new Tensor[inputs];
        int from = 0;
        for (Group group : groups) {
            int to = from + group.transform.outputs();
            Tensor x = group.transform.inverse(y.slice(1, from, to));
            from = to;
            for (int i = 0; i < group.columns.length; i++) {
                found[group.columns[i]] = x.slice(1, i, i + 1);
            }
        }
        for (int c = 0; c < inputs; c++) {
            if (found[c] == null) {
                throw new UnsupportedOperationException(
                        KIND + ": column " + c + " was left out, there is no way back to it");
            }
        }
        return Tensor.concat(1, found);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return groups.stream().mapToInt(group -> group.transform.outputs()).sum();
    }

    @Override
    public State state() {
        return new State(KIND)
                .with("inputs", inputs)
                .with("groups", groups.stream().map(Group::state).toList());
    }

    /**
     * The groups of columns and their transforms.
     *
     * @return as "columns [0, 1]: standardizer of 2 columns; columns [2]: one-hot (1 to 2)"
     */
    @Override
    public String toString() {
        return groups.stream().map(String::valueOf).collect(Collectors.joining("; "));
    }
}
