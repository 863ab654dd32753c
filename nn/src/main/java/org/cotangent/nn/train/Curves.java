package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.nn.ActivationStatistics;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;

/**
 * Pictures of the learning curves of a training, with panels for the loss, each metric, and the
 * learning rate if it changed, and of the {@linkplain #write(ActivationStatistics, Path) statistics
 * of layers}.
 */
public final class Curves {
    private static final int COLUMNS = 2;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 460;

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
        for (HistoryPanel panel : HistoryPanel.of(history)) {
            Chart chart = new Chart(panel.title()).xLabel("epoch").yLabel(panel.what());
            panel.curves().forEach(chart::line);
            charts.add(panel.logarithmic() ? chart.logY() : chart);
        }
        // three in a row rather than a corner left empty
        int columns = charts.size() == COLUMNS + 1 ? charts.size() : COLUMNS;
        columns = Math.min(columns, charts.size());
        int rows = (charts.size() - 1) / columns + 1;
        new Panels(columns, charts).write(file, columns * WIDTH, rows * HEIGHT);
    }

    /**
     * Writes the means and the standard deviations of the outputs of layers to a file in PNG form,
     * a panel of 640 x 460 pixels each, against the number of the layer from 1, in the order of the
     * rows. The deviations have a logarithmic axis if they are positive and span more than a factor
     * of 30, as those of vanishing or exploding signals. NaN and infinities are left out, and the
     * others are points then.
     *
     * @param statistics the layers, often {@link ActivationStatistics#activations()}
     * @param file where to, in a folder that exists; replaced if it exists
     * @throws IllegalArgumentException if there is no layer, or no finite mean or deviation
     * @throws IOException if the file cannot be written
     */
    public static void write(ActivationStatistics statistics, Path file) throws IOException {
        double[] deviations = statistics.deviations();
        if (!anyFinite(statistics.means()) || !anyFinite(deviations)) {
            throw new IllegalArgumentException(
                    "curves: no rows of the activation statistics, or none whose mean and standard"
                            + " deviation are finite; at least one layer expected");
        }
        Chart deviation = ofLayers("Standard deviation", deviations);
        double[] finite = Arrays.stream(deviations).filter(Double::isFinite).toArray();
        if (HistoryPanel.spans(finite)) {
            deviation.logY();
        }
        List<Chart> charts = List.of(ofLayers("Mean", statistics.means()), deviation);
        new Panels(COLUMNS, charts).write(file, COLUMNS * WIDTH, HEIGHT);
    }

    private static Chart ofLayers(String what, double[] values) {
        Chart chart = new Chart(what + " of each layer's output").xLabel("layer").yLabel(what);
        int[] finite =
                IntStream.range(0, values.length).filter(i -> Double.isFinite(values[i])).toArray();
        if (finite.length == values.length && finite.length > 1) {
            chart.line(what, values);
        } else if (finite.length > 0) {
            // a line through the remaining points would hide the gaps, and one number is no line
            double[] x = Arrays.stream(finite).mapToDouble(i -> i + 1).toArray();
            double[] y = Arrays.stream(finite).mapToDouble(i -> values[i]).toArray();
            chart.points(what, x, y);
        }
        return chart.xRange(0.5, values.length + 0.5);
    }

    private static boolean anyFinite(double[] values) {
        return Arrays.stream(values).anyMatch(Double::isFinite);
    }
}
