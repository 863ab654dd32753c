package org.cotangent.nn;

import org.cotangent.Activations;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The cross-entropy of yes-or-no questions from <em>logits</em> x, not probabilities, with a weight
 * of the positive answers. Immutable.
 *
 * <pre>{@code
 * BinaryCrossEntropy loss = Losses.binaryCrossEntropy().positiveWeights(3);
 * Tensor logits = Tensor.of(new double[][] {{0}, {0}});
 * loss.apply(logits, Tensor.of(new double[][] {{1}, {0}}));   // 1.38629
 * }</pre>
 *
 * <p>Taken element by element, several answers in a row being independent: -w t log σ(x) - (1 - t)
 * log(1 - σ(x)) for a target t in 0 .. 1 and weight w, computed as w t softplus(-x) + (1 - t)
 * softplus(x), which neither overflows nor cancels. The derivative by x is (1 - t) σ(x) - w t
 * σ(-x), which is σ(x) - t for w = 1; that by t is w softplus(-x) - softplus(x). At an infinite
 * logit the loss is 0 if the target is the sure answer, else infinite.
 */
@CheckReturnValue
public final class BinaryCrossEntropy extends ElementLoss {
    private static final String NAME = "binaryCrossEntropy";

    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private final Tensor positive; // or null

    BinaryCrossEntropy(Tensor positive, Reduction reduction) {
        super(
                NAME,
                positive == null ? "" : "positive weights " + positive + ", ",
                reduction,
                Checks.FRACTION,
                (x, t) -> costs(positive, x, t));
        this.positive = positive;
    }

    @Override
    BinaryCrossEntropy reduced(Reduction other) {
        return new BinaryCrossEntropy(positive, other);
    }

    /**
     * A copy with positive answers counting more or less than negative ones. A mean divides by the
     * number of elements all the same.
     *
     * @param weights one weight for all, or one for each column; finite and not negative
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite, or there is none
     */
    public BinaryCrossEntropy positiveWeights(double... weights) {
        Checks.present(NAME, "the positive weights", weights);
        return positiveWeights(
                weights.length == 1 ? Tensor.of(weights[0]) : Tensor.of(weights.clone()));
    }

    /**
     * A copy with positive answers counting more or less than negative ones, for weights of any
     * shape.
     *
     * @param weights finite and not negative, of a shape that broadcasts to that of the logits
     * @return another loss
     * @throws IllegalArgumentException if a weight is negative or not finite, or there is none
     */
    public BinaryCrossEntropy positiveWeights(Tensor weights) {
        Checks.present(NAME, "the positive weights", weights);
        if (weights.size() == 0) {
            throw Checks.illegal("%s: there is no positive weight; one or more expected", NAME);
        }
        TargetChecks.each(NAME, "positive weight", weights, Checks.NOT_NEGATIVE);
        return new BinaryCrossEntropy(weights.stopGradient(), reduction);
    }

    private static Tensor costs(Tensor positive, Tensor logits, Tensor targets) {
        Tensor yes = product(targets, Activations.softplus(logits.neg()), INFINITE);
        Tensor no = product(targets.rsub(1), Activations.softplus(logits), INFINITE);
        if (positive != null) {
            requireFitting(positive, logits);
            yes = product(positive, yes, INFINITE);
        }
        return yes.add(no);
    }

    private static void requireFitting(Tensor positive, Tensor logits) {
        int lead = logits.rank() - positive.rank();
        boolean fits = lead >= 0;
        for (int axis = 0; fits && axis < positive.rank(); axis++) {
            fits = positive.size(axis) == 1 || positive.size(axis) == logits.size(lead + axis);
        }
        if (!fits) {
            throw Checks.illegal(
                    "%s: positive weights of shape %s for logits of shape %s; there must be one for"
                            + " all or one for each column",
                    NAME, positive.shape(), logits.shape());
        }
    }
}
