package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;

/**
 * The learning curves of a training as a picture: one panel for the loss and one for each metric,
 * of training and validation, and one for the learning rate if it changed.
 */
public final class Curves {
    private static final int COLUMNS = 2;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 460;
    private static final double LOGARITHMIC_FROM = 30;

    private Curves() {}

    /**
     * Writes the curves to a file in PNG form, 640 x 460 pixels a panel and two panels a row, or
     * three if there are three. The loss has a logarithmic axis if it is positive and spans more
     * than a factor of 30.
     *
     * @param history the training
     * @param file where to, in a folder that exists; replaced if it exists
     * @throws IOException if the file cannot be written
     */
    public static void write(History history, Path file) throws IOException {
        List<Chart> charts = new ArrayList<>();
        charts.add(loss(history));
        for (String name : history.metrics()) {
            Chart chart = new Chart(name).xLabel("epoch").yLabel(name);
            add(chart, "training", history.metric(name));
            if (history.hasValidation()) {
                add(chart, "validation", history.validationMetric(name));
            }
            if (anyFinite(history.metric(name))) {
                charts.add(chart);
            }
        }
        double[] rates = history.learningRates();
        if (Arrays.stream(rates).distinct().count() > 1) {
            Chart chart = new Chart("Learning rate").xLabel("epoch").yLabel("learning rate");
            charts.add(chart.line("learning rate", rates));
        }
        // three in a row rather than a corner left empty
        int columns = charts.size() == COLUMNS + 1 ? charts.size() : COLUMNS;
        columns = Math.min(columns, charts.size());
        int rows = (charts.size() - 1) / columns + 1;
        new Panels(columns, charts).write(file, columns * WIDTH, rows * HEIGHT);
    }

    private static Chart loss(History history) {
        Chart chart = new Chart("Loss").xLabel("epoch").yLabel("loss");
        add(chart, "training", history.losses());
        double[] all = history.losses();
        if (history.hasValidation()) {
            add(chart, "validation", history.validationLosses());
            all = concat(all, history.validationLosses());
        }
        if (Arrays.stream(history.penalties()).anyMatch(x -> x != 0)) {
            add(chart, "penalty", history.penalties());
            all = concat(all, history.penalties());
        }
        double least = Arrays.stream(all).min().orElse(0);
        double most = Arrays.stream(all).max().orElse(0);
        return least > 0 && most > LOGARITHMIC_FROM * least ? chart.logY() : chart;
    }

    private static void add(Chart chart, String name, double[] values) {
        if (anyFinite(values)) {
            chart.line(name, values);
        }
    }

    private static boolean anyFinite(double[] values) {
        return Arrays.stream(values).anyMatch(Double::isFinite);
    }

    private static double[] concat(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
