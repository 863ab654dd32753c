package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that are killed by the operating system and go on to the same table. */
class KilledSearchTest {
    private static final long SEED = 31;

    @TempDir Path folder;

    /** A search that says before each trial that it begins. */
    public static final class Child {
        private Child() {}

        static Search search() {
            return Search.random(new Space().logUniform("rate", 1e-4, 1), 12)
                    .folds(2)
                    .halving(2, 2, 8)
                    .medianStopping(4, 1);
        }

        public static void main(String[] arguments) throws IOException {
            SearchResult result =
                    search().threads(Integer.parseInt(arguments[2]))
                            .resume(Path.of(arguments[0]))
                            .run(
                                    SEED,
                                    trial -> {
                                        synchronized (Child.class) {
                                            System.out.println(trial);
                                            System.out.flush();
                                        }
                                        Thread.sleep(2);
                                        return SearchTest.score(trial);
                                    });
            Files.writeString(
                    Path.of(arguments[1]), SearchTest.withoutTimes(result.toCsv()) + result.best());
        }
    }

    static Process start(Path folder, Path outcome, int threads) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Child.class.getName(), "" + folder, "" + outcome, "" + threads));
        return new ProcessBuilder(command).start();
    }

    @Test
    void aSearchThatIsKilledGoesOnToTheSameTable() throws Exception {
        SearchResult whole = Child.search().run(SEED, SearchTest::score);
        Path outcome = folder.resolve("outcome");
        int begun = 0;
        for (int life = 0; life < 3; life++) {
            Process process = start(folder, outcome, 1 + life % 2);
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (int i = 0; i < 5; i++) {
                    String line = lines.readLine();
                    assertTrue(line != null, "it ended by itself");
                    begun++;
                }
                process.destroyForcibly();
                assertNotEquals(0, process.waitFor(), "it had ended");
            }
            List<String> kept = Files.readAllLines(folder.resolve("trials.jsonl"));
            assertTrue(kept.size() > 1 + 3 * life, "" + kept);
        }
        Process process = start(folder, outcome, 2);
        long last = process.inputReader(StandardCharsets.UTF_8).lines().count();
        assertEquals(0, process.waitFor());
        assertEquals(
                SearchTest.withoutTimes(whole.toCsv()) + whole.best(), Files.readString(outcome));
        long all = Files.readAllLines(folder.resolve("trials.jsonl")).size() - 1;
        // those that had been under way when the process was killed were begun twice, no others
        assertTrue(begun + last <= all + 5, begun + " and " + last + " of " + all);
        assertTrue(last < all, last + " of " + all);
    }
}
