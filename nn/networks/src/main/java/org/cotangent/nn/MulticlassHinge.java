package org.cotangent.nn;

import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The multiclass hinge loss of scores s and a class y, Σ max(0, s_j - s_y + margin) over all
 * classes j other than y, with its settings: margin, squares, class weights, a label to leave out.
 * Immutable.
 *
 * <pre>{@code
 * Tensor scores = Tensor.of(new double[][] {{3.2, 5.1, -1.7}});
 * Losses.multiclassHinge().apply(scores, new int[] {0});                     // 2.9
 * Losses.multiclassHinge().meanOverClasses().apply(scores, new int[] {0});   // 0.966667
 * }</pre>
 *
 * <p>Taken row by row. The derivative by s_j is 1 where j is within the margin, else 0, and that by
 * s_y minus the number of such j; where s_j - s_y + margin is exactly 0 it counts as 0. Squared it
 * is 2 (s_j - s_y + margin) in place of 1.
 *
 * <p>J. Weston, C. Watkins, "Support vector machines for multi-class pattern recognition", ESANN
 * 1999.
 */
@CheckReturnValue
public final class MulticlassHinge extends ClassLoss {
    private final double margin;
    private final boolean squared;
    private final boolean meanOverClasses;

    MulticlassHinge() {
        this(1, false, false, Common.NONE);
    }

    private MulticlassHinge(
            double margin, boolean squared, boolean meanOverClasses, Common common) {
        super("multiclassHinge", common);
        this.margin = Checks.FINITE.check(name, "margin", margin);
        this.squared = squared;
        this.meanOverClasses = meanOverClasses;
    }

    private MulticlassHinge with(Common other) {
        return new MulticlassHinge(margin, squared, meanOverClasses, other);
    }

    @Override
    MulticlassHinge reduced(Reduction other) {
        return with(common.reduced(other));
    }

    /**
     * A copy with another margin.
     *
     * @param distance by how much the right score is to exceed the others, finite
     * @return another loss
     * @throws IllegalArgumentException if it is not finite
     */
    public MulticlassHinge margin(double distance) {
        return new MulticlassHinge(distance, squared, meanOverClasses, common);
    }

    /**
     * A copy with each term squared: Σ max(0, s_j - s_y + margin)².
     *
     * @return another loss
     */
    public MulticlassHinge squared() {
        return new MulticlassHinge(margin, true, meanOverClasses, common);
    }

    /**
     * A copy with the sum in each row divided by the number of classes, that of y included:
     * PyTorch's {@code multi_margin_loss}.
     *
     * @return another loss
     */
    public MulticlassHinge meanOverClasses() {
        return new MulticlassHinge(margin, squared, true, common);
    }

    /**
     * A copy with the loss of a row multiplied by the weight of its class. The mean divides by the
     * number of rows all the same.
     *
     * @param each the weight of each class, finite and not negative; copied
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite
     */
    public MulticlassHinge classWeights(double... each) {
        return with(common.weights(name, each));
    }

    /**
     * A copy with rows left out that carry a label: they cost nothing, get no gradient, and do not
     * count in the mean.
     *
     * @param label the label, as -1 for "unknown"; may be a class
     * @return another loss
     */
    public MulticlassHinge ignore(int label) {
        return with(common.ignoring(label));
    }

    @Override
    Tensor rows(Tensor scores, Labels classes) {
        int count = scores.size(-1);
        Tensor excess = scores.sub(classes.pick(scores).unsqueeze(-1)).add(margin).relu();
        Tensor terms = squared ? excess.square() : excess;
        Tensor rows = Tensor.where(classes.others(scores), terms, Tensor.of(0)).sum(-1);
        if (meanOverClasses) {
            rows = rows.div(count);
        }
        if (weights != null) {
            weights.ofClasses(count);
            rows = rows.mul(classes.in(weights.weights(), rows.shape()));
        }
        return rows;
    }

    @Override
    String settings() {
        return ("margin " + margin + ", ")
                + (squared ? "squared, " : "")
                + (meanOverClasses ? "mean over classes, " : "")
                + super.settings();
    }
}
