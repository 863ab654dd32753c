package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The common tests of the zoo let a good training pass, and find what has been forgotten. */
class ZooModelsTest {
    @TempDir Path folder;

    @Test
    void ownLoop() throws Exception {
        ZooModels.assertContinues(() -> loop("optimizer", "random"), 6, folder);
    }

    @Test
    void trainer() {
        ZooModels.assertResumes(ZooModelsTest::fitting, 5, folder);
    }

    @Test
    void forgottenStatesAreFound() {
        assertFails(() -> ZooModels.assertContinues(() -> loop("optimizer"), 6, folder));
        assertFails(() -> ZooModels.assertContinues(() -> loop("random"), 6, folder));
    }

    @Test
    void trainingThatIsNoneIsFound() {
        assertFails(() -> ZooModels.assertContinues(() -> loop("optimizer", "random"), 1, folder));
        // broken off before the first checkpoint, so that there is none to go on from
        assertFails(() -> ZooModels.assertResumes(ZooModelsTest::fitting, 1, folder));
    }

    private static void assertFails(Executable test) {
        assertThrows(AssertionError.class, test);
    }

    private static ZooModels.Training loop(String... kept) {
        SeededRandom random = new SeededRandom(1);
        Dense model = new Dense(3, 2, Initializers.xavier(), random);
        Optimizer optimizer = new Adam(0.1);
        Map<String, Stateful> all = new HashMap<>();
        all.put("optimizer", optimizer);
        all.put("random", random);
        all.keySet().retainAll(Set.of(kept));
        return new ZooModels.Training(
                model,
                all,
                () -> {
                    Tensor y = model.apply(Tensor.normal(random, 5, 3));
                    optimizer.step(model.parameters(), y.square().mean().backward());
                });
    }

    private static ZooModels.Fitting fitting() {
        SeededRandom random = new SeededRandom(1);
        Dense model = new Dense(3, 2, Initializers.xavier(), random);
        Trainer<Dense, Tensor> trainer =
                new Trainer<Dense, Tensor>(
                                model,
                                (m, batch, pass) -> m.forward(batch, pass).square().mean(),
                                new Adam(0.1))
                        .epochs(2)
                        .progress(Progress.none());
        return new ZooModels.Fitting(
                model,
                (file, callback) ->
                        trainer.checkpointSteps(file, 2)
                                .callback(callback)
                                .fit(Batches.generated(4, r -> Tensor.normal(r, 5, 3)), random));
    }
}
