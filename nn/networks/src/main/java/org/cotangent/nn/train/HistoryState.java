package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/**
 * Conversion of the epochs of a history to and from a state: a list of columns, each with the
 * numbers of the epochs that have a value in it.
 */
final class HistoryState {
    private static final String KIND = "history";
    private static final String RATE = "learning rate";
    private static final String PENALTY = "penalty";
    private static final String TRAINING = "training ";
    private static final String VALIDATION = "validation ";
    private static final String LOSS = "loss";
    private static final String METRIC = "metric ";

    private HistoryState() {}

    static State of(List<Epoch> epochs) {
        Map<String, Map<Integer, Double>> columns = new LinkedHashMap<>();
        for (int i = 0; i < epochs.size(); i++) {
            Epoch epoch = epochs.get(i);
            add(columns, RATE, i, epoch.learningRate());
            add(columns, PENALTY, i, epoch.penalty());
            add(columns, TRAINING, i, epoch.training());
            if (epoch.validation().isPresent()) {
                add(columns, VALIDATION, i, epoch.validation().get());
            }
        }
        List<State> all = new ArrayList<>();
        columns.forEach(
                (name, column) ->
                        all.add(
                                new State("column")
                                        .with("name", name)
                                        .with("epochs", integers(column.keySet()))
                                        .with("values", numbers(column.values()))));
        double[] norms =
                epochs.stream()
                        .flatMap(epoch -> epoch.parameters().stream())
                        .flatMapToDouble(
                                p ->
                                        DoubleStream.of(
                                                p.weightNorm(), p.gradientNorm(), p.updateNorm()))
                        .toArray();
        return new State(KIND)
                .with("count", epochs.size())
                .with("columns", all)
                .with("norms", norms);
    }

    private static int[] integers(Collection<Integer> all) {
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] numbers(Collection<Double> all) {
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void add(
            Map<String, Map<Integer, Double>> columns, String name, int i, LossAndMetrics results) {
        add(columns, name + LOSS, i, results.loss());
        results.metrics().forEach((metric, x) -> add(columns, name + METRIC + metric, i, x));
    }

    private static void add(
            Map<String, Map<Integer, Double>> columns, String name, int i, double value) {
        columns.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(i, value);
    }

    /** The epochs of a state. The norms are those of the given parameters, which may be none. */
    static List<Epoch> of(State state, List<Parameter> norms) {
        int count = state.require(KIND).count("count");
        Map<String, Map<Integer, Double>> columns = new LinkedHashMap<>();
        for (State column : state.children("columns")) {
            int[] epochs = column.integers("epochs");
            double[] values = column.numbers("values");
            if (epochs.length != values.length) {
                throw column.refusal(epochs.length + " epochs with " + values.length + " values");
            }
            for (int i = 0; i < epochs.length; i++) {
                add(columns, column.text("name"), epochs[i], values[i]);
            }
        }
        double[] all = state.numbers("norms");
        int width = norms.size();
        if (all.length != 3L * count * width) {
            throw state.wrong("norms", 3L * count * width + " norms");
        }
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<ParameterStatistics> parameters = new ArrayList<>();
            for (int p = 0; p < width; p++) {
                int at = 3 * (i * width + p);
                parameters.add(
                        new ParameterStatistics(
                                norms.get(p).name(),
                                norms.get(p).value().size(),
                                all[at],
                                all[at + 1],
                                all[at + 2]));
            }
            boolean validated = columns.getOrDefault(VALIDATION + LOSS, Map.of()).containsKey(i);
            epochs.add(
                    new Epoch(
                            i + 1,
                            value(state, columns, RATE, i),
                            results(state, columns, TRAINING, i),
                            value(state, columns, PENALTY, i),
                            validated
                                    ? Optional.of(results(state, columns, VALIDATION, i))
                                    : Optional.empty(),
                            parameters));
        }
        return epochs;
    }

    private static LossAndMetrics results(
            State state, Map<String, Map<Integer, Double>> columns, String name, int i) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        columns.forEach(
                (key, values) -> {
                    if (key.startsWith(name + METRIC) && values.containsKey(i)) {
                        metrics.put(key.substring((name + METRIC).length()), values.get(i));
                    }
                });
        return new LossAndMetrics(value(state, columns, name + LOSS, i), metrics);
    }

    private static double value(
            State state, Map<String, Map<Integer, Double>> columns, String name, int i) {
        Double value = columns.getOrDefault(name, Map.of()).get(i);
        if (value == null) {
            throw state.refusal("there is no " + name + " of epoch " + (i + 1));
        }
        return value;
    }
}
