package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.optim.Optimizer;

/**
 * A step of training with the part of the model that it moves: at every batch or more rarely, once
 * or more often.
 *
 * @param name its name
 * @param parameters what it moves
 * @param optimizer how
 * @param step the loss
 * @param every the number of batches, counted over all epochs, of which it comes at the last
 * @param times how often at such a batch
 */
record Turn<M extends Module, B>(
        String name,
        List<Parameter> parameters,
        Optimizer optimizer,
        TrainingStep<? super M, ? super B> step,
        int every,
        int times) {
    /** How often it comes at the batch of a number from 0. */
    int times(long batch) {
        return (batch + 1) % every == 0 ? times : 0;
    }

    Turn<M, B> every(int batches) {
        return new Turn<>(name, parameters, optimizer, step, batches, times);
    }

    Turn<M, B> times(int count) {
        return new Turn<>(name, parameters, optimizer, step, every, count);
    }
}
