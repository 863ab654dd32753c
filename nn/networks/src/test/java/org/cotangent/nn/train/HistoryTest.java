package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir Path folder;

    private static Epoch epoch(int number, double loss, double accuracy, double penalty) {
        return new Epoch(
                number,
                0.1 / number,
                new LossAndMetrics(loss, Map.of("accuracy", accuracy)),
                penalty,
                Optional.of(new LossAndMetrics(loss * 2, Map.of("accuracy", accuracy / 2))),
                List.of());
    }

    private static final History HISTORY =
            new History(List.of(epoch(1, 2.5, 0.25, 0.1), epoch(2, 1.0 / 3, 0.5, 0.2)), null, 0);

    @Test
    void figuresByName() {
        assertArrayEquals(new double[] {2.5, 1.0 / 3}, HISTORY.losses());
        assertArrayEquals(new double[] {5, 2.0 / 3}, HISTORY.validationLosses());
        assertArrayEquals(new double[] {0.125, 0.25}, HISTORY.validationMetric("accuracy"));
        assertArrayEquals(new double[] {0.1, 0.2}, HISTORY.penalties());
        assertArrayEquals(new double[] {0.1, 0.05}, HISTORY.learningRates());
        assertTrue(HISTORY.stopped().isEmpty() && HISTORY.bestEpoch().isEmpty());
        assertEquals(
                "epoch 2: loss 0.3333, accuracy 0.5000; validation loss 0.6667, accuracy 0.2500",
                HISTORY.last().toString());
        Refusal.of(IllegalArgumentException.class, () -> HISTORY.validationMetric("f1"), "\"f1\"");
        assertThrows(UnsupportedOperationException.class, () -> HISTORY.list().clear());
    }

    @Test
    void aLongTableIsElidedAndMarksTheBest() {
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            epochs.add(epoch(i, 100 + i, 0.5, 0));
        }
        List<String> lines = new History(epochs, null, 50).toString().lines().toList();
        // names, 20, an ellipsis, the best, an ellipsis, 20
        assertEquals(44, lines.size());
        assertTrue(lines.get(20).startsWith("20 "), lines.get(20));
        assertTrue(lines.get(21).startsWith("..."), lines.get(21));
        assertTrue(lines.get(22).matches("50 .* best"), lines.get(22));
        assertTrue(lines.get(23).startsWith("..."), lines.get(23));
        assertTrue(lines.get(24).startsWith("81 "), lines.get(24));
        assertEquals(1, lines.stream().filter(line -> line.endsWith("best")).count());
        assertEquals(41, new History(epochs.subList(0, 40), null, 0).toString().lines().count());
        assertEquals(50, new History(epochs, null, 50).best().orElseThrow().number());
        assertTrue(HISTORY.best().isEmpty());
    }

    @Test
    void aTableOfEpochs() {
        assertEquals(
                "epoch  learning rate     loss  penalty  accuracy  validation loss  validation"
                        + " accuracy\n"
                        + "1            0.10000   2.5000  0.10000   0.25000           5.0000"
                        + "              0.12500\n"
                        + "2           0.050000  0.33333  0.20000   0.50000          0.66667"
                        + "              0.25000",
                HISTORY.toString());
        // what says nothing is left out
        LossAndMetrics figures = new LossAndMetrics(2, Map.of());
        Epoch bare = new Epoch(1, Double.NaN, figures, 0, Optional.empty(), List.of());
        History plain = new History(List.of(bare), "enough", 0);
        assertEquals("epoch    loss\n1      2.0000\nstopped: enough", plain.toString());
        Refusal.of(IllegalStateException.class, plain::validationLosses, "validate(");
        assertFalse(plain.hasValidation());
    }

    @Test
    void commaSeparatedValuesReadBackToTheSameBits() throws IOException {
        String text =
                "epoch,learning rate,loss,penalty,accuracy,validation loss,validation accuracy\n"
                        + "1,0.1,2.5,0.1,0.25,5.0,0.125\n"
                        + "2,0.05,0.3333333333333333,0.2,0.5,0.6666666666666666,0.25\n";
        assertEquals(text, HISTORY.toCsv());
        Path file = folder.resolve("history.csv");
        HISTORY.writeCsv(file);
        assertEquals(text, Files.readString(file));
        LossAndMetrics odd = new LossAndMetrics(1, Map.of("a,\"b\"", 2.0));
        History quoted =
                new History(List.of(new Epoch(1, 1, odd, 0, Optional.empty(), List.of())), null, 0);
        assertTrue(quoted.toCsv().startsWith("epoch,learning rate,loss,penalty,\"a,\"\"b\"\"\"\n"));
    }
}
