package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that go on from their files. */
class SearchFileTest {
    private static final long SEED = 20261140;
    private static final Space SPACE =
            new Space().logUniform("rate", 1e-4, 1).choice("name of \"it\"", "\u00e9, x", "\ud800");

    @TempDir Path folder;

    private static Search search() {
        return Search.random(SPACE, 8).folds(2).halving(2, 2, 8).medianStopping(3, 1);
    }

    private Path file() {
        return folder.resolve("trials.jsonl");
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        SearchResult expected = search().run(SEED, SearchTest::score);
        AtomicInteger tries = new AtomicInteger();
        SearchObjective counted =
                trial -> {
                    tries.incrementAndGet();
                    return SearchTest.score(trial);
                };
        Search kept = search().resume(folder.resolve("a/b"));
        assertEquals(expected, kept.run(SEED, counted));
        int all = tries.getAndSet(0);
        assertTrue(all > 16, "" + all);
        SearchResult again = kept.run(SEED, counted);
        assertEquals(0, tries.get());
        assertEquals(expected, again);
        assertEquals(expected.ranked(), again.ranked());
        assertTrue(expected.rows().stream().anyMatch(row -> row.outcome().contains("noise")));
        assertTrue(expected.rows().stream().anyMatch(row -> row.outcome().contains("stopped")));
        assertEquals(
                all + 1, Files.readAllLines(folder.resolve("a/b/trials.jsonl")).size(), "lines");
    }

    @Test
    void aFileThatEndsAnywhereGivesTheSameTable() throws Exception {
        // few trials: each is forced to the disk
        Search search =
                Search.random(SPACE, 4).halving(4, 2, 4).medianStopping(2, 0).resume(folder);
        SearchResult expected = search.run(SEED, SearchTest::score);
        byte[] whole = Files.readAllBytes(file());
        int trials = Files.readAllLines(file()).size() - 1;
        AtomicInteger tries = new AtomicInteger();
        // the start, every length near the ends of lines, and others here and there
        byte[] torn = Arrays.copyOf(whole, whole.length + 9000); // longer than what will be written
        Files.write(file(), torn);
        assertEquals(expected, search.run(SEED, trial -> fail("tried again")));
        assertArrayEquals(whole, Files.readAllBytes(file()));
        int[] ends =
                IntStream.rangeClosed(0, whole.length)
                        .filter(
                                end ->
                                        end < 12
                                                || end % 61 == 0
                                                || whole[Math.min(end, whole.length - 1)] == '\n'
                                                || whole[end - 1] == '\n'
                                                || whole[end - 2] == '\n')
                        .toArray();
        for (int end : ends) {
            Files.write(file(), Arrays.copyOf(whole, end));
            int lines = (int) Files.readString(file()).chars().filter(c -> c == '\n').count();
            tries.set(0);
            SearchResult resumed =
                    search.run(
                            SEED,
                            trial -> {
                                tries.incrementAndGet();
                                return SearchTest.score(trial);
                            });
            assertEquals(expected, resumed, () -> "cut at " + end);
            assertEquals(trials - Math.max(0, lines - 1), tries.get(), () -> "cut at " + end);
            assertEquals(trials + 1, Files.readAllLines(file()).size());
            assertEquals(expected, search.run(SEED, trial -> fail("tried again")));
        }
    }

