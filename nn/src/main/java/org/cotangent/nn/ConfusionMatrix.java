package org.cotangent.nn;

import java.util.Locale;
import java.util.Objects;
import org.cotangent.Tensor;

/** A table that counts, for every actual class, how often each class was predicted. Immutable. */
public final class ConfusionMatrix {
    private final int[][] counts;
    private final int total;

    private ConfusionMatrix(int[][] counts, int total) {
        this.counts = counts;
        this.total = total;
    }

    /**
     * Counts pairs of classes.
     *
     * @param classes how many classes there are, at least 1
     * @param actual the actual class of each sample, from 0
     * @param predicted the predicted class of each sample
     * @return the table
     * @throws IllegalArgumentException if the arrays differ in length or are empty
     * @throws IndexOutOfBoundsException if a class lies outside 0 .. classes - 1
     */
    public static ConfusionMatrix of(int classes, int[] actual, int[] predicted) {
        Objects.requireNonNull(actual, "confusion matrix: the actual classes are null");
        Objects.requireNonNull(predicted, "confusion matrix: the predicted classes are null");
        if (classes < 1 || actual.length != predicted.length || actual.length == 0) {
            throw new IllegalArgumentException(
                    "confusion matrix: "
                            + actual.length
                            + " actual and "
                            + predicted.length
                            + " predicted of "
                            + classes
                            + " classes; there must be as many of one as of the other, and none of"
                            + " the three may be 0");
        }
        int[][] counts = new int[classes][classes];
        for (int row = 0; row < actual.length; row++) {
            Scores.range("confusion matrix: actual", actual[row], row, classes);
            Scores.range("confusion matrix: predicted", predicted[row], row, classes);
            counts[actual[row]][predicted[row]]++;
        }
        return new ConfusionMatrix(counts, actual.length);
    }

    /**
     * Counts the {@linkplain Metrics#predictions predictions} of a model.
     *
     * @param scores shape [rows, classes]: logits or probabilities
     * @param actual the actual class of each row, from 0
     * @return the table
     * @throws IllegalArgumentException as {@link Metrics#accuracy}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    public static ConfusionMatrix of(Tensor scores, int[] actual) {
        Scores.check("confusion matrix", scores, actual);
        return of(scores.size(1), actual, Metrics.predictions(scores));
    }

    /**
     * How often one class was taken for another, or for itself.
     *
     * @param actual the actual class
     * @param predicted the predicted class
     * @return the count
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public int count(int actual, int predicted) {
        return counts[Objects.checkIndex(actual, counts.length)][
                Objects.checkIndex(predicted, counts.length)];
    }

    /**
     * How many classes there are.
     *
     * @return the extent of the table in either direction
     */
    public int classes() {
        return counts.length;
    }

    /**
     * How many samples were counted.
     *
     * @return the sum of all counts, at least 1
     */
    public int total() {
        return total;
    }

    /**
     * The fraction of samples on the diagonal.
     *
     * @return between 0 and 1
     */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < counts.length; c++) {
            right += counts[c][c];
        }
        return (double) right / total;
    }

    /**
     * The table, a line for each actual class and a column for each predicted one; zeros off the
     * diagonal are dots.
     *
     * @return several lines, without a line break at the end
     */
    @Override
    public String toString() {
        int widest = counts.length - 1;
        for (int[] row : counts) {
            for (int count : row) {
                widest = Math.max(widest, count);
            }
        }
        int width = String.valueOf(widest).length() + 1;
        String cell = "%" + width + "s";
        StringBuilder text = new StringBuilder("actual \\ predicted\n").append(" ".repeat(width));
        for (int c = 0; c < counts.length; c++) {
            text.append(String.format(Locale.ROOT, cell, c));
        }
        for (int actual = 0; actual < counts.length; actual++) {
            text.append('\n').append(String.format(Locale.ROOT, cell, actual));
            for (int c = 0; c < counts.length; c++) {
                boolean dot = counts[actual][c] == 0 && c != actual;
                text.append(String.format(Locale.ROOT, cell, dot ? "." : counts[actual][c]));
            }
        }
        return text.toString();
    }
}
