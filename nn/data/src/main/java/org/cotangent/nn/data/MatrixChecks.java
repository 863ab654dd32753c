package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/** Checks of the matrices that transforms are fitted to, applied to, or were saved with. */
final class MatrixChecks {
    private MatrixChecks() {}

    /** How many elements a table of numbers has, refused where no tensor has as many. */
    static int elements(String kind, int rows, int columns) {
        long count = (long) rows * columns;
        if (count > Integer.MAX_VALUE) {
            throw Checks.illegal(
                    "%s: %s rows of %s numbers are more than the %s elements that a tensor can"
                            + " have",
                    kind, rows, columns, Integer.MAX_VALUE);
        }
        return (int) count;
    }

    /** Refuses a tensor that is not a matrix with rows and columns. */
    static Tensor learnable(String what, Tensor data) {
        Objects.requireNonNull(data, () -> what + ": the data are null");
        if (data.rank() != 2 || data.size(0) == 0 || data.size(1) == 0) {
            throw Checks.illegal(
                    "%s: the data have shape %s; they must be a matrix [rows, columns] with one"
                            + " row or more",
                    what, data.shape());
        }
        return data;
    }

    /** Refuses a tensor that is not a matrix with the given number of columns. */
    static Tensor fitting(String what, Tensor x, int columns) {
        Objects.requireNonNull(x, () -> what + ": the input is null");
        if (x.rank() != 2 || x.size(1) != columns) {
            throw Checks.illegal(
                    "%s: the input has shape %s; a matrix with %s columns expected",
                    what, x.shape(), columns);
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
                columns[c][r] = x[r * columns.length + c];
                if (!Double.isFinite(columns[c][r])) {
                    throw Checks.illegal(
                            "%s: %s at row %s, column %s; all numbers must be finite",
                            what, columns[c][r], r, c);
                }
            }
        }
        return columns;
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
            throw Checks.illegal(
                    "%s: the numbers of column %s are too large: their sum is %s",
                    what, index, sum);
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
