package org.cotangent.nn.train;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Code of the user's that a training calls as it goes: to print, to keep figures, or to stop it.
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
 * Trainer#checkpoint checkpoints} and restored from them. What it throws ends the training.
 */
public interface Callback {
    /**
     * Called after each step of the optimizer.
     *
     * @param status where training stands; its figures are those of the epoch so far
     */
    default void onBatchEnd(TrainingStatus status) {}

    /**
     * Called after each epoch, once the validation figures are known.
     *
     * @param status where training stands; the epoch just ended is the last of its epochs
     */
    default void onEpochEnd(TrainingStatus status) {}

    /**
     * A callback for batches.
     *
     * @param action what to do after each step of the optimizer
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
     * @param action what to do after each epoch
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
