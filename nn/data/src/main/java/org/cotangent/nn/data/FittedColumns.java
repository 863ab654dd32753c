package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A fitted group of columns of a {@link TableTransform}.
 *
 * @param labels for categories and codes, the known values of each column
 * @param fillings the values that fill the gaps of these
 * @param imputer for numbers only
 * @param then the transform applied to the result, or null
 */
record FittedColumns(
        ColumnGroup.Kind kind,
        List<String> columns,
        Missing missing,
        Unknown unknown,
        List<LabelEncoder> labels,
        List<String> fillings,
        Imputer imputer,
        Transform then) {
    private static final String KIND = "column-group";

    static FittedColumns fit(ColumnGroup group, TextTable train) {
        List<LabelEncoder> labels = new ArrayList<>();
        List<String> fillings = new ArrayList<>();
        Imputer imputer = null;
        if (group.kind == ColumnGroup.Kind.NUMBERS) {
            imputer = imputer(group, train);
        } else {
            for (String column : group.columns) {
                int index = ColumnGroup.find(column, train);
                String[] cells = train.texts(index);
                LabelEncoder known = LabelEncoder.ofPresent(cells);
                if (known.count() == 0 && group.missing != Missing.OWN_CATEGORY) {
                    throw allMissing(train, index);
                }
                labels.add(known);
                if (group.missing == Missing.MOST_FREQUENT) {
                    fillings.add(mostFrequent(cells, known));
                }
            }
        }
        FittedColumns raw =
                new FittedColumns(
                        group.kind,
                        group.columns,
                        group.missing,
                        group.unknown,
                        labels,
                        fillings,
                        imputer,
                        null);
        Tensor made = raw.apply(train);
        Function<Tensor, Transform> learner = group.learner;
        return learner == null ? raw : raw.then(learner.apply(made));
    }

    private FittedColumns then(Transform transform) {
        return new FittedColumns(
                kind, columns, missing, unknown, labels, fillings, imputer, transform);
    }

    private static Imputer imputer(ColumnGroup group, TextTable train) {
        Tensor numbers = train.numbers(indices(group.columns, train));
        refuseMissing(numbers, group.missing, group.columns, train);
        for (int c = 0; c < group.columns.size(); c++) {
            if (Arrays.stream(numbers.slice(1, c, c + 1).toArray()).allMatch(Double::isNaN)) {
                throw allMissing(train, ColumnGroup.find(group.columns.get(c), train));
            }
        }
        Imputer imputer = Imputer.fit(numbers, group.missing);
        return group.indicated ? imputer.indicated() : imputer;
    }

    private static IllegalArgumentException allMissing(TextTable train, int index) {
        return Checks.illegal(
                "%s: column %s of %s has no cells to learn from, all are missing",
                TableTransform.KIND, train.called(index), train);
    }

    private static int[] indices(List<String> columns, TextTable table) {
        return columns.stream().mapToInt(column -> ColumnGroup.find(column, table)).toArray();
    }

    private static void refuseMissing(
            Tensor numbers, Missing missing, List<String> columns, TextTable table) {
        if (missing != Missing.REFUSE) {
            return;
        }
        double[] x = numbers.toArray();
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i])) {
                throw refused(
                        table,
                        i / columns.size(),
                        ColumnGroup.find(columns.get(i % columns.size()), table),
                        "the cell is missing; missing(Missing.MEDIAN), for one, would fill it");
            }
        }
    }

    private static IllegalArgumentException refused(
            TextTable table, int row, int column, String what) {
        return new IllegalArgumentException(
                TableTransform.KIND + ": " + table.place(row, column) + ": " + what);
    }

    private static String mostFrequent(String[] cells, LabelEncoder known) {
        int[] counts = new int[known.count()];
        for (String cell : cells) {
            if (cell != null) {
                counts[known.find(cell)]++;
            }
        }
        int best = 0;
        for (int k = 1; k < counts.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return known.classes().get(best);
    }

    Tensor apply(TextTable table) {
        Objects.requireNonNull(table, TableTransform.KIND + ": the table is null");
        Tensor made;
        if (kind == ColumnGroup.Kind.NUMBERS) {
            Tensor numbers = table.numbers(indices(columns, table));
            refuseMissing(numbers, missing, columns, table);
            made = imputer.apply(numbers);
        } else {
            made =
                    Tensor.concat(
                            1,
                            IntStream.range(0, columns.size())
                                    .mapToObj(c -> encoded(c, table))
                                    .toArray(Tensor[]::new));
        }
        return then == null ? made : then.apply(made);
    }

    private Tensor encoded(int column, TextTable table) {
        int index = ColumnGroup.find(columns.get(column), table);
        int[] codes = new int[table.rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = code(column, table, row, index);
        }
        if (kind == ColumnGroup.Kind.CODES) {
            return Tensor.of(Arrays.stream(codes).asDoubleStream().toArray(), codes.length, 1);
        }
        return OneHot.hot(codes, width(column));
    }

    private int code(int column, TextTable table, int row, int index) {
        LabelEncoder known = labels.get(column);
        String text = table.get(row, index);
        if (text == null) {
            return switch (missing) {
                case OWN_CATEGORY -> known.count();
                case MOST_FREQUENT -> known.find(fillings.get(column));
                default ->
                        throw refused(
                                table,
                                row,
                                index,
                                "the cell is missing; missing(Missing.OWN_CATEGORY), for one,"
                                        + " would accept it");
            };
        }
        int code = known.find(text);
        if (code < 0 && unknown == Unknown.REFUSE) {
            throw refused(
                    table,
                    row,
                    index,
                    Checks.text(
                            "%s is none of the %s categories in the training data;"
                                    + " unknown(Unknown.ZEROS) would accept it",
                            CellFormat.shown(text), known.count()));
        }
        return code;
    }

    private int width(int column) {
        return labels.get(column).count() + (missing == Missing.OWN_CATEGORY ? 1 : 0);
    }

    int outputs() {
        return then == null ? made() : then.outputs();
    }

    /** How many columns there are before the transformation. */
    private int made() {
        return switch (kind) {
            case NUMBERS -> imputer.outputs();
            case CODES -> columns.size();
            case CATEGORIES -> IntStream.range(0, columns.size()).map(this::width).sum();
        };
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
        if (imputer != null) {
            for (int c : imputer.columnsWithGaps()) {
                names.add(ColumnGroup.shown(columns.get(c)) + " missing");
            }
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
                        .with("fillings", fillings);
        if (imputer != null) {
            state = state.with("imputer", imputer.state());
        }
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
        List<String> fillings = state.texts("fillings");
        if (fillings.size() != (missing == Missing.MOST_FREQUENT ? labels.size() : 0)) {
            throw state.wrong("fillings", "one for each column whose gaps are filled");
        }
        for (int c = 0; c < fillings.size(); c++) {
            labels.get(c).encode(fillings.get(c)); // refuses what is no category
        }
        Imputer imputer = numbers ? Imputer.of(state.child("imputer")) : null;
        if (numbers && imputer.inputs() != columns.size()) {
            throw state.wrong("imputer", "one of " + columns.size() + " columns");
        }
        Unknown unknown = state.constant("unknown", Unknown.class);
        FittedColumns raw =
                new FittedColumns(kind, columns, missing, unknown, labels, fillings, imputer, null);
        if (!state.has("then")) {
            return raw;
        }
        Transform then = Transforms.of(state.child("then"));
        if (then.inputs() != raw.made()) {
            throw state.wrong("then", "a transform of " + raw.made() + " columns");
        }
        return raw.then(then);
    }

    @Override
    public String toString() {
        return kind
                + columns.stream()
                        .map(ColumnGroup::shown)
                        .collect(Collectors.joining(", ", " [", "]"));
    }
}
