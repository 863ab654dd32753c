package org.cotangent.internal;

import java.util.Locale;

/**
 * A drawing in a page: a frame of two axes, with curves and marks in it. What it shows can be told
 * without colors, by dashes and by the shapes of marks. A logarithmic axis takes logarithms.
 */
public final class SvgChart {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 40;

    private final HtmlWriter page;
    private final double fromX;
    private final double toX;
    private final double fromY;
    private final double toY;
    private double legend = LEFT; // where the next name of a curve begins

    /** The shape of a mark. */
    public enum Shape {
        /** A circle. */
        CIRCLE,
        /** A square that stands on a corner. */
        DIAMOND,
        /** Two strokes that cross. */
        CROSS,
        /** A square. */
        SQUARE
    }

    /**
     * Begins a drawing.
     *
     * @param page where it is written
     * @param label the description for those who do not see it
     * @param fromX the left end
     * @param toX the right end, larger
     * @param fromY the lower end
     * @param toY the upper end, larger
     */
    public SvgChart(
            HtmlWriter page, String label, double fromX, double toX, double fromY, double toY) {
        this.page = page;
        this.fromX = fromX;
        this.toX = toX;
        this.fromY = fromY;
        this.toY = toY;
        page.open(
                "svg",
                "class",
                "chart",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                label);
    }

    /** Ends the drawing. */
    public void close() {
        page.close();
    }

    private double x(double value) {
        return LEFT + (value - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (value - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * A number below the horizontal axis.
     *
     * @param value where
     * @param text the number
     */
    public void tickX(double value, String text) {
        text(x(value), HEIGHT - BOTTOM + 15, "middle", text);
    }

    /**
     * A level line with a number beside it.
     *
     * @param value where
     * @param text the number
     */
    public void tickY(double value, String text) {
        line(fromX, value, toX, value, "grid");
        text(LEFT - 6, y(value) + 4, "end", text);
    }

    /**
     * The lines of text below the axis.
     *
     * @param lines two at most; the upper of two leaves no room for numbers on the axis
     */
    public void below(String... lines) {
        for (int i = 0; i < lines.length; i++) {
            double up = 5 + 15 * (lines.length - 1 - i);
            text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - up, "middle", lines[i]);
        }
    }

    /**
     * A straight line.
     *
     * @param x1 from here
     * @param y1 from here
     * @param x2 to here
     * @param y2 to here
     * @param style its style classes
     */
    public void line(double x1, double y1, double x2, double y2, String style) {
        page.empty(
                "line",
                "class",
                style,
                "x1",
                number(x(x1)),
                "y1",
                number(y(y1)),
                "x2",
                number(x(x2)),
                "y2",
                number(y(y2)));
    }

    /**
     * A curve from point to point, broken where a number is not finite.
     *
     * @param xs where the points stand
     * @param ys how high they are
     * @param style its style classes
     */
    public void curve(double[] xs, double[] ys, String style) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.length; i++) {
            boolean there = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
            if (there) {
                path.append(drawing ? " L" : path.length() == 0 ? "M" : " M");
                path.append(number(x(xs[i]))).append(',').append(number(y(ys[i])));
            }
            drawing = there;
        }
        page.empty("path", "class", style, "d", path.toString());
    }

    /**
     * A mark that says more when one points at it.
     *
     * @param shape its shape
     * @param x where
     * @param y where
     * @param radius half its size
     * @param style its style classes
     * @param title the text
     */
    public void mark(Shape shape, double x, double y, double radius, String style, String title) {
        symbol(shape, x(x), y(y), radius, style);
        page.element("title", title);
        page.close();
    }

    private void symbol(Shape shape, double cx, double cy, double radius, String style) {
        if (shape == Shape.CIRCLE) {
            String r = number(radius);
            page.open("circle", "class", style, "cx", number(cx), "cy", number(cy), "r", r);
        } else {
            page.open("path", "class", style, "d", outline(shape, cx, cy, radius));
        }
    }

    private static String outline(Shape shape, double x, double y, double r) {
        return switch (shape) {
            case DIAMOND -> corners(x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r, x - 1.3 * r, y);
            case CROSS -> {
                double w = r / 3; // half the width of a stroke
                yield corners(
                        x - r, y - r + w, x - r + w, y - r, x, y - w, x + r - w, y - r, x + r,
                        y - r + w, x + w, y, x + r, y + r - w, x + r - w, y + r, x, y + w,
                        x - r + w, y + r, x - r, y + r - w, x - w, y);
            }
            default -> corners(x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r);
        };
    }

    private static String corners(double... at) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < at.length; i += 2) {
            path.append(i == 0 ? "M" : "L").append(number(at[i])).append(',');
            path.append(number(at[i + 1]));
        }
        return path.append('z').toString();
    }

    /**
     * A text in the drawing, which ends above and to the left of a point.
     *
     * @param x where
     * @param y where
     * @param text the text
     */
    public void note(double x, double y, String text) {
        text(x(x) - 4, y(y) - 4, "end", text);
    }

    /**
     * The name of the horizontal axis, in the corner below it.
     *
     * @param name the name
     */
    public void axis(String name) {
        text(WIDTH - RIGHT, HEIGHT - 5, "end", name);
    }

    /**
     * The name of a curve with a sample of it, below the axis, after those named before.
     *
     * @param shape the shape of its marks
     * @param line the style classes of the curve
     * @param fill the style classes of its marks
     * @param name the name
     */
    public void legend(Shape shape, String line, String fill, String name) {
        double level = HEIGHT - 9;
        String across = "M" + number(legend) + "," + number(level) + " h28";
        page.empty("path", "class", line, "d", across);
        symbol(shape, legend + 14, level, 3, fill);
        page.close();
        text(legend + 33, level + 4, "start", name);
        legend += 33 + 7 * name.length() + 16;
    }

    private void text(double x, double y, String anchor, String text) {
        page.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
    }
}
