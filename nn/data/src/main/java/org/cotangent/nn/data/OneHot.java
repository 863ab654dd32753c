package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A transformation of columns that hold numbers of categories: each becomes as many columns as it
 * had different numbers in the training data, in rising order, with 1 in the one that it is and 0
 * in the others. Immutable. For texts see {@link TableTransform}.
 *
 * <pre>{@code
 * Tensor train = Tensor.of(new double[][] {{3}, {1}, {7}, {1}});
 * OneHot hot = OneHot.fit(train);
 * hot.apply(Tensor.of(new double[][] {{7}, {1}}));                    // [[0, 0, 1], [1, 0, 0]]
 * hot.unknown(Unknown.ZEROS).apply(Tensor.of(new double[][] {{2}}));  // [[0, 0, 0]]
 * OneHot.of(new int[] {0, 2}, 3);                                     // [[1, 0, 0], [0, 0, 1]]
 * }</pre>
 */
@CheckReturnValue
public final class OneHot implements Transform {
    static final String KIND = "one-hot";

    private final List<double[]> categories;
    private final Unknown unknown;

    private OneHot(List<double[]> categories, Unknown unknown) {
        this.categories = categories;
        this.unknown = unknown;
    }

    /**
     * Learns the categories of each column. Others are refused later.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix
     */
    public static OneHot fit(Tensor data) {
        List<double[]> categories = new ArrayList<>();
        for (double[] column : MatrixChecks.columns(KIND, data)) {
            // -0 is 0
            categories.add(Arrays.stream(column).map(x -> x + 0.0).sorted().distinct().toArray());
        }
        return new OneHot(categories, Unknown.REFUSE);
    }

    /**
     * The same with another answer to categories that did not occur in the training data.
     *
     * @param policy the policy for them
     * @return another transformation
     */
    public OneHot unknown(Unknown policy) {
        return new OneHot(
                categories, Objects.requireNonNull(policy, KIND + ": the policy is null"));
    }

    /**
     * Classes as rows of zeros with a 1 at the class.
     *
     * @param classes the classes, from 0, at least one
     * @param count how many classes there are
     * @return a constant of shape [number of rows, count]
     * @throws IllegalArgumentException if there are no rows
     * @throws IndexOutOfBoundsException if a class is not one of 0 .. count - 1
     */
    public static Tensor of(int[] classes, int count) {
        if (classes.length == 0) {
            throw new IllegalArgumentException(KIND + ": no classes; one or more expected");
        }
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] < 0 || classes[row] >= count) {
                throw Checks.outOfBounds(
                        "%s: class %s at row %s; with %s classes it must lie in 0 .. %s",
                        KIND, classes[row], row, count, count - 1);
            }
        }
        return hot(classes, count);
    }

    /** Rows of zeros with a 1 at the code, if that is not negative. */
    static Tensor hot(int[] codes, int count) {
        double[] hot = new double[MatrixChecks.elements("one-hot", codes.length, count)];
        for (int row = 0; row < codes.length; row++) {
            if (codes[row] >= 0) {
                hot[row * count + codes[row]] = 1;
            }
        }
        return Tensor.of(hot, codes.length, count);
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static OneHot of(State state) {
        List<double[]> categories = new ArrayList<>();
        for (Tensor column : state.require(KIND).tensors("categories")) {
            double[] known = column.toArray();
            boolean rising =
                    IntStream.range(1, known.length).allMatch(i -> known[i] > known[i - 1]);
            if (column.rank() != 1
                    || known.length == 0
                    || !rising
                    || !Arrays.stream(known).allMatch(Double::isFinite)) {
                throw state.wrong("categories", "vectors of rising numbers");
            }
            categories.add(known);
        }
        if (categories.isEmpty()) {
            throw state.wrong("categories", "one vector or more");
        }
        return new OneHot(categories, state.constant("unknown", Unknown.class));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also if a category did not occur in the training data and is
     *     to be refused
     */
    @Override
    public Tensor apply(Tensor x) {
        double[][] rows = MatrixChecks.fitting(KIND, x, inputs()).toMatrix();
        Tensor[] pieces = new Tensor[inputs()];
        for (int c = 0; c < pieces.length; c++) {
            double[] known = categories.get(c);
            int[] codes = new int[rows.length];
            for (int r = 0; r < rows.length; r++) {
                codes[r] = Arrays.binarySearch(known, rows[r][c] + 0.0);
                if (codes[r] < 0 && (unknown == Unknown.REFUSE || Double.isNaN(rows[r][c]))) {
                    throw Checks.illegal(
                            "%s: %s at row %s, column %s is none of the %s categories that were"
                                    + " learned",
                            KIND, rows[r][c], r, c, known.length);
                }
            }
            pieces[c] = hot(codes, known.length);
        }
        return Tensor.concat(1, pieces);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The category of the largest number, the first of those that tie: probabilities will do. A
     * column without any number above 0 was unknown, and becomes NaN.
     */
    @Override
    public Tensor inverse(Tensor y) {
        double[][] rows = MatrixChecks.fitting(KIND, y, outputs()).toMatrix();
        double[][] x = new double[rows.length][inputs()];
        for (int r = 0; r < rows.length; r++) {
            int from = 0;
            for (int c = 0; c < inputs(); c++) {
                double[] known = categories.get(c);
                int best = -1;
                for (int k = 0; k < known.length; k++) {
                    if (rows[r][from + k] > (best < 0 ? 0 : rows[r][from + best])) {
                        best = k;
                    }
                }
                x[r][c] = best < 0 ? Double.NaN : known[best];
                from += known.length;
            }
        }
        return rows.length == 0 ? Tensor.zeros(0, inputs()) : Tensor.of(x);
    }

    /**
     * The categories of a column.
     *
     * @param column the column that goes in, from 0
     * @return a constant of shape [categories], rising
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public Tensor categories(int column) {
        return Tensor.of(categories.get(Objects.checkIndex(column, inputs())));
    }

    @Override
    public int inputs() {
        return categories.size();
    }

    @Override
    public int outputs() {
        return categories.stream().mapToInt(known -> known.length).sum();
    }

    @Override
    public State state() {
        return new State(KIND)
                .with("unknown", unknown)
                .with(
                        "categories",
                        IntStream.range(0, inputs()).mapToObj(this::categories).toList());
    }

    /**
     * The name, and the numbers of columns before and after.
     *
     * @return as "one-hot (2 to 7)"
     */
    @Override
    public String toString() {
        return KIND + " (" + inputs() + " to " + outputs() + ")";
    }
}
