package org.cotangent.nn.train;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.Optimizer;

/** Trials that leave no trace. */
final class Undo {
    private Undo() {}

    /**
     * The result of a trial, after which the model, the optimizer, which may be null, and, if it is
     * {@link Stateful}, the generator are what they were before, even if it failed.
     */
    static <R> R after(
            Module model, Optimizer optimizer, RandomGenerator random, Supplier<R> trial) {
        Stateful generator = random instanceof Stateful stateful ? stateful : null;
        Snapshot values = Snapshot.of(model);
        State optimizerState = optimizer == null ? null : optimizer.state();
        State generatorState = generator == null ? null : generator.state();
        try {
            return trial.get();
        } finally {
            values.restore();
            if (optimizer != null) {
                optimizer.restore(optimizerState);
            }
            if (generator != null) {
                generator.restore(generatorState);
            }
        }
    }
}
