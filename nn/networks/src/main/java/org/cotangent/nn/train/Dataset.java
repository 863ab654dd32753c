package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Samples for training: inputs, and a target for every row of them. Immutable.
 *
 * <p>Inputs and targets are tensors, arrays of any type (as {@code int[]} for classes, {@code
 * int[][]} for a class at each step of a sequence), lists (as of sequences of different length),
 * {@linkplain Pair pairs}, other data sets, or {@link Samples} of one's own.
 *
 * @param <X> the inputs of all rows together
 * @param <Y> the targets of all rows together
 */
@CheckReturnValue
public final class Dataset<X, Y> implements Samples<Dataset<X, Y>> {
    private final X inputs;
    private final Y targets;
    private final int[] origin; // the rows of the data set that these were selected from, or null

    private Dataset(X inputs, Y targets, int[] origin) {
        this.inputs = inputs;
        this.targets = targets;
        this.origin = origin;
    }

    /**
     * Samples of any type.
     *
     * @param inputs the inputs; an array is copied, and gradients do not pass a tensor
     * @param targets the targets, as many rows; treated alike
     * @param <X> the inputs
     * @param <Y> the targets
     * @return the samples
     * @throws IllegalArgumentException if one of them has no rows, or the numbers of rows differ or
     *     are 0
     */
    public static <X, Y> Dataset<X, Y> of(X inputs, Y targets) {
        return checked(inputs, targets, "targets");
    }

    /**
     * Samples that each belong to a class.
     *
     * @param inputs shape [rows, …], or of another type with rows; at least one row; gradients do
     *     not pass
     * @param classes for every row its class, from 0; copied
     * @param <X> the inputs
     * @return the samples
     * @throws IllegalArgumentException if there is not one class for each row, there are no rows,
     *     or a class is negative
     */
    public static <X> Dataset<X, int[]> ofClasses(X inputs, int[] classes) {
        Dataset<X, int[]> data = checked(inputs, classes, "classes");
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] < 0) {
                throw Checks.illegal(
                        "dataset: class %s at row %s; from 0 expected", classes[row], row);
            }
        }
        return data;
    }

    /**
     * Samples that each have a value, or a vector of values, to be predicted.
     *
     * @param inputs shape [rows, …], or of another type with rows; at least one row; gradients do
     *     not pass
     * @param values shape [rows, …], of any rank from 1; gradients do not pass
     * @param <X> the inputs
     * @return the samples
     * @throws IllegalArgumentException if the numbers of rows differ or are 0
     */
    public static <X> Dataset<X, Tensor> ofValues(X inputs, Tensor values) {
        if (Objects.requireNonNull(values, "dataset: the values are null").rank() == 0) {
            throw new IllegalArgumentException(
                    "dataset: the values are a scalar; shape [rows] or [rows, …] expected");
        }
        return checked(inputs, values, "values");
    }

    private static <X, Y> Dataset<X, Y> checked(X inputs, Y targets, String what) {
        Objects.requireNonNull(inputs, "dataset: the inputs are null");
        Objects.requireNonNull(targets, () -> "dataset: the " + what + " are null");
        int rows = Rows.count(inputs);
        int count = Rows.count(targets);
        if (rows == 0 || rows != count) {
            throw Checks.illegal(
                    "dataset: inputs of shape %s with %s %s; there must be one for each row of"
                            + " the inputs, and one row or more",
                    shape(inputs), count, what);
        }
        return new Dataset<>(Rows.copy(inputs), Rows.copy(targets), null);
    }

    private static String shape(Object rows) {
        return rows instanceof Tensor x ? Arrays.toString(x.shape()) : Rows.described(rows);
    }

    /**
     * How many samples there are.
     *
     * @return at least 1
     */
    @Override
    public int rows() {
        return Samples.count(inputs);
    }

    /**
     * The inputs.
     *
     * @return the inputs, a tensor as a constant; not a copy: an array must not be written to
     */
    public X inputs() {
        return inputs;
    }

    /**
     * The targets, one for each row.
     *
     * @return the targets; not a copy: an array must not be written to
     */
    public Y targets() {
        return targets;
    }

    /** The rows of the data set that these were selected from; null if they were not. */
    int[] origin() {
        return origin;
    }

    /**
     * Some of the samples, in any order.
     *
     * @param rows which rows, at least one
     * @return samples of their own
     * @throws IllegalArgumentException if no row is given
     * @throws IndexOutOfBoundsException if there is no such row
     */
    @Override
    public Dataset<X, Y> select(int... rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("dataset: no rows selected; one or more expected");
        }
        return new Dataset<>(
                Samples.select(inputs, rows), Samples.select(targets, rows), rows.clone());
    }

    /**
     * A checksum of all numbers and texts, by which the same data are known again.
     *
     * @return the CRC-32C of their bytes
     */
    public long checksum() {
        CRC32C crc = new CRC32C();
        Rows.add(crc, this);
        return crc.getValue();
    }

    /**
     * The same targets with inputs that were transformed, as by a {@code Standardizer}.
     *
     * @param transformation from the inputs to as many rows of new inputs
     * @param <Z> the new inputs
     * @return samples of their own
     * @throws IllegalArgumentException if the number of rows changed
     */
    public <Z> Dataset<Z, Y> mapInputs(Function<? super X, ? extends Z> transformation) {
        Z mapped = transformation.apply(inputs);
        if (!Rows.has(mapped) || Rows.count(mapped) != rows()) {
            throw Checks.illegal(
                    "dataset: the inputs had shape %s and now have %s; the number of rows must"
                            + " stay",
                    shape(inputs), mapped == null ? "none" : shape(mapped));
        }
        return new Dataset<>(Rows.copy(mapped), targets, null);
    }

    /** The same rows with other inputs and targets. */
    Dataset<?, ?> replaced(Object others, Object otherTargets) {
        return new Dataset<>(others, otherTargets, origin);
    }

    @Override
    public List<Object> parts() {
        return List.of(inputs, targets);
    }

    /**
     * The kind of targets and the extents, without the numbers.
     *
     * @return as "60 rows, inputs [60, 4], classes 0..2" (the least and the greatest class that
     *     occur), or "60 rows, inputs [60, 4], values [60]"
     */
    @Override
    public String toString() {
        String text = rows() + (rows() == 1 ? " row" : " rows") + ", inputs " + shape(inputs);
        if (targets instanceof int[] classes) {
            int least = Arrays.stream(classes).min().orElseThrow();
            int most = Arrays.stream(classes).max().orElseThrow();
            return text + ", classes " + (least == most ? "" + least : least + ".." + most);
        }
        return text + (targets instanceof Tensor ? ", values " : ", targets ") + shape(targets);
    }
}
