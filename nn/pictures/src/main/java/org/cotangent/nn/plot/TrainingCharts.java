package org.cotangent.nn.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.nn.ActivationStatistics;
import org.cotangent.nn.internal.LogarithmicAxis;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.HistoryPanel;
import org.cotangent.nn.train.LearningRateCurve;

/**
 * Charts of a training: its learning curves, the search for its learning rate, or the outputs of
 * its layers. Losses and standard deviations have a logarithmic axis if they are positive and span
 * more than a factor of 30. {@code TrainingCharts.of(history).save(file)} makes a picture of them.
 */
public final class TrainingCharts {
    private static final int COLUMNS = 2;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 460;

    private TrainingCharts() {}

    /**
     * The learning curves of a training: a chart of the loss, one of each metric, and one of the
     * learning rate if it changed.
     *
     * @param history the training
     * @return the charts, 640 x 460 pixels each
     */
    public static Panels of(History history) {
        List<Chart> charts = new ArrayList<>();
        for (HistoryPanel panel : HistoryPanel.of(history)) {
            Chart chart = new Chart(panel.title()).xLabel("epoch").yLabel(panel.what());
            for (Map.Entry<String, double[]> curve : panel.curves().entrySet()) {
                chart = chart.line(curve.getKey(), curve.getValue());
            }
            charts.add(panel.logarithmic() ? chart.logY() : chart);
        }
        return panels(charts, WIDTH, HEIGHT);
    }

    /**
     * The losses of a search for a learning rate. Losses far above those at the start are left out:
     * where it diverges is seen without them.
     *
     * @param curve the result of the search
     * @return one chart, 800 x 560 pixels
     */
    public static Panels of(LearningRateCurve curve) {
        double[] losses = curve.losses();
        double[] smoothed = curve.smoothed();
        double highest = 0;
        for (int i = 0; i < (losses.length + 1) / 2; i++) {
            highest = Math.max(highest, Math.max(losses[i], smoothed[i]));
        }
        double limit = 1.2 * highest;
        DoubleUnaryOperator shown = y -> y <= limit ? y : Double.NaN;
        Chart chart =
                new Chart("Loss by learning rate")
                        .xLabel("learning rate")
                        .yLabel("loss")
                        .logX()
                        .points("each batch", curve.rates(), each(losses, shown))
                        .line("smoothed", curve.rates(), each(smoothed, shown));
        return panels(List.of(chart), 800, 560);
    }

    private static double[] each(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }

    /**
     * The means and the standard deviations of the outputs of layers, a chart each, against the
     * number of the layer from 1, in the order of the rows. NaN and infinities leave gaps.
     *
     * @param statistics the layers, often {@link ActivationStatistics#activations()}
     * @return the two charts, 640 x 460 pixels each
     * @throws IllegalArgumentException if there is no layer, or no finite mean or deviation
     */
    public static Panels of(ActivationStatistics statistics) {
        double[] deviations = statistics.deviations();
        if (!anyFinite(statistics.means()) || !anyFinite(deviations)) {
            throw new IllegalArgumentException(
                    "training charts: no rows of the activation statistics, or none whose mean and"
                            + " standard deviation are finite; at least one layer expected");
        }
        Chart deviation = ofLayers("Standard deviation", deviations);
        double[] finite = Arrays.stream(deviations).filter(Double::isFinite).toArray();
        if (LogarithmicAxis.suits(finite)) {
            deviation = deviation.logY();
        }
        return panels(List.of(ofLayers("Mean", statistics.means()), deviation), WIDTH, HEIGHT);
    }

    private static Chart ofLayers(String what, double[] values) {
        Chart chart = new Chart(what + " of each layer's output").xLabel("layer").yLabel(what);
        return chart.line(what, values).xRange(0.5, values.length + 0.5);
    }

    private static boolean anyFinite(double[] values) {
        return Arrays.stream(values).anyMatch(Double::isFinite);
    }

    private static Panels panels(List<Chart> charts, int width, int height) {
        // three in a row rather than a corner left empty
        int columns = charts.size() == COLUMNS + 1 ? charts.size() : COLUMNS;
        return new Panels(columns, charts.stream().map(c -> c.size(width, height)).toList());
    }
}
