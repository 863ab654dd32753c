package org.cotangent.nn.train;

import java.util.random.RandomGenerator;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.Optimizer;

/**
 * A snapshot of a model, an optimizer and, if it is {@link Stateful}, a random generator, which
 * restores them when it is closed.
 */
final class Undo {
    private final Module model;
    private final Optimizer optimizer;
    private final Stateful generator;
    private final Snapshot values;
    private final State optimizerState;
    private final State generatorState;

    /** The optimizer may be null. */
    Undo(Module model, Optimizer optimizer, RandomGenerator random) {
        this.model = model;
        this.optimizer = optimizer;
        this.generator = random instanceof Stateful stateful ? stateful : null;
        this.values = Snapshot.of(model);
        this.optimizerState = optimizer == null ? null : optimizer.state();
        this.generatorState = generator == null ? null : generator.state();
    }

    void close() {
        values.restore(model);
        if (optimizer != null) {
            optimizer.restore(optimizerState);
        }
        if (generator != null) {
            generator.restore(generatorState);
        }
    }
}
