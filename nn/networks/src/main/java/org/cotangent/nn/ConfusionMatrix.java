package org.cotangent.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The counts of predicted classes for every actual class, and the metrics computed from them.
 * Immutable.
 *
 * <pre>{@code
 * ConfusionMatrix m = ConfusionMatrix.of(2, new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 1});
 * m.recall(0);                 // 0.5
 * m.precision(Average.MACRO);  // 0.8333333333333333
 * m.f1(Average.MICRO);         // 0.75
 * }</pre>
 *
 * <p>A fraction of nothing, as the precision of a class that was never predicted, is 0.
 */
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
        Checks.present("confusion matrix", "the actual classes", actual);
        Checks.present("confusion matrix", "the predicted classes", predicted);
        if (classes < 1 || actual.length != predicted.length || actual.length == 0) {
            throw Checks.illegal(
                    "confusion matrix: %s actual and %s predicted of %s classes; there must be as"
                            + " many of one as of the other, and none of the three may be 0",
                    actual.length, predicted.length, classes);
        }
        int[][] counts = new int[classes][classes];
        for (int row = 0; row < actual.length; row++) {
            ScoreChecks.range("confusion matrix: actual", actual[row], row, classes);
            ScoreChecks.range("confusion matrix: predicted", predicted[row], row, classes);
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
     * @throws IllegalArgumentException as {@link Metrics#predictions}, or if there is not one class
     *     for each row
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    public static ConfusionMatrix of(Tensor scores, int[] actual) {
        Checks.present("confusion matrix", "the actual classes", actual);
        ScoreChecks.matrix("confusion matrix", scores);
        ScoreChecks.rows("confusion matrix", scores, actual);
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
        return (double) IntStream.range(0, counts.length).map(c -> counts[c][c]).sum() / total;
    }

    /**
     * How many samples are of a class.
     *
     * @param c the class
     * @return the sum of its row
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public int support(int c) {
        return Arrays.stream(counts[Objects.checkIndex(c, counts.length)]).sum();
    }

    /**
     * How often a class was predicted.
     *
     * @param c the class
     * @return the sum of its column
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public int predicted(int c) {
        Objects.checkIndex(c, counts.length);
        return Arrays.stream(counts).mapToInt(row -> row[c]).sum();
    }

    /**
     * The precision of a class: of the samples predicted to be of it, the fraction that is.
     *
     * @param c the class
     * @return between 0 and 1; 0 if it was never predicted
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double precision(int c) {
        return fraction(count(c, c), predicted(c));
    }

    /**
     * The recall of a class: of the samples that are of it, the fraction predicted to be.
     *
     * @param c the class
     * @return between 0 and 1; 0 if no sample is of it
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double recall(int c) {
        return fraction(count(c, c), support(c));
    }

    /**
     * The F1 of a class, the harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).
     *
     * @param c the class
     * @return between 0 and 1; 0 if the class was never predicted or no sample is of it
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double f1(int c) {
        return fraction(2L * count(c, c), (long) support(c) + predicted(c));
    }

    private static double fraction(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * The precision of all classes.
     *
     * @param average how they are averaged
     * @return between 0 and 1
     */
    public double precision(Average average) {
        return averaged(average, this::precision);
    }

    /**
     * The recall of all classes.
     *
     * @param average how they are averaged
     * @return between 0 and 1
     */
    public double recall(Average average) {
        return averaged(average, this::recall);
    }

    /**
     * The F1 of all classes; macro is the mean of the F1 of each, not the F1 of the means.
     *
     * @param average how they are averaged
     * @return between 0 and 1
     */
    public double f1(Average average) {
        return averaged(average, this::f1);
    }

    private double averaged(Average average, IntToDoubleFunction figure) {
        return switch (average) {
            case MICRO -> accuracy();
            case WEIGHTED ->
                    figures(c -> support(c) * figure.applyAsDouble(c), c -> true).sum().value()
                            / total;
            case MACRO -> figures(figure, c -> support(c) + predicted(c) > 0).mean().value();
        };
    }

    private Tensor figures(IntToDoubleFunction figure, IntPredicate counted) {
        IntStream classes = IntStream.range(0, counts.length).filter(counted);
        return Tensor.vector(classes.mapToDouble(figure).toArray());
    }

    /**
     * Precision, recall, F1 and support of every class, and their averages, as a table.
     *
     * @param names the names of the classes, or none to number them
     * @return several lines, without a line break at the end
     * @throws IllegalArgumentException if there is not one name for each class
     */
    public String report(String... names) {
        requireNames(names);
        int width = Math.max("weighted".length(), longest(names));
        String line = "\n%-" + width + "s %9.4f %9.4f %9.4f %9d";
        StringBuilder text = new StringBuilder();
        String head = "%-" + width + "s %9s %9s %9s %9s";
        text.append(Checks.text(head, "class", "precision", "recall", "f1", "support"));
        for (int c = 0; c < counts.length; c++) {
            String name = names.length == 0 ? String.valueOf(c) : names[c];
            text.append(Checks.text(line, name, precision(c), recall(c), f1(c), support(c)));
        }
        for (Average a : Average.values()) {
            String name = a.name().toLowerCase(Locale.ROOT);
            text.append(Checks.text(line, name, precision(a), recall(a), f1(a), total));
        }
        return text.toString();
    }

    private static int longest(String... names) {
        return Arrays.stream(names).mapToInt(String::length).max().orElse(0);
    }

    /**
     * The table, a line for each actual class and a column for each predicted one; zeros off the
     * diagonal are dots.
     *
     * @return several lines, without a line break at the end
     */
    @Override
    public String toString() {
        return "actual \\ predicted\n" + table();
    }

    /**
     * The same table with the classes' names before its lines.
     *
     * @param names a name for each class, or none at all
     * @return several lines, the first with the numbers of the predicted classes; without a line
     *     break at the end
     * @throws IllegalArgumentException if there are names, but not one for each class
     */
    public String table(String... names) {
        requireNames(names);
        IntStream all = Arrays.stream(counts).flatMapToInt(Arrays::stream);
        int widest = Math.max(all.max().orElse(0), counts.length - 1);
        int width = String.valueOf(widest).length() + 1;
        int longest = names.length == 0 ? 0 : longest(names) + 1;
        String head = "%" + width + "s%-" + longest + "s";
        String cell = "%" + width + "s";
        StringBuilder text = new StringBuilder(" ".repeat(width + longest));
        for (int c = 0; c < counts.length; c++) {
            text.append(Checks.text(cell, c));
        }
        for (int actual = 0; actual < counts.length; actual++) {
            text.append('\n');
            text.append(
                    names.length == 0
                            ? Checks.text(cell, actual)
                            : Checks.text(head, actual, " " + names[actual]));
            for (int c = 0; c < counts.length; c++) {
                boolean dot = counts[actual][c] == 0 && c != actual;
                text.append(Checks.text(cell, dot ? "." : counts[actual][c]));
            }
        }
        return text.toString();
    }

    private void requireNames(String... names) {
        if (names.length != 0 && names.length != counts.length) {
            throw Checks.illegal(
                    "confusion matrix: %s names for %s classes; there must be one for each",
                    names.length, counts.length);
        }
    }
}
