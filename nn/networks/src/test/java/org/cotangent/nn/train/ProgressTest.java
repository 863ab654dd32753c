package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static String shown(Function<PrintStream, Progress> choice, int steps) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        try (ProgressBarDisplay display = choice.apply(out).start(4, 50, 0, false)) {
            for (int i = 0; i < steps; i++) {
                display.step("loss " + i + ", accuracy 0.97");
            }
        }
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesHoldNoControlCharactersAndEndWithTheWholeTruth() {
        String text = shown(Progress::lines, 200);
        assertFalse(text.contains("\r") && !System.lineSeparator().contains("\r"));
        assertFalse(text.contains("\u001b"));
        assertTrue(text.endsWith(System.lineSeparator()));
        String[] lines = text.split(System.lineSeparator());
        assertTrue(lines.length <= 21, text);
        String last = lines[lines.length - 1];
        assertTrue(
                last.matches("epochs 100% \\[=+] 4/4 \\(.*, .* left\\) .*loss 199, accuracy 0.97"),
                last);
        assertTrue(last.length() <= 105, last);
    }

    @Test
    void linesAreThinnedOutToOneForEveryTwentieth() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        long[] done = {0};
        ProgressText text = new ProgressText(out, false, 1000, () -> done[0]);
        for (int i = 0; i <= 990; i++) {
            done[0] = i;
            text.accept(i + "  ");
        }
        text.finish();
        StringBuilder expected = new StringBuilder();
        for (int i = 50; i < 1000; i += 50) {
            expected.append(i).append(System.lineSeparator());
        }
        // and the last one, though it was no twentieth
        expected.append(990).append(System.lineSeparator());
        assertEquals(expected.toString(), bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theBarRewritesOneLine() {
        String text = shown(Progress::bar, 200);
        assertTrue(text.startsWith("\r"));
        assertEquals(text.length() - System.lineSeparator().length(), text.indexOf('\n'));
        assertTrue(text.substring(text.lastIndexOf('\r', text.length() - 2)).contains("100%"));
    }

    @Test
    void aTrainingThatEndsEarlyIsShownWhereItEnded() {
        String text = shown(Progress::bar, 75);
        String last = text.substring(text.lastIndexOf('\r'));
        assertTrue(last.contains(" 37%") && last.contains(" 1/4 "), text);
    }

    @Test
    void aTrainingThatGoesOnIsShownFromWhereItWasWithItsValidation() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        LossAndMetrics training = new LossAndMetrics(0.38973, Map.of("accuracy", 0.83333));
        LossAndMetrics validation = new LossAndMetrics(0.472, Map.of("accuracy", 0.9));
        try (ProgressBarDisplay display = Progress.lines(out).start(4, 50, 150, true)) {
            display.step(training.toString());
            display.say(training.beside(validation));
        }
        out.flush();
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(
                text.contains(" 75% ")
                        && text.contains("loss 0.3897 (0.4720), accuracy 0.8333 (0.9000)"),
                text);
    }

    @Test
    void theTimeLeftIsThatOfTheStepsSoFarTimesThoseThatAreLeft() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        long[] now = {5_000_000_000L};
        try (ProgressBarDisplay display =
                new ProgressBarDisplay(out, true, 4, 25, 20, false, () -> now[0])) {
            for (int i = 0; i < 30; i++) {
                now[0] += 124_000_000_000L;
                display.step("loss " + i);
            }
        }
        out.flush();
        String[] lines = bytes.toString(StandardCharsets.UTF_8).strip().split("\r");
        assertEquals(
                "epochs  20% [" + "=".repeat(8) + " ".repeat(33) + "] 0/4 (0:00:00, ? left) ",
                lines[0]);
        assertEquals(
                "epochs  50% [==============              ] 2/4 (1:02:00, 1:43:20 left) loss 29",
                lines[lines.length - 1]);
    }

    @Test
    void whatIsTooLongIsCutOff() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        try (ProgressBarDisplay display = Progress.bar(out).start(4, 50, 0, false)) {
            display.step("loss 1, " + "metric 2, ".repeat(20));
        }
        out.flush();
        String last = bytes.toString(StandardCharsets.UTF_8);
        last = last.substring(last.lastIndexOf('\r') + 1).stripTrailing();
        assertEquals(78, last.length());
    }

    @Test
    void noneShowsNothing() {
        assertEquals("", shown(out -> Progress.none(), 200));
    }

    @Test
    void theStreamMustBeThere() {
        Refusal.of(NullPointerException.class, () -> Progress.bar(null), "stream is null");
        Refusal.of(NullPointerException.class, () -> Progress.lines(null), "stream is null");
    }
}
