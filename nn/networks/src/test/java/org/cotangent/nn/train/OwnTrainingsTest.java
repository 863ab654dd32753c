package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.train.OwnTrainings.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A GAN, a VAE, a siamese network, a sequence model and one on generated batches: each learns, and
 * is killed and resumed to the same bits.
 */
class OwnTrainingsTest {
    @TempDir Path folder;

    @Test
    void aGanWithTwoOptimizers() {
        Training<OwnTrainings.Gan> training = OwnTrainings.gan();
        SeededRandom random = new SeededRandom(1);
        Tensor before = training.model().made(1000, Pass.training(random)).stopGradient();
        History history = training.fit();
        Tensor after = training.model().made(1000, Pass.training(random)).stopGradient();
        // the real ones have mean 2 and deviation 0.5
        assertTrue(Math.abs(before.mean().value() - 2) > 1, "too easy: " + before.mean());
        assertEquals(2, after.mean().value(), 0.3);
        assertEquals(0.5, after.std(0).value(), 0.3);
        assertEquals(Set.of("critic", "generator"), history.metrics());
        double sum = history.finalMetric("critic") + history.finalMetric("generator");
        assertEquals(sum, history.finalLoss(), 1e-12);
    }

    @Test
    void aVaeWithTwoLosses() {
        Training<OwnTrainings.Vae> training = OwnTrainings.vae();
        History history = training.fit();
        assertEquals(Set.of("kl"), history.metrics());
        assertTrue(history.finalLoss() < 0.3 * history.losses()[0], history::toString);
        assertTrue(history.finalMetric("kl") > 0.01 && history.finalMetric("kl") < 0.3);
        // both losses are in the sum
        double[] validated = history.validationLosses();
        Tensor x = Tensor.uniform(new SeededRandom(2), -1, 1, 100, 1);
        Tensor curve = Tensor.concat(1, x, x.square(), x.mul(2).sin());
        Pass pass = Pass.evaluation();
        Tensor again = training.model().loss(curve, pass);
        double all = again.value() + pass.losses().get("kl").value();
        assertEquals(validated[validated.length - 1], all, 0.3 * all);
    }

    @Test
    void aSiameseNetworkWithTwoInputs() {
        History history = OwnTrainings.siamese().fit();
        assertTrue(history.metric("accuracy")[0] < 0.8, "too easy: " + history);
        assertTrue(history.finalMetric("accuracy") > 0.9, history::toString);
    }

    @Test
    void aSequenceModelWithMaskedTargets() {
        Training<OwnTrainings.Recurrent> training = OwnTrainings.sequences();
        History history = training.fit();
        assertTrue(history.metric("accuracy")[0] < 0.8, "too easy: " + history);
        double[] validated = history.validationMetric("accuracy");
        assertTrue(validated[validated.length - 1] > 0.95, history::toString);
    }

    @Test
    void aNetworkOnGeneratedBatches() {
        Training<Mlp> training = OwnTrainings.generated();
        History history = training.fit();
        assertTrue(history.finalLoss() < 0.02 * history.losses()[0], history::toString);
        double y = training.model().apply(Tensor.of(new double[][] {{1}})).get(0, 0);
        assertEquals(Math.sin(1), y, 0.15);
    }

    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gan", "vae", "siamese", "sequences", "generated"})
    void interruptedAnywhereItGoesOnToTheSameBits(String name) {
        Training<?> whole = OwnTrainings.ALL.get(name).get();
        long[] steps = {0};
        String expected =
                whole.outcome(
                        whole.fit(null, Callback.eachBatch(status -> steps[0] = status.step())));
        for (int part = 1; part <= 2; part++) {
            long until = part * steps[0] / 3 + part;
            Path file = folder.resolve(name + part);
            Training<?> first = OwnTrainings.ALL.get(name).get();
            assertThrows(
                    Interruption.class,
                    () ->
                            first.fit(
                                    file,
                                    Callback.eachBatch(
                                            status -> {
                                                if (status.step() > until) {
                                                    throw new Interruption();
                                                }
                                            })));
            Training<?> second = OwnTrainings.ALL.get(name).get();
            // nothing is to come from what is there before
            second.random().nextLong();
            second.model().parameters().forEach(p -> p.set(p.value().mul(2)));
            List<Long> seen = new ArrayList<>();
            String outcome =
                    second.outcome(
                            second.fit(
                                    file, Callback.eachBatch(status -> seen.add(status.step()))));
            assertEquals(expected, outcome);
            assertEquals(until - until % 3 + 1, seen.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gan", "vae", "siamese", "sequences", "generated"})
    void killedItGoesOnToTheSameBits(String name) throws Exception {
        Training<?> whole = OwnTrainings.ALL.get(name).get();
        String expected = whole.outcome(whole.fit());
        Path outcome = folder.resolve("outcome");
        Process killed = start(name, outcome);
        try (BufferedReader lines = killed.inputReader()) {
            for (int line = 0; line < 25; line++) {
                String text = lines.readLine();
                assertTrue(text != null && text.startsWith("step "), () -> read("errors"));
            }
            killed.destroyForcibly();
            assertNotEquals(0, killed.waitFor());
        }
        assertTrue(Files.exists(folder.resolve("checkpoint")), "no checkpoint to go on from");
        assertTrue(Files.notExists(outcome));
        Process resumed = start(name, outcome);
        List<String> steps = resumed.inputReader().lines().toList();
        assertEquals(0, resumed.waitFor(), () -> read("errors"));
        assertTrue(Integer.parseInt(steps.get(0).substring(5)) > 3, "it began anew");
        assertEquals(expected, Files.readString(outcome));
    }

    private Process start(String name, Path outcome) throws IOException {
        List<String> command = KillTest.java();
        command.add(OwnTrainings.class.getName());
        command.addAll(List.of(name, "" + folder.resolve("checkpoint"), "" + outcome));
        return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
