package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A group of columns of a {@link TableTransform} before it is fitted.
 *
 * @param learner how the transformation of what it puts out is learned, or null
 */
record ColumnGroup(
        Kind kind,
        List<String> columns,
        Missing missing,
        Unknown unknown,
        boolean indicated,
        Function<Tensor, Transform> learner) {
    /** The kind of the cells of a group. */
    enum Kind {
        NUMBERS,
        CATEGORIES,
        CODES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String BY_NAME = "name:";
    private static final String BY_INDEX = "index:";

    static ColumnGroup of(Kind kind, List<String> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    TableTransform.KIND + ": a group without columns; one or more expected");
        }
        return new ColumnGroup(kind, columns, Missing.REFUSE, Unknown.REFUSE, false, null);
    }

    ColumnGroup missing(Missing policy) {
        Checks.present(TableTransform.KIND, "the policy", policy);
        boolean numeric = policy == Missing.MEAN || policy == Missing.MEDIAN;
        if (kind == Kind.NUMBERS ? policy == Missing.OWN_CATEGORY : numeric) {
            throw Checks.illegal("%s: %s is not for %s", TableTransform.KIND, policy, kind);
        }
        return new ColumnGroup(kind, columns, policy, unknown, indicated, learner);
    }

    ColumnGroup unknown(Unknown policy) {
        Checks.present(TableTransform.KIND, "the policy", policy);
        if (kind != Kind.CATEGORIES && policy != Unknown.REFUSE) {
            throw Checks.illegal(
                    "%s: %s for unknown ones is for categories, not for %s",
                    TableTransform.KIND, policy, kind);
        }
        return new ColumnGroup(kind, columns, missing, policy, indicated, learner);
    }

    ColumnGroup indicators() {
        if (kind != Kind.NUMBERS) {
            throw Checks.illegal(
                    "%s: indicators are for numbers; OWN_CATEGORY is one for %s",
                    TableTransform.KIND, kind);
        }
        return new ColumnGroup(kind, columns, missing, unknown, true, learner);
    }

    ColumnGroup learner(Function<Tensor, Transform> first) {
        if (learner != null) {
            throw new IllegalStateException(
                    TableTransform.KIND
                            + ": this group has a transformation already; Pipeline.fit joins"
                            + " several");
        }
        Checks.present(TableTransform.KIND, "the learner", first);
        return new ColumnGroup(kind, columns, missing, unknown, indicated, first);
    }

    /** Columns called by name, marked as such: a name may look like a number. */
    static List<String> byName(String... names) {
        return Arrays.stream(names)
                .map(name -> BY_NAME + Checks.present(TableTransform.KIND, "the name", name))
                .toList();
    }

    static List<String> byIndex(int... indices) {
        return Arrays.stream(indices).mapToObj(index -> BY_INDEX + index).toList();
    }

    /** The number of a column in a table. */
    static int find(String column, Table table) {
        if (column.startsWith(BY_NAME)) {
            return table.column(shown(column));
        }
        int index = Integer.parseInt(shown(column));
        if (index < 0 || index >= table.columns()) {
            throw Checks.illegal(
                    "%s: there is no column %s in %s; it must lie in 0 .. %s",
                    TableTransform.KIND, index, table, table.columns() - 1);
        }
        return index;
    }

    static String shown(String column) {
        return column.substring(column.indexOf(':') + 1);
    }
}
