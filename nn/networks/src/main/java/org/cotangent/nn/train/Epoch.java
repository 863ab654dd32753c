package org.cotangent.nn.train;

import java.util.List;
import java.util.Optional;

/**
 * The results of one epoch of a training. Immutable.
 *
 * @param number which epoch, from 1
 * @param learningRate the learning rate of its last step; NaN if the optimizer has none
 * @param training loss and metrics of the samples trained on: means over the batches as they came,
 *     each weighted by its rows and taken before the update that it led to; where {@link
 *     EarlyStopping} observes them, those of the whole data in evaluation mode after the epoch
 * @param penalty the mean penalty of the regularizers; 0 without regularizers
 * @param validation loss and metrics of the validation data after the epoch, if there are such data
 * @param parameters the norms of every parameter, in their order; empty unless they were asked for
 */
public record Epoch(
        int number,
        double learningRate,
        LossAndMetrics training,
        double penalty,
        Optional<LossAndMetrics> validation,
        List<ParameterStatistics> parameters) {
    /**
     * Copies the list.
     *
     * @param number which epoch
     * @param learningRate the learning rate
     * @param training of the samples trained on
     * @param penalty the mean penalty
     * @param validation of the validation data
     * @param parameters the norms
     */
    public Epoch {
        parameters = List.copyOf(parameters);
    }

    /**
     * The number, losses and metrics.
     *
     * @return as "epoch 3: loss 0.1234, accuracy 0.97; validation loss 0.2345, accuracy 0.94"
     */
    @Override
    public String toString() {
        String validated = validation.map(results -> "; validation " + results).orElse("");
        return "epoch " + number + ": " + training + validated;
    }
}
