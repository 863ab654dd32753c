package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.TextTable;
import org.cotangent.nn.search.SearchRow.Status;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Space RATE = new Space().logUniform("rate", 1e-4, 1);

    private static List<Integer> numbers(List<SearchRow> rows) {
        return rows.stream().map(row -> row.candidate().number()).toList();
    }

    @Test
    void theBestIsTheOneWithTheLeastScore() {
        SearchResult result =
                Search.random(RATE, 50)
                        .run(3, trial -> Math.abs(Math.log10(trial.number("rate")) + 2));
        assertEquals(50, result.rows().size());
        double best = result.best().number("rate");
        for (SearchRow row : result.rows()) {
            double rate = row.candidate().number("rate");
            assertTrue(Math.abs(Math.log10(rate) + 2) >= Math.abs(Math.log10(best) + 2));
            assertTrue(Double.isNaN(row.deviation()));
        }
        assertEquals(0.01, best, 0.005);
        SearchResult greatest =
                Search.random(RATE, 50).maximize().run(3, trial -> trial.number("rate"));
        assertTrue(greatest.best().number("rate") > 0.5);
        assertEquals(
                greatest.rows().stream().mapToDouble(row -> row.candidate().number("rate")).max(),
                greatest.ranked().stream().mapToDouble(SearchRow::mean).findFirst());
    }

    @Test
    void foldsAreAveraged() {
        Set<Long> seeds = new TreeSet<>();
        SearchResult result =
                Search.grid(new Space().choice("a", 1, 2))
                        .folds(3)
                        .run(
                                5,
                                trial -> {
                                    seeds.add(trial.seed());
                                    assertSame(trial.random(), trial.random());
                                    return trial.integer("a") * new int[] {1, 2, 6}[trial.fold()];
                                });
        assertEquals(6, seeds.size());
        SearchRow row = result.rows().get(1);
        assertEquals(List.of(2.0, 4.0, 12.0), row.scores());
        assertEquals(6, row.mean());
        // (16 + 4 + 36) / 2
        assertEquals(Math.sqrt(28), row.deviation(), 1e-15);
        assertTrue(seeds.containsAll(List.of(row.seed(), row.seed() + 1, row.seed() + 2)));
    }

    @Test
    void theGeneratorOfATrialIsThatOfItsSeed() {
        SearchResult result =
                Search.random(RATE, 4).folds(2).run(9, trial -> trial.random().nextDouble());
        for (SearchRow row : result.rows()) {
            for (int fold = 0; fold < 2; fold++) {
                assertEquals(
                        new SeededRandom(row.seed() + fold).nextDouble(), row.scores().get(fold));
            }
        }
    }

    /** Counts and budgets of every round, against the definition. */
    @Property(tries = 200)
    void halvingKeepsOneInSoMany(
            @ForAll @IntRange(min = 1, max = 60) int candidates,
            @ForAll @IntRange(min = 2, max = 5) int factor,
            @ForAll @IntRange(min = 1, max = 4) int first,
            @ForAll @IntRange(min = 0, max = 90) int more) {
        List<Integer> budgets = Collections.synchronizedList(new ArrayList<>());
        Search search = Search.random(RATE, candidates).halving(factor, first, first + more);
        SearchResult result =
                search.run(
                        1,
                        trial -> {
                            budgets.add(trial.budget());
                            return trial.number("rate") / trial.budget();
                        });
        List<Integer> expected = new ArrayList<>();
        int alive = candidates;
        for (long budget = first; ; budget *= factor) {
            int capped = (int) Math.min(budget, first + more);
            expected.addAll(Collections.nCopies(alive, capped));
            if (capped == first + more) {
                break;
            }
            alive = Math.max(1, alive / factor);
        }
        assertEquals(expected, budgets);
        assertEquals(alive, count(result, Status.COMPLETE));
        assertEquals(candidates - alive, count(result, Status.DROPPED));
        // the order is the same with every budget
        assertEquals(
                result.rows().stream()
                        .min((a, b) -> Double.compare(rate(a), rate(b)))
                        .map(SearchRow::candidate),
                java.util.Optional.of(result.best()));
        assertEquals(first + more, result.ranked().get(0).budget());
    }

    private static double rate(SearchRow row) {
        return row.candidate().number("rate");
    }

    private static long count(SearchResult result, Status status) {
        return result.rows().stream().filter(row -> row.status() == status).count();
    }

    @Test
    void timesOfAllRoundsAreAddedUp() {
        List<SearchRow> heard = new ArrayList<>();
        SearchResult result =
                Search.random(RATE, 3)
                        .halving(3, 1, 9)
                        .watch(heard::add)
                        .run(1, trial -> trial.number("rate"));
        Duration sum =
                heard.stream()
                        .filter(row -> row.candidate().equals(result.best()))
                        .map(SearchRow::time)
                        .reduce(Duration.ZERO, Duration::plus);
        assertEquals(sum, result.ranked().get(0).time());
    }

    @Test
    void ofEqualCandidatesTheEarlierSurvives() {
        Space space = new Space().integer("n", 1, 9);
        SearchResult result = Search.grid(space).halving(3, 1, 9).run(1, trial -> 7);
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), numbers(result.ranked()));
        assertEquals(
                List.of(9, 3, 3, 1, 1, 1, 1, 1, 1),
                result.ranked().stream().map(SearchRow::budget).toList());
        assertEquals("not among the best 1 of 3", result.rows().get(1).outcome());
        assertEquals("not among the best 3 of 9", result.rows().get(8).outcome());
        assertEquals("", result.rows().get(0).outcome());
    }

    @Test
    void aFailureIsARow() {
        SearchResult result =
                Search.grid(new Space().integer("n", 0, 5))
                        .folds(2)
                        .halving(2, 1, 2)
                        .run(
                                1,
                                trial ->
                                        switch (trial.integer("n")) {
                                            case 0 -> throw new IOException("no\nfile");
                                            case 1 -> Double.NaN;
                                            case 2 -> trial.fold() == 1 ? 1 / 0.0 : -100;
                                            case 3 -> throw new IllegalStateException();
                                            case 4 -> trial.budget() == 2 ? 0.0 / 0 : 1;
                                            default -> 2;
                                        });
        assertEquals(5, result.best().integer("n"));
        List<String> outcomes = result.rows().stream().map(SearchRow::outcome).toList();
        assertEquals(
                List.of(
                        "fold 0: IOException: no file",
                        "fold 0: the score is NaN",
                        "fold 1: the score is Infinity",
                        "fold 0: IllegalStateException",
                        "fold 0: the score is NaN",
                        ""),
                outcomes);
        assertEquals(5, count(result, Status.FAILED));
        assertEquals(List.of(5, 4, 0, 1, 2, 3), numbers(result.ranked()));
        assertTrue(Double.isNaN(result.rows().get(2).mean()));
        assertEquals(List.of(-100.0), result.rows().get(2).scores());
        assertTrue(result.table().contains("fold 0: IOException: no file"), result.table());
    }

    @Test
    void whenAllFailTheSearchDoesToo() {
        IllegalStateException thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> Search.random(RATE, 3).run(1, trial -> trial.number("rat")));
        assertTrue(
                thrown.getMessage().contains("all 3 candidates failed; trial 0 (rate="),
                thrown.getMessage());
        assertTrue(
                thrown.getMessage().contains("there is no \"rat\"; there are [rate]"),
                thrown.getMessage());
        assertEquals(IllegalArgumentException.class, thrown.getCause().getClass());
        Refusal.of(
                IllegalStateException.class,
                () -> Search.random(RATE, 3).threads(2).run(1, trial -> Double.NaN),
                "all 3 candidates failed",
                "the score is NaN");
    }

    @Test
    void whenAllSurvivorsFailTheBestOfTheOthersIsLeft() {
        SearchResult result =
                Search.grid(new Space().integer("n", 0, 5))
                        .halving(3, 1, 9)
                        .run(1, trial -> trial.budget() > 1 ? Double.NaN : trial.integer("n"));
        assertEquals(2, result.best().integer("n"));
        assertEquals(1, result.ranked().get(0).budget());
        assertEquals(2, count(result, Status.FAILED));
    }

    /** Scores that depend on the values, the seed, the fold, the budget; some trials fail. */
    static double score(Trial trial) {
        double noise = trial.random().nextGaussian();
        if (noise > 1.2) {
            throw new ArithmeticException("noise " + noise);
        }
        double score = Double.NaN;
        for (int step = 1; step <= trial.budget(); step++) {
            score = Math.abs(Math.log(trial.number("rate")) + 4) + (1 + 0.1 * noise) / step;
            if (trial.shouldStop(step, score)) {
                return score;
            }
        }
        return score;
    }

    @Property(tries = 60)
    void theTableIsTheSameWithAnyNumberOfThreads(
            @ForAll @IntRange(min = 2, max = 25) int candidates,
            @ForAll @IntRange(min = 1, max = 3) int folds,
            @ForAll @IntRange(min = 1, max = 6) int group,
            @ForAll @IntRange(min = 2, max = 4) int threads,
            @ForAll long seed) {
        Search search =
                Search.random(RATE, candidates)
                        .folds(folds)
                        .halving(2, 2, 16)
                        .medianStopping(group, 1);
        SearchResult one = resultOrNull(search, seed);
        SearchResult more = resultOrNull(search.threads(threads), seed);
        assertEquals(one, more);
        if (one != null) {
            assertEquals(one.hashCode(), more.hashCode());
            assertEquals(withoutTimes(one.toCsv()), withoutTimes(more.toCsv()));
        }
    }

    private static SearchResult resultOrNull(Search search, long seed) {
        try {
            return search.run(seed, SearchTest::score);
        } catch (IllegalStateException e) {
            assertTrue(e.getMessage().contains("candidates failed"), e.getMessage());
            return null;
        }
    }

    static String withoutTimes(String csv) {
        List<String> lines = csv.lines().toList();
        int seconds = Arrays.asList(lines.get(0).split(",")).indexOf("seconds");
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            cells[seconds] = "";
            text.append(String.join(",", cells)).append('\n');
        }
        return text.toString();
    }

    @Test
    void twoThreadsWorkAtATime() {
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Search.grid(new Space().choice("n", 1, 2))
                .threads(2)
                .run(
                        1,
                        trial -> {
                            threads.add(Thread.currentThread());
                            both.countDown();
                            assertTrue(both.await(1, TimeUnit.MINUTES));
                            return 0;
                        });
        assertEquals(2, threads.size());
        threads.clear();
        Search.grid(new Space().choice("n", 1, 2))
                .run(1, trial -> threads.add(Thread.currentThread()) ? 0 : 1);
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void errorsEndTheSearchAndSoDoWatchers() {
        for (int threads = 1; threads <= 2; threads++) {
            Search search = Search.random(RATE, 9).threads(threads);
            assertThrows(
                    AssertionError.class,
                    () ->
                            search.run(
                                    1,
                                    trial -> {
                                        throw new AssertionError("broken");
                                    }));
            Search watched =
                    search.watch(
                            row -> {
                                throw new UnsupportedOperationException("watch");
                            });
            assertThrows(UnsupportedOperationException.class, () -> watched.run(1, trial -> 1));
        }
    }

    @Test
    void anInterruptEndsTheSearch() {
        for (int threads = 1; threads <= 2; threads++) {
            Search search = Search.random(RATE, 9).threads(threads);
            Thread caller = Thread.currentThread();
            Refusal.of(
                    IllegalStateException.class,
                    () ->
                            search.run(
                                    1,
                                    trial -> {
                                        caller.interrupt();
                                        Thread.sleep(100_000);
                                        return 1;
                                    }),
                    "interrupted");
            assertTrue(Thread.interrupted(), "the flag stays");
        }
    }

    @Test
    void watchersHearOfEachCandidate() {
        List<String> heard = new ArrayList<>();
        Search.grid(new Space().choice("n", 3, 1, 2))
                .halving(3, 1, 2)
                .watch(row -> heard.add(row.candidate().number() + " " + row.budget()))
                .run(1, trial -> trial.integer("n"));
        assertEquals(List.of("0 1", "1 1", "2 1", "1 2"), heard);
    }

    /** A curve for each candidate: n falls to n / 10, or rises. */
    private static SearchResult curves(Search search, List<Integer> lengths) {
        return search.run(
                1,
                trial -> {
                    double last = 0;
                    for (int step = 1; step <= 10; step++) {
                        last = trial.integer("n") / (double) step;
                        if (trial.shouldStop(step, last)) {
                            lengths.add(step);
                            return last;
                        }
                    }
                    lengths.add(10);
                    return last;
                });
    }

    @Test
    void theMedianRuleStopsWhatIsWorseThanHalf() {
        List<Integer> lengths = new ArrayList<>();
        Space space = new Space().choice("n", 4, 2, 6, 1, 5, 3);
        SearchResult result = curves(Search.grid(space).medianStopping(2, 3), lengths);
        // the medians are 3, then 3 of 4, 2, 6, 1 up to step 4 and 2 of three behind
        assertEquals(List.of(10, 10, 4, 10, 4, 5), lengths);
        assertEquals("stopped in fold 0 at step 4", result.rows().get(2).outcome());
        assertEquals(
                List.of(
                        Status.COMPLETE,
                        Status.COMPLETE,
                        Status.STOPPED,
                        Status.COMPLETE,
                        Status.STOPPED,
                        Status.STOPPED),
                result.rows().stream().map(SearchRow::status).toList());
        // 3 / 5 is less than the 4 / 10 of no other, but it was stopped
        assertEquals(List.of(3, 1, 0, 5, 4, 2), numbers(result.ranked()));

        lengths.clear();
        curves(Search.grid(space).medianStopping(2, 3).maximize(), lengths);
        // the best of maximal curves is their first step, which is never below the median of later
        // ones
        assertEquals(List.of(10, 10, 10, 10, 10, 10), lengths);
        lengths.clear();
        curves(Search.grid(space), lengths);
        assertEquals(List.of(10, 10, 10, 10, 10, 10), lengths);
    }

    @Test
    void theMedianRuleKnowsRisingScoresAndNan() {
        List<Integer> stopped = new ArrayList<>();
        SearchResult result =
                Search.grid(new Space().choice("n", 5, 7, 4, 8, 0))
                        .maximize()
                        .folds(2)
                        .medianStopping(2, 0)
                        .run(
                                1,
                                trial -> {
                                    int n = trial.integer("n");
                                    if (trial.shouldStop(1, n == 0 ? Double.NaN : n)) {
                                        stopped.add(n);
                                    }
                                    return n;
                                });
        assertEquals(List.of(4, 0), stopped);
        assertEquals(List.of(4.0), result.rows().get(2).scores());
        assertEquals(List.of(8.0, 8.0), result.rows().get(3).scores());
    }

    @Test
    void stepsRise() {
        Refusal.of(
                IllegalStateException.class,
                () ->
                        Search.random(RATE, 1)
                                .run(
                                        1,
                                        trial ->
                                                trial.shouldStop(3, 1) || trial.shouldStop(3, 1)
                                                        ? 1
                                                        : 2),
                "a score of step 3 after step 3");
        Refusal.of(
                IllegalStateException.class,
                () -> Search.random(RATE, 1).run(1, trial -> trial.shouldStop(-1, 1) ? 1 : 2),
                "a score of step -1; 0 or more expected");
    }

    @Test
    void theBestIsRefitted() {
        Search search = Search.random(RATE, 20).folds(3).halving(3, 1, 9);
        SearchResult result = search.run(4, trial -> trial.number("rate"));
        SearchRow best = result.ranked().get(0);
        String text =
                result.refit(
                        trial -> {
                            assertEquals(result.best(), trial.candidate());
                            assertEquals(best.seed(), trial.seed());
                            assertEquals(9, trial.budget());
                            assertEquals(
                                    new SeededRandom(best.seed()).nextLong(),
                                    trial.random().nextLong());
                            assertEquals(false, trial.shouldStop(1, 1e300));
                            Refusal.of(IllegalStateException.class, trial::fold, "all data");
                            Refusal.of(IllegalStateException.class, trial::folder, "resume(...)");
                            return trial.toString();
                        });
        assertEquals(
                "trial "
                        + best.candidate().number()
                        + " ("
                        + best.candidate()
                        + "), refit, budget 9, seed "
                        + best.seed(),
                text);
    }

    @Test
    void settingsAreCopied() {
        Search search = Search.random(RATE, 5);
        RATE.uniform("more", 0, 1);
        search.maximize();
        search.folds(7);
        search.budget(3);
        search.halving(2, 1, 8);
        search.medianStopping(1, 0);
        search.watch(row -> fail());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        search.threads(2);
        search.run(1, trial -> threads.add(Thread.currentThread()) ? 0 : 1);
        assertEquals(Set.of(Thread.currentThread()), threads);
        assertEquals(List.of("rate"), RATE.names());
        SearchResult result = search.run(1, trial -> trial.number("rate"));
        assertEquals(1, result.rows().get(0).scores().size());
        assertEquals(0, result.rows().get(0).budget());
        SearchResult greatest = search.maximize().run(1, trial -> trial.number("rate"));
        assertNotEquals(result, greatest);
        assertNotEquals(result.best(), greatest.best());
        assertEquals(
                List.of(5),
                search.halving(2, 1, 8).budget(5).run(1, trial -> trial.budget()).rows().stream()
                        .map(SearchRow::budget)
                        .distinct()
                        .toList());
        Refusal.of(
                IllegalStateException.class,
                () -> search.run(1, trial -> trial.budget()),
                "the search has no budget");
    }

    @Test
    void wrongSettingsAreRefused() {
        Search search = Search.random(RATE, 5);
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Refusal.of(type, () -> search.folds(0), "folds 0; it must be at least 1");
        Refusal.of(type, () -> search.threads(0), "threads 0; it must be at least 1");
        Refusal.of(type, () -> search.budget(0), "budget 0; it must be at least 1");
        Refusal.of(type, () -> search.halving(1, 1, 9), "factor 1; it must be at least 2");
        Refusal.of(type, () -> search.halving(3, 0, 9), "first budget 0; it must be at least 1");
        Refusal.of(type, () -> search.halving(3, 9, 8), "last budget 8; it must be at least 9");
        Refusal.of(type, () -> search.medianStopping(0, 1), "group of 0; it must be at least 1");
        Refusal.of(type, () -> search.medianStopping(1, -1), "warm-up -1; it must be at least 0");
        Refusal.of(type, () -> search.run(1, trial -> 1).table(0), "rows of the table 0; it must be at least 1");
        Refusal.of(NullPointerException.class, () -> search.run(1, null), "objective is null");
        Refusal.of(NullPointerException.class, () -> search.resume(null), "folder is null");
        Refusal.of(NullPointerException.class, () -> search.watch(null), "action is null");
    }

    @Test
    void theTableIsAligned() {
        SearchResult result =
                Search.grid(new Space().choice("width", 8, 16).choice("rate", 0.1, 1 / 3.0))
                        .folds(2)
                        .halving(2, 5, 10)
                        .run(
                                2,
                                trial ->
                                        trial.integer("width") * trial.number("rate")
                                                + trial.fold() / 8.0);
        String table = result.table();
        List<String> lines = table.lines().toList();
        assertEquals(
                List.of("trial", "width", "rate", "budget", "mean", "deviation"),
                Arrays.asList(lines.get(0).trim().split(" +")).subList(0, 6));
        assertEquals(6, lines.size());
        assertArrayEquals(
                new String[] {"0", "8", "0.1", "10", "0.86250", "0.088388"},
                Arrays.copyOf(lines.get(2).trim().split(" +"), 6));
        assertTrue(lines.get(5).matches(".* 0\\.33333 .* 0\\.0 +\\d+ +not among the best 2 of 4"));
        assertEquals(1, lines.stream().map(line -> line.indexOf('.')).skip(4).distinct().count());
        assertEquals(4, result.table(2).lines().count());
        assertEquals(table, result.table(99));
        assertTrue(
                result.toString().startsWith("best of 4: trial 0 (width=8, rate=0.1): 0.8625"),
                result.toString());
    }

    @Test
    void theCsvIsReadBack() throws Exception {
        SearchResult result =
                Search.random(new Space().choice("a,b", "x\"y", "z").uniform("u", 0, 1), 6)
                        .folds(2)
                        .run(
                                2,
                                trial -> {
                                    if (trial.number("u") < 0.4) {
                                        throw new IOException("a, b");
                                    }
                                    return trial.random().nextDouble();
                                });
        TextTable read =
                Csv.plain().withHeader().readText(new StringReader(result.toCsv()), "search");
        assertEquals(6, read.rows());
        assertTrue(count(result, Status.FAILED) > 0, "no failure to write");
        for (SearchRow row : result.rows()) {
            int number = row.candidate().number();
            assertEquals(row.candidate().text("a,b"), cell(read, number, "a,b"));
            assertEquals("" + row.candidate().number("u"), cell(read, number, "u"));
            assertEquals("" + row.seed(), cell(read, number, "seed"));
            boolean failed = row.status() == Status.FAILED;
            assertEquals(failed ? "" : "" + row.mean(), cell(read, number, "mean"));
            assertEquals(failed ? "fold 0: IOException: a, b" : "", cell(read, number, "outcome"));
        }
    }

    private static String cell(TextTable table, int row, String column) {
        return table.get(row, table.column(column));
    }
}
