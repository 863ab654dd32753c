package org.cotangent.nn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/** The weighted means of losses, penalty and metrics over the batches of an epoch so far. */
final class RunningMeans {
    static final String LOSS = "loss/";
    static final String PENALTY = "penalty";
    static final String TERM = "term/";
    static final String METRIC = "metric/";

    private static final Map<String, String> KINDS =
            Map.of(
                    LOSS, "a turn",
                    TERM, "a loss that is added",
                    METRIC, "a metric that is reported");

    private static final Set<String> COLUMNS = Set.of("epoch", "learning rate", "loss", "penalty");

    private final Map<String, double[]> sums = new LinkedHashMap<>(); // with their weights
    private final boolean several;

    /** Refuses a name that a history has for a column of its own. */
    static void requireFree(String what, String name) {
        if (name.startsWith("validation ") || COLUMNS.contains(name)) {
            throw Checks.illegal(
                    "%s: the name \"%s\" is that of a column of every history; choose another",
                    what, name);
        }
    }

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
        if (!sums.containsKey(name)) {
            requireApart(name);
        }
        double[] both = sums.computeIfAbsent(name, any -> new double[2]);
        both[0] += sum;
        both[1] += weight;
    }

    /** Refuses a second number for a column of the history. */
    private void requireApart(String name) {
        String column = column(name);
        for (String other : sums.keySet()) {
            if (column != null && column.equals(column(other))) {
                throw Checks.illegal(
                        "history: \"%s\" is %s and %s, which would have one column; choose another"
                                + " name for one of them",
                        column, kind(name), kind(other));
            }
        }
    }

    private static String kind(String name) {
        return KINDS.get(name.substring(0, name.indexOf('/') + 1));
    }

    /** The column of the history, null for the penalty and the one loss. */
    private String column(String name) {
        return name.equals(PENALTY) || !several && name.startsWith(LOSS)
                ? null
                : name.substring(name.indexOf('/') + 1);
    }

    /** The loss is the sum of those of all turns. */
    LossAndMetrics lossAndMetrics() {
        double loss = isEmpty() ? Double.NaN : 0;
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : sums.keySet()) {
            if (name.startsWith(LOSS)) {
                loss += mean(name);
            }
            if (column(name) != null) {
                metrics.put(column(name), mean(name));
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

    /** The sums and weights in the order of their first additions. */
    State state() {
        return new State("means")
                .with("names", List.copyOf(sums.keySet()))
                .with("sums", sums.values().stream().mapToDouble(x -> x[0]).toArray())
                .with("weights", sums.values().stream().mapToDouble(x -> x[1]).toArray());
    }

    /** The means saved in a state. */
    static RunningMeans of(State state, boolean several) {
        RunningMeans means = new RunningMeans(several);
        List<String> names = state.require("means").texts("names");
        double[] sums = state.numbers("sums");
        double[] weights = state.numbers("weights");
        if (sums.length != names.size() || weights.length != names.size()) {
            throw state.refusal(
                    Checks.text(
                            "%s names with %s sums and %s weights; there must be as many",
                            names.size(), sums.length, weights.length));
        }
        for (int i = 0; i < sums.length; i++) {
            means.add(names.get(i), sums[i], weights[i]);
        }
        return means;
    }
}
