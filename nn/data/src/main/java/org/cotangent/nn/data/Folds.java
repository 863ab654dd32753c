package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.train.Dataset;

/**
 * Rows divided into k parts of about the same size for cross-validation: each part is tested on
 * once, and trained on k - 1 times. Immutable.
 *
 * <pre>{@code
 * Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.iota(6), new int[] {0, 1, 0, 1, 0, 1});
 * Folds folds = Folds.stratified(data.targets(), 3, new SplittableRandom(1));
 * double[] scores = folds.scores(data, split -> split.test().rows() + 0.01 * split.train().rows());
 * Arrays.toString(scores);   // [2.04, 2.04, 2.04]
 * }</pre>
 */
public final class Folds {
    private final int rows;
    private final int[][] tests;

    private Folds(int rows, int[][] tests) {
        this.rows = rows;
        this.tests = tests;
    }

    /**
     * Rows divided at random.
     *
     * @param rows how many there are, at least k
     * @param k the number of parts, at least 2
     * @param random where chance comes from
     * @return parts whose numbers of rows differ by 1 at most
     * @throws IllegalArgumentException if k is below 2 or above the number of rows
     */
    public static Folds random(int rows, int k, RandomGenerator random) {
        return new Folds(rows, Partition.random(rows, random, equal(k)));
    }

    /**
     * Rows divided at random so that each part has its share of every class, rounded up or down.
     *
     * @param classes for every row its class, any ints
     * @param k the number of parts, at least 2
     * @param random where chance comes from
     * @return parts whose numbers of rows differ by 1 at most
     * @throws IllegalArgumentException if k is below 2 or above the number of rows
     */
    public static Folds stratified(int[] classes, int k, RandomGenerator random) {
        return new Folds(classes.length, Partition.stratified(classes, random, equal(k)));
    }

    /**
     * Rows divided at random so that no group is divided, as {@link Partition#grouped}.
     *
     * @param groups for every row the group that it belongs to, any ints
     * @param k the number of parts, at least 2
     * @param random where chance comes from
     * @return the parts
     * @throws IllegalArgumentException if k is below 2 or above the number of groups
     */
    public static Folds grouped(int[] groups, int k, RandomGenerator random) {
        return new Folds(groups.length, Partition.grouped(groups, random, equal(k)));
    }

    private static double[] equal(int k) {
        if (k < 2) {
            throw Checks.illegal("folds: %s parts; 2 or more expected", k);
        }
        double[] fractions = new double[k];
        Arrays.fill(fractions, 1.0 / k);
        return fractions;
    }

    /**
     * How many parts there are.
     *
     * @return k
     */
    public int count() {
        return tests.length;
    }

    /**
     * The rows of a part.
     *
     * @param fold which one, from 0
     * @return rising; a new array
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public int[] testRows(int fold) {
        return tests[Objects.checkIndex(fold, count())].clone();
    }

    /**
     * The rows of all other parts.
     *
     * @param fold which part to leave out, from 0
     * @return rising; a new array
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public int[] trainRows(int fold) {
        int[] test = testRows(fold);
        return IntStream.range(0, rows).filter(row -> Arrays.binarySearch(test, row) < 0).toArray();
    }

    /**
     * A data set with one part to test on and all others to train on.
     *
     * @param data with as many rows as were divided
     * @param fold which part, from 0
     * @param <X> the inputs of the data set
     * @param <Y> the targets of the data set
     * @return both
     * @throws IllegalArgumentException if the number of rows differs
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public <X, Y> Split<X, Y> split(Dataset<X, Y> data, int fold) {
        if (data.rows() != rows) {
            throw Checks.illegal("folds: of %s rows, and the data set has %s", rows, data.rows());
        }
        return new Split<>(data.select(trainRows(fold)), data.select(testRows(fold)));
    }

    /**
     * Cross-validation: a number measured for every part. Everything that is learned in it, of the
     * model or of the data, must be learned from the training part only.
     *
     * @param data with as many rows as were divided
     * @param score trains on one part of a split, tests on the other, and returns how well it went
     * @param <X> the inputs of the data set
     * @param <Y> the targets of the data set
     * @return one score for each part
     * @throws IllegalArgumentException if the number of rows differs
     */
    public <X, Y> double[] scores(Dataset<X, Y> data, ToDoubleFunction<Split<X, Y>> score) {
        return IntStream.range(0, count())
                .mapToDouble(fold -> score.applyAsDouble(split(data, fold)))
                .toArray();
    }

    /**
     * How many rows and parts there are.
     *
     * @return as "150 rows in 5 folds"
     */
    @Override
    public String toString() {
        return rows + " rows in " + count() + " folds";
    }
}
