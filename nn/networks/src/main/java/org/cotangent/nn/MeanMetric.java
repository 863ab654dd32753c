package org.cotangent.nn;

import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;

/**
 * A metric that is a mean over elements or rows, and so may leave some of them out by a mask.
 * Immutable.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
@CheckReturnValue
public class MeanMetric<T> implements Metric<T> {
    private final ReducedLoss<T> loss;

    MeanMetric(ReducedLoss<T> loss) {
        this.loss = loss;
    }

    /**
     * The metric of a batch.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return the metric
     * @throws IllegalArgumentException if the shapes do not fit, a target is outside its range, or
     *     nothing counts
     * @throws IndexOutOfBoundsException if there is no such class as a target says
     */
    @Override
    public final double apply(Tensor outputs, T targets) {
        return Tensor.unrecorded(() -> loss.apply(outputs, targets)).value();
    }

    /**
     * The metric of a batch of which a mask leaves something out.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @param mask 1 for what counts and 0 for what does not, as [rows] or [rows, steps]; see {@link
     *     ReducedLoss#apply(Tensor, Object, Tensor)}
     * @return the metric
     * @throws IllegalArgumentException if the shapes do not fit, the mask holds another number, a
     *     target that counts is outside its range, or nothing counts
     * @throws IndexOutOfBoundsException if there is no such class as a target that counts says
     */
    public final double apply(Tensor outputs, T targets, Tensor mask) {
        return Tensor.unrecorded(() -> loss.apply(outputs, targets, mask)).value();
    }

    /**
     * How much a batch counts in the mean over several batches.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return the number of rows or steps that count
     */
    @Override
    public final double weight(Tensor outputs, T targets) {
        return loss.weight(outputs, targets);
    }

    /**
     * How much a batch counts in the mean over several batches that all have masks.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @param mask as in {@link #apply(Tensor, Object, Tensor)}
     * @return the sum of the mask, less what else does not count
     */
    public final double weight(Tensor outputs, T targets, Tensor mask) {
        return loss.weight(outputs, targets, mask);
    }

    /**
     * The metric and its settings.
     *
     * @return as "accuracy(ignore -1, mean)"
     */
    @Override
    public String toString() {
        return loss.toString();
    }
}
