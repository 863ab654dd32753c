package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    @TempDir Path folder;

    /** What ends a training from outside, as a loss of power would. */
    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static String uninterrupted() {
        ResumedTraining training = new ResumedTraining().callback(status -> {});
        return training.outcome(training.fit());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void whereverItIsInterruptedItGoesOnToTheSameBits(int every) {
        String expected = uninterrupted();
        assertTrue(expected.contains("early stopping"), "too few epochs to see it: " + expected);
        for (int last = 1; last < 4 * ResumedTraining.BATCHES; last += 4) {
            Path file = folder.resolve(every + "-" + last);
            int until = last;
            ResumedTraining first =
                    new ResumedTraining()
                            .callback(
                                    status -> {
                                        if (status.step() > until) {
                                            throw new Interruption();
                                        }
                                    });
            first.trainer = first.trainer.checkpointSteps(file, every);
            assertThrows(Interruption.class, first::fit);
            assertEquals(last >= every, Files.exists(file));
            int[] steps = {0};
            ResumedTraining second = new ResumedTraining().callback(status -> steps[0]++);
            // nothing is to come from what is there before
            second.random.nextLong();
            second.model.parameters().forEach(p -> p.set(p.value().mul(2)));
            if (last >= every) {
                // how often may differ
                second.trainer = second.trainer.checkpointSteps(file, 1000);
                assertEquals(expected, second.outcome(second.fit()), "interrupted after " + last);
                assertTrue(steps[0] > 0);
            }
        }
    }

    @Test
    void checkpointsOfEpochsGoOnTooAndTheFileOfTheEndGivesTheEndAgain() {
        String expected = uninterrupted();
        Path file = folder.resolve("epochs");
        ResumedTraining first =
                new ResumedTraining()
                        .callback(
                                status -> {
                                    if (status.epoch() == 4 && status.batch() == 3) {
                                        throw new Interruption();
                                    }
                                });
        first.trainer = first.trainer.checkpoint(file);
        assertThrows(Interruption.class, first::fit);
        for (int i = 0; i < 2; i++) {
            int[] steps = {0};
            ResumedTraining next = new ResumedTraining().callback(status -> steps[0]++);
            next.trainer = next.trainer.checkpoint(file);
            assertEquals(expected, next.outcome(next.fit()));
            assertEquals(i == 1, steps[0] == 0);
        }
    }

    @Test
    void moreEpochsMayBeAddedToATrainingThatHasEnded() {
        Path file = folder.resolve("more");
        ResumedTraining whole = new ResumedTraining();
        whole.trainer = whole.trainer.epochs(4);
        ResumedTraining part = new ResumedTraining();
        part.trainer.epochs(2).checkpoint(file).fit(part.data, part.random);
        ResumedTraining rest = new ResumedTraining();
        rest.trainer = rest.trainer.epochs(4).checkpoint(file);
        assertEquals(whole.outcome(whole.fit()), rest.outcome(rest.fit()));
        ResumedTraining fewer = new ResumedTraining();
        fewer.trainer = fewer.trainer.epochs(3).checkpoint(file);
        Refusal.of(IllegalArgumentException.class, fewer::fit, "epochs: 4 ", " 3 ");
    }

    @Test
    void whatACallbackStoppedInTheMiddleOfAnEpochStaysStopped() {
        Consumer<TrainingStatus> stop =
                status -> {
                    if (status.step() == 10) {
                        status.stop("ten steps are enough");
                    }
                };
        ResumedTraining without = new ResumedTraining().callback(stop);
        String expected = without.outcome(without.fit());
        Path file = folder.resolve("stopped");
        for (int i = 0; i < 2; i++) {
            ResumedTraining training = new ResumedTraining().callback(stop);
            training.trainer = training.trainer.checkpointSteps(file, 3);
            History history = training.fit();
            assertEquals(expected, training.outcome(history));
            assertEquals("ten steps are enough", history.stopped().orElseThrow());
            assertEquals(2, history.epochs());
        }
    }

    /** A callback that counts, and remembers. */
    private static final class Counting implements Callback, Stateful {
        int batches;
        boolean refuses;

        @Override
        public void onBatchEnd(TrainingStatus status) {
            batches++;
            if (batches == 10) {
                throw new Interruption();
            }
        }

        @Override
        public State state() {
            return new State("counting").with("batches", batches);
        }

        @Override
        public void restore(State state) {
            if (refuses) {
                throw new IllegalStateException("counting: no more");
            }
            batches = (int) state.require("counting").integer("batches");
        }
    }

    @Test
    void callbacksWithAStateGoOn() {
        Path file = folder.resolve("callbacks");
        Counting first = new Counting();
        ResumedTraining training = new ResumedTraining();
        training.trainer = training.trainer.callback(first).checkpointSteps(file, 1);
        assertThrows(Interruption.class, training::fit);
        Counting second = new Counting();
        ResumedTraining again = new ResumedTraining();
        again.trainer = again.trainer.callback(second).checkpointSteps(file, 1);
        // nine were saved, and the tenth interrupts again
        assertThrows(Interruption.class, again::fit);
        assertEquals(10, second.batches);
    }

    // ---- refusals

    @Test
    void aGeneratorWithoutStateIsRefused() {
        ResumedTraining training = new ResumedTraining();
        training.trainer = training.trainer.checkpoint(folder.resolve("random"));
        Refusal.of(
                IllegalArgumentException.class,
                () -> training.trainer.fit(training.data, new SplittableRandom(1)),
                "SplittableRandom",
                "SeededRandom");
        assertFalse(Files.exists(folder.resolve("random")));
    }

    private Path written() {
        Path file = folder.resolve("written");
        ResumedTraining training = new ResumedTraining();
        training.trainer = training.trainer.epochs(2).checkpoint(file);
        training.fit();
        return file;
    }

    /** Refuses to go on, and leaves model, optimizer and generator as they were. */
    private static void assertRefused(
            ResumedTraining training, Dataset<Tensor, int[]> data, String... parts) {
        State random = training.random.state();
        Map<String, Tensor> before = ResumedTraining.tensors(training.model);
        State optimizer = training.optimizer.state();
        Throwable thrown =
                assertThrows(
                        RuntimeException.class, () -> training.trainer.fit(data, training.random));
        for (String part : parts) {
            assertTrue(thrown.getMessage().contains(part), thrown::getMessage);
        }
        assertEquals(random, training.random.state());
        ResumedTraining.tensors(training.model)
                .forEach(
                        (name, tensor) ->
                                assertArrayEquals(
                                        before.get(name).toArray(), tensor.toArray(), name));
        assertEquals(optimizer, training.optimizer.state());
        assertEquals(optimizer.tensors().keySet(), training.optimizer.state().tensors().keySet());
        optimizer
                .tensors()
                .forEach(
                        (name, tensor) ->
                                assertArrayEquals(
                                        tensor.toArray(),
                                        training.optimizer.state().tensor(name).toArray(),
                                        name));
    }

    @Test
    void otherSettingsAreRefusedByName() {
        Path file = written();
        ResumedTraining other = new ResumedTraining();
        other.trainer = other.trainer.batchSize(9).checkpoint(file);
        assertRefused(other, other.data, "batch size: 8 in the file, 9 here", "written");

        other = new ResumedTraining();
        other.trainer = other.trainer.metric("constant", (outputs, classes) -> 1).checkpoint(file);
        assertRefused(other, other.data, "metrics: [accuracy] in the file");

        other = new ResumedTraining();
        other.trainer = other.trainer.checkpoint(file).callback(new Counting());
        assertRefused(
                other,
                other.data,
                "callbacks with a state: [] in the file, [CheckpointTest$Counting] here");

        other = new ResumedTraining();
        other.trainer = other.trainer.checkpoint(file);
        int[] rows = IntStream.range(0, other.data.rows()).toArray();
        rows[7] = 8;
        assertRefused(other, other.data.select(rows), "data: inputs [53, 3], checksum");

        other = new ResumedTraining();
        other.trainer = other.trainer.checkpoint(file).regularizer(Regularizers.l1(0.1));
        assertRefused(other, other.data, "regularizers: [] in the file, [l1(0.1)] here");
    }

    @Test
    void anotherModelOrOptimizerIsRefused() {
        Path file = written();
        ResumedTraining training = new ResumedTraining();
        Dense dense = new Dense("dense9", 3, 3, Initializers.xavier(), new SeededRandom(1));
        Refusal.of(
                UncheckedIOException.class,
                () ->
                        new SupervisedTrainer<int[]>(
                                        dense, Losses.softmaxCrossEntropy(), new Sgd(0.1))
                                .progress(Progress.none())
                                .checkpoint(file)
                                .fit(training.data, training.random),
                "dense9.weight");
        ResumedTraining other = new ResumedTraining(new Adam(0.05).betas(0.8, 0.9));
        other.trainer = other.trainer.checkpoint(file);
        assertRefused(
                other, other.data, "adam: the state was made with", "0.8", "another training");
    }

    @Test
    void aRefusalLeavesTheLearningRateAlone() {
        ResumedTraining other = new ResumedTraining(new Adam(0.3));
        other.trainer = other.trainer.batchSize(9).checkpoint(written());
        assertRefused(other, other.data, "batch size");
        assertEquals(0.3, other.optimizer.learningRate());
        other.trainer.batchSize(8).fit(other.data, other.random);
        assertNotEquals(0.3, other.optimizer.learningRate());
    }

    @Test
    void whateverIsThrownAllIsTakenBack() {
        Path file = folder.resolve("thrown");
        ResumedTraining training = new ResumedTraining();
        training.trainer = training.trainer.callback(new Counting()).checkpointSteps(file, 1);
        assertThrows(Interruption.class, training::fit);
        Counting refusing = new Counting();
        refusing.refuses = true;
        ResumedTraining other = new ResumedTraining(new Adam(0.3));
        other.trainer = other.trainer.callback(refusing).checkpointSteps(file, 1);
        assertRefused(other, other.data, "counting: no more", "move the file away");
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        for (int at : new int[] {0, 9, bytes.length / 2, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 4;
            Files.write(file, damaged);
            ResumedTraining training = new ResumedTraining();
            training.trainer = training.trainer.checkpoint(file);
            assertRefused(training, training.data, "written", "move the file away");
        }
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        ResumedTraining training = new ResumedTraining();
        training.trainer = training.trainer.checkpoint(file);
        assertRefused(training, training.data, "written");
    }

    @Test
    void aFileThatCannotBeWrittenEndsTheTraining() {
        ResumedTraining training = new ResumedTraining();
        training.trainer =
                training.trainer.checkpoint(folder.resolve("no such folder").resolve("file"));
        Refusal.of(UncheckedIOException.class, training::fit, "could not be written");
        Refusal.of(
                IllegalArgumentException.class,
                () -> training.trainer.checkpointSteps(folder.resolve("x"), 0),
                "0");
    }
}
