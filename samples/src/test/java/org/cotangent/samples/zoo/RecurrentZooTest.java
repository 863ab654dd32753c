package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.sequences.Recurrent;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recurrent networks of the zoo learn, and go on after an interruption. */
@Tag("thorough")
class RecurrentZooTest {
    @TempDir Path folder;

    @Test
    void addingProblem() throws Exception {
        SampleRun run = SampleRun.of(a -> AddingProblem.run(12, 8, Pictures.in(a)), folder);
        for (String network : new String[] {"LSTM", "GRU"}) {
            double error = run.number("(?m)^" + network + " .*error ([0-9.]+)$");
            assertTrue(error < 0.03, run.printed()); // guessing: 0.167
        }
        run.assertPicture("adding-problem.png");
    }

    @Test
    void addingProblemGoesOn() {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(3);
                    AddingProblem model = new AddingProblem(Recurrent::lstm, random);
                    return new ZooModels.Fitting(
                            model,
                            (file, callback) ->
                                    AddingProblem.trainer(model, 1)
                                            .checkpointSteps(file, 1)
                                            .callback(callback)
                                            .fit(AddingProblem.batches(6), random));
                },
                20,
                folder);
    }

    @Test
    void characterModel() throws Exception {
        SampleRun run = SampleRun.of(a -> CharacterModel.run(5, Pictures.in(a)), folder);
        for (String network : new String[] {"Elman", "LSTM", "GRU"}) {
            double bits = run.number("(?m)^" + network + " +after 5 passes: ([0-9.]+) bits");
            assertTrue(bits < 3.6, run.printed()); // by the frequencies of characters alone: 4.3
        }
        run.assertPicture("character-model.png");
    }

    @Test
    void characterModelGoesOn() throws Exception {
        String text = CharacterModel.text().substring(0, 900);
        ZooModels.assertContinues(
                () -> {
                    SeededRandom random = new SeededRandom(3);
                    CharacterModel model =
                            new CharacterModel(
                                    Recurrent.gru(CharacterModel.FEATURES, CharacterModel.WIDTH),
                                    CharacterModel.characters(text),
                                    random);
                    Optimizer adam = CharacterModel.optimizer();
                    return new ZooModels.Training(
                            model,
                            Map.of("optimizer", adam, "random", random),
                            () -> model.epoch(text, adam, random));
                },
                4,
                folder);
    }
}
