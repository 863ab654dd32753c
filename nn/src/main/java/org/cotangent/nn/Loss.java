package org.cotangent.nn;

import org.cotangent.Tensor;

/**
 * A function of a model's outputs and their targets that training minimizes; {@link Losses} has the
 * usual ones.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
@FunctionalInterface
public interface Loss<T> {
    /**
     * The loss of a batch.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return a scalar
     */
    Tensor of(Tensor outputs, T targets);
}
