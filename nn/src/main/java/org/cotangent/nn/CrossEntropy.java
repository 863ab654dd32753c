package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * The cross-entropy between labels and predicted probabilities, with its options: label smoothing,
 * class weights, a label to leave out, reduction. Immutable; each option returns another loss.
 *
 * <pre>{@code
 * CrossEntropy loss = CrossEntropy.ofLogits().labelSmoothing(0.1).classWeights(1, 5);
 * Tensor logits = Tensor.of(new double[][] {{2, 0}, {0, 0}});
 * loss.of(logits, new int[] {0, 1});                             // 0.663237
 * loss.of(logits, Tensor.of(new double[][] {{1, 0}, {0, 1}}));   // 1.98971
 * }</pre>
 *
 * <p>The loss of a row with class c is, for log-probabilities L, class weights w, smoothing s and k
 * classes, (1 - s) w_c (-L_c) + s/k Σ_j w_j (-L_j). A row of probabilities t, one-hot or soft,
 * costs Σ_j w_j t'_j (-L_j) with t' = (1 - s) t + s/k; a class of probability 0 costs nothing, also
 * where its log-probability is -infinity. The derivative by the logits z of a row that has weight 1
 * and no smoothing is softmax(z) - t.
 *
 * <p>{@link Reduction#MEAN}, unless another is set, of classes is a weighted mean: the sum of all
 * rows divided by the sum of w_c over the rows that count. Of probabilities it is the sum divided
 * by the number of rows, whatever the weights. These are the conventions of the usual libraries;
 * with {@link Reduction#MEAN_OVER_ROWS} both divide by the number of rows.
 *
 * <p>Label smoothing: C. Szegedy and others, "Rethinking the Inception architecture for computer
 * vision", CVPR 2016, section 7.
 */
public final class CrossEntropy implements Loss<int[]> {
    private final boolean logits;
    private final String name;
    private double smoothing;
    private ClassWeights weights;
    private Integer ignored;
    private Reduction reduction = Reduction.MEAN;

    private CrossEntropy(boolean logits) {
        this.logits = logits;
        this.name = logits ? "softmaxCrossEntropy" : "negativeLogLikelihood";
    }

    private CrossEntropy copy() {
        CrossEntropy copy = new CrossEntropy(logits);
        copy.smoothing = smoothing;
        copy.weights = weights;
        copy.ignored = ignored;
        copy.reduction = reduction;
        return copy;
    }

    /**
     * The softmax cross-entropy, of logits, with no smoothing, all classes alike, mean.
     *
     * <p>The softmax is part of it, through its logarithm, so that it is finite for logits of any
     * size. Do not give it probabilities: those are logits too, of another and flatter
     * distribution, and no error can be told.
     *
     * @return the loss
     */
    public static CrossEntropy ofLogits() {
        return new CrossEntropy(true);
    }

    /**
     * The negative log-likelihood: the cross-entropy of log-probabilities, as of {@link
     * Tensor#logSoftmax}.
     *
     * @return the loss
     */
    public static CrossEntropy ofLogProbabilities() {
        return new CrossEntropy(false);
    }

    /**
     * The same with a part of each label spread evenly over all classes.
     *
     * @param part the part s, from 0 (none) to 1
     * @return another loss
     * @throws IllegalArgumentException if the part is NaN or outside 0 .. 1
     */
    public CrossEntropy labelSmoothing(double part) {
        CrossEntropy copy = copy();
        copy.smoothing =
                TargetChecks.setting(
                        name, "label smoothing", part, s -> s >= 0 && s <= 1, "in 0 .. 1");
        return copy;
    }

    /**
     * The same with some classes counting more than others, as where they are rare.
     *
     * @param each the weight of each class, finite and not negative; copied
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite
     */
    public CrossEntropy classWeights(double... each) {
        CrossEntropy copy = copy();
        copy.weights = new ClassWeights(name, each);
        return copy;
    }

    /**
     * The same with rows left out that carry a label: they cost nothing, get no gradient, and do
     * not count in the mean.
     *
     * @param label the label, as -1 for "unknown"; may be a class
     * @return another loss
     */
    public CrossEntropy ignore(int label) {
        CrossEntropy copy = copy();
        copy.ignored = label;
        return copy;
    }

    /**
     * The same with another reduction.
     *
     * @param choice how the losses of the rows become one
     * @return another loss
     */
    public CrossEntropy reduction(Reduction choice) {
        CrossEntropy copy = copy();
        copy.reduction = Objects.requireNonNull(choice, () -> name + ": the reduction is null");
        return copy;
    }

    /**
     * The loss of rows that each have a class.
     *
     * @param scores shape [rows, classes]: logits or log-probabilities
     * @param classes for every row the index of its class, from 0, or the label to ignore
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException if the scores are not a matrix with as many rows as there
     *     are classes given and as many columns as there are class weights; if their mean is asked
     *     for and there are no rows, or none that counts
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    @Override
    public Tensor of(Tensor scores, int[] classes) {
        int[] kept = kept(classes);
        ScoreChecks.fitting(name, scores, kept);
        // ignored rows get no gradient, not even NaN from scores that are
        Tensor counted =
                ignored == null
                        ? scores
                        : Tensor.where(mask(classes).unsqueeze(-1), scores, Tensor.of(0));
        Tensor log = logits ? counted.logSoftmax(-1) : counted;
        Tensor cost = log.pick(kept);
        Tensor all = weights == null ? null : weights.ofClasses(scores.size(1));
        Tensor own = weights == null ? null : weights.ofRows(kept);
        if (own != null) {
            cost = product(own, cost);
        }
        if (smoothing > 0) {
            Tensor spread = (all == null ? log : product(all, log)).sum(-1);
            cost =
                    product(Tensor.of(1 - smoothing), cost)
                            .add(spread.mul(smoothing / scores.size(1)));
        }
        // 0 - x and not -x: a loss of nothing is 0, not -0
        Tensor rows = cost.rsub(0);
        Tensor counts = counts(classes, own);
        if (ignored != null) {
            rows = Tensor.where(mask(classes), rows, Tensor.of(0));
        }
        if (reduction != Reduction.MEAN || counts == null) {
            return reduction.of(name, rows, scores);
        }
        double sum = counts.sum().value();
        if (!(sum > 0)) {
            throw new IllegalArgumentException(
                    name
                            + ": none of the "
                            + classes.length
                            + " rows counts, all are ignored or of classes with weight 0; their"
                            + " mean is not defined");
        }
        return rows.sum().div(sum);
    }

    /**
     * The loss of rows that each have a probability for every class. As a {@code Loss<Tensor>}:
     * {@code CrossEntropy.ofLogits()::of}.
     *
     * @param scores shape [rows, classes]: logits or log-probabilities
     * @param probabilities of the same shape, in each row between 0 and 1 with the sum 1 to 0.001:
     *     one-hot or soft labels. Differentiable too: the derivative is w (1 - s) (-L)
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException if the scores are not a matrix of the shape of the
     *     probabilities and with as many columns as there are class weights; if a row of
     *     probabilities is none; if the mean is asked for and there are no rows
     */
    public Tensor of(Tensor scores, Tensor probabilities) {
        ScoreChecks.rankTwo(name, scores);
        TargetChecks.distributions(name, scores, probabilities);
        Tensor log = logits ? scores.logSoftmax(-1) : scores;
        Tensor share = probabilities;
        if (smoothing > 0) {
            share = share.mul(1 - smoothing).add(smoothing / scores.size(1));
        }
        if (weights != null) {
            share = share.mul(weights.ofClasses(scores.size(1)));
        }
        Tensor rows = product(share, log).sum(-1).rsub(0);
        return reduction.of(name, rows, scores);
    }

    /** A share times a logarithm, and 0 of a share of 0 also where the logarithm is infinite. */
    private static Tensor product(Tensor share, Tensor log) {
        Tensor nothing = share.eq(0).mul(log.eq(Double.NEGATIVE_INFINITY));
        return Tensor.where(nothing, Tensor.of(0), share.mul(log));
    }

    /** The classes with 0 in place of the label to ignore. */
    private int[] kept(int[] classes) {
        Objects.requireNonNull(classes, () -> name + ": the classes are null");
        return ignored == null
                ? classes
                : Arrays.stream(classes).map(c -> c == ignored ? 0 : c).toArray();
    }

    /** 1 for a row that counts, 0 for one to ignore. */
    private Tensor mask(int[] classes) {
        return Tensor.of(Arrays.stream(classes).mapToDouble(c -> c == ignored ? 0 : 1).toArray());
    }

    /** The weight of each row in the mean; null if all are equal. */
    private Tensor counts(int[] classes, Tensor own) {
        if (ignored == null) {
            return classes.length == 0 ? null : own;
        }
        return own == null ? mask(classes) : own.mul(mask(classes));
    }

    /**
     * The loss and its options.
     *
     * @return as "softmaxCrossEntropy(label smoothing 0.1, MEAN)"
     */
    @Override
    public String toString() {
        return name
                + "("
                + (smoothing > 0 ? "label smoothing " + smoothing + ", " : "")
                + (weights != null ? "class weights " + weights + ", " : "")
                + (ignored != null ? "ignore " + ignored + ", " : "")
                + reduction
                + ")";
    }
}
