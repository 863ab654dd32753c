package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The colors, strokes, marks and fonts of all pictures; those of series by their number from 0. */
final class Palette {
    // Okabe and Ito without the yellow, which white paper swallows; those that differ most first
    private static final Color[] COLORS = {
        new Color(0x00, 0x72, 0xb2),
        new Color(0xd5, 0x5e, 0x00),
        new Color(0x00, 0x9e, 0x73),
        new Color(0xcc, 0x79, 0xa7),
        new Color(0xe6, 0x9f, 0x00),
        new Color(0x56, 0xb4, 0xe9),
        new Color(0x00, 0x00, 0x00)
    };
    private static final float[][] DASHES = {null, {8, 4}, {2, 3}, {10, 3, 2, 3}};
    private static final float WIDTH = 2.2f;
    private static final double MARK = 4.5;

    static final Color INK = new Color(0x33, 0x33, 0x33);
    static final Color GRID = new Color(0xd4, 0xd4, 0xd4);
    static final Color MINOR_GRID = new Color(0xee, 0xee, 0xee);
    static final Color CONTOUR = new Color(0x88, 0x88, 0x88);
    static final BasicStroke HAIR = new BasicStroke(1);
    static final BasicStroke THIN = new BasicStroke(1.4f);
    static final BasicStroke EDGE = new BasicStroke(0.9f);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    private Palette() {}

    static Color color(int series) {
        return COLORS[series % COLORS.length];
    }

    /** The color of a series mixed with white, for areas behind other marks. */
    static Color tint(int series) {
        return mixed(Color.WHITE, color(series), 0.3);
    }

    static Color mixed(Color a, Color b, double share) {
        return new Color(
                mixed(a.getRed(), b.getRed(), share),
                mixed(a.getGreen(), b.getGreen(), share),
                mixed(a.getBlue(), b.getBlue(), share));
    }

    private static int mixed(int a, int b, double share) {
        return (int) Math.round(a + (b - a) * share);
    }

    /** Solid for the first series; once the colors are used up, dashed. */
    static BasicStroke stroke(int series) {
        float[] dash = DASHES[series / COLORS.length % DASHES.length];
        return dash == null
                ? new BasicStroke(WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    /** A mark of one of four shapes with a white edge, which is visible on any backdrop. */
    static void dot(Canvas canvas, int series, double x, double y) {
        double r = MARK;
        double low = y + 0.8 * r;
        Shape mark =
                switch (series % 4) {
                    case 0 -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
                    case 1 -> new Rectangle2D.Double(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r);
                    case 2 -> polygon(x, y - 1.1 * r, x + 1.05 * r, low, x - 1.05 * r, low);
                    default ->
                            polygon(x, y - 1.2 * r, x + 1.2 * r, y, x, y + 1.2 * r, x - 1.2 * r, y);
                };
        canvas.fill(mark, color(series));
        canvas.draw(mark, Color.WHITE, EDGE);
    }

    /** An arrow; one that is too short to have a direction is a dot. */
    static void arrow(Canvas canvas, int number, double x, double y, double dx, double dy) {
        double length = StrictMath.hypot(dx, dy);
        Color color = color(number);
        if (length < 1.5) {
            canvas.fill(new Ellipse2D.Double(x - 1.6, y - 1.6, 3.2, 3.2), color);
            return;
        }
        double head = Math.min(8, 0.45 * length);
        double ux = dx / length;
        double uy = dy / length;
        double[] corners = new double[14];
        double half = Math.min(0.9, 0.1 * length);
        double[][] outline = {
            {0, half},
            {length - head, half},
            {length - head, 0.42 * head},
            {length, 0},
            {length - head, -0.42 * head},
            {length - head, -half},
            {0, -half}
        };
        for (int i = 0; i < outline.length; i++) {
            corners[2 * i] = x + outline[i][0] * ux - outline[i][1] * uy;
            corners[2 * i + 1] = y + outline[i][0] * uy + outline[i][1] * ux;
        }
        canvas.fill(polygon(corners), color);
    }

    static Shape segment(double x1, double y1, double x2, double y2) {
        return new Line2D.Double(x1, y1, x2, y2);
    }

    /** The outline through corners x, y, x, y, … */
    static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
