package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The usual metrics of classification and regression, each an immutable value; {@link
 * ConfusionMatrix} has those that are computed from counts, as precision, recall and F1.
 *
 * <pre>{@code
 * Tensor scores = Tensor.of(new double[][] {{3, 1}, {0, 2}});
 * Metrics.accuracy().apply(scores, new int[] {0, 0});   // 0.5
 * Metric<int[][]> steps = Metrics.accuracy().ignore(-1).steps();
 * Metric<int[]> f1 = (s, classes) -> ConfusionMatrix.of(s, classes).f1(Average.MACRO);
 * }</pre>
 *
 * <p>Every {@linkplain Loss#metric() loss} is a metric too. Not all are means over rows: the root
 * mean squared error, R², F1 and the area under the curve of a data set are not the mean of those
 * of its batches. Ask for them of all rows at once. Those that are have {@linkplain MeanMetric
 * masks}.
 */
@CheckReturnValue
public final class Metrics {
    private Metrics() {}

    /**
     * The fraction of rows whose {@linkplain #predictions prediction} is right, from scores [rows,
     * classes] or [..., classes], logits or probabilities, of two classes or more (a single column
     * always wins) and no NaN.
     *
     * @return a metric between 0 and 1
     */
    public static ClassMetric accuracy() {
        return new ClassMetric(new ClassHits(0, ClassLoss.Common.NONE));
    }

    /**
     * The perplexity of a batch, e to its mean cross-entropy: as many classes of equal probability
     * would be as hard to tell. That of a data set is not the mean of those of its batches.
     *
     * @param crossEntropy the loss, in natural units, as {@code
     *     Losses.softmaxCrossEntropy().steps()}
     * @param <T> its targets
     * @return a metric of at least 1
     */
    public static <T> Metric<T> perplexity(ReducedLoss<T> crossEntropy) {
        MeanMetric<T> mean = crossEntropy.mean().metric();
        return new Metric<>() {
            @Override
            public double apply(Tensor outputs, T targets) {
                return StrictMath.exp(mean.apply(outputs, targets));
            }

            @Override
            public double weight(Tensor outputs, T targets) {
                return mean.weight(outputs, targets);
            }

            @Override
            public String toString() {
                return "perplexity(" + mean + ")";
            }
        };
    }

    /**
     * The class of the highest score in each row, the lowest index of those that tie.
     *
     * @param scores shape [rows, classes]: logits or probabilities
     * @return one class for each row
     * @throws IllegalArgumentException if the scores are not a matrix with rows and two or more
     *     columns, or hold a NaN
     */
    public static int[] predictions(Tensor scores) {
        ScoreChecks.matrix("predictions", scores);
        ScoreChecks.choice("predictions", scores);
        double[] highest = scores.stopGradient().argMax(1).toArray();
        return Arrays.stream(highest).mapToInt(c -> (int) c).toArray();
    }

    /**
     * The fraction of rows whose class is among the k of the highest scores, of shape [rows,
     * classes] or [..., classes], with at least k classes and no NaN; of scores that tie, those of
     * lower classes come first, as in {@link #predictions}.
     *
     * @param k how many classes count as right, at least 1
     * @return a metric between 0 and 1; the accuracy for k = 1
     * @throws IllegalArgumentException if k is below 1
     */
    public static ClassMetric topK(int k) {
        if (k < 1) {
            throw Checks.illegal("topK: k = %s; it must be at least 1", k);
        }
        return new ClassMetric(new ClassHits(k, ClassLoss.Common.NONE));
    }

    /**
     * The {@linkplain #binaryAccuracy(double) binary accuracy} of logits or signed scores:
     * threshold 0.
     *
     * @return a metric between 0 and 1
     */
    public static MeanMetric<Tensor> binaryAccuracy() {
        return binaryAccuracy(0);
    }

    /**
     * The fraction of right yes-or-no answers: yes is a score above the threshold. Scores have any
     * shape and no NaN, and targets are 1 for yes, 0 or -1 for no.
     *
     * @param threshold 0 for logits and signed scores, usually 0.5 for probabilities
     * @return a metric between 0 and 1
     * @throws IllegalArgumentException if the threshold is NaN
     */
    public static MeanMetric<Tensor> binaryAccuracy(double threshold) {
        String name = "binaryAccuracy";
        Checks.NUMBER.check(name, "threshold", threshold);
        return new ElementLoss(
                        name,
                        "threshold " + threshold + ", ",
                        Reduction.MEAN,
                        new Checks.Range(
                                t -> t == 0 || t == 1 || t == -1, "1 for yes, 0 or -1 for no"),
                        (scores, targets) -> {
                            TargetChecks.each(name, "score", scores, Checks.NUMBER);
                            return scores.gt(threshold).eq(targets.gt(0));
                        })
                .metric();
    }

    /**
     * The area under the receiver operating characteristic of two classes: how likely a random
     * sample of class 1 has a higher score than one of class 0, where a tie counts half. J. Hanley,
     * B. McNeil, "The meaning and use of the area under a receiver operating characteristic curve",
     * 1982.
     *
     * <p>Scores have shape [rows] or [rows, 1]: the higher, the more of class 1; or [rows, 2]: what
     * that of class 1 is above that of class 0 is the score. None is NaN, and both classes occur.
     *
     * @return a metric between 0 and 1; 0.5 for scores that know nothing
     */
    public static Metric<int[]> areaUnderCurve() {
        return RankSum::areaUnderCurve;
    }

    /**
     * The mean absolute error: {@link Losses#meanAbsoluteError()} as a metric.
     *
     * @return a metric from 0
     */
    public static MeanMetric<Tensor> meanAbsoluteError() {
        return Losses.meanAbsoluteError().metric();
    }

    /**
     * The mean squared error: {@link Losses#meanSquaredError()} as a metric.
     *
     * @return a metric from 0
     */
    public static MeanMetric<Tensor> meanSquaredError() {
        return Losses.meanSquaredError().metric();
    }

    /**
     * The root of the {@linkplain #meanSquaredError mean squared error}, in the unit of the
     * targets; does not overflow where that does.
     *
     * @return a metric from 0
     */
    public static Metric<Tensor> rootMeanSquaredError() {
        return (predictions, targets) -> {
            Tensor errors = errors("rootMeanSquaredError", predictions, targets);
            return errors.norm().value() / Math.sqrt(errors.size());
        };
    }

    /**
     * The coefficient of determination R² = 1 - Σ (p - t)² / Σ (t - mean t)² of predictions p and
     * targets t of shape [rows] or [rows, columns]; of several columns the mean of that of each. 1
     * is perfect, 0 is as good as always the mean, below is worse.
     *
     * <p>Where the targets of a column are all the same it is 1 if the predictions are right, else
     * -infinity, the limit; ask for it of many rows at once.
     *
     * @return a metric up to 1
     */
    public static Metric<Tensor> r2() {
        return Metrics::r2;
    }

    private static double r2(Tensor predictions, Tensor targets) {
        Tensor errors = errors("r2", predictions, targets);
        if (errors.rank() < 1 || errors.rank() > 2) {
            throw Checks.illegal(
                    "r2: the predictions have shape %s; it must be [rows] or [rows, columns]",
                    predictions.shape());
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
        TargetChecks.shape(metric, predictions, targets);
        TargetChecks.each(metric, "target", targets, Checks.FINITE);
        if (predictions.size() == 0) {
            throw Checks.illegal(
                    "%s: the batch is empty, of shape %s", metric, predictions.shape());
        }
        return Tensor.unrecorded(() -> predictions.sub(targets));
    }
}
