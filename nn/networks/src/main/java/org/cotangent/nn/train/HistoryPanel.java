package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.cotangent.nn.internal.LogarithmicAxis;

/**
 * The curves of a history that belong in one pair of axes, for drawings of any kind. Curves without
 * a finite number are left out.
 *
 * @param title the title, as "Loss"
 * @param what the quantity, as "loss"
 * @param curves numbers by epoch, by the name of the curve, as "training" and "validation"
 * @param logarithmic whether they are positive and span more than a factor of 30
 */
public record HistoryPanel(
        String title, String what, Map<String, double[]> curves, boolean logarithmic) {
    /**
     * The panels of a history: the loss, each metric, and the learning rate if it changed.
     *
     * @param history the training
     * @return the panels, that of the loss first
     */
    public static List<HistoryPanel> of(History history) {
        List<HistoryPanel> all = new ArrayList<>();
        all.add(loss(history));
        for (String name : history.metrics()) {
            Map<String, double[]> curves = new LinkedHashMap<>();
            add(curves, "training", history.metric(name));
            if (history.hasValidation()) {
                add(curves, "validation", history.validationMetric(name));
            }
            if (curves.containsKey("training")) {
                all.add(new HistoryPanel(name, name, curves, false));
            }
        }
        double[] rates = history.learningRates();
        if (Arrays.stream(rates).distinct().count() > 1) {
            String name = "learning rate";
            all.add(new HistoryPanel("Learning rate", name, Map.of(name, rates), false));
        }
        return all;
    }

    private static HistoryPanel loss(History history) {
        Map<String, double[]> curves = new LinkedHashMap<>();
        add(curves, "training", history.losses());
        if (history.hasValidation()) {
            add(curves, "validation", history.validationLosses());
        }
        if (Arrays.stream(history.penalties()).anyMatch(x -> x != 0)) {
            add(curves, "penalty", history.penalties());
        }
        double[] all = curves.values().stream().flatMapToDouble(DoubleStream::of).toArray();
        return new HistoryPanel("Loss", "loss", curves, LogarithmicAxis.suits(all));
    }

    private static void add(Map<String, double[]> curves, String name, double[] values) {
        if (Arrays.stream(values).anyMatch(Double::isFinite)) {
            curves.put(name, values);
        }
    }
}
