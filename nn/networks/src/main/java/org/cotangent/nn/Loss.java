package org.cotangent.nn;

import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;

/**
 * A function of a model's outputs and their targets that training minimizes; {@link Losses} has the
 * usual ones, and a lambda is one too.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
@FunctionalInterface
@CheckReturnValue
public interface Loss<T> {
    /**
     * The loss of a batch.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return a scalar
     */
    Tensor apply(Tensor outputs, T targets);

    /**
     * How much a batch counts in the mean over several batches.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return the number of samples, unless the loss knows better
     */
    default double weight(Tensor outputs, T targets) {
        return outputs.rank() == 0 ? 1 : outputs.size(0);
    }

    /**
     * This loss as a metric, which is reported and not differentiated.
     *
     * @return its value on a batch
     */
    default Metric<T> metric() {
        return (outputs, targets) -> Tensor.unrecorded(() -> apply(outputs, targets)).value();
    }
}
