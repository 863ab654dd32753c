package org.cotangent.nn.train;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.cotangent.Gradients;

/**
 * A set of functions that a training calls at fixed places, to print, to collect numbers, to change
 * gradients or the learning rate, or to stop the training. Schedules, early stopping, statistics,
 * limits on weights, the display of progress and checkpoints are callbacks, and those of a user can
 * do the same.
 *
 * <pre>{@code
 * Callback patient = Callback.eachEpoch(status -> {
 *     if (status.lossAndMetrics().loss() < 0.01) {
 *         status.stop("the loss is small enough");
 *     }
 * });
 * Callback clipped = Callback.eachGradients(g -> Clipping.byGlobalNorm(g, 1));
 * }</pre>
 *
 * <p>A callback that is {@link org.cotangent.nn.Stateful} has its state kept in {@linkplain
 * Trainer#checkpoint checkpoints} and restored from them. An exception from it ends the training.
 */
public interface Callback {
    /**
     * Called before the first step, once a checkpoint has been read.
     *
     * @param status the progress of the training
     */
    default void onStart(TrainingStatus status) {}

    /**
     * Called before the batches of an epoch are opened; not for an epoch that is resumed in its
     * middle.
     *
     * @param status the progress of the training
     */
    default void onEpochStart(TrainingStatus status) {}

    /**
     * Called before each batch.
     *
     * @param status the progress of the training
     */
    default void onBatchStart(TrainingStatus status) {}

    /**
     * Called with the gradients of each turn before the step of the optimizer. They may be replaced
     * by {@link TrainingStatus#setGradients}, or the step left out by {@link
     * TrainingStatus#skipStep}.
     *
     * @param status the progress of the training
     */
    default void onGradients(TrainingStatus status) {}

    /**
     * Called after each step of the optimizer.
     *
     * @param status the progress of the training
     */
    default void onStepEnd(TrainingStatus status) {}

    /**
     * Called after each batch.
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
     * Called when the training ends, also by an exception.
     *
     * @param status the progress of the training
     */
    default void onEnd(TrainingStatus status) {}

    /**
     * A callback for batches.
     *
     * @param action the action after each batch
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

    /**
     * A callback that replaces gradients, as one that clips them.
     *
     * @param function from the gradients of a turn to those that the optimizer gets
     * @return the callback
     */
    static Callback eachGradients(UnaryOperator<Gradients> function) {
        Objects.requireNonNull(function, "callback: the function is null");
        return new Callback() {
            @Override
            public void onGradients(TrainingStatus status) {
                status.setGradients(function.apply(status.gradients()));
            }
        };
    }
}
