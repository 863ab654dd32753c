package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that go on, with a larger budget, from the checkpoint of the last one. */
class ContinuedTrialTest {
    private static final Dataset<Tensor, Tensor> DATA = data();

    @TempDir Path folder;

    private final AtomicInteger epochs = new AtomicInteger();

    private static Dataset<Tensor, Tensor> data() {
        Tensor x = Tensor.normal(new SeededRandom(1), 40, 2);
        return Dataset.ofValues(x, x.slice(1, 0, 1).sin());
    }

    private double loss(Trial trial, boolean continued) {
        Mlp model = Mlp.of(2, 6, 1).activation(Activation.TANH).build(trial.random());
        var trainer =
                Trainer.regressor(model, new Adam(trial.number("rate")))
                        .epochs(trial.budget())
                        .batchSize(10)
                        .progress(Progress.none())
                        .callback(Callback.eachEpoch(status -> epochs.incrementAndGet()));
        if (continued) {
            trainer = trainer.checkpoint(trial.folder().resolve("checkpoint"));
        }
        History history = trainer.fit(DATA, trial.random());
        return history.losses()[history.epochs() - 1];
    }

    @Test
    void theScoresAreThoseOfTrialsThatBeginAgain() {
        Search search =
                Search.random(new Space().logUniform("rate", 1e-4, 0.3), 8).halving(2, 1, 8);
        SearchResult expected = search.run(3, trial -> loss(trial, false));
        assertEquals(8 + 4 * 2 + 2 * 4 + 8, epochs.getAndSet(0));
        assertEquals(expected, search.resume(folder).run(3, trial -> loss(trial, true)));
        assertEquals(8 + 4 * (2 - 1) + 2 * (4 - 2) + (8 - 4), epochs.get());
    }
}
