package org.cotangent.nn.train;

import java.util.List;

/**
 * The progress of a training for {@linkplain Callback callbacks}, valid during the call only, with
 * a way to end the training.
 */
public interface TrainingStatus {
    /**
     * The epoch that is running or has just ended.
     *
     * @return its number, from 1
     */
    int epoch();

    /**
     * How many batches of that epoch are done.
     *
     * @return from 1 to the number of batches in an epoch
     */
    int batch();

    /**
     * How many steps of the optimizer are done, in all epochs together.
     *
     * @return at least 1
     */
    long step();

    /**
     * The training loss and metrics of that epoch: means over its batches so far.
     *
     * @return loss and metrics
     */
    LossAndMetrics lossAndMetrics();

    /**
     * The learning rate of the last step.
     *
     * @return the rate; NaN if the optimizer has none
     */
    double learningRate();

    /**
     * The epochs that are complete.
     *
     * @return an unmodifiable list, empty during the first epoch
     */
    List<Epoch> epochs();

    /**
     * Ends the training after this call. An epoch that was not complete is closed with the batches
     * it had. The first reason given counts.
     *
     * @param reason why, for {@link History#stopped()}
     */
    void stop(String reason);
}
