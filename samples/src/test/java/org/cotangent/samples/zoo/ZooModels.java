package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.files.Checkpoints;
import org.cotangent.nn.train.Callback;

/**
 * The tests that a training which is broken off, saved and loaded goes on to the same bits: of a
 * loop of a sample's own, and of a trainer.
 */
final class ZooModels {
    private ZooModels() {}

    /**
     * A training that is about to start, in a loop of the sample's own.
     *
     * @param model the model
     * @param states what else changes: optimizers, generators
     * @param step trains a little
     */
    record Training(Module model, Map<String, Stateful> states, Runnable step) {
        private void steps(int count) {
            for (int i = 0; i < count; i++) {
                step.run();
            }
        }
    }

    /**
     * A training that is about to start, by a trainer.
     *
     * @param model the model
     * @param fit trains; another object each time
     */
    record Fitting(Module model, Fit fit) {}

    /** All of a training. */
    @FunctionalInterface
    interface Fit {
        /**
         * Makes the trainer, gives it both, and fits: trainer.checkpointSteps(file,
         * 1).callback(callback).
         */
        void run(Path checkpoint, Callback callback);
    }

    /** The exception that simulates a power cut. */
    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Some steps in one go are the same as half of them, a file, and the others in a model made
     * anew.
     *
     * @param fresh makes the training, the same each time
     */
    static void assertContinues(Supplier<Training> fresh, int steps, Path folder)
            throws IOException {
        Training unbroken = fresh.get();
        unbroken.steps(steps);

        Path file = folder.resolve("broken-off.checkpoint");
        Training brokenOff = fresh.get();
        brokenOff.steps(steps / 2);
        Map<String, State> saved = new LinkedHashMap<>();
        brokenOff.states.forEach((name, each) -> saved.put(name, each.state()));
        Checkpoints.write(file, brokenOff.model, saved);
        assertNotEquals(bits(unbroken.model), bits(brokenOff.model), "the second half trains");

        Training resumed = fresh.get();
        assertNotEquals(bits(brokenOff.model), bits(resumed.model), "the first half trains");
        Map<String, State> loaded = Checkpoints.read(file, resumed.model);
        resumed.states.forEach((name, each) -> each.restore(loaded.get(name)));
        resumed.steps(steps - steps / 2);
        assertEquals(bits(unbroken.model), bits(resumed.model));
    }

    /**
     * A training in one go is the same as one that breaks off after some batch and goes on from its
     * checkpoint.
     *
     * @param fresh makes the training, the same each time
     */
    static void assertResumes(Supplier<Fitting> fresh, long brokenOffAfter, Path folder) {
        Fitting unbroken = fresh.get();
        String start = bits(unbroken.model);
        unbroken.fit.run(folder.resolve("unbroken.checkpoint"), Callback.eachBatch(status -> {}));

        Path file = folder.resolve("broken-off.checkpoint");
        Fitting brokenOff = fresh.get();
        Callback powerCut =
                Callback.eachBatch(
                        status -> {
                            if (status.step() == brokenOffAfter) {
                                throw new Interruption();
                            }
                        });
        assertThrows(Interruption.class, () -> brokenOff.fit.run(file, powerCut));
        assertNotEquals(start, bits(brokenOff.model), "the first part trains");
        assertNotEquals(bits(unbroken.model), bits(brokenOff.model), "the second part trains");

        Fitting resumed = fresh.get();
        long[] first = {0};
        resumed.fit.run(
                file,
                Callback.eachBatch(status -> first[0] = first[0] == 0 ? status.step() : first[0]));
        assertNotEquals(1, first[0], "it goes on, and does not start anew");
        assertEquals(bits(unbroken.model), bits(resumed.model));
    }

    /** All numbers of a model, to the last bit. */
    private static String bits(Module model) {
        StringBuilder text = new StringBuilder();
        model.parameters()
                .forEach(
                        each ->
                                text.append(each)
                                        .append(bits(each.value().toArray()))
                                        .append('\n'));
        model.buffers()
                .forEach(
                        each ->
                                text.append(each)
                                        .append(bits(each.value().toArray()))
                                        .append('\n'));
        return text.toString();
    }

    private static String bits(double[] numbers) {
        return " "
                + Arrays.hashCode(numbers)
                + " "
                + Arrays.toString(Arrays.copyOf(numbers, Math.min(4, numbers.length)));
    }
}
