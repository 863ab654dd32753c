package org.cotangent.nn.data;

import java.util.List;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A table of finite numbers with at least one row and one column, as read from a file. Immutable.
 *
 * <p>A cell that was {@linkplain Csv#missing declared missing} is NaN, and no other; an {@link
 * Imputer} fills the gaps.
 */
public final class Table {
    private final String source;
    private final List<String> names;
    private final double[][] cells;

    /** A table that owns the array it is given; names are empty or as many as there are columns. */
    Table(String source, List<String> names, double[][] cells) {
        this.source = source;
        this.names = List.copyOf(names);
        this.cells = cells;
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
        return cells[0].length;
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
     * One cell.
     *
     * @param row the row, from 0
     * @param column the column, from 0
     * @return its number
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public double get(int row, int column) {
        return cells[Objects.checkIndex(row, rows())][Objects.checkIndex(column, columns())];
    }

    /**
     * The whole table.
     *
     * @return a constant of shape [rows, columns]
     */
    public Tensor tensor() {
        return Tensor.of(cells);
    }

    /**
     * Neighboring columns.
     *
     * @param from the first column, from 0
     * @param to the column behind the last
     * @return a constant of shape [rows, to - from]
     * @throws IndexOutOfBoundsException if the range is empty or reaches outside the table
     */
    public Tensor tensor(int from, int to) {
        if (from < 0 || to > columns() || from >= to) {
            throw new IndexOutOfBoundsException(
                    Checks.text(
                            "%s: columns %s to %s (exclusive) of %s; the range must hold one or"
                                    + " more of 0 .. %s",
                            source, from, to, columns(), columns() - 1));
        }
        int width = to - from;
        double[] values = new double[MatrixChecks.elements(source, rows(), width)];
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(cells[row], from, values, row * width, width);
        }
        return Tensor.of(values, rows(), width);
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
            double label = get(row, column);
            classes[row] = (int) label;
            if (classes[row] != label || label < 0) {
                throw Checks.illegal(
                        "%s: %s at row %s, column %s (from 0) is not a class; classes are"
                                + " integers from 0",
                        source, label, row, column);
            }
        }
        return classes;
    }

    /**
     * Source and extents.
     *
     * @return as "digits.csv: 1797 rows, 65 columns"
     */
    @Override
    public String toString() {
        return source + ": " + rows() + " rows, " + columns() + " columns";
    }
}
