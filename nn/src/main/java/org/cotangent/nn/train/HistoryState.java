package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/** Conversion of the epochs of a history to and from a state, with a tensor for each column. */
final class HistoryState {
    private static final String RATE = "history/learning rate";
    private static final String PENALTY = "history/penalty";
    private static final String TRAINING = "history/training/";
    private static final String VALIDATION = "history/validation/";
    private static final String NORMS = "history/norms";

    private HistoryState() {}

    static void put(List<Epoch> epochs, Map<String, Tensor> tensors) {
        int count = epochs.size();
        if (count == 0) {
            return;
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        int width = 3 * epochs.get(0).parameters().size();
        double[] norms = new double[count * width];
        for (int i = 0; i < count; i++) {
            Epoch epoch = epochs.get(i);
            set(columns, RATE, count, i, epoch.learningRate());
            set(columns, PENALTY, count, i, epoch.penalty());
            set(columns, TRAINING, count, i, epoch.training());
            if (epoch.validation().isPresent()) {
                set(columns, VALIDATION, count, i, epoch.validation().get());
            }
            int at = i * width;
            for (ParameterStatistics each : epoch.parameters()) {
                norms[at++] = each.weightNorm();
                norms[at++] = each.gradientNorm();
                norms[at++] = each.updateNorm();
            }
        }
        columns.forEach((name, column) -> tensors.put(name, Tensor.of(column)));
        if (width > 0) {
            tensors.put(NORMS, Tensor.of(norms, count, width));
        }
    }

    private static void set(
            Map<String, double[]> columns, String name, int count, int i, LossAndMetrics results) {
        set(columns, name + "loss", count, i, results.loss());
        results.metrics()
                .forEach((metric, x) -> set(columns, name + "metric/" + metric, count, i, x));
    }

    private static void set(
            Map<String, double[]> columns, String name, int count, int i, double value) {
        columns.computeIfAbsent(name, any -> new double[count])[i] = value;
    }

    /**
     * The epochs of a state. The norms are those of the given parameters, null if none were
     * recorded.
     */
    static List<Epoch> of(
            State state, int count, Set<String> metrics, boolean validates, List<Parameter> norms) {
        List<Epoch> epochs = new ArrayList<>();
        if (count == 0) {
            return epochs;
        }
        double[] rates = column(state, RATE, count);
        double[] penalties = column(state, PENALTY, count);
        List<LossAndMetrics> training = results(state, TRAINING, count, metrics);
        List<LossAndMetrics> validation =
                validates ? results(state, VALIDATION, count, metrics) : List.of();
        double[] all = norms == null ? null : column(state, NORMS, count * 3 * norms.size());
        for (int i = 0; i < count; i++) {
            List<ParameterStatistics> parameters = new ArrayList<>();
            int width = norms == null ? 0 : norms.size();
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
            epochs.add(
                    new Epoch(
                            i + 1,
                            rates[i],
                            training.get(i),
                            penalties[i],
                            validates ? Optional.of(validation.get(i)) : Optional.empty(),
                            parameters));
        }
        return epochs;
    }

    private static List<LossAndMetrics> results(
            State state, String name, int count, Set<String> metrics) {
        double[] losses = column(state, name + "loss", count);
        Map<String, double[]> columns = new LinkedHashMap<>();
        metrics.forEach(m -> columns.put(m, column(state, name + "metric/" + m, count)));
        List<LossAndMetrics> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> column : columns.entrySet()) {
                values.put(column.getKey(), column.getValue()[i]);
            }
            all.add(new LossAndMetrics(losses[i], values));
        }
        return all;
    }

    private static double[] column(State state, String name, int count) {
        Tensor column = state.tensor(name);
        if (column.size() != count) {
            throw new IllegalArgumentException(
                    "state of "
                            + state.kind()
                            + ": "
                            + name
                            + " has shape "
                            + Arrays.toString(column.shape())
                            + "; "
                            + count
                            + " numbers expected");
        }
        return column.toArray();
    }
}
