package org.cotangent.nn;

import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;

/**
 * A measure of the quality of a model's outputs that need not be differentiable; {@link Metrics}
 * has the usual ones, and a lambda is one too.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
@FunctionalInterface
@CheckReturnValue
public interface Metric<T> {
    /**
     * The metric of a batch, as a mean over its rows.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return the metric
     */
    double apply(Tensor outputs, T targets);

    /**
     * How much a batch counts in the mean over several batches.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return the number of samples, unless the metric knows better
     */
    default double weight(Tensor outputs, T targets) {
        return outputs.rank() == 0 ? 1 : outputs.size(0);
    }
}
