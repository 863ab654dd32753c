package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that cannot be written are refused before the first step. */
class CheckpointPathTest {
    @TempDir private Path folder;

    private static void refusedBeforeTheFirstStep(Path file, String... parts) {
        int[] steps = {0};
        ResumedTraining training = new ResumedTraining().callback(status -> steps[0]++);
        training.trainer = training.trainer.checkpointEpochs(file, 40);
        double[] before = Parameter.values(training.model.parameters())[0].toArray();
        UncheckedIOException e = assertThrows(UncheckedIOException.class, training::fit);
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        assertEquals(0, steps[0]);
        assertArrayEquals(before, Parameter.values(training.model.parameters())[0].toArray());
    }

    @Test
    void theFolderIsMissing() {
        Path none = folder.resolve("none");
        refusedBeforeTheFirstStep(
                none.resolve("a.checkpoint"), "a.checkpoint", "there is no folder", "none");
    }

    @Test
    void theFolderIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refusedBeforeTheFirstStep(file.resolve("a.checkpoint"), "there is no folder");
    }

    @Test
    void theFileIsAFolder() throws IOException {
        Path there = Files.createDirectory(folder.resolve("folder"));
        refusedBeforeTheFirstStep(there, "folder");
    }

    @Test
    void theNameIsTooLong() {
        refusedBeforeTheFirstStep(folder.resolve("a".repeat(250)), "aaa");
    }

    @Test
    void aStateThatCannotBeWrittenIsRefusedBeforeTheFirstStepToo() {
        class Bad implements Callback, Stateful {
            private int steps;

            @Override
            public void onBatchEnd(TrainingStatus status) {
                steps++;
            }

            @Override
            public State state() {
                return new State("bad", Map.of("text", "\ud800"), Map.of("a", Tensor.of(1)));
            }

            @Override
            public void restore(State state) {
                throw new IllegalStateException();
            }
        }
        Bad bad = new Bad();
        ResumedTraining training = new ResumedTraining();
        training.trainer = training.trainer.callback(bad).checkpointEpochs(folder.resolve("a"), 40);
        assertThrows(IllegalArgumentException.class, training::fit);
        assertEquals(0, bad.steps);
    }

    @Test
    void theCheckLeavesNothingBehind() throws IOException {
        ResumedTraining training =
                new ResumedTraining()
                        .callback(
                                status -> {
                                    throw new IllegalStateException();
                                });
        training.trainer = training.trainer.checkpoint(folder.resolve("a"));
        assertThrows(IllegalStateException.class, training::fit);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void anInterruptedThreadIsNamed() {
        ResumedTraining training =
                new ResumedTraining().callback(status -> Thread.currentThread().interrupt());
        Path file = folder.resolve("a");
        training.trainer = training.trainer.checkpointSteps(file, 1);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, training::fit);
        assertTrue(Thread.interrupted());
        assertTrue(e.getMessage().contains("could not be written"), e.getMessage());
        assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
        assertTrue(Files.notExists(file));
    }
}
