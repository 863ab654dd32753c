package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.search.SearchRow.Status;
import org.junit.jupiter.api.Test;

/** What comes of a search: the table, failures in it, the refitted model. */
class SearchResultTest {
    private static final Space RATE = new Space().logUniform("rate", 1e-4, 1);

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
        Table read = Csv.plain().withHeader().readText(new StringReader(result.toCsv()), "search");
        assertEquals(6, read.rows());
        assertTrue(SearchTest.count(result, Status.FAILED) > 0, "no failure to write");
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

    private static String cell(Table table, int row, String column) {
        return table.text(row, table.column(column));
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
        assertEquals(5, SearchTest.count(result, Status.FAILED));
        assertEquals(List.of(5, 4, 0, 1, 2, 3), SearchTest.numbers(result.ranked()));
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
        assertEquals(2, SearchTest.count(result, Status.FAILED));
    }
}
