package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/** A marker with a white edge, which is visible on any backdrop; one of four shapes. */
final class DotMarker extends Marker {
    private static final double EDGE = 0.9;

    private final int shape;

    DotMarker(int series) {
        this.shape = series % 4;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        Shape mark = shape(x, y, size / 2.0);
        Color color = graphics.getColor();
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.fill(mark);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(new BasicStroke((float) EDGE));
        graphics.draw(mark);
        graphics.setColor(color);
    }

    private Shape shape(double x, double y, double r) {
        return switch (shape) {
            case 0 -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
            case 1 -> new Rectangle2D.Double(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r);
            case 2 -> polygon(x, y - 1.1 * r, x + 1.05 * r, y + 0.8 * r, x - 1.05 * r, y + 0.8 * r);
            default -> polygon(x, y - 1.2 * r, x + 1.2 * r, y, x, y + 1.2 * r, x - 1.2 * r, y);
        };
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
