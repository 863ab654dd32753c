package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;

/**
 * The usual metrics of classification and regression; {@link ConfusionMatrix} has those that are
 * computed from counts, as precision, recall and F1.
 *
 * <p>Those of two arguments serve as {@link Metric}, as in {@code Metrics::accuracy}; others as a
 * lambda:
 *
 * <pre>{@code
 * Metric<int[]> top3 = (scores, classes) -> Metrics.topK(scores, classes, 3);
 * Metric<int[]> f1 = (scores, classes) -> ConfusionMatrix.of(scores, classes).f1(Average.MACRO);
 * }</pre>
 *
 * <p>Not all are means over rows: the root mean squared error, R², F1 and the area under the curve
 * of a data set are not the mean of those of its batches. Ask for them of all rows at once.
 */
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
        ScoreChecks.check("accuracy", scores, classes);
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
        ScoreChecks.matrix("predictions", scores);
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

    /**
     * The fraction of rows whose class is among the k of the highest scores; of scores that tie,
     * those of lower classes come first, as in {@link #predictions}.
     *
     * @param scores shape [rows, classes]: logits or probabilities
     * @param classes for every row the index of its class, from 0
     * @param k how many classes count as right, from 1 to the number of classes
     * @return between 0 and 1; the accuracy for k = 1
     * @throws IllegalArgumentException as {@link #accuracy}, or if there are not k classes
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    public static double topK(Tensor scores, int[] classes, int k) {
        ScoreChecks.check("topK", scores, classes);
        int columns = scores.size(1);
        if (k < 1 || k > columns) {
            throw new IllegalArgumentException(
                    "topK: k = "
                            + k
                            + " of "
                            + columns
                            + " classes; it must lie in 1 .. "
                            + columns);
        }
        TargetChecks.each("topK", "score", scores, s -> !Double.isNaN(s), "a number");
        double[] values = scores.toArray();
        int right = 0;
        for (int row = 0; row < classes.length; row++) {
            double own = values[row * columns + classes[row]];
            int before = 0;
            for (int c = 0; c < columns; c++) {
                double score = values[row * columns + c];
                if (score > own || score == own && c < classes[row]) {
                    before++;
                }
            }
            if (before < k) {
                right++;
            }
        }
        return (double) right / classes.length;
    }

    /**
     * The fraction of right yes-or-no answers: yes is a score above the threshold.
     *
     * @param scores of any shape: logits or other scores
     * @param targets of the same shape: 1 for yes, 0 or -1 for no
     * @param threshold 0 for logits and signed scores, usually 0.5 for probabilities
     * @return between 0 and 1
     * @throws IllegalArgumentException if the shapes differ, there are no elements, a score or the
     *     threshold is NaN, or a target is another number
     */
    public static double binaryAccuracy(Tensor scores, Tensor targets, double threshold) {
        TargetChecks.shape("binaryAccuracy", scores, targets);
        requireSome("binaryAccuracy", scores);
        TargetChecks.each("binaryAccuracy", "score", scores, s -> !Double.isNaN(s), "a number");
        TargetChecks.each(
                "binaryAccuracy",
                "target",
                targets,
                t -> t == 0 || t == 1 || t == -1,
                "1 for yes, 0 or -1 for no");
        TargetChecks.setting(
                "binaryAccuracy", "threshold", threshold, t -> !Double.isNaN(t), "a number");
        return scores.gt(threshold).eq(targets.gt(0)).mean().value();
    }

    /**
     * {@link #binaryAccuracy(Tensor, Tensor, double)} of logits or signed scores: threshold 0.
     *
     * @param scores of any shape
     * @param targets of the same shape: 1 for yes, 0 or -1 for no
     * @return between 0 and 1
     * @throws IllegalArgumentException if the shapes differ, there are no elements, a score is NaN,
     *     or a target is another number
     */
    public static double binaryAccuracy(Tensor scores, Tensor targets) {
        return binaryAccuracy(scores, targets, 0);
    }

    /**
     * The area under the receiver operating characteristic of two classes: how likely a random
     * sample of class 1 has a higher score than one of class 0, where a tie counts half. J. Hanley,
     * B. McNeil, "The meaning and use of the area under a receiver operating characteristic curve",
     * 1982.
     *
     * @param scores shape [rows] or [rows, 1]: the higher, the more of class 1; or [rows, 2]: what
     *     that of class 1 is above that of class 0 is the score
     * @param classes for every row 0 or 1, both at least once
     * @return between 0 and 1; 0.5 for scores that know nothing
     * @throws IllegalArgumentException if the scores have another shape or hold a NaN, there is not
     *     one class for each row, or not some row of either class
     */
    public static double areaUnderCurve(Tensor scores, int[] classes) {
        return RankSum.areaUnderCurve(scores, classes);
    }

    /**
     * The mean absolute error, the mean of |p - t| over all elements.
     *
     * @param predictions the predictions p, of any shape with at least one element
     * @param targets the targets t, of the same shape, finite
     * @return from 0
     * @throws IllegalArgumentException if the shapes differ, there are no elements, or a target is
     *     not finite
     */
    public static double meanAbsoluteError(Tensor predictions, Tensor targets) {
        return errors("meanAbsoluteError", predictions, targets).abs().mean().value();
    }

    /**
     * The mean squared error, the mean of (p - t)² over all elements.
     *
     * @param predictions the predictions p, of any shape with at least one element
     * @param targets the targets t, of the same shape, finite
     * @return from 0
     * @throws IllegalArgumentException if the shapes differ, there are no elements, or a target is
     *     not finite
     */
    public static double meanSquaredError(Tensor predictions, Tensor targets) {
        return errors("meanSquaredError", predictions, targets).square().mean().value();
    }

    /**
     * The root of the {@linkplain #meanSquaredError mean squared error}, in the unit of the
     * targets; does not overflow where that does.
     *
     * @param predictions the predictions p, of any shape with at least one element
     * @param targets the targets t, of the same shape, finite
     * @return from 0
     * @throws IllegalArgumentException if the shapes differ, there are no elements, or a target is
     *     not finite
     */
    public static double rootMeanSquaredError(Tensor predictions, Tensor targets) {
        Tensor errors = errors("rootMeanSquaredError", predictions, targets);
        return errors.norm().value() / Math.sqrt(errors.size());
    }

    /**
     * The coefficient of determination R² = 1 - Σ (p - t)² / Σ (t - mean t)²; of several columns
     * the mean of that of each. 1 is perfect, 0 is as good as always the mean, below is worse.
     *
     * <p>Where the targets of a column are all the same it is 1 if the predictions are right, else
     * -infinity, the limit; ask for it of many rows at once.
     *
     * @param predictions the predictions p, of shape [rows] or [rows, columns]
     * @param targets the targets t, of the same shape, finite
     * @return up to 1
     * @throws IllegalArgumentException if the shapes differ or are others, there are no elements,
     *     or a target is not finite
     */
    public static double r2(Tensor predictions, Tensor targets) {
        Tensor errors = errors("r2", predictions, targets);
        if (errors.rank() < 1 || errors.rank() > 2) {
            throw new IllegalArgumentException(
                    "r2: the predictions have shape "
                            + Arrays.toString(predictions.shape())
                            + "; it must be [rows] or [rows, columns]");
        }
        double[] left = errors.norm(0).toArray();
        double[] all = targets.sub(targets.mean(0)).norm(0).toArray();
        double[] range = targets.amax(0).sub(targets.amin(0)).toArray();
        double sum = 0;
        for (int c = 0; c < left.length; c++) {
            // the mean of equal numbers may be off by a bit
            double ratio = left[c] / (range[c] == 0 ? 0 : all[c]);
            sum += left[c] == 0 ? 1 : 1 - ratio * ratio;
        }
        return sum / left.length;
    }

    private static Tensor errors(String metric, Tensor predictions, Tensor targets) {
        TargetChecks.numbers(metric, predictions, targets);
        requireSome(metric, predictions);
        return Tensor.unrecorded(() -> predictions.sub(targets));
    }

    private static void requireSome(String metric, Tensor predictions) {
        if (predictions.size() == 0) {
            throw new IllegalArgumentException(
                    metric
                            + ": the batch is empty, of shape "
                            + Arrays.toString(predictions.shape()));
        }
    }
}
