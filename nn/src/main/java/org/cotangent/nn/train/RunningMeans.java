package org.cotangent.nn.train;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.nn.State;

/** The weighted means of losses, penalty and metrics over the batches of an epoch so far. */
final class RunningMeans {
    static final String LOSS = "loss/";
    static final String PENALTY = "penalty";
    static final String METRIC = "metric/";
    private static final String SAVED = "means/";

    private final Map<String, double[]> sums = new LinkedHashMap<>(); // with their weights
    private final boolean several;

    /** Several turns are shown with a loss each. */
    RunningMeans(boolean several) {
        this.several = several;
    }

    boolean several() {
        return several;
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    void add(String name, double sum, double weight) {
        double[] both = sums.computeIfAbsent(name, any -> new double[2]);
        both[0] += sum;
        both[1] += weight;
    }

    /** The loss is the sum of those of all turns. */
    LossAndMetrics lossAndMetrics() {
        double loss = isEmpty() ? Double.NaN : 0;
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : sums.keySet()) {
            if (name.startsWith(LOSS)) {
                loss += mean(name);
                if (several) {
                    metrics.put(name.substring(LOSS.length()), mean(name));
                }
            } else if (name.startsWith(METRIC)) {
                metrics.put(name.substring(METRIC.length()), mean(name));
            }
        }
        return new LossAndMetrics(loss, metrics);
    }

    double penalty() {
        return mean(PENALTY);
    }

    private double mean(String name) {
        double[] both = sums.getOrDefault(name, new double[2]);
        return both[0] / both[1];
    }

    /** The means in the order of their first additions, as texts. */
    void putInto(Map<String, String> texts) {
        sums.forEach(
                (name, x) ->
                        texts.put(SAVED + texts.size(), "%s %s %s".formatted(x[0], x[1], name)));
    }

    /** The means saved in a state. */
    static RunningMeans of(State state, boolean several) {
        RunningMeans means = new RunningMeans(several);
        state.texts().keySet().stream()
                .filter(key -> key.startsWith(SAVED))
                .sorted(Comparator.comparingInt(RunningMeans::position))
                .forEach(
                        key -> {
                            String[] parts = state.text(key).split(" ", 3);
                            if (parts.length < 3) {
                                throw malformed(key, state.text(key));
                            }
                            try {
                                means.add(
                                        parts[2],
                                        Double.parseDouble(parts[0]),
                                        Double.parseDouble(parts[1]));
                            } catch (NumberFormatException e) {
                                throw malformed(key, state.text(key));
                            }
                        });
        return means;
    }

    private static int position(String key) {
        try {
            return Integer.parseInt(key.substring(SAVED.length()));
        } catch (NumberFormatException e) {
            throw malformed(key, "");
        }
    }

    private static IllegalArgumentException malformed(String key, String text) {
        return new IllegalArgumentException(
                "state of trainer: "
                        + key
                        + " is \""
                        + text
                        + "\"; a sum, a weight and a name"
                        + " expected");
    }
}
