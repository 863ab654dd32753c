package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;

/** The usual metrics of classification. */
public final class Metrics {
    private Metrics() {}

    /**
     * The fraction of rows whose {@linkplain #predictions prediction} is right.
     *
     * @param scores shape [rows, classes]: logits or probabilities
     * @param classes for every row the index of its class, from 0
     * @return between 0 and 1
     * @throws IllegalArgumentException as {@link #predictions}, or if there is not one class for
     *     each row
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    public static double accuracy(Tensor scores, int[] classes) {
        Scores.check("accuracy", scores, classes);
        int[] predicted = predictions(scores);
        int right = 0;
        for (int row = 0; row < classes.length; row++) {
            if (predicted[row] == classes[row]) {
                right++;
            }
        }
        return (double) right / classes.length;
    }

    /**
     * The class of the highest score in each row, the lowest index of those that tie.
     *
     * @param scores shape [rows, classes]: logits or probabilities
     * @return one class for each row
     * @throws IllegalArgumentException if the scores are not a matrix with rows and two or more
     *     columns (a single column always wins), or hold a NaN
     */
    public static int[] predictions(Tensor scores) {
        Scores.matrix("predictions", scores);
        int classes = scores.size(1);
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "predictions: the scores have shape "
                            + Arrays.toString(scores.shape())
                            + "; there must be a column for each of two classes or more");
        }
        double[] values = scores.toArray();
        int[] predicted = new int[scores.size(0)];
        for (int row = 0; row < predicted.length; row++) {
            int best = 0;
            for (int c = 0; c < classes; c++) {
                double score = values[row * classes + c];
                if (Double.isNaN(score)) {
                    throw new IllegalArgumentException(
                            "predictions: the score of class " + c + " at row " + row + " is NaN");
                }
                if (score > values[row * classes + best]) {
                    best = c;
                }
            }
            predicted[row] = best;
        }
        return predicted;
    }
}
