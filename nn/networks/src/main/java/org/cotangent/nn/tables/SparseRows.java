package org.cotangent.nn.tables;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Rows of which most numbers are 0, as lists of the columns and values of the others: words of a
 * text, marks of a person. Immutable.
 *
 * <pre>{@code
 * SparseRows rows = SparseRows.of(5, new int[][] {{1, 4}, {}}, new double[][] {{2, 3}, {}});
 * rows.toTensor();   // [[0, 2, 0, 0, 3], [0, 0, 0, 0, 0]]
 * }</pre>
 */
public final class SparseRows {
    private final int columns;
    private final int rows;
    private final int[] column; // of each number, row after row
    private final double[] row;
    private final Tensor values;

    private SparseRows(int columns, int rows, int[] column, double[] row, Tensor values) {
        this.columns = columns;
        this.rows = rows;
        this.column = column;
        this.row = row;
        this.values = values;
    }

    /**
     * Rows of lists.
     *
     * @param columns how many columns there are, at least 1
     * @param indices the columns of each row, in any order; one that occurs twice counts twice
     * @param values the values in the same places, finite
     * @return the rows
     * @throws IllegalArgumentException if the lists do not fit each other or a value is not finite
     * @throws IndexOutOfBoundsException if there is no such column as an index says
     */
    public static SparseRows of(int columns, int[][] indices, double[][] values) {
        String name = "sparse rows";
        Checks.atLeast(name, "columns", 1, columns);
        Checks.present(name, "the indices", indices);
        Checks.present(name, "the values", values);
        if (indices.length != values.length) {
            throw Checks.illegal(
                    "%s: %s rows of indices and %s of values", name, indices.length, values.length);
        }
        int count = 0;
        for (int r = 0; r < indices.length; r++) {
            int length = Checks.present(name, "the indices of row " + r, indices[r]).length;
            if (length != Checks.present(name, "the values of row " + r, values[r]).length) {
                throw Checks.illegal(
                        "%s: row %s has %s indices and %s values",
                        name, r, length, values[r].length);
            }
            count += length;
        }
        int[] column = new int[count];
        double[] row = new double[count];
        double[] all = new double[count];
        int next = 0;
        for (int r = 0; r < indices.length; r++) {
            for (int i = 0; i < indices[r].length; i++) {
                int index = indices[r][i];
                if (index < 0 || index >= columns) {
                    throw Checks.outOfBounds(
                            "%s: index %s at row %s; with %s columns it must lie in 0 .. %s",
                            name, index, r, columns, columns - 1);
                }
                column[next] = index;
                row[next] = r;
                all[next++] = Checks.FINITE.check(name, "value in row " + r, values[r][i]);
            }
        }
        return new SparseRows(columns, indices.length, column, row, Tensor.of(all));
    }

    /**
     * How many rows there are.
     *
     * @return 0 or more
     */
    public int rows() {
        return rows;
    }

    /**
     * How many columns there are.
     *
     * @return at least 1
     */
    public int columns() {
        return columns;
    }

    /**
     * How many numbers are listed.
     *
     * @return 0 or more
     */
    public int size() {
        return column.length;
    }

    /**
     * The rows with their zeros.
     *
     * @return shape [rows, columns]
     */
    public Tensor toTensor() {
        double[] all = new double[rows * columns];
        for (int i = 0; i < column.length; i++) {
            all[(int) row[i] * columns + column[i]] += values.get(i);
        }
        return Tensor.of(all, rows, columns);
    }

    /** The product with a matrix [columns, width], which takes size · width multiplications. */
    Tensor product(Tensor matrix) {
        int width = matrix.size(1);
        Tensor none = Tensor.zeros(rows, width);
        if (column.length == 0) {
            return none;
        }
        Tensor terms = matrix.indexSelect(0, column).mul(values.unsqueeze(1));
        Tensor places = Tensor.of(row).unsqueeze(1).expand(column.length, width);
        return none.scatterAdd(0, places, terms);
    }
}
