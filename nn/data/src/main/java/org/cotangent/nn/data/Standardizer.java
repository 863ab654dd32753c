package org.cotangent.nn.data;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.State;

/**
 * A transformation that gives every column mean 0 and standard deviation 1, learned from one matrix
 * and then applied to it and to others: (x - mean) / deviation. {@link #centering} and {@link
 * #scaling} do one half of it each.
 *
 * <p>The deviation is that of a population (divided by the number of rows). A column with the same
 * number in all rows is divided by 1, and so becomes 0. Learn it from training data only: test data
 * must not have a say. Immutable.
 */
public final class Standardizer implements Transform {
    static final String KIND = "standardizer";

    private final Tensor means;
    private final Tensor deviations;

    private Standardizer(Tensor means, Tensor deviations) {
        this.means = means;
        this.deviations = deviations;
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
        return learned(data, true, true);
    }

    /**
     * Learns means only: x - mean.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @return the transformation, whose deviations are 1
     * @throws IllegalArgumentException as {@link #fit}
     */
    public static Standardizer centering(Tensor data) {
        return learned(data, true, false);
    }

    /**
     * Learns deviations only, measured from the means: x / deviation. Zeros stay zeros.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @return the transformation, whose means are 0
     * @throws IllegalArgumentException as {@link #fit}
     */
    public static Standardizer scaling(Tensor data) {
        return learned(data, false, true);
    }

    private static Standardizer learned(Tensor data, boolean centered, boolean scaled) {
        double[][] columns = MatrixChecks.columns(KIND, data);
        double[] means = new double[columns.length];
        double[] deviations = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            double mean = MatrixChecks.mean(KIND, columns[c], c);
            means[c] = centered ? mean : 0;
            deviations[c] =
                    scaled && !MatrixChecks.constant(columns[c]) ? deviation(columns[c], mean) : 1;
        }
        return new Standardizer(Tensor.of(means), Tensor.of(deviations));
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static Standardizer of(State state) {
        Tensor means = MatrixChecks.vector(state.require(KIND), "means", -1);
        return new Standardizer(means, MatrixChecks.divisors(state, "deviations", means.size()));
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
    @Override
    public Tensor apply(Tensor x) {
        return MatrixChecks.fitting(KIND, x, inputs()).sub(means).div(deviations);
    }

    @Override
    public Tensor inverse(Tensor y) {
        return MatrixChecks.fitting(KIND, y, inputs()).mul(deviations).add(means);
    }

    @Override
    public int inputs() {
        return means.size();
    }

    @Override
    public State state() {
        return new State(KIND).with("means", means).with("deviations", deviations);
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
     * The divisor of each column: its standard deviation, or 1 if it is constant.
     *
     * @return a constant of shape [columns]
     */
    public Tensor deviations() {
        return deviations;
    }

    /**
     * The name and the number of columns.
     *
     * @return as "standardizer of 4 columns"
     */
    @Override
    public String toString() {
        return KIND + " of " + inputs() + " columns";
    }
}
