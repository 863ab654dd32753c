package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;

/**
 * The cross-entropy between labels and predicted probabilities, with its settings: label smoothing,
 * class weights, a label to leave out. Immutable.
 *
 * <pre>{@code
 * CrossEntropy loss = Losses.softmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 5);
 * Tensor logits = Tensor.of(new double[][] {{2, 0}, {0, 0}});
 * loss.apply(logits, new int[] {0, 1});                                          // 0.663237
 * loss.softLabels().apply(logits, Tensor.of(new double[][] {{1, 0}, {0, 1}}));   // 1.98971
 * }</pre>
 *
 * <p>The loss of a row with class c is, for log-probabilities L, class weights w, smoothing s and k
 * classes, (1 - s) w_c (-L_c) + s/k Σ_j w_j (-L_j). A row of probabilities t, one-hot or soft,
 * costs Σ_j w_j t'_j (-L_j) with t' = (1 - s) t + s/k; a class of probability 0 costs nothing, also
 * where its log-probability is -infinity. The derivative by the logits z of a row that has weight 1
 * and no smoothing is softmax(z) - t.
 *
 * <p>Scores have shape [rows, classes], with a class for each row, or [..., classes], with classes
 * in row-major order; {@link #steps()} is for sequences. The {@linkplain #mean() mean} of classes
 * is a weighted one: the sum of all rows divided by the sum of w_c over the rows that count. Of
 * probabilities it is the sum divided by the number of rows, whatever the weights. These are the
 * conventions of the usual libraries; {@linkplain #meanOverSamples() over samples} both divide by
 * the number of samples.
 *
 * <p>Label smoothing: C. Szegedy and others, "Rethinking the Inception architecture for computer
 * vision", CVPR 2016, section 7.
 */
@CheckReturnValue
public final class CrossEntropy extends ClassLoss {
    private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY; // of a logarithm

    private static final double BIT = StrictMath.log(2);

    private final boolean logits;
    private final double unit;
    private final double smoothing;

    CrossEntropy(boolean logits) {
        this(logits, 1, 0, Common.NONE);
    }

    private CrossEntropy(boolean logits, double unit, double smoothing, Common common) {
        super(logits ? "softmaxCrossEntropy" : "negativeLogLikelihood", common);
        this.logits = logits;
        this.unit = unit;
        this.smoothing = Checks.FRACTION.check(name, "label smoothing", smoothing);
    }

    @Override
    CrossEntropy reduced(Reduction other) {
        return new CrossEntropy(logits, unit, smoothing, common.reduced(other));
    }

    /**
     * A copy with a part of each label spread evenly over all classes.
     *
     * @param part the part s, from 0 (none) to 1
     * @return another loss
     * @throws IllegalArgumentException if the part is NaN or outside 0 .. 1
     */
    public CrossEntropy labelSmoothing(double part) {
        return new CrossEntropy(logits, unit, part, common);
    }

    /**
     * A copy with some classes counting more than others, as where they are rare.
     *
     * @param each the weight of each class, finite and not negative; copied
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite
     */
    public CrossEntropy classWeights(double... each) {
        return new CrossEntropy(logits, unit, smoothing, common.weights(name, each));
    }

    /**
     * A copy with rows left out that carry a label: they cost nothing, get no gradient, and do not
     * count in the mean.
     *
     * @param label the label, as -1 for "unknown"; may be a class
     * @return another loss
     */
    public CrossEntropy ignore(int label) {
        return new CrossEntropy(logits, unit, smoothing, common.ignoring(label));
    }

    /**
     * A copy that counts in bits, with logarithms to the base 2 in place of natural ones, as is
     * usual where a model tells the next symbol of a text: {@code bits().steps().metric()} is the
     * mean number of bits a symbol.
     *
     * @return another loss
     */
    public CrossEntropy bits() {
        return new CrossEntropy(logits, BIT, smoothing, common);
    }

    /**
     * This loss of labels that are probabilities: of the shape of the scores, in each row between 0
     * and 1 with the sum 1 to 0.001, one-hot or soft. Differentiable by them too: the derivative is
     * w (1 - s) (-L). A label to ignore is none of this loss.
     *
     * @return a loss of scores and of probabilities of the same shape
     * @throws IllegalStateException if there is a label to ignore
     */
    public ReducedLoss<Tensor> softLabels() {
        if (common.ignored() != null) {
            throw Checks.illegalState(
                    "%s: ignore %s; probabilities have no label, use a mask",
                    name, common.ignored());
        }
        return new SoftLabels(reduction);
    }

    private Tensor log(Tensor scores) {
        Tensor log = logits ? scores.logSoftmax(-1) : scores;
        return unit == 1 ? log : log.div(unit);
    }

    @Override
    Tensor inMean(Labels classes, int[] shape) {
        return weights == null ? null : classes.in(weights.weights(), shape);
    }

    @Override
    Tensor rows(Tensor scores, Labels classes) {
        Tensor log = log(scores);
        boolean every = weights == null && smoothing < 1 && common.ignored() == null;
        Tensor cost = every ? classes.pickOfAll(log) : classes.pick(log);
        Tensor all = weights == null ? null : weights.ofClasses(scores.size(-1));
        if (all != null) {
            cost = product(classes.in(weights.weights(), cost.shape()), cost, IMPOSSIBLE);
        }
        if (smoothing > 0) {
            Tensor spread = (all == null ? log : product(all, log, IMPOSSIBLE)).sum(-1);
            cost =
                    product(Tensor.of(1 - smoothing), cost, IMPOSSIBLE)
                            .add(spread.mul(smoothing / scores.size(-1)));
        }
        // 0 - x and not -x: a loss of nothing is 0, not -0
        return cost.rsub(0);
    }

    @Override
    String settings() {
        return (unit == 1 ? "" : "bits, ")
                + (smoothing > 0 ? "label smoothing " + smoothing + ", " : "")
                + super.settings();
    }

    /** The same of probabilities. */
    private final class SoftLabels extends ReducedLoss<Tensor> {
        SoftLabels(Reduction reduction) {
            super(CrossEntropy.this.name, reduction);
        }

        @Override
        SoftLabels reduced(Reduction other) {
            return new SoftLabels(other);
        }

        @Override
        Terms terms(Tensor scores, Tensor probabilities, Tensor mask) {
            ScoreChecks.rankTwo(name, scores);
            TargetChecks.shape(name, scores, probabilities);
            int classes = scores.size(-1);
            Tensor counted = expanded(mask, Arrays.copyOf(scores.shape(), scores.rank() - 1));
            Tensor open = counted == null ? null : counted.unsqueeze(-1);
            Tensor share = kept(open, probabilities, 1.0 / classes);
            TargetChecks.distributions(name, share);
            Tensor log = log(kept(open, scores, 0));
            if (smoothing > 0) {
                share = share.mul(1 - smoothing).add(smoothing / classes);
            }
            if (weights != null) {
                share = share.mul(weights.ofClasses(classes));
            }
            Tensor losses = product(share, log, IMPOSSIBLE).sum(-1).rsub(0);
            return new Terms(kept(counted, losses, 0), counted, null);
        }

        @Override
        double count(Tensor scores, Tensor probabilities, Tensor mask) {
            return mask == null ? scores.size() / Math.max(1, scores.size(-1)) : mask.sum().value();
        }

        @Override
        String settings() {
            return "soft labels, " + CrossEntropy.this.settings();
        }
    }
}
