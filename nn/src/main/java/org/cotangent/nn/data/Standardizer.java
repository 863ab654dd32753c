package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * A transformation that gives every column mean 0 and standard deviation 1, learned from one matrix
 * and then applied to it and to others: (x - mean) / deviation.
 *
 * <p>The deviation is that of a population (divided by the number of rows). A column with the same
 * number in all rows is divided by 1, and so becomes 0. Learn it from training data only: test data
 * must not have a say. Immutable.
 */
public final class Standardizer {
    private final Tensor means;
    private final Tensor deviations;

    private Standardizer(double[] means, double[] deviations) {
        this.means = Tensor.of(means);
        this.deviations = Tensor.of(deviations);
    }

    /**
     * Learns means and deviations.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, or so large that the sum
     *     of a column overflows
     */
    public static Standardizer fit(Tensor data) {
        Objects.requireNonNull(data, "standardizer: the data are null");
        if (data.rank() != 2 || data.size(0) == 0) {
            throw new IllegalArgumentException(
                    "standardizer: the data have shape "
                            + Arrays.toString(data.shape())
                            + "; they must be a matrix [rows, columns] with one row or more");
        }
        int rows = data.size(0);
        int columns = data.size(1);
        double[] x = data.toArray();
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int c = 0; c < columns; c++) {
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) {
                column[r] = finite(x[r * columns + c], r, c);
            }
            if (constant(column)) {
                // exactly: a rounded mean would leave noise, and the division blow it up
                means[c] = column[0];
                deviations[c] = 1;
            } else {
                means[c] = mean(column, c);
                deviations[c] = deviation(column, means[c]);
            }
        }
        return new Standardizer(means, deviations);
    }

    private static double finite(double x, int row, int column) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException(
                    "standardizer: "
                            + x
                            + " at row "
                            + row
                            + ", column "
                            + column
                            + "; all numbers must be finite");
        }
        return x;
    }

    private static boolean constant(double[] column) {
        return Arrays.stream(column).allMatch(x -> x == column[0]);
    }

    private static double mean(double[] column, int index) {
        double mean = Tensor.of(column).mean().value();
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException(
                    "standardizer: the numbers of column "
                            + index
                            + " are too large: their sum is "
                            + mean);
        }
        return mean;
    }

    private static double deviation(double[] column, double mean) {
        // in units of the largest, whose square neither overflows nor vanishes
        double largest = Arrays.stream(column).map(x -> Math.abs(x - mean)).max().orElseThrow();
        return largest
                * Math.sqrt(Tensor.of(column).sub(mean).div(largest).square().mean().value());
    }

    /**
     * Transforms a matrix.
     *
     * @param x shape [rows, columns], with as many columns as were learned from
     * @return a tensor of the same shape; it can be differentiated if x varies
     * @throws IllegalArgumentException if the number of columns differs
     */
    public Tensor apply(Tensor x) {
        if (x.rank() != 2 || x.size(1) != means.size()) {
            throw new IllegalArgumentException(
                    "standardizer: the input has shape "
                            + Arrays.toString(x.shape())
                            + "; a matrix with "
                            + means.size()
                            + " columns expected");
        }
        return x.sub(means).div(deviations);
    }

    /**
     * The mean of each column.
     *
     * @return a constant of shape [columns]
     */
    public Tensor means() {
        return means;
    }

    /**
     * What each column is divided by: its standard deviation, or 1 if it is constant.
     *
     * @return a constant of shape [columns]
     */
    public Tensor deviations() {
        return deviations;
    }
}
