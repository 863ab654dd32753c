package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough") // trains a hundred networks
class HyperparameterSearchTest {
    @TempDir Path folder;

    @Test
    void findsABetterNetworkAndGoesOnWhereItWas() throws Exception {
        SampleRun run = SampleRun.of(HyperparameterSearch::main, folder);
        String printed = run.printed();
        double found = run.number("898 unseen digits: ([0-9.]+) %");
        double poor = run.number("too small: ([0-9.]+) %");
        assertTrue(found >= 95 && found > poor + 20, printed);
        String[] rows =
                printed.lines()
                        .filter(line -> line.matches(" +\\d+ +[0-9.E-]+ .*"))
                        .toArray(String[]::new);
        assertEquals(10, rows.length, printed);
        String[] first = rows[0].trim().split(" +");
        assertEquals("27", first[5], "the budget of the best, of " + rows[0]);
        assertTrue(
                printed.contains(
                        "best: rate="
                                + first[1]
                                + ", width="
                                + first[2]
                                + ", activation="
                                + first[3]),
                printed);

        // what is done is not done again: the lines are the same, times included
        Path trials = folder.resolve("digits-search/trials.jsonl");
        byte[] kept = Files.readAllBytes(trials);
        assertEquals(printed, SampleRun.of(HyperparameterSearch::main, folder).printed());
        assertArrayEquals(kept, Files.readAllBytes(trials));
    }
}
