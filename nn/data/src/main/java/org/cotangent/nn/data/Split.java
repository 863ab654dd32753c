package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Shuffle;
import org.cotangent.nn.train.Dataset;

/**
 * A data set divided at random into a part to train on and a part to test on.
 *
 * @param train the part to train on
 * @param test the part to test on
 * @param <X> the inputs of the data set
 * @param <Y> the targets of the data set
 */
public record Split<X, Y>(Dataset<X, Y> train, Dataset<X, Y> test) {
    /**
     * Divides a data set. Each row goes to one part or the other, in random order.
     *
     * @param data the samples, at least two
     * @param testFraction the fraction that goes to the test part, between 0 and 1; the number of
     *     its rows is rounded, and neither part is left empty
     * @param random where chance comes from
     * @param <X> the inputs of the data set
     * @param <Y> the targets of the data set
     * @return both parts
     * @throws IllegalArgumentException if the fraction is NaN or not between 0 and 1, or there are
     *     fewer than two rows
     */
    public static <X, Y> Split<X, Y> of(
            Dataset<X, Y> data, double testFraction, RandomGenerator random) {
        if (!(testFraction > 0 && testFraction < 1)) {
            throw Checks.illegal(
                    "split: test fraction %s; it must be greater than 0 and less than 1",
                    testFraction);
        }
        int rows = data.rows();
        if (rows < 2) {
            throw Checks.illegal("split: %s row cannot be divided; two or more expected", rows);
        }
        long wanted = Math.round(rows * testFraction);
        int test = (int) Math.max(1, Math.min(rows - 1, wanted));
        int[] order = Shuffle.permutation(rows, random);
        return new Split<>(
                data.select(Arrays.copyOfRange(order, test, rows)),
                data.select(Arrays.copyOf(order, test)));
    }

    /**
     * Divides a data set so that both parts have their share of every class, rounded up or down.
     *
     * @param data the samples, at least two
     * @param testFraction the fraction that goes to the test part, between 0 and 1; neither part is
     *     left empty
     * @param random where chance comes from
     * @param <X> the inputs of the data set
     * @return both parts
     * @throws IllegalArgumentException if the fraction is NaN or not between 0 and 1, or there are
     *     fewer than two rows
     */
    public static <X> Split<X, int[]> stratified(
            Dataset<X, int[]> data, double testFraction, RandomGenerator random) {
        int[][] parts =
                Partition.stratified(data.targets(), random, 1 - testFraction, testFraction);
        return new Split<>(data.select(parts[0]), data.select(parts[1]));
    }
}
