package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A transformation of tables of texts to matrices, learned from the training part of a table:
 * groups of columns, called by name or number, that hold numbers or categories, each with an answer
 * to missing cells and to categories that it does not know. Columns in no group are left out.
 * Immutable.
 *
 * <pre>{@code
 * String[][] cells = {{"3", "red", null}, {"5", "blue", "x"}, {null, "red", "x"}};
 * Table train = Table.of(List.of("width", "color", "root"), cells);
 * TableTransform prepare =
 *         TableTransform.of()
 *                 .numbers("width").missing(Missing.MEAN)
 *                 .categories("color").unknown(Unknown.ZEROS)
 *                 .categories("root").missing(Missing.OWN_CATEGORY)
 *                 .fit(train);
 * prepare.names();              // [width, color=blue, color=red, root=x, root missing]
 * prepare.apply(train);
 * // [[3, 0, 1, 0, 1], [5, 1, 0, 1, 0], [4, 0, 1, 1, 0]]
 * }</pre>
 *
 * <p>To save it with a model: {@link #state()}, and {@link #of(State)}.
 */
public final class TableTransform {
    static final String KIND = "table-transform";

    private final List<FittedColumns> groups;

    private TableTransform(List<FittedColumns> groups) {
        this.groups = List.copyOf(groups);
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
     * The groups of columns of a {@link TableTransform} that is not fitted yet. Immutable: {@link
     * #numbers}, {@link #categories} and {@link #codes} return a copy with a group more, the other
     * methods one that says more about the last group.
     */
    @CheckReturnValue
    public static final class Groups {
        private final List<ColumnGroup> groups;

        private Groups(List<ColumnGroup> groups) {
            this.groups = groups;
        }

        /**
         * A copy with columns of numbers: one column each. Missing ones are refused by default.
         *
         * @param names their names, at least one
         * @return other groups
         * @throws IllegalArgumentException if none is given
         */
        public Groups numbers(String... names) {
            return open(ColumnGroup.Kind.NUMBERS, ColumnGroup.byName(names));
        }

        /**
         * A copy with columns of numbers, as {@link #numbers(String...)}.
         *
         * @param indices which columns, from 0, at least one
         * @return other groups
         * @throws IllegalArgumentException if none is given
         */
        public Groups numbers(int... indices) {
            return open(ColumnGroup.Kind.NUMBERS, ColumnGroup.byIndex(indices));
        }

        /**
         * A copy with columns of categories: for each as many columns as there are different texts
         * in the training data, in the order of their characters, with 1 for the one that it is and
         * 0 for the others. An empty cell that was not declared missing is a category, too. Missing
         * and unknown ones are refused by default.
         *
         * @param names their names, at least one
         * @return other groups
         * @throws IllegalArgumentException if none is given
         */
        public Groups categories(String... names) {
            return open(ColumnGroup.Kind.CATEGORIES, ColumnGroup.byName(names));
        }

        /**
         * A copy with columns of categories, as {@link #categories(String...)}.
         *
         * @param indices which columns, from 0, at least one
         * @return other groups
         * @throws IllegalArgumentException if none is given
         */
        public Groups categories(int... indices) {
            return open(ColumnGroup.Kind.CATEGORIES, ColumnGroup.byIndex(indices));
        }

        /**
         * A copy with columns of categories as their numbers from 0, one column each: for an
         * embedding.
         *
         * @param names their names, at least one
         * @return other groups
         * @throws IllegalArgumentException if none is given
         */
        public Groups codes(String... names) {
            return open(ColumnGroup.Kind.CODES, ColumnGroup.byName(names));
        }

        /**
         * A copy with columns of categories as their numbers, as {@link #codes(String...)}.
         *
         * @param indices which columns, from 0, at least one
         * @return other groups
         * @throws IllegalArgumentException if none is given
         */
        public Groups codes(int... indices) {
            return open(ColumnGroup.Kind.CODES, ColumnGroup.byIndex(indices));
        }

        private Groups open(ColumnGroup.Kind kind, List<String> columns) {
            List<ColumnGroup> all = new ArrayList<>(groups);
            all.add(ColumnGroup.of(kind, columns));
            return new Groups(all);
        }

        /** A copy with another last group. */
        private Groups last(UnaryOperator<ColumnGroup> change) {
            if (groups.isEmpty()) {
                throw new IllegalStateException(
                        KIND + ": no group yet; call numbers, categories or codes first");
            }
            List<ColumnGroup> all = new ArrayList<>(groups);
            all.add(change.apply(all.remove(all.size() - 1)));
            return new Groups(all);
        }

        /**
         * A copy with another policy for missing cells of the last group.
         *
         * @param policy for numbers all but {@link Missing#OWN_CATEGORY}, for categories all but
         *     mean and median
         * @return other groups
         * @throws IllegalArgumentException if the policy is not for this kind of columns
         * @throws IllegalStateException if there is no group yet
         */
        public Groups missing(Missing policy) {
            return last(group -> group.missing(policy));
        }

        /**
         * A copy in which the last group, of numbers, has a column more for each that has gaps in
         * the training data: 1 where its cell is missing, 0 elsewhere. They stand behind the
         * numbers of the group.
         *
         * @return other groups
         * @throws IllegalArgumentException if the last group is not one of numbers
         * @throws IllegalStateException if there is no group yet
         */
        public Groups indicated() {
            return last(ColumnGroup::indicators);
        }

        /**
         * A copy with another policy for categories of the last group that are not in the training
         * data.
         *
         * @param policy the policy for them
         * @return other groups
         * @throws IllegalArgumentException if the last group is one of numbers, or zeros are wanted
         *     for codes, where 0 is a category
         * @throws IllegalStateException if there is no group yet
         */
        public Groups unknown(Unknown policy) {
            return last(group -> group.unknown(policy));
        }

        /**
         * A copy that transforms the columns that the last group puts out, with their gaps filled.
         *
         * @param learner how the transformation is learned, as {@code Standardizer::fit}
         * @return other groups
         * @throws IllegalStateException if there is no group yet, or the last one has a
         *     transformation
         */
        public Groups with(Function<Tensor, Transform> learner) {
            return last(group -> group.learner(learner));
        }

        /**
         * Learns from a table.
         *
         * @param train the training part
         * @return the transformation
         * @throws IllegalArgumentException if there are no groups, there is no such column, a cell
         *     is missing that must not be, or none of a column is there
         */
        public TableTransform fit(Table train) {
            Objects.requireNonNull(train, KIND + ": the table is null");
            if (groups.isEmpty()) {
                throw Checks.illegal("%s: no groups of columns; one or more expected", KIND);
            }
            return new TableTransform(
                    groups.stream().map(group -> FittedColumns.fit(group, train)).toList());
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
    public static TableTransform of(State state) {
        List<FittedColumns> groups =
                state.require(KIND).children("groups").stream().map(FittedColumns::of).toList();
        if (groups.isEmpty()) {
            throw state.wrong("groups", "one or more");
        }
        return new TableTransform(groups);
    }

    /**
     * Transforms a table.
     *
     * @param table with the columns of the groups; others, and their order, do not matter where
     *     columns are called by name
     * @return a constant of shape [rows, {@link #outputs()}]
     * @throws IllegalArgumentException if there is no such column, a cell is not a number where one
     *     is expected, or it is missing or unknown and that is to be refused: its place is named
     */
    public Tensor apply(Table table) {
        return Tensor.concat(
                1, groups.stream().map(group -> group.apply(table)).toArray(Tensor[]::new));
    }

    /**
     * How many columns come out.
     *
     * @return at least 1
     */
    public int outputs() {
        return groups.stream().mapToInt(FittedColumns::outputs).sum();
    }

    /**
     * The names of the resulting columns: as the column of numbers or codes, "column=text" for a
     * category, "column missing" where that has a column of its own. Columns that a transformation
     * made out of others are called by its kind, as "pca 0".
     *
     * @return an unmodifiable list of {@link #outputs()} names
     */
    public List<String> names() {
        return groups.stream().flatMap(group -> group.names().stream()).toList();
    }

    /**
     * The fitted state, to be saved.
     *
     * @return a state that {@link #of(State)} takes
     */
    public State state() {
        return new State(KIND).with("groups", groups.stream().map(FittedColumns::state).toList());
    }

    /**
     * The groups.
     *
     * @return as "numbers [width]; categories [color, root]"
     */
    @Override
    public String toString() {
        return groups.stream().map(String::valueOf).collect(Collectors.joining("; "));
    }
}
