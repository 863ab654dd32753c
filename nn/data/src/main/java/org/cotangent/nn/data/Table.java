package org.cotangent.nn.data;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A table with at least one row and one column, as read from a file: categories, labels and numbers
 * side by side, some of them missing. Immutable.
 *
 * <pre>{@code
 * String text = "class,width,color\na,3,red\nb,?,\"dark, blue\"\n";
 * Table table =
 *         Csv.plain().withHeader().missing("?").readText(new java.io.StringReader(text), "things");
 * table.text(1, 2);          // dark, blue
 * table.numbers("width");    // [[3], [NaN]]
 * table.texts("class")[1];   // b
 * }</pre>
 *
 * <p>Columns are called by their names, if there was a header, or by their number from 0. A {@link
 * TableTransform} makes a tensor of them. Texts that are numbers are numbers too; a table that was
 * {@linkplain Csv#read(java.nio.file.Path) read as numbers} holds them as such, in less memory.
 */
public final class Table {
    private final String source;
    private final List<String> names;
    private final Object[] cells; // for each row String[] or double[]
    private final long[] lines;

    /** A table that owns the arrays it is given; no lines if it does not come from a file. */
    Table(String source, List<String> names, Object[] cells, long[] lines) {
        this.source = source;
        this.names = names;
        this.cells = cells;
        this.lines = lines;
    }

    /**
     * A table of given cells.
     *
     * @param names the names of the columns, or an empty list
     * @param cells one array a row, null for a missing cell; copied
     * @return the table
     * @throws IllegalArgumentException if there are no cells, rows of different lengths, or as many
     *     names as there are not columns
     */
    public static Table of(List<String> names, String[][] cells) {
        Checks.present("table", "the names", names);
        Checks.present("table", "the cells", cells);
        if (cells.length == 0 || Checks.present("table", "row 0", cells[0]).length == 0) {
            throw new IllegalArgumentException("table: no cells; one or more expected");
        }
        String[][] copy = new String[cells.length][];
        for (int row = 0; row < cells.length; row++) {
            copy[row] = Checks.present("table", "row " + row, cells[row]).clone();
            if (copy[row].length != cells[0].length) {
                throw Checks.illegal(
                        "table: row %s has %s cells, row 0 has %s; all must have the same"
                                + " number",
                        row, copy[row].length, cells[0].length);
            }
        }
        if (!names.isEmpty() && names.size() != cells[0].length) {
            throw Checks.illegal(
                    "table: %s names for %s columns; there must be one for each, or none at"
                            + " all",
                    names.size(), cells[0].length);
        }
        return new Table("table", List.copyOf(names), copy, new long[0]);
    }

    /**
     * How many rows there are, a header not counted.
     *
     * @return at least 1
     */
    public int rows() {
        return cells.length;
    }

    /**
     * How many columns there are.
     *
     * @return at least 1
     */
    public int columns() {
        return Array.getLength(cells[0]);
    }

    /**
     * The names of the columns.
     *
     * @return the header's cells, or an empty list if there was no header
     */
    public List<String> names() {
        return names;
    }

    /**
     * The number of the column with a name.
     *
     * @param name the name
     * @return from 0
     * @throws IllegalArgumentException if there is none of that name, or more than one
     */
    public int column(String name) {
        int found = names.indexOf(Objects.requireNonNull(name, () -> source + ": a name is null"));
        if (found < 0) {
            throw Checks.illegal(
                    "%s: there is no column \"%s\"; %s%s",
                    source,
                    name,
                    names.isEmpty()
                            ? "columns without a header are called 0 .. " + (columns() - 1)
                            : "there are " + names,
                    names.stream().anyMatch(each -> each.strip().equals(name.strip()))
                            ? "; Csv.trimmed() removes the blanks around them"
                            : names.size() == 1 ? CellFormat.separatorHint(names.get(0)) : "");
        }
        if (names.lastIndexOf(name) != found) {
            throw Checks.illegal(
                    "%s: columns %s and %s are both called \"%s\"; call them by their numbers",
                    source, found, names.lastIndexOf(name), name);
        }
        return found;
    }

    private int[] columns(String[] called) {
        return Arrays.stream(called).mapToInt(this::column).toArray();
    }

    /**
     * One cell.
     *
     * @param row the row, from 0
     * @param column the column, from 0
     * @return its text, or null if it is missing
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public String text(int row, int column) {
        Object all = cells[Objects.checkIndex(row, rows())];
        if (all instanceof String[] texts) {
            return texts[checked(column)];
        }
        double number = ((double[]) all)[checked(column)];
        return Double.isNaN(number) ? null : Double.toString(number);
    }

    /**
     * One cell.
     *
     * @param row the row, from 0
     * @param column the column, from 0
     * @return its number, or NaN if it is missing
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell is not a finite decimal number
     */
    public double number(int row, int column) {
        Object all = cells[Objects.checkIndex(row, rows())];
        if (all instanceof double[] numbers) {
            return numbers[checked(column)];
        }
        String[] texts = (String[]) all;
        Double number = CellFormat.number(texts[checked(column)]);
        if (number == null) {
            throw Checks.illegal(
                    "%s: %s", place(row, column), CellFormat.refusal(texts, column, false));
        }
        return number;
    }

    private int checked(int column) {
        if (column < 0 || column >= columns()) {
            throw Checks.outOfBounds(
                    "%s: there is no column %s; it must lie in 0 .. %s",
                    source, column, columns() - 1);
        }
        return column;
    }

    /**
     * A column of texts.
     *
     * @param name its name
     * @return one text for each row, null where it is missing; a new array
     * @throws IllegalArgumentException if there is no one column of that name
     */
    public String[] texts(String name) {
        return texts(column(name));
    }

    /**
     * A column of texts.
     *
     * @param column its number, from 0
     * @return one text for each row, null where it is missing; a new array
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public String[] texts(int column) {
        checked(column);
        return IntStream.range(0, rows()).mapToObj(row -> text(row, column)).toArray(String[]::new);
    }

    /**
     * Columns of numbers.
     *
     * @param called their names, at least one, in any order
     * @return a constant of shape [rows, columns asked for], NaN where a cell is missing
     * @throws IllegalArgumentException if there is no one column of such a name, none is asked for,
     *     or a cell is not a finite decimal number: its place is named
     */
    public Tensor numbers(String... called) {
        return numbers(columns(called));
    }

    /**
     * Columns of numbers.
     *
     * @param called which columns, from 0, at least one, in any order
     * @return a constant of shape [rows, columns asked for], NaN where a cell is missing
     * @throws IndexOutOfBoundsException if there is no such column
     * @throws IllegalArgumentException if none is asked for, or a cell is not a finite decimal
     *     number: its place is named
     */
    public Tensor numbers(int... called) {
        if (called.length == 0) {
            throw new IllegalArgumentException(
                    source + ": no columns of numbers asked for; one or more expected");
        }
        double[] numbers = new double[MatrixChecks.elements(source, rows(), called.length)];
        int next = 0;
        for (int row = 0; row < rows(); row++) {
            for (int column : called) {
                numbers[next++] = number(row, column);
            }
        }
        return Tensor.of(numbers, rows(), called.length);
    }

    /**
     * The whole table.
     *
     * @return a constant of shape [rows, columns], NaN where a cell is missing
     * @throws IllegalArgumentException if a cell is not a finite decimal number
     */
    public Tensor tensor() {
        return tensor(0, columns());
    }

    /**
     * Neighboring columns.
     *
     * @param from the first column, from 0
     * @param to the column behind the last
     * @return a constant of shape [rows, to - from], NaN where a cell is missing
     * @throws IllegalArgumentException if a cell is not a finite decimal number
     * @throws IndexOutOfBoundsException if the range is empty or reaches outside the table
     */
    public Tensor tensor(int from, int to) {
        if (from < 0 || to > columns() || from >= to) {
            throw Checks.outOfBounds(
                    "%s: columns %s to %s (exclusive) of %s; the range must hold one or"
                            + " more of 0 .. %s",
                    source, from, to, columns(), columns() - 1);
        }
        return numbers(IntStream.range(from, to).toArray());
    }

    /**
     * A column of class labels.
     *
     * @param column the column, from 0
     * @return one class for each row
     * @throws IndexOutOfBoundsException if there is no such column
     * @throws IllegalArgumentException if one of its numbers is not an integer from 0 to 2^31 - 1
     */
    public int[] classes(int column) {
        int[] classes = new int[rows()];
        for (int row = 0; row < classes.length; row++) {
            double label = number(row, column);
            classes[row] = (int) label;
            if (classes[row] != label || label < 0) {
                throw Checks.illegal(
                        "%s: %s is not a class; classes are integers from 0",
                        place(row, column), label);
            }
        }
        return classes;
    }

    /** The place of a cell, for messages. */
    String place(int row, int column) {
        return source
                + (lines.length > 0 ? ", line " + lines[row] : ", row " + row)
                + ", column "
                + called(column);
    }

    /** The name of a column for messages, or its number from 0. */
    String called(int column) {
        return names.isEmpty() ? column + " (from 0)" : '"' + names.get(column) + '"';
    }

    /**
     * Some of the rows, in any order.
     *
     * @param rows which rows, at least one
     * @return a table of its own
     * @throws IllegalArgumentException if no row is given
     * @throws IndexOutOfBoundsException if there is no such row
     */
    @CheckReturnValue
    public Table select(int... rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException(source + ": no rows selected; one or more expected");
        }
        Object[] selected = new Object[rows.length];
        long[] origins = new long[lines.length == 0 ? 0 : rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = cells[Objects.checkIndex(rows[i], rows())];
            if (origins.length > 0) {
                origins[i] = lines[rows[i]];
            }
        }
        return new Table(source, names, selected, origins);
    }

    /**
     * All columns but some.
     *
     * @param called the names of those to leave out
     * @return a table of its own
     * @throws IllegalArgumentException if there is no one column of such a name, or none is left
     */
    @CheckReturnValue
    public Table without(String... called) {
        List<Integer> out = IntStream.of(columns(called)).boxed().toList();
        int[] kept = IntStream.range(0, columns()).filter(c -> !out.contains(c)).toArray();
        if (kept.length == 0) {
            throw Checks.illegal("%s: without %s no column is left", source, called);
        }
        List<String> left =
                names.isEmpty() ? names : Arrays.stream(kept).mapToObj(names::get).toList();
        Object[] fewer =
                Arrays.stream(cells)
                        .map(
                                row ->
                                        row instanceof String[] texts
                                                ? IntStream.of(kept)
                                                        .mapToObj(c -> texts[c])
                                                        .toArray(String[]::new)
                                                : IntStream.of(kept)
                                                        .mapToDouble(c -> ((double[]) row)[c])
                                                        .toArray())
                        .toArray();
        return new Table(source, left, fewer, lines);
    }

    /**
     * Source and extents.
     *
     * @return as "mushrooms.csv: 8124 rows, 23 columns"
     */
    @Override
    public String toString() {
        return source + ": " + rows() + " rows, " + columns() + " columns";
    }
}
