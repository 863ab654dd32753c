package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.State;

/** Checks of the matrices that transforms are fitted to, applied to, or were saved with. */
final class MatrixChecks {
    private MatrixChecks() {}

    /** How many elements a table of numbers has, refused where no tensor has as many. */
    static int elements(String kind, int rows, int columns) {
        long count = (long) rows * columns;
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    kind
                            + ": "
                            + rows
                            + " rows of "
                            + columns
                            + " numbers are more than the "
                            + Integer.MAX_VALUE
                            + " elements that a tensor can have");
        }
        return (int) count;
    }

    /** Refuses a tensor that is not a matrix with rows and columns. */
    static Tensor learnable(String what, Tensor data) {
        Objects.requireNonNull(data, () -> what + ": the data are null");
        if (data.rank() != 2 || data.size(0) == 0 || data.size(1) == 0) {
            throw new IllegalArgumentException(
                    what
                            + ": the data have shape "
                            + Arrays.toString(data.shape())
                            + "; they must be a matrix [rows, columns] with one row or more");
        }
        return data;
    }

    /** Refuses a tensor that is not a matrix with the given number of columns. */
    static Tensor fitting(String what, Tensor x, int columns) {
        Objects.requireNonNull(x, () -> what + ": the input is null");
        if (x.rank() != 2 || x.size(1) != columns) {
            throw new IllegalArgumentException(
                    what
                            + ": the input has shape "
                            + Arrays.toString(x.shape())
                            + "; a matrix with "
                            + columns
                            + " columns expected");
        }
        return x;
    }

    /** The columns of a matrix to learn from, all numbers finite. */
    static double[][] columns(String what, Tensor data) {
        learnable(what, data);
        int rows = data.size(0);
        double[] x = data.toArray();
        double[][] columns = new double[data.size(1)][rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c][r] = finite(what, x[r * columns.length + c], r, c);
            }
        }
        return columns;
    }

    private static double finite(String what, double x, int row, int column) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException(
                    what
                            + ": "
                            + x
                            + " at row "
                            + row
                            + ", column "
                            + column
                            + "; all numbers must be finite");
        }
        return x;
    }

    static boolean constant(double[] column) {
        return Arrays.stream(column).allMatch(x -> x == column[0]);
    }

    /** The mean of a column; exactly its number if it is constant. */
    static double mean(String what, double[] column, int index) {
        if (constant(column)) {
            // a rounded mean would leave noise, and a division blow it up
            return column[0];
        }
        double sum = Tensor.of(column).sum().value();
        if (!Double.isFinite(sum)) {
            throw new IllegalArgumentException(
                    what
                            + ": the numbers of column "
                            + index
                            + " are too large: their sum is "
                            + sum);
        }
        return sum / column.length;
    }

    /** A saved vector of finite numbers, of a length or, if that is negative, of any but 0. */
    static Tensor vector(State state, String name, int length) {
        Tensor vector = state.tensor(name);
        if (vector.rank() != 1 || vector.size() == 0 || length >= 0 && vector.size() != length) {
            throw state.wrong(name, "a vector" + (length < 0 ? "" : " of " + length + " numbers"));
        }
        if (!Arrays.stream(vector.toArray()).allMatch(Double::isFinite)) {
            throw state.wrong(name, "finite numbers");
        }
        return vector;
    }

    /** A saved vector of divisors. */
    static Tensor divisors(State state, String name, int length) {
        Tensor vector = vector(state, name, length);
        if (!Arrays.stream(vector.toArray()).allMatch(x -> x > 0)) {
            throw state.wrong(name, "positive numbers");
        }
        return vector;
    }
}
