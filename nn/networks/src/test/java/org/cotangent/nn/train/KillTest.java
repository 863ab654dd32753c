package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotangent.nn.files.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are killed by the operating system and go on to the same bits. */
class KillTest {
    private static final int KILLS = 4;

    @TempDir Path folder;

    /** The command of another process like this one, without the class to run. */
    static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the same kernels as here, though others would give the same bits
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        String kernels = System.getProperty("cotangent.kernels");
        if (kernels != null) {
            command.add("-Dcotangent.kernels=" + kernels);
        }
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private Process start(Path checkpoint, Path weights, Path outcome) throws IOException {
        List<String> command = java();
        command.add(ResumedTraining.class.getName());
        command.addAll(List.of("" + checkpoint, "" + weights, "" + outcome));
        return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    }

    @Test
    void aTrainingThatIsKilledGoesOnToTheSameBits() throws Exception {
        long[] total = {0};
        ResumedTraining whole = new ResumedTraining().callback(status -> total[0] = status.step());
        String expected = whole.outcome(whole.fit());
        Path expectedWeights = folder.resolve("expected");
        Safetensors.write(expectedWeights, ResumedTraining.tensors(whole.model), Map.of());

        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        Path checkpoint = folder.resolve("checkpoint");
        Path weights = folder.resolve("weights");
        Path outcome = folder.resolve("outcome");
        List<String> lives = new ArrayList<>();
        for (int life = 0; life < KILLS; life++) {
            Process process = start(checkpoint, weights, outcome);
            // spread over the whole run; the last at its last step, before the final write
            long segment = total[0] / KILLS;
            boolean end = life == KILLS - 1;
            long until = end ? total[0] : life * segment + random.nextLong(2, segment - 2);
            // a line is printed just before a checkpoint may be written
            int nanos = random.nextInt(2) == 0 ? 0 : random.nextInt(4_000_000);
            String last = null;
            try (BufferedReader lines = process.inputReader()) {
                for (long step = 0; step < until; ) {
                    last = lines.readLine();
                    assertTrue(
                            last != null,
                            () -> "seed " + seed + " " + lives + ": " + read("errors"));
                    step = Long.parseLong(last.substring("step ".length()));
                }
                for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
                    Thread.onSpinWait();
                }
                process.destroyForcibly();
                int exit = process.waitFor();
                assertTrue(end || exit != 0, "it had ended");
            }
            lives.add(last + ", killed " + nanos + " ns later");
        }
        System.out.println("killed trainings, seed " + seed + ": " + lives);
        Process process = start(checkpoint, weights, outcome);
        process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), () -> read("errors"));
        assertEquals(expected, Files.readString(outcome), () -> "seed " + seed + " " + lives);
        assertArrayEquals(Files.readAllBytes(expectedWeights), Files.readAllBytes(weights));
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
