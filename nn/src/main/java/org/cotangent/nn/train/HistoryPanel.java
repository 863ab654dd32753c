package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The curves of a history that belong into one pair of axes, each with a number an epoch, by their
 * names. Curves without a finite number are left out.
 *
 * @param title the title
 * @param what the quantity
 * @param curves the curves
 * @param logarithmic whether they are positive and span more than a factor of 30
 */
record HistoryPanel(String title, String what, Map<String, double[]> curves, boolean logarithmic) {
    static final double LOGARITHMIC_FROM = 30;

    /** The loss, each metric, and the learning rate if it changed. */
    static List<HistoryPanel> of(History history) {
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
        return new HistoryPanel("Loss", "loss", curves, spans(all));
    }

    private static void add(Map<String, double[]> curves, String name, double[] values) {
        if (Arrays.stream(values).anyMatch(Double::isFinite)) {
            curves.put(name, values);
        }
    }

    /** Whether numbers are positive and so far apart that a logarithmic axis shows more of them. */
    static boolean spans(double[] values) {
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        return least > 0 && most > LOGARITHMIC_FROM * least;
    }
}
