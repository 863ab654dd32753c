package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** A group of columns of a {@link TableTransform} before it is fitted. */
final class ColumnGroup {
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

    final Kind kind;
    final List<String> columns;
    Missing missing = Missing.REFUSE;
    Unknown unknown = Unknown.REFUSE;
    boolean indicated;
    Function<Tensor, Transform> learner;

    ColumnGroup(Kind kind, List<String> columns) {
        this.kind = kind;
        this.columns = columns;
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    TableTransform.KIND + ": a group without columns; one or more expected");
        }
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
