package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A transformation that fills the gaps of a matrix, where NaN stands for a missing number: with the
 * mean, the median or the most frequent number of its column in the training data. Immutable.
 *
 * <p>That a number is missing is often informative: {@link #indicated} adds columns for it.
 *
 * <pre>{@code
 * Tensor train = Tensor.of(new double[][] {{1, 5}, {Double.NaN, 6}, {3, 7}});
 * Tensor x = Tensor.of(new double[][] {{Double.NaN, Double.NaN}});
 * Imputer imputer = Imputer.fit(train, Missing.MEAN);
 * imputer.apply(x);               // [[2, 6]]
 * imputer.indicated().apply(x);   // [[2, 6, 1]]
 * }</pre>
 */
@CheckReturnValue
public final class Imputer implements Transform {
    static final String KIND = "imputer";

    private final Missing policy;
    private final Tensor values;
    private final Tensor gaps;
    private final boolean indicated;

    private Imputer(Missing policy, Tensor values, Tensor gaps, boolean indicated) {
        this.policy = policy;
        this.values = values;
        this.gaps = gaps;
        this.indicated = indicated;
    }

    /**
     * Fits an imputer to a matrix.
     *
     * @param data shape [rows, columns], at least one row; NaN where a number is missing, the
     *     others finite
     * @param policy the values to fill in; {@link Missing#REFUSE} refuses missing numbers, here and
     *     later
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, a column has no number at
     *     all, a number is missing that must not be, or the policy is {@link Missing#OWN_CATEGORY}
     */
    public static Imputer fit(Tensor data, Missing policy) {
        MatrixChecks.learnable(KIND, data);
        Objects.requireNonNull(policy, KIND + ": the policy is null");
        if (policy == Missing.OWN_CATEGORY) {
            throw new IllegalArgumentException(
                    KIND + ": numbers have no category; MEAN, MEDIAN or MOST_FREQUENT expected");
        }
        int columns = data.size(1);
        double[] values = new double[columns];
        double[] gaps = new double[columns];
        if (policy == Missing.REFUSE) {
            refuseMissing(data);
        }
        for (int c = 0; c < columns; c++) {
            double[] all = data.slice(1, c, c + 1).toArray();
            double[] there = Arrays.stream(all).filter(x -> !Double.isNaN(x)).toArray();
            gaps[c] = there.length < all.length ? 1 : 0;
            values[c] = filling(there, c, policy);
        }
        return new Imputer(policy, Tensor.of(values), Tensor.of(gaps), false);
    }

    /** A transformation that fills the gaps of codes with a category of their own. */
    static Imputer withOwn(double[] codes) {
        Tensor gaps = Tensor.zeros(codes.length);
        return new Imputer(Missing.OWN_CATEGORY, Tensor.of(codes), gaps, false);
    }

    private static double filling(double[] there, int column, Missing policy) {
        if (there.length == 0) {
            throw Checks.illegal("%s: column %s has no numbers, all are missing", KIND, column);
        }
        for (double x : there) {
            if (Double.isInfinite(x)) {
                throw Checks.illegal(
                        "%s: %s in column %s; finite numbers expected", KIND, x, column);
            }
        }
        return switch (policy) {
            case MEAN -> MatrixChecks.mean(KIND, there, column);
            case MEDIAN -> median(there);
            case MOST_FREQUENT -> mostFrequent(there);
            default -> 0; // never used: nothing is missing
        };
    }

    private static double median(double[] there) {
        double[] sorted = there.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : 0.5 * sorted[middle - 1] + 0.5 * sorted[middle];
    }

    private static double mostFrequent(double[] there) {
        Map<Double, Long> counts =
                Arrays.stream(there)
                        .mapToObj(x -> x + 0.0) // -0 is 0
                        .collect(
                                Collectors.groupingBy(x -> x, TreeMap::new, Collectors.counting()));
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private static void refuseMissing(Tensor data) {
        double[] x = data.toArray();
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i])) {
                throw Checks.illegal(
                        "%s: the number at row %s, column %s is missing, and missing numbers are"
                                + " to be refused",
                        KIND, i / data.size(1), i % data.size(1));
            }
        }
    }

    /**
     * The same with further columns behind, one for each column with gaps in the training data: 1
     * where its number is missing, 0 elsewhere.
     *
     * @return another transformation
     */
    public Imputer indicated() {
        return new Imputer(policy, values, gaps, true);
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static Imputer of(State state) {
        Tensor values = MatrixChecks.vector(state.require(KIND), "values", -1);
        return new Imputer(
                state.constant("policy", Missing.class),
                values,
                MatrixChecks.vector(state, "gaps", values.size()),
                state.truth("indicated"));
    }

    @Override
    public Tensor apply(Tensor x) {
        MatrixChecks.fitting(KIND, x, inputs());
        if (policy == Missing.REFUSE) {
            refuseMissing(x);
            return x;
        }
        Tensor missing = x.ne(x);
        Tensor filled = Tensor.where(missing, values.expand(x.shape()), x);
        int[] shown = columnsWithGaps();
        return shown.length == 0 ? filled : Tensor.concat(1, filled, missing.indexSelect(1, shown));
    }

    /** The columns for which there are indicators. */
    int[] columnsWithGaps() {
        return IntStream.range(0, indicated ? inputs() : 0).filter(c -> gaps.get(c) != 0).toArray();
    }

    /**
     * The numbers that replace missing ones, one for each column.
     *
     * @return a constant of shape [inputs]; zeros if missing numbers are refused
     */
    public Tensor values() {
        return values;
    }

    @Override
    public int inputs() {
        return values.size();
    }

    @Override
    public int outputs() {
        return inputs() + columnsWithGaps().length;
    }

    @Override
    public State state() {
        return new State(KIND)
                .with("policy", policy)
                .with("indicated", indicated)
                .with("values", values)
                .with("gaps", gaps);
    }

    /**
     * The name, the number of columns and the policy.
     *
     * @return as "imputer of 4 columns, MEDIAN"
     */
    @Override
    public String toString() {
        return KIND + " of " + inputs() + " columns, " + policy;
    }
}
