package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/**
 * Conversion of the epochs of a history to and from a state: a tensor for each column, with a row
 * for each epoch that has a value in it, and a text for the name of the column.
 */
final class HistoryState {
    private static final String COLUMN = "history/";
    private static final String NAME = "name of history/";
    private static final String NORMS = "history/norms";
    private static final String RATE = "learning rate";
    private static final String PENALTY = "penalty";
    private static final String TRAINING = "training ";
    private static final String VALIDATION = "validation ";
    private static final String LOSS = "loss";
    private static final String METRIC = "metric ";

    private HistoryState() {}

    static void put(List<Epoch> epochs, Map<String, String> texts, Map<String, Tensor> tensors) {
        Map<String, List<double[]>> columns = new LinkedHashMap<>();
        List<double[]> norms = new ArrayList<>();
        for (int i = 0; i < epochs.size(); i++) {
            Epoch epoch = epochs.get(i);
            add(columns, RATE, i, epoch.learningRate());
            add(columns, PENALTY, i, epoch.penalty());
            add(columns, TRAINING, i, epoch.training());
            int epochIndex = i;
            epoch.validation().ifPresent(x -> add(columns, VALIDATION, epochIndex, x));
            for (ParameterStatistics each : epoch.parameters()) {
                norms.add(new double[] {each.weightNorm(), each.gradientNorm(), each.updateNorm()});
            }
        }
        int number = 0;
        for (Map.Entry<String, List<double[]>> column : columns.entrySet()) {
            texts.put(NAME + number, column.getKey());
            tensors.put(COLUMN + number, Tensor.of(column.getValue().toArray(double[][]::new)));
            number++;
        }
        if (!norms.isEmpty()) {
            tensors.put(NORMS, Tensor.of(norms.toArray(double[][]::new)));
        }
    }

    private static void add(
            Map<String, List<double[]>> columns, String name, int i, LossAndMetrics results) {
        add(columns, name + LOSS, i, results.loss());
        results.metrics().forEach((metric, x) -> add(columns, name + METRIC + metric, i, x));
    }

    private static void add(Map<String, List<double[]>> columns, String name, int i, double value) {
        columns.computeIfAbsent(name, any -> new ArrayList<>()).add(new double[] {i, value});
    }

    /** The epochs of a state. The norms are those of the given parameters, which may be none. */
    static List<Epoch> of(State state, int count, List<Parameter> norms) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        Map<String, boolean[]> present = new LinkedHashMap<>();
        for (int c = 0; state.texts().containsKey(NAME + c); c++) {
            double[] values = new double[count];
            boolean[] has = new boolean[count];
            double[] cells = cells(state, COLUMN + c, 2);
            for (int k = 0; k < cells.length; k += 2) {
                if (!(cells[k] >= 0 && cells[k] < count)) {
                    throw new IllegalArgumentException(
                            "state of trainer: epoch " + cells[k] + " of " + count);
                }
                values[(int) cells[k]] = cells[k + 1];
                has[(int) cells[k]] = true;
            }
            columns.put(state.text(NAME + c), values);
            present.put(state.text(NAME + c), has);
        }
        int width = norms.size();
        double[] all = count * width == 0 ? new double[0] : cells(state, NORMS, 3);
        if (all.length != 3 * count * width) {
            throw new IllegalArgumentException(
                    "state of trainer: "
                            + all.length
                            + " norms; there must be "
                            + 3 * count * width);
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
            boolean[] validated = present.get(VALIDATION + LOSS);
            epochs.add(
                    new Epoch(
                            i + 1,
                            column(columns, RATE)[i],
                            results(columns, present, TRAINING, i),
                            column(columns, PENALTY)[i],
                            validated != null && validated[i]
                                    ? Optional.of(results(columns, present, VALIDATION, i))
                                    : Optional.empty(),
                            parameters));
        }
        return epochs;
    }

    private static LossAndMetrics results(
            Map<String, double[]> columns, Map<String, boolean[]> present, String name, int i) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        columns.forEach(
                (key, values) -> {
                    if (key.startsWith(name + METRIC) && present.get(key)[i]) {
                        metrics.put(key.substring((name + METRIC).length()), values[i]);
                    }
                });
        return new LossAndMetrics(column(columns, name + LOSS)[i], metrics);
    }

    private static double[] column(Map<String, double[]> columns, String name) {
        double[] column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException(
                    "state of trainer: there is no column of the history \""
                            + name
                            + "\"; there are "
                            + columns.keySet());
        }
        return column;
    }

    /** A saved count. */
    static int whole(State state, String name) {
        long count = state.integer(name);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + ": " + count + "; it must lie in 0 .. " + Integer.MAX_VALUE);
        }
        return (int) count;
    }

    private static double[] cells(State state, String name, int width) {
        Tensor cells = state.tensor(name);
        if (cells.rank() != 2 || cells.size(1) != width) {
            throw new IllegalArgumentException(
                    "state of trainer: "
                            + name
                            + " has shape "
                            + Arrays.toString(cells.shape())
                            + "; [rows, "
                            + width
                            + "] expected");
        }
        return cells.toArray();
    }
}
