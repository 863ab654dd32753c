package org.cotangent.nn.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/**
 * One series of a chart.
 *
 * @param name the name in the legend
 * @param form how it is drawn
 * @param x the abscissas
 * @param y the ordinates; numbers that are not finite are gaps
 * @param vectors of arrows: for each its x and y, else null
 */
record Series(String name, Form form, double[] x, double[] y, double[][] vectors) {
    enum Form {
        LINE,
        POINTS,
        AREA,
        /** A line with a mark where it ends. */
        PATH,
        ARROWS,
        /** Of heights y at categories 0, 1, … */
        BARS
    }

    static Series of(String name, Form form, double[] x, double[] y) {
        if (x.length != y.length || x.length == 0) {
            throw new IllegalArgumentException(
                    "chart: \""
                            + name
                            + "\" has "
                            + x.length
                            + " abscissas and "
                            + y.length
                            + " ordinates; there must be as many of one as of the other, and one"
                            + " or more");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw new IllegalArgumentException(
                        "chart: \""
                                + name
                                + "\" has the abscissa "
                                + x[i]
                                + " at "
                                + i
                                + "; abscissas must be finite");
            }
        }
        double[] gaps = Arrays.stream(y).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray();
        if (Arrays.stream(gaps).allMatch(Double::isNaN)) {
            throw new IllegalArgumentException("chart: \"" + name + "\" has no finite ordinate");
        }
        return new Series(name, form, x.clone(), gaps, null);
    }

    /** The points of each class that has some. */
    static List<Series> ofClasses(Tensor points, int[] classes, String... names) {
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
        List<Series> all = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            int wanted = c;
            double[][] mine =
                    IntStream.range(0, rows.length)
                            .filter(row -> classes[row] == wanted)
                            .mapToObj(row -> rows[row])
                            .toArray(double[][]::new);
            if (mine.length > 0) {
                all.add(
                        of(
                                names.length > 0 ? names[c] : "class " + c,
                                Form.POINTS,
                                Arrays.stream(mine).mapToDouble(p -> p[0]).toArray(),
                                Arrays.stream(mine).mapToDouble(p -> p[1]).toArray()));
            }
        }
        return all;
    }

    /** Arrows that begin at points and go along vectors; those that are not finite are left out. */
    static Series arrows(String name, Tensor at, Tensor along) {
        if (at.rank() != 2 || at.size(1) != 2 || !Arrays.equals(at.shape(), along.shape())) {
            throw new IllegalArgumentException(
                    "chart: arrows from points of shape "
                            + Arrays.toString(at.shape())
                            + " along vectors of shape "
                            + Arrays.toString(along.shape())
                            + "; [rows, 2] for both expected");
        }
        double[][] points = at.toMatrix();
        double[][] vectors = along.toMatrix();
        double[] x = new double[points.length];
        double[] y = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            x[i] = points[i][0];
            y[i] = Double.isFinite(vectors[i][0] + vectors[i][1]) ? points[i][1] : Double.NaN;
        }
        Series checked = of(name, Form.ARROWS, x, y);
        return new Series(name, Form.ARROWS, checked.x(), checked.y(), vectors);
    }

    /** Bars at the categories with these names. */
    static Series bars(String name, String[] names, double[] heights) {
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
        double[] places = Tensor.iota(names.length).toArray();
        return new Series(name, Form.BARS, places, heights.clone(), null);
    }

    /** The outline of bars over neighboring intervals, from the ground up and down again. */
    static Series histogram(String name, double[] values, int bins) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (finite.length == 0 || bins < 1) {
            throw new IllegalArgumentException(
                    "chart: histogram \""
                            + name
                            + "\" of "
                            + finite.length
                            + " finite values in "
                            + bins
                            + " bins; both must be at least 1");
        }
        double least = Arrays.stream(finite).min().getAsDouble();
        double most = Arrays.stream(finite).max().getAsDouble();
        if (least == most) {
            double half = Math.max(Math.abs(least), 1) / 2;
            least -= half;
            most += half;
        }
        int[] counts = new int[bins];
        for (double v : finite) {
            // halves, since the range may overflow
            double share = (v / 2 - least / 2) / (most / 2 - least / 2);
            counts[Math.min(bins - 1, (int) (share * bins))]++;
        }
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int i = 0; i <= bins; i++) {
            double share = (double) i / bins;
            x[2 * i] = least * (1 - share) + most * share;
            x[2 * i + 1] = x[2 * i];
            y[2 * i + 1] = i < bins ? counts[i] : 0;
            y[2 * i] = i > 0 ? counts[i - 1] : 0;
        }
        return new Series(name, Form.AREA, x, y, null);
    }
}
