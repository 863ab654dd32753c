package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.Gradients;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;

/**
 * The progress of a training for {@linkplain Callback callbacks}, valid during the call only, with
 * the means to change what happens next.
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
     * @return at least 1 after a batch
     */
    int batch();

    /**
     * How many batches are done, in all epochs together.
     *
     * @return at least 1 after a batch
     */
    long step();

    /**
     * Whether no batch of this epoch comes after the present one.
     *
     * @return false between batches
     */
    boolean isLastBatch();

    /**
     * How much the present batch counts in means.
     *
     * @return what its loss says, as the number of rows or of steps that count; for a step of one's
     *     own the {@linkplain Batches#weight weight} of the batch
     */
    double batchWeight();

    /**
     * The training loss and metrics of that epoch: means over its batches so far.
     *
     * @return loss and metrics
     */
    LossAndMetrics lossAndMetrics();

    /**
     * The model that is trained.
     *
     * @return the model
     */
    Module model();

    /**
     * The name of the present turn.
     *
     * @return as "generator"; "loss" in a training that has one step
     */
    String turn();

    /**
     * The parameters that the present turn moves.
     *
     * @return an unmodifiable list
     */
    List<Parameter> parameters();

    /**
     * The gradients of the present turn by its parameters.
     *
     * @return the gradients, those of penalties included
     * @throws IllegalStateException if the loss has not been differentiated yet
     */
    Gradients gradients();

    /**
     * Replaces the gradients that the optimizer gets, and callbacks after this one see.
     *
     * @param gradients by the parameters of the present turn
     * @throws IllegalStateException unless called from {@link Callback#onGradients}
     */
    void setGradients(Gradients gradients);

    /**
     * Leaves out the step of the optimizer for these gradients; callbacks after this one are not
     * told of them.
     *
     * @throws IllegalStateException unless called from {@link Callback#onGradients}
     */
    void skipStep();

    /**
     * The learning rate, of the first turn if there are several.
     *
     * @return the rate; NaN if the optimizer has none
     */
    double learningRate();

    /**
     * The learning rate of a turn.
     *
     * @param turn the name of a turn
     * @return the rate; NaN if the optimizer has none
     * @throws IllegalArgumentException if there is no such turn
     */
    double learningRate(String turn);

    /**
     * Changes the learning rate, of all turns if there are several.
     *
     * @param rate the new rate
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     * @throws UnsupportedOperationException if an optimizer has none
     */
    void setLearningRate(double rate);

    /**
     * Changes the learning rate of a turn.
     *
     * @param turn the name of a turn
     * @param rate the new rate
     * @throws IllegalArgumentException if there is no such turn, or the rate is NaN, infinite or
     *     negative
     * @throws UnsupportedOperationException if its optimizer has none
     */
    void setLearningRate(String turn, double rate);

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
