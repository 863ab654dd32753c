package org.cotangent.nn.plot;

import java.awt.Dimension;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A chart: lines, points, histograms, paths and arrows in one pair of axes, optionally over regions
 * or contours; or bars.
 *
 * <p>Series get colors in the order in which they are added, those of classes in {@link #regions}
 * too: class 0 has the color of the first series. A legend stands outside the axes as soon as there
 * are two series.
 *
 * <p>A logarithmic axis has a label at every power of ten, as far as there is room, and lines
 * between them; if there are fewer than three, labels between them too. All labels of an axis have
 * one format.
 */
@CheckReturnValue
public final class Chart extends Picture {
    private static final int LEAST_SIZE = 100;

    private final String title;
    private Map<String, Series> series = Map.of();
    private String[] categories;
    private Backdrop backdrop;
    private Axis x = new Axis("", Axis.Kind.LINEAR, null);
    private Axis y = x;
    private boolean equalUnits;
    private Dimension size = new Dimension(640, 480);

    /**
     * A chart with nothing in it yet, of 640 x 480 pixels.
     *
     * @param title the title above the chart; may be empty
     */
    public Chart(String title) {
        this.title = Objects.requireNonNull(title, "chart: the title is null");
    }

    /**
     * A copy with another size.
     *
     * @param width the width in pixels, from 100 to 10,000
     * @param height the height in pixels, from 100 to 10,000
     * @return the copy
     * @throws IllegalArgumentException if the size is out of range
     */
    public Chart size(int width, int height) {
        if (Math.min(width, height) < LEAST_SIZE || Math.max(width, height) > Picture.MOST) {
            throw Checks.illegal(
                    "chart: a picture of %s x %s pixels; each must be from %s to %s",
                    width, height, LEAST_SIZE, Picture.MOST);
        }
        return copy(c -> c.size = new Dimension(width, height));
    }

    /**
     * A copy with a label of the horizontal axis.
     *
     * @param label the name of the quantity and its unit
     * @return the copy
     */
    public Chart xLabel(String label) {
        Objects.requireNonNull(label, "chart: the label is null");
        return copy(c -> c.x = x.label(label));
    }

    /**
     * A copy with a label of the vertical axis.
     *
     * @param label the name of the quantity and its unit
     * @return the copy
     */
    public Chart yLabel(String label) {
        Objects.requireNonNull(label, "chart: the label is null");
        return copy(c -> c.y = y.label(label));
    }

    /**
     * A copy with a logarithmic horizontal axis; all abscissas must be positive then.
     *
     * @return the copy
     */
    public Chart logX() {
        return copy(c -> c.x = x.kind(Axis.Kind.LOGARITHMIC));
    }

    /**
     * A copy with a logarithmic vertical axis; all ordinates must be positive then, or NaN, which
     * leaves a gap.
     *
     * @return the copy
     */
    public Chart logY() {
        return copy(c -> c.y = y.kind(Axis.Kind.LOGARITHMIC));
    }

    /**
     * A copy whose horizontal axis shows probabilities: it goes from 0 to 1, and other abscissas
     * are refused.
     *
     * @return the copy
     */
    public Chart xProbability() {
        return copy(c -> c.x = x.kind(Axis.Kind.PROBABILITY));
    }

    /**
     * A copy whose vertical axis shows probabilities: it goes from 0 to 1, and other ordinates are
     * refused.
     *
     * @return the copy
     */
    public Chart yProbability() {
        return copy(c -> c.y = y.kind(Axis.Kind.PROBABILITY));
    }

    /**
     * A copy in which a unit is as long on the horizontal axis as on the vertical one, so that
     * circles are round and gradients stand at right angles to contours.
     *
     * @return the copy
     */
    public Chart equalUnits() {
        return copy(c -> c.equalUnits = true);
    }

    /**
     * A copy with a range of the horizontal axis; by default that of the series.
     *
     * @param from its left end
     * @param to its right end
     * @return the copy
     * @throws IllegalArgumentException if the range is not finite or does not rise
     */
    public Chart xRange(double from, double to) {
        double[] range = Backdrop.range("chart: the x axis", from, to);
        return copy(c -> c.x = x.range(range));
    }

    /**
     * A copy with a range of the vertical axis; by default that of the series.
     *
     * @param from its lower end
     * @param to its upper end
     * @return the copy
     * @throws IllegalArgumentException if the range is not finite or does not rise
     */
    public Chart yRange(double from, double to) {
        double[] range = Backdrop.range("chart: the y axis", from, to);
        return copy(c -> c.y = y.range(range));
    }

    /**
     * A copy with a line through points.
     *
     * @param name the name in the legend
     * @param x the abscissas, finite; copied
     * @param y the ordinates; one that is not finite leaves a gap; copied
     * @return the copy
     * @throws IllegalArgumentException if the arrays differ in length or are empty, an abscissa is
     *     not finite, no ordinate is, or the name is in use
     */
    public Chart line(String name, double[] x, double[] y) {
        return add(Series.of(name, Series.Form.LINE, x, y));
    }

    /**
     * A copy with a line through points at 1, 2, 3, …, as for figures of epochs. Where all
     * abscissas of a chart are whole and from 1 up, so are the labels.
     *
     * @param name the name in the legend
     * @param y the ordinates; one that is not finite leaves a gap; copied
     * @return the copy
     * @throws IllegalArgumentException as {@link #line(String, double[], double[])}
     */
    public Chart line(String name, double[] y) {
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> i + 1);
        return line(name, x, y);
    }

    /**
     * A copy with points that are not joined, as the samples of a class.
     *
     * @param name the name in the legend
     * @param x the abscissas, finite; copied
     * @param y the ordinates; one that is not finite is left out; copied
     * @return the copy
     * @throws IllegalArgumentException as {@link #line(String, double[], double[])}
     */
    public Chart points(String name, double[] x, double[] y) {
        return add(Series.of(name, Series.Form.POINTS, x, y));
    }

    /**
     * A copy with the points of each class as a separate series.
     *
     * @param points shape [rows, 2]
     * @param classes for every row its class, from 0
     * @param names the names of the classes in the legend; without any, "class 0", "class 1", …
     * @return the copy
     * @throws IllegalArgumentException if the shape is another, there is not one class for each
     *     row, a class is negative, or there are names, but none for a class
     */
    public Chart points(Tensor points, int[] classes, String... names) {
        Chart all = this;
        for (Series each : Series.ofClasses(points, classes, names)) {
            all = all.add(each);
        }
        return all;
    }

    /**
     * A copy with the path of something that moves, as of an optimizer: a line with a mark at its
     * end.
     *
     * @param name the name in the legend
     * @param x the abscissas, finite; copied
     * @param y the ordinates; copied
     * @return the copy
     * @throws IllegalArgumentException as {@link #line(String, double[], double[])}
     */
    public Chart path(String name, double[] x, double[] y) {
        return add(Series.of(name, Series.Form.PATH, x, y));
    }

    /**
     * A copy with arrows from points along vectors, as of a gradient. The longest is about as long
     * as neighbors are apart, the others are shorter in proportion; a vector of length 0 is a dot,
     * and one that is not finite a cross. The axes have room for all of them; a range that is set
     * cuts off what is beyond. Both axes must be linear.
     *
     * @param name the name in the legend
     * @param points shape [rows, 2], finite
     * @param vectors shape [rows, 2], such as the gradient of a sum over the points
     * @return the copy
     * @throws IllegalArgumentException if a shape is another, a point is not finite, no vector is,
     *     or the name is in use
     */
    public Chart arrows(String name, Tensor points, Tensor vectors) {
        return add(Series.arrows(name, points, vectors));
    }

    /**
     * A copy with a histogram: how many of some values lie in each of several intervals of equal
     * width.
     *
     * @param name the name in the legend
     * @param values the values; those that are not finite are left out
     * @param bins how many intervals, at least 1
     * @return the copy
     * @throws IllegalArgumentException if no value is finite, there are no bins, or the name is in
     *     use
     */
    public Chart histogram(String name, double[] values, int bins) {
        return add(Series.histogram(name, values, bins));
    }

    /**
     * A copy with bars, one for each category, beside those of other series. A chart of bars has
     * nothing else.
     *
     * @param name the name in the legend
     * @param names the categories, the same for all series
     * @param heights one for each category, finite
     * @return the copy
     * @throws IllegalArgumentException if there is not one finite height for each category, the
     *     categories are not those of the bars before, or the name is in use
     */
    public Chart bars(String name, String[] names, double[] heights) {
        Series bars = Series.bars(name, names, heights);
        if (categories != null && !Arrays.equals(categories, names)) {
            throw Checks.illegal(
                    "chart: bars \"%s\" for %s beside bars for %s", name, names, categories);
        }
        return add(bars).copy(c -> c.categories = names.clone());
    }

    /**
     * A copy over a rectangle that is colored by the class that each of its points is given, as by
     * a model: its decision regions. The axes span the rectangle unless a range is set.
     *
     * @param xFrom the left end
     * @param xTo the right end
     * @param yFrom the lower end
     * @param yTo the upper end
     * @param classes from points of shape [rows, 2] to a class, from 0, for each row
     * @return the copy
     * @throws IllegalArgumentException if a range is not finite or does not rise, or the function
     *     does not return a class for each row
     */
    public Chart regions(
            double xFrom, double xTo, double yFrom, double yTo, Function<Tensor, int[]> classes) {
        double[] bounds = Backdrop.bounds("regions", xFrom, xTo, yFrom, yTo);
        Backdrop regions = Backdrop.regions(bounds, classes);
        return copy(c -> c.backdrop = regions);
    }

    /**
     * A copy over the lines of equal value of a function on a rectangle, the darker the lower. The
     * axes span the rectangle unless a range is set.
     *
     * @param xFrom the left end
     * @param xTo the right end
     * @param yFrom the lower end
     * @param yTo the upper end
     * @param f the function of abscissa and ordinate
     * @param levels the values; none for 14 of the function's quantiles over the rectangle
     * @return the copy
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
        double[] bounds = Backdrop.bounds("contours", xFrom, xTo, yFrom, yTo);
        Backdrop contours = Backdrop.contours(bounds, f, levels);
        return copy(c -> c.backdrop = contours);
    }

    /**
     * A copy over the lines of equal value of a function of tensors, as {@link #contours(double,
     * double, double, double, DoubleBinaryOperator, double...)}.
     *
     * @param xFrom the left end
     * @param xTo the right end
     * @param yFrom the lower end
     * @param yTo the upper end
     * @param f from points of shape [rows, 2] to a number for each, of shape [rows] or [rows, 1]
     * @param levels the values; none for 14 of the function's quantiles over the rectangle
     * @return the copy
     * @throws IllegalArgumentException if a range is not finite or does not rise, or the function
     *     does not return a number for each row, or is finite nowhere
     */
    public Chart contours(
            double xFrom,
            double xTo,
            double yFrom,
            double yTo,
            UnaryOperator<Tensor> f,
            double... levels) {
        double[] bounds = Backdrop.bounds("contours", xFrom, xTo, yFrom, yTo);
        Backdrop contours = Backdrop.contours(bounds, f, levels);
        return copy(c -> c.backdrop = contours);
    }

    private Chart add(Series one) {
        if (Objects.requireNonNull(one.name(), "chart: the name of a series is null").isBlank()
                || series.containsKey(one.name())) {
            throw Checks.illegal(
                    "chart: a series called \"%s\" is blank or there already", one.name());
        }
        Map<String, Series> more = new LinkedHashMap<>(series);
        more.put(one.name(), one);
        return copy(c -> c.series = more);
    }

    @Override
    Dimension size(Canvas canvas) {
        return size;
    }

    @Override
    void paint(Canvas canvas) {
        if (series.isEmpty() && backdrop == null) {
            throw new IllegalStateException("chart \"" + title + "\": there is nothing in it");
        }
        List<Series> all = List.copyOf(series.values());
        new ChartFrame(title, x, y, all, categories, backdrop, equalUnits, size).paint(canvas);
    }
}
