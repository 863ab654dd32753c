package org.cotangent.nn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.nn.State;

/** The means of loss, penalty and metrics over the batches of an epoch so far, weighted by rows. */
final class RunningMeans {
    private static final String LOSS = "means/loss";
    private static final String PENALTY = "means/penalty";
    private static final String ROWS = "means/rows";
    private static final String METRIC = "means/metric/";

    private final Map<String, Double> sums = new LinkedHashMap<>();
    private double lossSum;
    private double penaltySum;
    private long rows;

    void add(LossAndMetrics batch, double penalty, int count) {
        lossSum += batch.loss() * count;
        penaltySum += penalty * count;
        rows += count;
        batch.metrics().forEach((name, value) -> sums.merge(name, value * count, Double::sum));
    }

    LossAndMetrics lossAndMetrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        sums.forEach((name, sum) -> metrics.put(name, sum / rows));
        return new LossAndMetrics(lossSum / rows, metrics);
    }

    double penalty() {
        return penaltySum / rows;
    }

    void putInto(Map<String, String> texts) {
        texts.put(LOSS, "" + lossSum);
        texts.put(PENALTY, "" + penaltySum);
        texts.put(ROWS, "" + rows);
        sums.forEach((name, sum) -> texts.put(METRIC + name, "" + sum));
    }

    /** The means saved in a state, with the metrics in the order given. */
    static RunningMeans of(State state, Iterable<String> metrics) {
        RunningMeans means = new RunningMeans();
        means.lossSum = state.number(LOSS);
        means.penaltySum = state.number(PENALTY);
        means.rows = state.integer(ROWS);
        if (means.rows > 0) {
            for (String name : metrics) {
                means.sums.put(name, state.number(METRIC + name));
            }
        }
        return means;
    }
}
