package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.search.SearchRow.Status;
import org.junit.jupiter.api.Test;

class MedianStoppingTest {
    private static final Space RATE = new Space().logUniform("rate", 1e-4, 1);

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
        // medians at step 4: 3/4 of n = 4, 2, and of 4, 2, 6, 1; at step 5: 2/5 of 4, 2, 1
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
        assertEquals(List.of(3, 1, 0, 5, 4, 2), SearchTest.numbers(result.ranked()));

        lengths.clear();
        curves(Search.grid(space).medianStopping(2, 3).maximize(), lengths);
        // a falling curve is best at its first step, and no median of later ones is above
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
                                    if (trial.shouldStop(
                                            1, n == 0 ? Double.NaN : n + 10 * trial.fold())) {
                                        stopped.add(n);
                                    }
                                    return n == 0 ? 100 : n;
                                });
        assertEquals(List.of(4, 0), stopped);
        assertEquals(List.of(4.0), result.rows().get(2).scores());
        assertEquals(List.of(8.0, 8.0), result.rows().get(3).scores());
        // a trial that was stopped ranks behind those that were not, whatever it returns
        assertEquals(List.of(3, 1, 0, 4, 2), SearchTest.numbers(result.ranked()));
    }

    @Test
    void theMedianOfTwoIsBetweenThem() {
        SearchResult result =
                Search.grid(new Space().choice("n", 50, 70, 59, 60))
                        .maximize()
                        .medianStopping(2, 0)
                        .run(1, trial -> trial.shouldStop(1, trial.integer("n")) ? 0 : 1);
        assertEquals(
                List.of(1.0, 1.0, 0.0, 1.0), result.rows().stream().map(SearchRow::mean).toList());
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
}
