package org.cotangent.nn.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The median rule (D. Golovin et al., "Google Vizier", 2017): a trial is stopped at a step if its
 * best score up to there is worse than the median of the scores that trials before it had at that
 * step. Which ones are before does not depend on the order in which trials end: those of the groups
 * before. Immutable.
 */
final class StoppingRule {
    /** The step of a trial that was not stopped. */
    static final int NEVER = -1;

    static final StoppingRule NONE = new StoppingRule(Integer.MAX_VALUE, false, Map.of());

    private record Place(int fold, int step) {}

    private final int warmUp;
    private final boolean maximize;
    private final Map<Place, Double> medians;

    private StoppingRule(int warmUp, boolean maximize, Map<Place, Double> medians) {
        this.warmUp = warmUp;
        this.maximize = maximize;
        this.medians = medians;
    }

    /** The rule for a group of trials, after those of other groups. */
    static StoppingRule after(List<FoldRun> before, int warmUp, boolean maximize) {
        Map<Place, List<Double>> scores = new HashMap<>();
        for (FoldRun run : before) {
            for (Map.Entry<Integer, Double> each : run.reports().entrySet()) {
                scores.computeIfAbsent(new Place(run.fold(), each.getKey()), p -> new ArrayList<>())
                        .add(worst(each.getValue(), maximize));
            }
        }
        Map<Place, Double> medians = new HashMap<>();
        scores.forEach((place, all) -> medians.put(place, median(all)));
        return new StoppingRule(warmUp, maximize, medians);
    }

    private static double worst(double score, boolean maximize) {
        return !Double.isNaN(score)
                ? score
                : maximize ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private static double median(List<Double> scores) {
        double[] all = scores.stream().mapToDouble(x -> x).sorted().toArray();
        double low = all[(all.length - 1) / 2];
        double high = all[all.length / 2];
        return low == high ? low : low + (high - low) / 2;
    }

    boolean stops(int fold, int step, Map<Integer, Double> reports) {
        Double median = medians.get(new Place(fold, step));
        if (median == null || step <= warmUp) {
            return false;
        }
        double best = worst(Double.NaN, maximize);
        for (double score : reports.values()) {
            double known = worst(score, maximize);
            best = maximize ? Math.max(best, known) : Math.min(best, known);
        }
        return maximize ? best < median : best > median;
    }
}
