package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

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
import org.cotangent.nn.search.SearchRow.Status;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Space RATE = new Space().logUniform("rate", 1e-4, 1);

    static List<Integer> numbers(List<SearchRow> rows) {
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

    static long count(SearchResult result, Status status) {
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
        Refusal.of(
                type,
                () -> search.run(1, trial -> 1).table(0),
                "rows of the table 0; it must be at least 1");
        Refusal.of(NullPointerException.class, () -> search.run(1, null), "objective is null");
        Refusal.of(NullPointerException.class, () -> search.resume(null), "folder is null");
        Refusal.of(NullPointerException.class, () -> search.watch(null), "action is null");
    }
}
