package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of what surrounds a network: files, tables and interruptions. */
class WorkflowsTest {
    @TempDir Path folder;

    @Test
    void saveAndLoad() throws Exception {
        SampleRun run = SampleRun.of(SaveAndLoad::main, folder);
        String printed = run.printed();
        double last = run.number("stopped after epoch (\\d+) of 500");
        assertTrue(last < 500, printed);
        assertEquals(last - 20, run.number("the best was epoch (\\d+)"), printed);
        assertTrue(run.number("30 unseen flowers: ([0-9.]+) %") >= 90, printed);
        assertTrue(
                printed.contains(
                        "of the 90 probabilities for unseen flowers 90 are the same after loading"),
                printed);
        assertTrue(printed.contains("1.2 cm is versicolor\n"), printed);
        assertTrue(run.number("three lines: accuracy ([0-9.]+) %") >= 90, printed);
        assertTrue(printed.contains("the same answers after loading: true"), printed);
        assertTrue(Files.exists(folder.resolve("iris-model/model.json")), "the layers as text");
    }

    @Test
    void bicyclePrices() throws Exception {
        SampleRun run = SampleRun.of(BicyclePrices::main, folder);
        String printed = run.printed();
        assertTrue(
                printed.contains(
                        "[kind=city, kind=mountain, kind=race, kind missing, age, age missing,"
                                + " gears]"),
                printed);
        double error = run.number("unseen bicycles: (\\d+) ");
        assertTrue(error < 0.25 * run.number("the mean price: (\\d+)\\)"), printed);
        assertTrue(run.number("R2 on unseen bicycles: ([0-9.]+)") > 0.85, printed);
        // 2500 and 600 when new, and 0.8 to the power of 5 is 0.328
        assertEquals(2500, run.number("race +of age 0 +(-?\\d+)"), 400, printed);
        assertEquals(819, run.number("race +of age 5 +(-?\\d+)"), 150, printed);
        assertEquals(197, run.number("city +of age 5 +(-?\\d+)"), 100, printed);
        assertTrue(printed.contains("the rule has 2500, 819 and 197"), printed);
        assertTrue(printed.contains("city   of age unknown"), printed);
        assertTrue(printed.contains("tandem of age 5"), printed);
    }

    @Test
    void resumeTraining() throws Exception {
        SampleRun run = SampleRun.of(ResumeTraining::main, folder);
        String printed = run.printed();
        assertTrue(printed.contains("broken off after step 97 of 174;"), printed);
        assertEquals(91, run.number("went on with step (\\d+)"), printed);
        String[][] losses =
                Pattern.compile("(?m)^ +\\d  (0|1)\\..*$")
                        .matcher(printed)
                        .results()
                        .map(MatchResult::group)
                        .map(line -> line.trim().split(" +"))
                        .toArray(String[][]::new);
        assertEquals(6, losses.length, printed);
        for (String[] epoch : losses) {
            assertEquals(epoch[1], epoch[2], printed);
        }
        assertTrue(
                Arrays.stream(losses).skip(3).noneMatch(epoch -> epoch[1].equals(epoch[3])),
                printed);
        assertTrue(printed.contains("  from checkpoint     0.0\n"), printed);
        assertTrue(run.number("from weights alone  ([0-9.]+)") > 0.01, printed);
        // the file is that of a training that has ended now: again the same, from the start
        assertEquals(printed, SampleRun.of(ResumeTraining::main, folder).printed());
        assertArrayEquals(
                new String[] {"digits.checkpoint"},
                folder.toFile().list(),
                "nothing temporary is left");
    }
}