    @Test
    void theFileOfAnotherSearchIsRefusedWithTheDifference() throws Exception {
        Search.random(SPACE, 3).resume(folder).run(SEED, trial -> 1);
        byte[] before = Files.readAllBytes(file());
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Search same = Search.random(SPACE, 3).resume(folder);
        Refusal.of(
                type,
                () -> same.run(7, trial -> 1),
                file() + " is of another search",
                "seed: 20261140 in the file, 7 here",
                "Set it back");
        Refusal.of(
                type,
                () -> same.folds(2).maximize().run(SEED, trial -> 1),
                "folds: 1 in the file, 2 here; goal: minimize in the file, maximize here");
        Refusal.of(
                type,
                () -> same.halving(2, 1, 4).run(SEED, trial -> 1),
                "budgets: [0] in the file, [1, 2, 4] here; factor: 1 in the file, 2 here");
        Refusal.of(
                type, () -> same.medianStopping(2, 5).run(SEED, trial -> 1), "median rule: none");
        Refusal.of(
                type,
                () ->
                        Search.random(SPACE.uniform("more", 0, 1), 3)
                                .resume(folder)
                                .run(SEED, trial -> 1),
                "space of more: nothing in the file, uniform 0.0 .. 1.0 here");
        Space other = new Space().logUniform("rate", 1e-3, 1);
        Refusal.of(
                type,
                () -> Search.grid(other, 3).resume(folder).run(SEED, trial -> 1),
                "candidates: at random in the file, grid of 3 points here",
                "space of rate: log-uniform 1.0E-4 .. 1.0 in the file, log-uniform 0.001 .. 1.0",
                "nothing here");
        assertEquals(List.of(), differing(before), "nothing was changed");
        assertEquals(3, same.threads(2).run(SEED, trial -> 1).rows().size());
    }

    private List<String> differing(byte[] before) throws IOException {
        return Arrays.equals(before, Files.readAllBytes(file())) ? List.of() : List.of("changed");
    }

