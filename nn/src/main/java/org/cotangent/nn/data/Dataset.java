package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;

/**
 * Samples for training: a matrix of inputs, one sample a row, and a target for every row.
 * Immutable.
 *
 * @param <T> the targets of all rows together: {@code int[]} for classes, {@link Tensor} for values
 */
public final class Dataset<T> {
    private final Tensor inputs;
    private final T targets;
    private final BiFunction<T, int[], T> selector;

    private Dataset(Tensor inputs, T targets, BiFunction<T, int[], T> selector) {
        this.inputs = inputs.stopGradient();
        this.targets = targets;
        this.selector = selector;
    }

    /**
     * Samples that each belong to a class.
     *
     * @param inputs shape [rows, …], at least one row; gradients do not pass
     * @param classes for every row its class, from 0; copied
     * @return the samples
     * @throws IllegalArgumentException if there is not one class for each row, there are no rows,
     *     or a class is negative
     */
    public static Dataset<int[]> ofClasses(Tensor inputs, int[] classes) {
        Objects.requireNonNull(classes, "dataset: the classes are null");
        check(inputs, classes.length, "classes");
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] < 0) {
                throw new IllegalArgumentException(
                        "dataset: class " + classes[row] + " at row " + row + "; from 0 expected");
            }
        }
        return new Dataset<>(
                inputs,
                classes.clone(),
                (all, rows) -> Arrays.stream(rows).map(row -> all[row]).toArray());
    }

    /**
     * Samples that each have a value, or a vector of values, to be predicted.
     *
     * @param inputs shape [rows, …], at least one row; gradients do not pass
     * @param values shape [rows, …], of any rank from 1; gradients do not pass
     * @return the samples
     * @throws IllegalArgumentException if the numbers of rows differ or are 0
     */
    public static Dataset<Tensor> ofValues(Tensor inputs, Tensor values) {
        Objects.requireNonNull(values, "dataset: the values are null");
        check(inputs, values.rank() == 0 ? 1 : values.size(0), "values");
        if (values.rank() == 0) {
            throw new IllegalArgumentException(
                    "dataset: the values are a scalar; shape [rows] or [rows, …] expected");
        }
        return new Dataset<>(
                inputs, values.stopGradient(), (all, rows) -> all.indexSelect(0, rows));
    }

    private static void check(Tensor inputs, int targets, String what) {
        Objects.requireNonNull(inputs, "dataset: the inputs are null");
        if (inputs.rank() == 0 || inputs.size(0) == 0 || inputs.size(0) != targets) {
            throw new IllegalArgumentException(
                    "dataset: inputs of shape "
                            + Arrays.toString(inputs.shape())
                            + " with "
                            + targets
                            + " "
                            + what
                            + "; there must be one for each row of the inputs, and one row or more");
        }
    }

    /**
     * How many samples there are.
     *
     * @return at least 1
     */
    public int rows() {
        return inputs.size(0);
    }

    /**
     * The inputs.
     *
     * @return a constant of shape [rows, …]
     */
    public Tensor inputs() {
        return inputs;
    }

    /**
     * The targets, one for each row.
     *
     * @return the targets; not a copy: an array must not be written to
     */
    public T targets() {
        return targets;
    }

    /**
     * Some of the samples, in any order.
     *
     * @param rows which rows, at least one
     * @return samples of their own
     * @throws IllegalArgumentException if no row is given
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Dataset<T> select(int... rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("dataset: no rows selected; one or more expected");
        }
        return new Dataset<>(inputs.indexSelect(0, rows), selector.apply(targets, rows), selector);
    }

    /**
     * The same targets with inputs that were transformed, as by {@link Standardizer#apply}.
     *
     * @param transformation from the inputs to as many rows of new inputs
     * @return samples of their own
     * @throws IllegalArgumentException if the number of rows changed
     */
    public Dataset<T> mapInputs(UnaryOperator<Tensor> transformation) {
        Tensor mapped = transformation.apply(inputs);
        if (mapped.rank() == 0 || mapped.size(0) != rows()) {
            throw new IllegalArgumentException(
                    "dataset: the inputs had shape "
                            + Arrays.toString(inputs.shape())
                            + " and now have "
                            + Arrays.toString(mapped.shape())
                            + "; the number of rows must stay");
        }
        return new Dataset<>(mapped, targets, selector);
    }

    /**
     * The kind of targets and the extents, without the numbers.
     *
     * @return as "60 rows, inputs [60, 4], classes 0..2" (the least and the greatest class that
     *     occur), or "60 rows, inputs [60, 4], values [60]"
     */
    @Override
    public String toString() {
        String shape = rows() + (rows() == 1 ? " row" : " rows") + ", inputs ";
        shape += Arrays.toString(inputs.shape());
        if (targets instanceof int[] classes) {
            int least = Arrays.stream(classes).min().orElseThrow();
            int most = Arrays.stream(classes).max().orElseThrow();
            return shape + ", classes " + (least == most ? "" + least : least + ".." + most);
        }
        return targets instanceof Tensor values
                ? shape + ", values " + Arrays.toString(values.shape())
                : shape;
    }
}
