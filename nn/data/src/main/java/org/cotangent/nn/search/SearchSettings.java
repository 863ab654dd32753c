package org.cotangent.nn.search;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The settings of a {@link Search}, written to in {@link #copy} alone. */
final class SearchSettings implements Cloneable {
    private static final String VERSION = "1";

    final Space space;

    /** How many candidates are drawn; 0 for a grid. */
    final int drawn;

    /** How many values of each interval a grid has; not used if candidates are drawn. */
    final int points;

    /** 0 as long as nobody has said. */
    int folds;

    int factor = 1;
    int[] budgets = {Trial.NO_BUDGET};

    /** How many trials the median rule takes together; 0 if there is none. */
    int group;

    int warmUp;
    boolean maximize;
    int threads = 1;
    Path folder;
    Consumer<SearchRow> watch = row -> {};

    SearchSettings(Space space, int drawn, int points) {
        this.space = space;
        this.drawn = drawn;
        this.points = points;
    }

    SearchSettings copy(Consumer<SearchSettings> change) {
        try {
            SearchSettings next = (SearchSettings) clone();
            change.accept(next);
            return next;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    int folds() {
        return Math.max(1, folds);
    }

    List<Candidate> candidates(long seed) {
        return drawn > 0 ? space.draw(drawn, seed) : space.grid(points, seed);
    }

    /** The best first, failures last, those with a larger budget before others. */
    Comparator<SearchRow> ranking() {
        double sign = maximize ? -1 : 1;
        return Comparator.comparing((SearchRow row) -> row.status() == SearchRow.Status.FAILED)
                .thenComparing(row -> -row.budget())
                .thenComparing(row -> row.status() == SearchRow.Status.STOPPED)
                .thenComparing(row -> sign * row.mean())
                .thenComparing(row -> row.candidate().number());
    }

    /** What must be equal for a search to go on from a file. */
    Map<String, String> texts(long seed, String data) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("version", VERSION);
        all.put("candidates", candidates());
        all.put("seed", "" + seed);
        space.descriptions()
                .forEach(
                        (name, text) ->
                                all.put(
                                        SearchFile.encodable("space of " + name),
                                        SearchFile.encodable(text)));
        all.put("folds", "" + folds());
        all.put("budgets", Arrays.toString(budgets));
        all.put("factor", "" + factor);
        all.put("median rule", group == 0 ? "none" : "groups of " + group + ", from " + warmUp);
        all.put("goal", maximize ? "maximize" : "minimize");
        all.put("data", data);
        return all;
    }

    private String candidates() {
        if (drawn == 0) {
            return points == Integer.MAX_VALUE ? "grid" : "grid of " + points + " points";
        }
        // trials do not depend on how many there are, unless the survivors among them are compared
        return group > 0 && budgets.length > 1 ? drawn + " at random" : "at random";
    }
}
