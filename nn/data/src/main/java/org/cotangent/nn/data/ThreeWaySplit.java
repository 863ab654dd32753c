package org.cotangent.nn.data;

import java.util.random.RandomGenerator;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.train.Dataset;

/**
 * A data set divided at random into a part to train on, one to choose by (when to stop, which
 * settings), and one to test on at the very end.
 *
 * @param train the part to train on
 * @param validation the part to choose by
 * @param test the part to test on
 * @param <X> the inputs of the data set
 * @param <Y> the targets of the data set
 */
public record ThreeWaySplit<X, Y>(
        Dataset<X, Y> train, Dataset<X, Y> validation, Dataset<X, Y> test) {
    /**
     * Divides a data set.
     *
     * @param data the samples, at least three
     * @param validationFraction the fraction to choose by, above 0
     * @param testFraction the fraction to test on, above 0; both together less than 1
     * @param random where chance comes from
     * @param <X> the inputs of the data set
     * @param <Y> the targets of the data set
     * @return all three parts, none empty; the numbers of rows are rounded up or down
     * @throws IllegalArgumentException if the fractions are not such numbers, or there are fewer
     *     than three rows
     */
    public static <X, Y> ThreeWaySplit<X, Y> of(
            Dataset<X, Y> data,
            double validationFraction,
            double testFraction,
            RandomGenerator random) {
        double[] fractions = fractions(validationFraction, testFraction);
        return of(data, Partition.random(data.rows(), random, fractions));
    }

    /**
     * Divides a data set so that each part has its share of every class, rounded up or down.
     *
     * @param data the samples, at least three
     * @param validationFraction the fraction to choose by, above 0
     * @param testFraction the fraction to test on, above 0; both together less than 1
     * @param random where chance comes from
     * @param <X> the inputs of the data set
     * @return all three parts, none empty
     * @throws IllegalArgumentException if the fractions are not such numbers, or there are fewer
     *     than three rows
     */
    public static <X> ThreeWaySplit<X, int[]> stratified(
            Dataset<X, int[]> data,
            double validationFraction,
            double testFraction,
            RandomGenerator random) {
        double[] fractions = fractions(validationFraction, testFraction);
        return of(data, Partition.stratified(data.targets(), random, fractions));
    }

    private static double[] fractions(double validation, double test) {
        String both = "three-way split: " + validation + " and " + test;
        if (!(validation > 0 && test > 0)) {
            throw new IllegalArgumentException(
                    both + " as the fractions for validation and test; each must be above 0");
        }
        double rest = 1 - validation - test;
        // 0.8 and 0.2 give a rest of rounding errors
        if (!(rest > 1e-9)) {
            throw Checks.illegal(
                    "%s leave nothing to train on; the fractions for validation and test must add"
                            + " up to less than 1",
                    both);
        }
        return new double[] {rest, validation, test};
    }

    private static <X, Y> ThreeWaySplit<X, Y> of(Dataset<X, Y> data, int[][] parts) {
        return new ThreeWaySplit<>(
                data.select(parts[0]), data.select(parts[1]), data.select(parts[2]));
    }
}
