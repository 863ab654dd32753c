package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A fitted group of columns of a {@link TableTransform}: cells become numbers, texts codes; an
 * imputer fills the gaps; categories become columns of their own, and a transform may follow.
 *
 * @param labels for categories and codes, the known values of each column
 * @param then the transform applied to the result, or null
 */
record FittedColumns(
        ColumnGroup.Kind kind,
        List<String> columns,
        Missing missing,
        Unknown unknown,
        List<LabelEncoder> labels,
        Imputer imputer,
        Transform then) {
    private static final String KIND = "column-group";

    static FittedColumns fit(ColumnGroup group, Table train) {
        int[] indices = indices(group.columns(), train);
        List<LabelEncoder> labels =
                IntStream.of(group.kind() == ColumnGroup.Kind.NUMBERS ? new int[0] : indices)
                        .mapToObj(c -> LabelEncoder.ofPresent(train.texts(c)))
                        .toList();
        FittedColumns open =
                new FittedColumns(
                        group.kind(),
                        group.columns(),
                        group.missing(),
                        group.unknown(),
                        labels,
                        null,
                        null);
        boolean own = group.missing() == Missing.OWN_CATEGORY;
        for (int index : indices) {
            if (!own && Arrays.stream(train.texts(index)).allMatch(Objects::isNull)) {
                throw Checks.illegal(
                        "%s: column %s of %s has no cells to learn from, all are missing",
                        TableTransform.KIND, train.called(index), train);
            }
        }
        Tensor numbers = open.numbers(train);
        Imputer imputer =
                own
                        ? Imputer.withOwn(
                                labels.stream().mapToDouble(LabelEncoder::count).toArray())
                        : Imputer.fit(numbers, group.missing());
        FittedColumns raw = open.with(group.indicated() ? imputer.indicated() : imputer, null);
        return group.learner() == null
                ? raw
                : raw.with(raw.imputer, group.learner().apply(raw.made(numbers)));
    }

    private FittedColumns with(Imputer filling, Transform transform) {
        return new FittedColumns(kind, columns, missing, unknown, labels, filling, transform);
    }

    private static int[] indices(List<String> columns, Table table) {
        return columns.stream().mapToInt(column -> ColumnGroup.find(column, table)).toArray();
    }

    /** Numbers or codes, NaN where a cell is missing. */
    private Tensor numbers(Table table) {
        int[] indices = indices(columns, table);
        double[][] all = new double[table.rows()][indices.length];
        for (int row = 0; row < all.length; row++) {
            for (int c = 0; c < indices.length; c++) {
                all[row][c] = number(table, row, indices[c], c);
            }
        }
        return Tensor.of(all);
    }

    /** The number of a cell, or the code of its text, -1 if that is unknown. */
    private double number(Table table, int row, int index, int column) {
        boolean numbers = kind == ColumnGroup.Kind.NUMBERS;
        String text = numbers ? null : table.text(row, index);
        int code = text == null ? 0 : labels.get(column).find(text);
        double number = numbers ? table.number(row, index) : text == null ? Double.NaN : code;
        if (Double.isNaN(number) && missing == Missing.REFUSE) {
            Missing other = numbers ? Missing.MEDIAN : Missing.OWN_CATEGORY;
            throw refused(
                    table,
                    row,
                    index,
                    "the cell is missing; missing(Missing." + other + "), for one, would take it");
        }
        if (code < 0 && unknown == Unknown.REFUSE) {
            String known = " is none of the " + labels.get(column).count() + " categories in the";
            boolean hot = kind == ColumnGroup.Kind.CATEGORIES;
            String hint = hot ? "; unknown(Unknown.ZEROS) would take it" : "";
            throw refused(
                    table, row, index, CellFormat.shown(text) + known + " training data" + hint);
        }
        return number;
    }

    private static IllegalArgumentException refused(Table table, int row, int index, String what) {
        return new IllegalArgumentException(
                TableTransform.KIND + ": " + table.place(row, index) + ": " + what);
    }

    Tensor apply(Table table) {
        Tensor made = made(numbers(Checks.present(TableTransform.KIND, "the table", table)));
        return then == null ? made : then.apply(made);
    }

    /** The columns before the transformation. */
    private Tensor made(Tensor numbers) {
        Tensor filled = imputer.apply(numbers);
        if (kind != ColumnGroup.Kind.CATEGORIES) {
            return filled;
        }
        Tensor[] hot = new Tensor[columns.size()];
        for (int c = 0; c < hot.length; c++) {
            double[] codes = filled.slice(1, c, c + 1).toArray();
            hot[c] = OneHot.hot(Arrays.stream(codes).mapToInt(x -> (int) x).toArray(), width(c));
        }
        return Tensor.concat(1, hot);
    }

    private int width(int column) {
        return labels.get(column).count() + (missing == Missing.OWN_CATEGORY ? 1 : 0);
    }

    int outputs() {
        return then == null ? made() : then.outputs();
    }

    /** How many columns there are before the transformation. */
    private int made() {
        return kind == ColumnGroup.Kind.CATEGORIES
                ? IntStream.range(0, columns.size()).map(this::width).sum()
                : imputer.outputs();
    }

    List<String> names() {
        if (then != null && (then.outputs() != made() || then instanceof Pca)) {
            String name = then.state().kind();
            return IntStream.range(0, then.outputs()).mapToObj(i -> name + " " + i).toList();
        }
        List<String> names = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            String name = ColumnGroup.shown(columns.get(c));
            if (kind == ColumnGroup.Kind.CATEGORIES) {
                labels.get(c).classes().forEach(label -> names.add(name + "=" + label));
                if (missing == Missing.OWN_CATEGORY) {
                    names.add(name + " missing");
                }
            } else {
                names.add(name);
            }
        }
        for (int c : imputer.columnsWithGaps()) {
            names.add(ColumnGroup.shown(columns.get(c)) + " missing");
        }
        return names;
    }

    State state() {
        State state =
                new State(KIND)
                        .with("cells", kind)
                        .with("missing", missing)
                        .with("unknown", unknown)
                        .with("columns", columns)
                        .with("labels", labels.stream().map(LabelEncoder::state).toList())
                        .with("imputer", imputer.state());
        return then == null ? state : state.with("then", then.state());
    }

    static FittedColumns of(State state) {
        ColumnGroup.Kind kind = state.require(KIND).constant("cells", ColumnGroup.Kind.class);
        Missing missing = state.constant("missing", Missing.class);
        List<String> columns = state.texts("columns");
        if (columns.isEmpty()
                || !columns.stream().allMatch(c -> c.matches("(?s)name:.*|index:\\d{1,9}"))) {
            throw state.wrong("columns", "texts as \"name:width\" or \"index:0\"");
        }
        boolean numbers = kind == ColumnGroup.Kind.NUMBERS;
        List<LabelEncoder> labels =
                state.children("labels").stream().map(LabelEncoder::of).toList();
        if (labels.size() != (numbers ? 0 : columns.size())) {
            throw state.wrong("labels", "one for each column of categories");
        }
        Imputer imputer = Imputer.of(state.child("imputer"));
        if (imputer.inputs() != columns.size()) {
            throw state.wrong("imputer", "one of " + columns.size() + " columns");
        }
        Unknown unknown = state.constant("unknown", Unknown.class);
        FittedColumns raw =
                new FittedColumns(kind, columns, missing, unknown, labels, imputer, null);
        for (int c = 0; c < labels.size(); c++) {
            double code = imputer.values().get(c);
            if (code != (int) code || code < 0 || code >= raw.width(c)) {
                throw state.wrong("imputer", "one that fills in codes of categories");
            }
        }
        if (!state.has("then")) {
            return raw;
        }
        Transform then = Transforms.of(state.child("then"));
        if (then.inputs() != raw.made()) {
            throw state.wrong("then", "a transform of " + raw.made() + " columns");
        }
        return raw.with(imputer, then);
    }

    @Override
    public String toString() {
        return kind
                + columns.stream()
                        .map(ColumnGroup::shown)
                        .collect(Collectors.joining(", ", " [", "]"));
    }
}