    @Test
    void moreCandidatesGoOnFromFewer() {
        Search search = Search.random(SPACE, 4).resume(folder);
        search.run(SEED, trial -> trial.number("rate"));
        AtomicInteger tries = new AtomicInteger();
        SearchResult more =
                Search.random(SPACE, 9)
                        .resume(folder)
                        .run(
                                SEED,
                                trial -> {
                                    tries.incrementAndGet();
                                    return trial.number("rate");
                                });
        assertEquals(5, tries.get());
        assertEquals(Search.random(SPACE, 9).run(SEED, trial -> trial.number("rate")), more);
        // but not where the survivors of a round are compared with each other
        search().resume(folder.resolve("other")).run(SEED, SearchTest::score);
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Search.random(SPACE, 9)
                                .folds(2)
                                .halving(2, 2, 8)
                                .medianStopping(3, 1)
                                .resume(folder.resolve("other"))
                                .run(SEED, SearchTest::score),
                "candidates: 8 at random in the file, 9 at random here");
    }

    @Test
    void damagedFilesAreRefusedWithTheLine() throws Exception {
        Search search = Search.random(SPACE, 3).resume(folder);
        search.run(SEED, trial -> trial.number("rate"));
        List<String> lines = Files.readAllLines(file());
        assertEquals(4, lines.size());
        for (String wrong :
                List.of(
                        "",
                        "{",
                        "[]",
                        "7",
                        "{}",
                        lines.get(2) + "{}",
                        lines.get(2).replace("\"fold\":0", "\"fold\":\"x\""),
                        lines.get(2).replace("\"score\":", "\"scorn\":"),
                        lines.get(2).replaceAll("\"score\":[^,]*", "\"score\":\"NaN\""),
                        lines.get(2)
                                .replaceAll("\"score\":[^,]*", "\"score\":{\"number\":\"NaN\"}"),
                        lines.get(2).replaceAll("\"steps\":\\[", "\"steps\":[\"a\""),
                        lines.get(2).replaceAll("\"steps\":\\[", "\"steps\":[1"),
                        lines.get(2).replaceAll("\"reports\":\\[", "\"reports\":[{}"),
                        lines.get(2).replaceAll("\"seconds\":.*", "\"seconds\":[]}"),
                        lines.get(1))) {
            String text = lines.get(0) + "\n" + lines.get(1) + "\n" + wrong + "\n" + lines.get(3);
            Files.writeString(file(), text + "\n");
            Refusal.of(
                    UncheckedIOException.class,
                    () -> search.run(SEED, trial -> 1),
                    file() + " cannot be used: line 3 is not as a search writes it: ",
                    "Move the file away");
            assertEquals(text + "\n", Files.readString(file()), "nothing was changed");
        }
        Files.writeString(file(), String.join("\n", lines).replaceAll("rate=[0-9.E-]+", "rate=9"));
        Refusal.of(
                IllegalArgumentException.class,
                () -> search.run(SEED, trial -> 1),
                "trial 0 was rate=9, name of",
                "and is rate=");
        for (String foreign : List.of("my thesis", "{\"seed\":", "{\"kind\":\"no\"", "\u0000")) {
            Files.writeString(file(), foreign);
            Refusal.of(
                    UncheckedIOException.class,
                    () -> search.run(SEED, trial -> 1),
                    "it is not that of a search");
            assertEquals(foreign, Files.readString(file()));
        }
        Files.writeString(file(), "my\nthesis");
        Refusal.of(UncheckedIOException.class, () -> search.run(SEED, trial -> 1), "line 1");
    }

    @Test
    void aFolderIsForOneSearchAtATime() throws Exception {
        Search search = Search.random(SPACE, 2).resume(folder);
        search.run(
                SEED,
                trial -> {
                    Refusal.of(
                            IllegalStateException.class,
                            () -> search.run(SEED, inner -> 1),
                            file() + " is in use");
                    return 1;
                });
        search.run(SEED, trial -> 1);
        Path taken = Files.writeString(folder.resolve("taken"), "x");
        Refusal.of(
                UncheckedIOException.class,
                () -> search.resume(taken).run(SEED, trial -> 1),
                taken + " is there already, and no folder");
    }

    @Test
    void theLockIsHeldAgainstOtherProcesses() throws Exception {
        Search search = Search.random(SPACE, 1).resume(folder);
        search.run(SEED, trial -> 1);
        Files.delete(file());
        search.run(
                SEED,
                trial -> {
                    Process other = KilledSearchTest.start(folder, folder.resolve("out"), 1);
                    String said =
                            new String(
                                    other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertEquals(1, other.waitFor());
                    assertTrue(said.contains("is in use by another search"), said);
                    return 1;
                });
    }

    @Test
    void interruptedTrialsAreNotKept() throws Exception {
        Search search = Search.random(SPACE, 4).resume(folder);
        Refusal.of(
                IllegalStateException.class,
                () ->
                        search.run(
                                SEED,
                                trial -> {
                                    if (trial.candidate().number() == 2) {
                                        throw new InterruptedException();
                                    }
                                    return 1;
                                }),
                "interrupted");
        assertTrue(Thread.interrupted());
        assertEquals(3, Files.readAllLines(file()).size());
        assertEquals(4, search.run(SEED, trial -> 1).rows().size());
    }

    @Test
    void failuresAreKeptAndNamed() throws Exception {
        Search search = Search.random(SPACE, 2).resume(folder);
        for (int i = 0; i < 2; i++) {
            boolean first = i == 0;
            Refusal.of(
                    IllegalStateException.class,
                    () ->
                            search.run(
                                    SEED,
                                    trial -> {
                                        assertTrue(first, "tried again");
                                        throw new IOException("no \ud83d\ude00 \ude00 disk");
                                    }),
                    "all 2 candidates failed",
                    "IOException: no \ud83d\ude00 \\ude00 disk",
                    "move it away to try them again");
        }
    }

    @Test
    void aTrialFindsItsFolderAgain() {
        SearchResult result =
                Search.random(SPACE, 4)
                        .folds(2)
                        .halving(2, 1, 4)
                        .resume(folder)
                        .run(
                                SEED,
                                trial -> {
                                    Path own = trial.folder().resolve("budget");
                                    String before = Files.exists(own) ? Files.readString(own) : "";
                                    Files.writeString(own, before + trial.budget() + " ");
                                    return trial.candidate().number();
                                });
        assertEquals("1 2 4 ", read("trial-0-fold-1/budget"));
        assertEquals("1 2 ", read("trial-1-fold-0/budget"));
        assertEquals("1 ", read("trial-3-fold-1/budget"));
        Path own = result.refit(Trial::folder);
        assertEquals(folder.resolve("trial-0-refit"), own);
        assertTrue(Files.isDirectory(own));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
