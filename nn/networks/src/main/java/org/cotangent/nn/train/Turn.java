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
    /** The step that moves all of a model at every batch. */
    static <M extends Module, B> Turn<M, B> whole(
            M model, TrainingStep<? super M, ? super B> step, Optimizer optimizer) {
        return new Turn<>("loss", model.parameters(), optimizer, step, 1, 1);
    }

    /** How often it comes at the batch of a number from 0. */
    int times(long batch) {
        return (batch + 1) % every == 0 ? times : 0;
    }

    /** How often it comes, unless it is once at every batch: as " every 2". */
    String frequency() {
        return (every == 1 ? "" : " every " + every) + (times == 1 ? "" : " " + times + " times");
    }

    Turn<M, B> every(int batches) {
        return new Turn<>(name, parameters, optimizer, step, batches, times);
    }

    Turn<M, B> times(int count) {
        return new Turn<>(name, parameters, optimizer, step, every, count);
    }
}
