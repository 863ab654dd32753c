package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * The multiclass hinge loss of scores s and a class y, Σ max(0, s_j - s_y + margin) over all
 * classes j other than y, with its options: margin, squares, class weights, reduction. Immutable;
 * each option returns another loss.
 *
 * <pre>{@code
 * Tensor scores = Tensor.of(new double[][] {{3.2, 5.1, -1.7}});
 * new MulticlassHinge().of(scores, new int[] {0});                     // 2.9
 * new MulticlassHinge().meanOverClasses().of(scores, new int[] {0});   // 0.966667
 * }</pre>
 *
 * <p>Taken row by row. The derivative by s_j is 1 where j is within the margin, else 0, and that by
 * s_y minus the number of such j; where s_j - s_y + margin is exactly 0 it counts as 0. Squared it
 * is 2 (s_j - s_y + margin) in place of 1.
 *
 * <p>J. Weston, C. Watkins, "Support vector machines for multi-class pattern recognition", ESANN
 * 1999.
 */
public final class MulticlassHinge implements Loss<int[]> {
    private static final String NAME = "multiclassHinge";

    private double margin = 1;
    private boolean squared;
    private boolean meanOverClasses;
    private ClassWeights weights;
    private Reduction reduction = Reduction.MEAN;

    /** The sum over classes with margin 1, not squared, all classes alike; mean over the rows. */
    public MulticlassHinge() {}

    private MulticlassHinge copy() {
        MulticlassHinge copy = new MulticlassHinge();
        copy.margin = margin;
        copy.squared = squared;
        copy.meanOverClasses = meanOverClasses;
        copy.weights = weights;
        copy.reduction = reduction;
        return copy;
    }

    /**
     * The same with another margin.
     *
     * @param distance by how much the right score is to exceed the others, finite
     * @return another loss
     * @throws IllegalArgumentException if it is not finite
     */
    public MulticlassHinge margin(double distance) {
        MulticlassHinge copy = copy();
        copy.margin = TargetChecks.setting(NAME, "margin", distance, Double::isFinite, "finite");
        return copy;
    }

    /**
     * The same with each term squared: Σ max(0, s_j - s_y + margin)².
     *
     * @return another loss
     */
    public MulticlassHinge squared() {
        MulticlassHinge copy = copy();
        copy.squared = true;
        return copy;
    }

    /**
     * The same with the sum in each row divided by the number of classes, that of y included:
     * PyTorch's {@code multi_margin_loss}.
     *
     * @return another loss
     */
    public MulticlassHinge meanOverClasses() {
        MulticlassHinge copy = copy();
        copy.meanOverClasses = true;
        return copy;
    }

    /**
     * The same with the loss of a row multiplied by the weight of its class. The mean divides by
     * the number of rows all the same.
     *
     * @param each the weight of each class, finite and not negative; copied
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite
     */
    public MulticlassHinge classWeights(double... each) {
        MulticlassHinge copy = copy();
        copy.weights = new ClassWeights(NAME, each);
        return copy;
    }

    /**
     * The same with another reduction over the rows.
     *
     * @param choice how the losses of the rows become one
     * @return another loss
     */
    public MulticlassHinge reduction(Reduction choice) {
        MulticlassHinge copy = copy();
        copy.reduction = Objects.requireNonNull(choice, NAME + ": the reduction is null");
        return copy;
    }

    /**
     * The loss of a batch.
     *
     * @param scores shape [rows, classes], of any size
     * @param classes for every row the index of its class, from 0
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException if the scores are not a matrix with as many rows as there
     *     are classes given and as many columns as there are class weights, or the mean is asked
     *     for and there are no rows
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    @Override
    public Tensor of(Tensor scores, int[] classes) {
        ScoreChecks.fitting(NAME, scores, classes);
        int count = scores.size(1);
        double[] others = new double[scores.size()];
        Arrays.fill(others, 1);
        for (int row = 0; row < classes.length; row++) {
            others[row * count + classes[row]] = 0;
        }
        Tensor excess = scores.sub(scores.pick(classes).unsqueeze(-1)).add(margin).relu();
        Tensor terms = squared ? excess.square() : excess;
        Tensor rows = Tensor.where(Tensor.of(others, scores.shape()), terms, Tensor.of(0)).sum(-1);
        if (meanOverClasses) {
            rows = rows.div(count);
        }
        if (weights != null) {
            weights.ofClasses(count);
            rows = rows.mul(weights.ofRows(classes));
        }
        return reduction.of(NAME, rows, scores);
    }

    /**
     * The loss and its options.
     *
     * @return as "multiclassHinge(margin 1.0, MEAN)"
     */
    @Override
    public String toString() {
        return NAME
                + "(margin "
                + margin
                + (squared ? ", squared" : "")
                + (meanOverClasses ? ", mean over classes" : "")
                + (weights != null ? ", class weights " + weights : "")
                + ", "
                + reduction
                + ")";
    }
}
