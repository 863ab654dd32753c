package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Activations;
import org.cotangent.Tensor;

/**
 * The cross-entropy of yes-or-no questions from <em>logits</em> x, not probabilities, with its
 * options: weight of the positive answers, reduction. Immutable; each option returns another loss.
 *
 * <pre>{@code
 * BinaryCrossEntropy loss = new BinaryCrossEntropy().positiveWeights(3);
 * Tensor logits = Tensor.of(new double[][] {{0}, {0}});
 * loss.of(logits, Tensor.of(new double[][] {{1}, {0}}));   // 1.38629
 * }</pre>
 *
 * <p>Taken element by element, several answers in a row being independent: -w t log σ(x) - (1 - t)
 * log(1 - σ(x)) for a target t in 0 .. 1 and weight w, computed as w t softplus(-x) + (1 - t)
 * softplus(x), which neither overflows nor cancels. The derivative by x is (1 - t) σ(x) - w t
 * σ(-x), which is σ(x) - t for w = 1; that by t is w softplus(-x) - softplus(x). At an infinite
 * logit the loss is 0 if the target is the sure answer, else infinite.
 */
public final class BinaryCrossEntropy implements Loss<Tensor> {
    private static final String NAME = "binaryCrossEntropy";

    private Tensor positive;
    private Reduction reduction = Reduction.MEAN;

    /** Positive and negative answers alike; mean over all elements. */
    public BinaryCrossEntropy() {}

    private BinaryCrossEntropy copy() {
        BinaryCrossEntropy copy = new BinaryCrossEntropy();
        copy.positive = positive;
        copy.reduction = reduction;
        return copy;
    }

    /**
     * The same with positive answers counting more or less than negative ones. A mean divides by
     * the number of elements all the same.
     *
     * @param weights one weight for all, or one for each column; finite and not negative
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite, or there is none
     */
    public BinaryCrossEntropy positiveWeights(double... weights) {
        Objects.requireNonNull(weights, NAME + ": the positive weights are null");
        return positiveWeights(
                weights.length == 1 ? Tensor.of(weights[0]) : Tensor.of(weights.clone()));
    }

    /**
     * The same with positive answers counting more or less than negative ones, for weights of any
     * shape.
     *
     * @param weights finite and not negative, of a shape that broadcasts to that of the logits
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite, or there is none
     */
    public BinaryCrossEntropy positiveWeights(Tensor weights) {
        Objects.requireNonNull(weights, NAME + ": the positive weights are null");
        if (weights.size() == 0) {
            throw new IllegalArgumentException(
                    NAME + ": there is no positive weight; one or more expected");
        }
        TargetChecks.each(
                NAME,
                "positive weight",
                weights,
                w -> w >= 0 && w < Double.POSITIVE_INFINITY,
                "finite and not negative");
        BinaryCrossEntropy copy = copy();
        copy.positive = weights.stopGradient();
        return copy;
    }

    /**
     * The same with another reduction.
     *
     * @param choice how the losses of the elements become one
     * @return another loss
     */
    public BinaryCrossEntropy reduction(Reduction choice) {
        BinaryCrossEntropy copy = copy();
        copy.reduction = Objects.requireNonNull(choice, NAME + ": the reduction is null");
        return copy;
    }

    /**
     * The loss of a batch.
     *
     * @param logits of any shape and size, not yet through a sigmoid
     * @param targets of the same shape: 0 for no, 1 for yes, between them for in doubt
     * @return a scalar, or of the shape of the logits if it is not reduced
     * @throws IllegalArgumentException if the shapes differ, a target lies outside 0 .. 1 or is
     *     NaN, the positive weights do not broadcast to the logits, or a mean is asked for and
     *     there are no elements
     */
    @Override
    public Tensor of(Tensor logits, Tensor targets) {
        TargetChecks.shares(NAME, logits, targets);
        Tensor yes = product(targets, Activations.softplus(logits.neg()));
        Tensor no = product(targets.rsub(1), Activations.softplus(logits));
        if (positive != null) {
            requireFitting(logits);
            yes = product(positive, yes);
        }
        return reduction.of(NAME, yes.add(no), logits);
    }

    /** A share times a cost, and 0 of a share of 0 also where the cost is infinite. */
    private static Tensor product(Tensor share, Tensor cost) {
        Tensor nothing = share.eq(0).mul(cost.eq(Double.POSITIVE_INFINITY));
        return Tensor.where(nothing, Tensor.of(0), share.mul(cost));
    }

    private void requireFitting(Tensor logits) {
        int lead = logits.rank() - positive.rank();
        boolean fits = lead >= 0;
        for (int axis = 0; fits && axis < positive.rank(); axis++) {
            fits = positive.size(axis) == 1 || positive.size(axis) == logits.size(lead + axis);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    NAME
                            + ": positive weights of shape "
                            + Arrays.toString(positive.shape())
                            + " for logits of shape "
                            + Arrays.toString(logits.shape())
                            + "; there must be one for all or one for each column");
        }
    }

    /**
     * The loss and its options.
     *
     * @return as "binaryCrossEntropy(positive weights 3, MEAN)"
     */
    @Override
    public String toString() {
        return NAME
                + "("
                + (positive == null ? "" : "positive weights " + positive + ", ")
                + reduction
                + ")";
    }
}
