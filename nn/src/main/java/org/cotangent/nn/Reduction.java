package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;

/**
 * A way to reduce the losses of a batch: to their mean, their sum, or not at all.
 *
 * <p>Some losses are taken element by element (squared error, hinge, binary cross-entropy, ...):
 * their single losses have the shape of the predictions. Others are taken row by row (softmax
 * cross-entropy, multiclass hinge): one single loss for each sample. {@link Losses} names both
 * kinds.
 */
public enum Reduction {
    /**
     * The single losses, unreduced, to be weighted or inspected. Not a scalar, so nothing for
     * training.
     */
    NONE,
    /** Their sum; 0 of an empty batch. */
    SUM,
    /**
     * Their mean: over all elements, rows <em>and</em> columns, or over the rows of a loss that is
     * taken row by row. A loss with class weights divides by the sum of the weights instead, and
     * says so. An empty batch has none and is refused.
     */
    MEAN,
    /**
     * Their sum divided by the extent of the first axis: summed within each sample, mean over the
     * samples, whatever the weights. Larger than {@link #MEAN} by the number of columns where a
     * loss is taken element by element. A batch without rows has none and is refused, as is a
     * scalar.
     */
    MEAN_OVER_ROWS;

    /**
     * Reduces.
     *
     * @param loss whose losses they are, for messages
     * @param losses the single losses
     * @param predictions the predictions, for the number of rows and for messages
     */
    Tensor of(String loss, Tensor losses, Tensor predictions) {
        return switch (this) {
            case NONE -> losses;
            case SUM -> losses.sum();
            case MEAN -> {
                requireSome(loss, predictions, losses.size());
                yield losses.mean();
            }
            case MEAN_OVER_ROWS -> {
                if (predictions.rank() == 0) {
                    throw new IllegalArgumentException(
                            loss
                                    + ": MEAN_OVER_ROWS of a scalar; the predictions must have an"
                                    + " axis of samples");
                }
                requireSome(loss, predictions, predictions.size(0));
                yield losses.sum().div(predictions.size(0));
            }
        };
    }

    private void requireSome(String loss, Tensor predictions, int count) {
        if (count == 0) {
            throw new IllegalArgumentException(
                    loss
                            + ": the batch is empty, of shape "
                            + Arrays.toString(predictions.shape())
                            + "; the mean of nothing is not defined");
        }
    }
}
