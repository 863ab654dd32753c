package org.cotangent.nn.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cotangent.nn.plot.Series.Form;

/**
 * The place of the series of a chart, which it paints.
 *
 * @param x the scale from left to right
 * @param y the scale from the bottom up
 * @param xMost so many labels at most have room
 * @param yMost the same upward
 */
record Plot(Rectangle2D area, Scale x, Scale y, int xMost, int yMost) {
    private static final double BARS = 0.8; // of the room of a category
    private static final double LEAST_ARROW = 8;
    private static final double MOST_ARROW = 70;

    double px(double v) {
        return area.getX() + x.at(v) * area.getWidth();
    }

    double py(double v) {
        return area.getMaxY() - y.at(v) * area.getHeight();
    }

    Rectangle2D rectangle(double xFrom, double xTo, double yFrom, double yTo) {
        double left = px(xFrom);
        double top = py(yTo);
        return new Rectangle2D.Double(left, top, px(xTo) - left, py(yFrom) - top);
    }

    static double sharp(double pixel) {
        return Math.floor(pixel) + 0.5;
    }

    /** A line across the plot at a number of one axis. */
    void rule(Canvas canvas, boolean upright, double v, Color color) {
        double at = sharp(upright ? px(v) : py(v));
        Shape line =
                upright
                        ? Palette.segment(at, area.getY(), at, area.getMaxY())
                        : Palette.segment(area.getX(), at, area.getMaxX(), at);
        canvas.draw(line, color, Palette.HAIR);
    }

    /** Paints a series. */
    void paint(Canvas canvas, Series each, int number, int count) {
        Color color = Palette.color(number);
        double[] xs = Arrays.stream(each.x()).map(this::px).toArray();
        double[] ys = Arrays.stream(each.y()).map(this::py).toArray();
        int[] drawn = IntStream.range(0, ys.length).filter(i -> !Double.isNaN(ys[i])).toArray();
        IntConsumer dot = i -> Palette.dot(canvas, number, xs[i], ys[i]);
        switch (each.form()) {
            case LINE, PATH -> {
                canvas.draw(line(xs, ys), color, Palette.stroke(number));
                Arrays.stream(drawn).filter(i -> alone(ys, i)).forEach(dot);
                if (each.form() == Form.PATH) {
                    dot.accept(drawn[drawn.length - 1]);
                }
            }
            case POINTS -> Arrays.stream(drawn).forEach(dot);
            case AREA -> {
                Path2D line = line(xs, ys);
                Path2D below = new Path2D.Double(line);
                below.lineTo(xs[xs.length - 1], py(0));
                below.closePath();
                canvas.fill(
                        below, new Color(color.getRed(), color.getGreen(), color.getBlue(), 70));
                canvas.draw(line, color, Palette.stroke(number));
            }
            case BARS -> {
                double slot = area.getWidth() / xs.length * BARS / count;
                double ground = y.logarithmic() ? area.getMaxY() : py(0);
                for (int i : drawn) {
                    double left = xs[i] + (number - count / 2.0) * slot;
                    double top = Math.min(ys[i], ground);
                    double tall = Math.abs(ys[i] - ground);
                    double wide = Math.max(1, slot - 2);
                    canvas.fill(new Rectangle2D.Double(left + 1, top, wide, tall), color);
                }
                double foot = y.logarithmic() ? y.from() : 0;
                rule(canvas, false, foot, Palette.INK);
            }
            case ARROWS -> {
                arrows(each).forEach(arrow -> Palette.arrow(canvas, number, arrow));
                IntStream.range(0, xs.length)
                        .filter(i -> !Series.isFinite(each.vectors()[i]))
                        .forEach(i -> Palette.cross(canvas, number, xs[i], ys[i]));
            }
        }
    }

    private static boolean alone(double[] ys, int i) {
        return (i == 0 || Double.isNaN(ys[i - 1]))
                && (i == ys.length - 1 || Double.isNaN(ys[i + 1]));
    }

    private static Path2D line(double[] xs, double[] ys) {
        Path2D line = new Path2D.Double();
        boolean joined = false;
        for (int i = 0; i < xs.length; i++) {
            if (Double.isNaN(ys[i])) {
                joined = false;
            } else if (joined) {
                line.lineTo(xs[i], ys[i]);
            } else {
                line.moveTo(xs[i], ys[i]);
                joined = true;
            }
        }
        return line;
    }

    /** From points to tips; the longest is about as long as the distance between neighbors. */
    List<Line2D> arrows(Series series) {
        if (series.form() != Form.ARROWS) {
            return List.of();
        }
        double xUnit = area.getWidth() / x.span();
        double yUnit = area.getHeight() / y.span();
        double longest =
                Arrays.stream(series.vectors())
                        .filter(Series::isFinite)
                        .mapToDouble(v -> StrictMath.hypot(v[0] * xUnit, v[1] * yUnit))
                        .max()
                        .orElse(0);
        double room = 0.9 * Math.sqrt(area.getWidth() * area.getHeight() / series.x().length);
        double length = Math.max(LEAST_ARROW, Math.min(MOST_ARROW, room));
        double factor = longest == 0 ? 0 : length / longest;
        List<Line2D> arrows = new ArrayList<>();
        for (int i = 0; i < series.x().length; i++) {
            double[] v = series.vectors()[i];
            if (Series.isFinite(v)) {
                double startX = px(series.x()[i]);
                double startY = py(series.y()[i]);
                double endX = startX + v[0] * xUnit * factor;
                arrows.add(new Line2D.Double(startX, startY, endX, startY - v[1] * yUnit * factor));
            }
        }
        return arrows;
    }
}
