package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** A surface to draw on: pixels or SVG. Lengths are in pixels, y points down. */
interface Canvas {
    void fill(Shape shape, Color color);

    void draw(Shape shape, Color color, BasicStroke stroke);

    /**
     * Writes a text.
     *
     * @param x where the text is anchored
     * @param y its baseline there
     * @param anchor which part of the text is at x: 0 its start, 0.5 its middle, 1 its end
     * @param turned degrees about the anchor, counterclockwise
     */
    void text(
            String text, Font font, Color color, double x, double y, double anchor, double turned);

    /**
     * Stretches an image over a rectangle.
     *
     * @param smooth false for pixels with sharp edges
     */
    void image(BufferedImage image, Rectangle2D area, boolean smooth);

    /** Draws a content of which nothing outside of the area is seen. */
    void within(Rectangle2D area, Runnable content);

    /** Draws a content whose origin is moved. */
    void moved(double x, double y, Runnable content);

    double width(String text, Font font);

    /** An image of sharp pixels with a line around. */
    default void framed(BufferedImage image, Rectangle2D area, Color line) {
        image(image, area, false);
        frame(area, line);
    }

    /** A line around an area. */
    default void frame(Rectangle2D area, Color line) {
        double x = area.getX() - 0.5;
        double y = area.getY() - 0.5;
        Rectangle2D frame = new Rectangle2D.Double(x, y, area.getWidth() + 1, area.getHeight() + 1);
        draw(frame, line, Palette.HAIR);
    }

    default void text(String text, Font font, double x, double y, double anchor) {
        text(text, font, Palette.INK, x, y, anchor, 0);
    }

    /** A width that has room for each of the texts; 0 for none. */
    default double width(Font font, String... texts) {
        return Arrays.stream(texts).mapToDouble(text -> width(text, font)).max().orElse(0);
    }
}
