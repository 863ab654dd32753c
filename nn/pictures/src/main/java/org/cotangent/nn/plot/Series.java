package org.cotangent.nn.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

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
            throw Checks.illegal(
                    "chart: \"%s\" has %s abscissas and %s ordinates; there must be as many of"
                            + " one as of the other, and one or more",
                    name, x.length, y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw Checks.illegal(
                        "chart: \"%s\" has the abscissa %s at %s; abscissas must be finite",
                        name, x[i], i);
            }
        }
        double[] gaps = Arrays.stream(y).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray();
        if (Arrays.stream(gaps).allMatch(Double::isNaN)) {
            throw Checks.illegal("chart: \"%s\" has no finite ordinate", name);
        }
        return new Series(name, form, x.clone(), gaps, null);
    }

    /** The points of each class that has some. */
    static List<Series> ofClasses(Tensor points, int[] classes, String... names) {
        if (points.rank() != 2 || points.size(1) != 2 || points.size(0) != classes.length) {
            throw Checks.illegal(
                    "chart: points of shape %s and %s classes; shape [rows, 2] and a class for"
                            + " each row expected",
                    points.shape(), classes.length);
        }
        if (Arrays.stream(classes).anyMatch(c -> c < 0)) {
            throw Checks.illegal("chart: classes %s; each must be 0 or more", classes);
        }
        int[] present = Arrays.stream(classes).distinct().sorted().toArray();
        int count = present.length == 0 ? 0 : present[present.length - 1] + 1;
        if (names.length > 0 && names.length < count) {
            throw Checks.illegal("chart: %s names for %s classes", names.length, count);
        }
        List<Series> all = new ArrayList<>();
        for (int c : present) {
            int[] rows = IntStream.range(0, classes.length).filter(r -> classes[r] == c).toArray();
            Tensor own = points.indexSelect(0, rows);
            String name = names.length > 0 ? names[c] : "class " + c;
            all.add(of(name, Form.POINTS, column(own, 0), column(own, 1)));
        }
        return all;
    }

    /** Arrows that begin at points and go along vectors, of which one is finite. */
    static Series arrows(String name, Tensor at, Tensor along) {
        if (at.rank() != 2 || at.size(1) != 2 || !Arrays.equals(at.shape(), along.shape())) {
            throw Checks.illegal(
                    "chart: arrows from points of shape %s along vectors of shape %s; [rows, 2]"
                            + " for both expected",
                    at.shape(), along.shape());
        }
        double[][] vectors = along.toMatrix();
        if (Arrays.stream(vectors).noneMatch(Series::isFinite)) {
            throw Checks.illegal("chart: \"%s\" has no finite vector", name);
        }
        double[] y = column(at, 1);
        if (!Arrays.stream(y).allMatch(Double::isFinite)) {
            throw Checks.illegal("chart: \"%s\" has a point that is not finite", name);
        }
        return new Series(
                name, Form.ARROWS, of(name, Form.ARROWS, column(at, 0), y).x(), y, vectors);
    }

    static boolean isFinite(double... vector) {
        return Arrays.stream(vector).allMatch(Double::isFinite);
    }

    private static double[] column(Tensor points, int index) {
        return points.slice(1, index, index + 1).toArray();
    }

    /** Bars at the categories with these names. */
    static Series bars(String name, String[] names, double[] heights) {
        if (names.length != heights.length
                || names.length == 0
                || !Arrays.stream(heights).allMatch(Double::isFinite)) {
            throw Checks.illegal(
                    "chart: bars \"%s\" of heights %s for %s categories; there must be one finite"
                            + " height for each",
                    name, heights, names.length);
        }
        double[] places = Tensor.iota(names.length).toArray();
        return new Series(name, Form.BARS, places, heights.clone(), null);
    }

    /** The outline of bars over neighboring intervals, from the ground up and down again. */
    static Series histogram(String name, double[] values, int bins) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (finite.length == 0 || bins < 1) {
            throw Checks.illegal(
                    "chart: histogram \"%s\" of %s finite values in %s bins; both must be at"
                            + " least 1",
                    name, finite.length, bins);
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
