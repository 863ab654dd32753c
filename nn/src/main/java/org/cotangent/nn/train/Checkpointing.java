package org.cotangent.nn.train;

import java.util.random.RandomGenerator;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.data.Dataset;

/** Writes and reads the checkpoints of one training. */
final class Checkpointing<T> {
    private final Stateful generator;

    Checkpointing(TrainingRun<T> run, Dataset<T> data) {
        RandomGenerator random = run.random;
        if (!(random instanceof Stateful stateful)) {
            throw new IllegalArgumentException(
                    "checkpoint: the random generator "
                            + random.getClass().getSimpleName()
                            + " does not show its state; train with a SeededRandom");
        }
        generator = stateful;
    }

    Stateful generator() {
        return generator;
    }

    void resume() {}

    void afterStep() {}

    void afterEpoch() {}
}
