package org.cotangent.nn.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/**
 * A chart: lines, points, histograms and paths in one pair of axes, optionally over regions or
 * contours; or bars.
 *
 * <p>Series get colors in the order in which they are added, those of classes in {@link #regions}
 * too: class 0 has the color of the first series. A legend stands outside the axes as soon as there
 * are two series.
 */
public final class Chart {
    private final String title;
    private final Map<String, Series> series = new LinkedHashMap<>();
    private final Map<String, double[]> bars = new LinkedHashMap<>();
    private String[] categories;
    private Backdrop backdrop;
    private String xLabel = "";
    private String yLabel = "";
    private boolean xLogarithmic;
    private boolean yLogarithmic;
    private double[] xRange;
    private double[] yRange;

    /**
     * A chart with nothing in it yet.
     *
     * @param title the title above the chart; may be empty
     */
    public Chart(String title) {
        this.title = Objects.requireNonNull(title, "chart: the title is null");
    }

    /**
     * Sets the label of the horizontal axis.
     *
     * @param label the name of the quantity and its unit
     * @return this chart
     */
    public Chart xLabel(String label) {
        xLabel = Objects.requireNonNull(label, "chart: the label is null");
        return this;
    }

    /**
     * Sets the label of the vertical axis.
     *
     * @param label the name of the quantity and its unit
     * @return this chart
     */
    public Chart yLabel(String label) {
        yLabel = Objects.requireNonNull(label, "chart: the label is null");
        return this;
    }

    /**
     * Makes the horizontal axis logarithmic; all abscissas must be positive then.
     *
     * @return this chart
     */
    public Chart logX() {
        xLogarithmic = true;
        return this;
    }

    /**
     * Makes the vertical axis logarithmic; all ordinates must be positive then.
     *
     * @return this chart
     */
    public Chart logY() {
        yLogarithmic = true;
        return this;
    }

    /**
     * Sets the range of the horizontal axis; by default that of the series.
     *
     * @param from its left end
     * @param to its right end
     * @return this chart
     * @throws IllegalArgumentException if the range is not finite or does not rise
     */
    public Chart xRange(double from, double to) {
        xRange = Arrays.copyOf(Backdrop.bounds("axis", from, to, 0, 1), 2);
        return this;
    }

    /**
     * Sets the range of the vertical axis; by default that of the series.
     *
     * @param from its lower end
     * @param to its upper end
     * @return this chart
     * @throws IllegalArgumentException if the range is not finite or does not rise
     */
    public Chart yRange(double from, double to) {
        yRange = Arrays.copyOf(Backdrop.bounds("axis", from, to, 0, 1), 2);
        return this;
    }

    /**
     * Adds a line through points.
     *
     * @param name the name in the legend
     * @param x the abscissas, finite; copied
     * @param y the ordinates; one that is not finite leaves a gap; copied
     * @return this chart
     * @throws IllegalArgumentException if the arrays differ in length or are empty, an abscissa is
     *     not finite, no ordinate is, or the name is in use
     */
    public Chart line(String name, double[] x, double[] y) {
        return add(Series.of(name, Series.Form.LINE, x, y));
    }

