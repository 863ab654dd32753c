package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/** The usual loss functions. Each is a scalar and says how it is reduced. */
public final class Losses {
    private Losses() {}

    /**
     * The sum of squared errors, Σ (p - t)² over all elements; derivative 2 (p - t).
     *
     * @param predictions the predictions p, of any shape with at least one element
     * @param targets the targets t, of the same shape: nothing is broadcast
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no elements
     */
    public static Tensor quadraticSum(Tensor predictions, Tensor targets) {
        return squares("quadraticSum", predictions, targets).sum();
    }

    /**
     * The mean squared error, the mean of (p - t)² over all elements: over rows <em>and</em>
     * columns, and without a factor ½. Derivative 2 (p - t) / size.
     *
     * @param predictions the predictions p, of any shape with at least one element
     * @param targets the targets t, of the same shape: nothing is broadcast
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no elements
     */
    public static Tensor quadraticMean(Tensor predictions, Tensor targets) {
        return squares("quadraticMean", predictions, targets).mean();
    }

    private static Tensor squares(String loss, Tensor predictions, Tensor targets) {
        Objects.requireNonNull(predictions, () -> loss + ": the predictions are null");
        Objects.requireNonNull(targets, () -> loss + ": the targets are null");
        // [n, 1] against [n] would broadcast to [n, n]: a wrong number, not an error
        if (!Arrays.equals(predictions.shape(), targets.shape())) {
            throw new IllegalArgumentException(
                    loss
                            + ": the predictions have shape "
                            + Arrays.toString(predictions.shape())
                            + " and the targets "
                            + Arrays.toString(targets.shape())
                            + "; they must be the same");
        }
        if (predictions.size() == 0) {
            throw new IllegalArgumentException(
                    loss
                            + ": the batch is empty, of shape "
                            + Arrays.toString(predictions.shape()));
        }
        return predictions.sub(targets).square();
    }

    /**
     * The cross-entropy of the softmax of logits, mean over the rows: of -log softmax(s)_c for
     * logits s and class c, through the log-softmax, so that it is finite for logits of any size: a
     * class that is all but impossible costs the difference of the logits, not infinity. Derivative
     * (softmax(s) - e_c) / rows, where e_c is 1 at the class and 0 elsewhere. A model that knows
     * nothing scores the logarithm of the number of classes.
     *
     * @param logits shape [rows, classes], not yet normalised
     * @param classes for every row the index of its class, from 0
     * @return a scalar
     * @throws IllegalArgumentException if the logits are not a matrix, have no rows, or as many
     *     rows as there are not classes given
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the logits
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, int[] classes) {
        Scores.check("softmaxCrossEntropy", logits, classes);
        // 0 - x and not -x: a loss of nothing is 0, not -0
        return Tensor.of(0).sub(logits.logSoftmax(-1).pick(classes).mean());
    }
}
