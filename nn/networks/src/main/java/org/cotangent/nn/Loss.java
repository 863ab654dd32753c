package org.cotangent.nn;

import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

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
     * This loss and another of the same outputs and targets.
     *
     * <pre>{@code
     * Loss<Tensor> both = Losses.meanSquaredError().times(0.5).plus(Losses.meanAbsoluteError());
     * both.apply(Tensor.vector(0, 2), Tensor.vector(0, 0));   // 2
     * }</pre>
     *
     * @param other the other
     * @return their sum, which counts in the mean over several batches as this one does
     */
    default Loss<T> plus(Loss<T> other) {
        return new LossSum<>(this, 1, Checks.present("loss", "the other one", other));
    }

    /**
     * This loss with a weight.
     *
     * @param factor what it is multiplied by, finite
     * @return the product
     * @throws IllegalArgumentException if the factor is not finite
     */
    default Loss<T> times(double factor) {
        return new LossSum<>(this, Checks.FINITE.check("loss", "factor", factor), null);
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
