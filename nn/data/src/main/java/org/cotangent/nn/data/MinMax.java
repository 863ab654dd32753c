package org.cotangent.nn.data;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A transformation that takes every column from the range of its training data to another one, from
 * 0 to 1 by default: low + (x - least) / (largest - least) · (high - low).
 *
 * <p>Other data may leave the range. A column with the same number in all rows becomes the lower
 * bound. Immutable.
 *
 * <pre>{@code
 * Tensor train = Tensor.of(new double[][] {{2, 7}, {6, 7}});
 * MinMax range = MinMax.fit(train);
 * range.apply(Tensor.of(new double[][] {{3, 7}, {8, 7}}));   // [[0.25, 0], [1.5, 0]]
 * MinMax.fit(train, -1, 1).apply(train);                     // [[-1, -1], [1, -1]]
 * }</pre>
 */
public final class MinMax implements Transform {
    static final String KIND = "min-max";

    private final Tensor least;
    private final Tensor widths;
    private final double low;
    private final double high;

    private MinMax(Tensor least, Tensor widths, double low, double high) {
        this.least = least;
        this.widths = widths;
        this.low = low;
        this.high = high;
    }

    /**
     * Learns the range of each column, to take it to 0 .. 1.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, or the width of a range
     *     overflows
     */
    public static MinMax fit(Tensor data) {
        return fit(data, 0, 1);
    }

    /**
     * Learns the range of each column, to take it to another one.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @param low where the least number goes, finite
     * @param high where the largest number goes, finite and above it
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, the bounds are not such
     *     numbers, or the width of a range overflows
     */
    public static MinMax fit(Tensor data, double low, double high) {
        double[][] columns = MatrixChecks.columns(KIND, data);
        checkBounds(low, high);
        double[] least = new double[columns.length];
        double[] widths = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            least[c] = Arrays.stream(columns[c]).min().orElseThrow();
            double largest = Arrays.stream(columns[c]).max().orElseThrow();
            widths[c] = largest == least[c] ? 1 : largest - least[c];
            if (Double.isInfinite(widths[c])) {
                throw Checks.illegal(
                        "%s: column %s reaches from %s to %s, and the difference is not finite",
                        KIND, c, least[c], largest);
            }
        }
        return new MinMax(Tensor.of(least), Tensor.of(widths), low, high);
    }

    private static void checkBounds(double low, double high) {
        if (!(low < high && Double.isFinite(high - low))) {
            throw Checks.illegal(
                    "%s: bounds %s and %s; they must be finite, the first below the second",
                    KIND, low, high);
        }
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static MinMax of(State state) {
        Tensor least = MatrixChecks.vector(state.require(KIND), "least", -1);
        checkBounds(state.number("low"), state.number("high"));
        return new MinMax(
                least,
                MatrixChecks.divisors(state, "widths", least.size()),
                state.number("low"),
                state.number("high"));
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor share = MatrixChecks.fitting(KIND, x, inputs()).sub(least).div(widths);
        // as a mean of both bounds, so that 0 and 1 give them exactly
        return share.mul(high).add(share.rsub(1).mul(low));
    }

    @Override
    public Tensor inverse(Tensor y) {
        return MatrixChecks.fitting(KIND, y, inputs())
                .sub(low)
                .div(high - low)
                .mul(widths)
                .add(least);
    }

    @Override
    public int inputs() {
        return least.size();
    }

    @Override
    public State state() {
        return new State(KIND)
                .with("low", low)
                .with("high", high)
                .with("least", least)
                .with("widths", widths);
    }

    /**
     * The name, the number of columns and the bounds.
     *
     * @return as "min-max of 4 columns to 0.0 .. 1.0"
     */
    @Override
    public String toString() {
        return KIND + " of " + inputs() + " columns to " + low + " .. " + high;
    }
}
