package org.cotangent.nn.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A picture below the lines and points of a chart, over a rectangle of the plane.
 *
 * @param bounds x from, x to, y from, y to
 * @param image stretched over the rectangle, the first row on top
 * @param smooth whether the image's pixels run into each other
 * @param lines in coordinates of the plane
 */
record Backdrop(double[] bounds, BufferedImage image, boolean smooth, Shape lines) {
    private static final int REGION_CELLS = 400;
    private static final int CONTOUR_CELLS = 200;
    private static final int LEVELS = 14;
    private static final int DARKEST = 0xc4;
    private static final int LIGHTEST = 0xff;

    void paint(Canvas canvas, Rectangle2D plot) {
        canvas.image(image, plot, smooth);
        AffineTransform toPixels = new AffineTransform();
        toPixels.translate(plot.getX(), plot.getMaxY());
        toPixels.scale(
                plot.getWidth() / (bounds[1] - bounds[0]),
                -plot.getHeight() / (bounds[3] - bounds[2]));
        toPixels.translate(-bounds[0], -bounds[2]);
        canvas.draw(toPixels.createTransformedShape(lines), Palette.CONTOUR, Palette.THIN);
    }

    /** The rectangle, if each of its ranges is finite and rises. */
    static double[] bounds(String what, double xFrom, double xTo, double yFrom, double yTo) {
        double[] x = range("chart: " + what + ": x", xFrom, xTo);
        double[] y = range("chart: " + what + ": y", yFrom, yTo);
        return new double[] {x[0], x[1], y[0], y[1]};
    }

    static double[] range(String what, double from, double to) {
        if (!(from < to && Double.isFinite(to - from))) {
            throw Checks.illegal("%s from %s to %s; it must be finite and rise", what, from, to);
        }
        return new double[] {from, to};
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * share;
    }

    /** Decision regions: each point has the color of its class. */
    static Backdrop regions(double[] bounds, Function<Tensor, int[]> classes) {
        int cells = REGION_CELLS;
        int[] all = new int[cells * cells];
        for (int row = 0; row < cells; row++) {
            double[] points = new double[2 * cells];
            for (int i = 0; i < cells; i++) {
                points[2 * i] = between(bounds[0], bounds[1], (i + 0.5) / cells);
                points[2 * i + 1] = between(bounds[3], bounds[2], (row + 0.5) / cells);
            }
            int[] found = Tensor.unrecorded(() -> classes.apply(Tensor.of(points, cells, 2)));
            if (found.length != cells || Arrays.stream(found).anyMatch(c -> c < 0)) {
                throw Checks.illegal(
                        "chart: regions: %s classes for %s points, the least %s; there must be one"
                                + " for each, from 0",
                        found.length, cells, Arrays.stream(found).min().orElse(0));
            }
            System.arraycopy(found, 0, all, row * cells, cells);
        }
        BufferedImage image = Pixels.image(cells, cells, i -> Palette.tint(all[i]));
        return new Backdrop(bounds, image, true, new Path2D.Double());
    }

    /** Contour lines, by marching squares, over areas that are the darker the lower. */
    static Backdrop contours(double[] bounds, DoubleBinaryOperator f, double... given) {
        return contours(
                bounds,
                points ->
                        Tensor.of(
                                Arrays.stream(points.toMatrix())
                                        .mapToDouble(p -> f.applyAsDouble(p[0], p[1]))
                                        .toArray()),
                given);
    }

    /** The same for a function from points of shape [rows, 2] to a number for each. */
    static Backdrop contours(double[] bounds, UnaryOperator<Tensor> f, double... given) {
        int cells = CONTOUR_CELLS;
        double[][] values = new double[cells + 1][]; // [y][x]
        for (int row = 0; row <= cells; row++) {
            double[][] points = new double[cells + 1][];
            double y = between(bounds[2], bounds[3], (double) row / cells);
            for (int i = 0; i <= cells; i++) {
                points[i] = new double[] {between(bounds[0], bounds[1], (double) i / cells), y};
            }
            Tensor found = Tensor.unrecorded(() -> f.apply(Tensor.of(points)));
            if (found.size() != cells + 1 || found.rank() == 0 || found.size(0) != cells + 1) {
                throw Checks.illegal(
                        "chart: contours: shape %s for points of shape [%s, 2]; there must be a"
                                + " number for each",
                        found.shape(), cells + 1);
            }
            values[row] = found.toArray();
        }
        double[] levels = given.length == 0 ? quantiles(values) : given.clone();
        Arrays.sort(levels);
        BufferedImage image =
                Pixels.image(
                        cells, cells, i -> gray(values[cells - 1 - i / cells][i % cells], levels));
        Path2D lines = new Path2D.Double();
        for (int i = 0; i < cells * cells; i++) {
            addLines(lines, bounds, values, i / cells, i % cells, levels);
        }
        return new Backdrop(bounds, image, false, lines);
    }

    private static Color gray(double v, double[] levels) {
        int at = Arrays.binarySearch(levels, v);
        int band = at < 0 ? -at - 1 : at;
        int gray = DARKEST + (LIGHTEST - DARKEST) * band / levels.length;
        return new Color(gray, gray, gray);
    }

    /** Levels with equal areas between neighbors, whatever the function's range. */
    private static double[] quantiles(double[][] values) {
        DoubleStream all = Arrays.stream(values).flatMapToDouble(Arrays::stream);
        double[] sorted = all.filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException(
                    "chart: contours: the function has no finite value there");
        }
        double[] found = new double[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            // denser toward low values, since the minimum is of interest
            double share = StrictMath.pow((i + 1.0) / (LEVELS + 1), 1.7);
            found[i] = sorted[(int) (share * (sorted.length - 1))];
        }
        return found;
    }

    /** The pieces of the levels' lines within one cell: each crosses two edges, or four. */
    private static void addLines(
            Path2D lines, double[] bounds, double[][] values, int row, int i, double[] levels) {
        double[] corners = {
            values[row][i], values[row][i + 1], values[row + 1][i + 1], values[row + 1][i]
        };
        for (double level : levels) {
            int found = 0;
            for (int edge = 0; edge < 4; edge++) {
                double a = corners[edge] - level;
                double b = corners[(edge + 1) % 4] - level;
                if (a < 0 != b < 0 && Double.isFinite(a - b)) {
                    double t = a / (a - b);
                    double cellX = edge == 0 ? t : edge == 1 ? 1 : edge == 2 ? 1 - t : 0;
                    double cellY = edge == 0 ? 0 : edge == 1 ? t : edge == 2 ? 1 : 1 - t;
                    double x = between(bounds[0], bounds[1], (i + cellX) / CONTOUR_CELLS);
                    double y = between(bounds[2], bounds[3], (row + cellY) / CONTOUR_CELLS);
                    if (found++ % 2 == 0) {
                        lines.moveTo(x, y);
                    } else {
                        lines.lineTo(x, y);
                    }
                }
            }
        }
    }
}
