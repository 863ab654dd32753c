package org.cotangent.nn.train;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A function that a training calls after each step or epoch, to print, to collect numbers, or to
 * stop the training.
 *
 * <pre>{@code
 * Callback patient = Callback.eachEpoch(status -> {
 *     if (status.lossAndMetrics().loss() < 0.01) {
 *         status.stop("the loss is small enough");
 *     }
 * });
 * }</pre>
 *
 * <p>A callback that is {@link org.cotangent.nn.Stateful} has its state kept in {@linkplain
 * Trainer#checkpoint checkpoints} and restored from them. An exception from it ends the training.
 */
public interface Callback {
    /**
     * Called after each step of the optimizer.
     *
     * @param status the progress of the training; its loss and metrics are those of the epoch so
     *     far
     */
    default void onBatchEnd(TrainingStatus status) {}

    /**
     * Called after each epoch, once the validation results are known.
     *
     * @param status the progress of the training; the epoch just ended is the last of its epochs
     */
    default void onEpochEnd(TrainingStatus status) {}

    /**
     * A callback for batches.
     *
     * @param action the action after each step of the optimizer
     * @return the callback
     */
    static Callback eachBatch(Consumer<TrainingStatus> action) {
        Objects.requireNonNull(action, "callback: the action is null");
        return new Callback() {
            @Override
            public void onBatchEnd(TrainingStatus status) {
                action.accept(status);
            }
        };
    }

    /**
     * A callback for epochs.
     *
     * @param action the action after each epoch
     * @return the callback
     */
    static Callback eachEpoch(Consumer<TrainingStatus> action) {
        Objects.requireNonNull(action, "callback: the action is null");
        return new Callback() {
            @Override
            public void onEpochEnd(TrainingStatus status) {
                action.accept(status);
            }
        };
    }
}