    /**
     * Adds a line through points at 1, 2, 3, …, as for figures of epochs.
     *
     * @param name the name in the legend
     * @param y the ordinates; one that is not finite leaves a gap; copied
     * @return this chart
     * @throws IllegalArgumentException as {@link #line(String, double[], double[])}
     */
    public Chart line(String name, double[] y) {
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> i + 1);
        return line(name, x, y);
    }

    /**
     * Adds points that are not joined, as the samples of a class.
     *
     * @param name the name in the legend
     * @param x the abscissas, finite; copied
     * @param y the ordinates; copied
     * @return this chart
     * @throws IllegalArgumentException as {@link #line(String, double[], double[])}
     */
    public Chart points(String name, double[] x, double[] y) {
        return add(Series.of(name, Series.Form.POINTS, x, y));
    }

    /**
     * Adds the points of each class as a separate series.
     *
     * @param points shape [rows, 2]
     * @param classes for every row its class, from 0
     * @param names the names of the classes in the legend; without any, "class 0", "class 1", …
     * @return this chart
     * @throws IllegalArgumentException if the shape is another, there is not one class for each
     *     row, a class is negative, or there are names, but none for a class
     */
    public Chart points(Tensor points, int[] classes, String... names) {
        if (points.rank() != 2 || points.size(1) != 2 || points.size(0) != classes.length) {
            throw new IllegalArgumentException(
                    "chart: points of shape "
                            + Arrays.toString(points.shape())
                            + " and "
                            + classes.length
                            + " classes; shape [rows, 2] and a class for each row expected");
        }
        double[][] rows = points.toMatrix();
        int count = Arrays.stream(classes).max().orElse(-1) + 1;
        if (Arrays.stream(classes).anyMatch(c -> c < 0)) {
            throw new IllegalArgumentException(
                    "chart: classes " + Arrays.toString(classes) + "; each must be 0 or more");
        }
        if (names.length > 0 && names.length < count) {
            throw new IllegalArgumentException(
                    "chart: " + names.length + " names for " + count + " classes");
        }
        for (int c = 0; c < count; c++) {
            int wanted = c;
            double[][] mine =
                    IntStream.range(0, rows.length)
                            .filter(row -> classes[row] == wanted)
                            .mapToObj(row -> rows[row])
                            .toArray(double[][]::new);
            if (mine.length > 0) {
                points(
                        names.length > 0 ? names[c] : "class " + c,
                        Arrays.stream(mine).mapToDouble(p -> p[0]).toArray(),
                        Arrays.stream(mine).mapToDouble(p -> p[1]).toArray());
            }
        }
        return this;
    }

    /**
     * Adds the path of something that moves, as of an optimizer: a line with a mark at its end.
     *
     * @param name the name in the legend
     * @param x the abscissas, finite; copied
     * @param y the ordinates; copied
     * @return this chart
     * @throws IllegalArgumentException as {@link #line(String, double[], double[])}
     */
    public Chart path(String name, double[] x, double[] y) {
        return add(Series.of(name, Series.Form.PATH, x, y));
    }

    /**
     * Adds a histogram: how many of some values lie in each of several intervals of equal width.
     *
     * @param name the name in the legend
     * @param values the values; those that are not finite are left out
     * @param bins how many intervals, at least 1
     * @return this chart
     * @throws IllegalArgumentException if no value is finite, there are no bins, or the name is in
     *     use
     */
    public Chart histogram(String name, double[] values, int bins) {
        return add(Series.histogram(name, values, bins));
    }

    /**
     * Adds bars, one for each category, beside those of other series. A chart of bars has nothing
     * else.
     *
     * @param name the name in the legend
     * @param names the categories, the same for all series
     * @param heights one for each category, finite
     * @return this chart
     * @throws IllegalArgumentException if there is not one finite height for each category, the
     *     categories are not those of the bars before, or the name is in use
     */
    public Chart bars(String name, String[] names, double[] heights) {
        if (names.length != heights.length
                || names.length == 0
                || !Arrays.stream(heights).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "chart: bars \""
                            + name
                            + "\" of heights "
                            + Arrays.toString(heights)
                            + " for "
                            + names.length
                            + " categories; there must be one finite height for each");
        }
        if (categories != null && !Arrays.equals(categories, names)) {
            throw new IllegalArgumentException(
                    "chart: bars \""
                            + name
                            + "\" for "
                            + Arrays.toString(names)
                            + " beside bars for "
                            + Arrays.toString(categories));
        }
        requireFree(name);
        categories = names.clone();
        bars.put(name, heights.clone());
        return this;
    }

    /**
     * Colors a rectangle by the class that each of its points is given, as by a model: its decision
     * regions. The axes span the rectangle.
     *
     * @param xFrom the left end
     * @param xTo the right end
     * @param yFrom the lower end
     * @param yTo the upper end
     * @param classes from points of shape [rows, 2] to a class, from 0, for each row
     * @return this chart
     * @throws IllegalArgumentException if a range is not finite or does not rise, or the function
     *     does not return a class for each row
     */
    public Chart regions(
            double xFrom, double xTo, double yFrom, double yTo, Function<Tensor, int[]> classes) {
        backdrop = new Regions(Backdrop.bounds("regions", xFrom, xTo, yFrom, yTo), classes);
        return this;
    }

    /**
     * Draws lines of equal value of a function over a rectangle, the darker the lower. The axes
     * span the rectangle.
     *
     * @param xFrom the left end
     * @param xTo the right end
     * @param yFrom the lower end
     * @param yTo the upper end
     * @param f the function of abscissa and ordinate
     * @param levels the values; none for 14 of the function's quantiles over the rectangle
     * @return this chart
     * @throws IllegalArgumentException if a range is not finite or does not rise, or the function
     *     is finite nowhere
     */
    public Chart contours(
            double xFrom,
            double xTo,
            double yFrom,
            double yTo,
            DoubleBinaryOperator f,
            double... levels) {
        backdrop = new Contours(Backdrop.bounds("contours", xFrom, xTo, yFrom, yTo), f, levels);
        return this;
    }

    private Chart add(Series one) {
        requireFree(one.name());
        series.put(one.name(), one);
        return this;
    }

    private void requireFree(String name) {
        if (Objects.requireNonNull(name, "chart: the name of a series is null").isBlank()
                || series.containsKey(name)
                || bars.containsKey(name)) {
            throw new IllegalArgumentException(
                    "chart: a series called \"" + name + "\" is blank or there already");
        }
    }

    /**
     * Writes the chart to a file in PNG form. The file appears as a whole or not at all.
     *
     * @param file where to, in a folder that exists; replaced if it exists
     * @param width the width in pixels, from 100 to 10,000
     * @param height the height in pixels, from 100 to 10,000
     * @throws IllegalArgumentException if the size is out of range, a logarithmic axis has numbers
     *     that are not positive, or bars are mixed with something else
     * @throws IllegalStateException if there is nothing in the chart
     * @throws IOException if the file cannot be written
     */
    public void write(Path file, int width, int height) throws IOException {
        Png.write(image(width, height), file);
    }

    BufferedImage image(int width, int height) {
        Png.requireSize(width, height);
        if (!bars.isEmpty()) {
            if (!series.isEmpty() || backdrop != null || xLogarithmic || xRange != null) {
                throw new IllegalArgumentException(
                        "chart \"" + title + "\": bars cannot be mixed with anything else");
            }
            ChartFrame axes =
                    new ChartFrame(title, xLabel, yLabel, false, yLogarithmic, null, yRange);
            return axes.bars(categories, bars, width, height);
        }
        if (series.isEmpty() && backdrop == null) {
            throw new IllegalStateException("chart \"" + title + "\": there is nothing in it");
        }
        ChartFrame axes =
                new ChartFrame(title, xLabel, yLabel, xLogarithmic, yLogarithmic, xRange, yRange);
        return axes.plane(List.copyOf(series.values()), backdrop, width, height);
    }
}
