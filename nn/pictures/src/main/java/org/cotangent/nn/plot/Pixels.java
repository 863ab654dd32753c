package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A canvas of pixels. */
final class Pixels implements Canvas {
    private static final Map<RenderingHints.Key, Object> HINTS =
            Map.of(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
                    RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON,
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);

    private final BufferedImage image;
    private final Graphics2D graphics;

    Pixels(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.addRenderingHints(HINTS);
        fill(new Rectangle2D.Double(0, 0, width, height), Color.WHITE);
    }

    BufferedImage image() {
        return image;
    }

    /** An image of given colors, row by row. */
    static BufferedImage image(int columns, int rows, IntFunction<Color> color) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < columns * rows; i++) {
            image.setRGB(i % columns, i / columns, color.apply(i).getRGB());
        }
        return image;
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // in memory: ImageIO.write on a stream would make a temporary file
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("picture: this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("picture: no PNG could be made", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    @Override
    public void draw(Shape shape, Color color, BasicStroke stroke) {
        graphics.setColor(color);
        graphics.setStroke(stroke);
        graphics.draw(shape);
    }

    @Override
    public void text(
            String text, Font font, Color color, double x, double y, double anchor, double turned) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-turned * Math.PI / 180);
        graphics.setFont(font);
        graphics.setColor(color);
        graphics.drawString(text, (float) (-anchor * width(text, font)), 0);
        graphics.setTransform(before);
    }

    @Override
    public void image(BufferedImage picture, Rectangle2D area, boolean smooth) {
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                smooth
                        ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                        : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(
                picture,
                (int) Math.round(area.getX()),
                (int) Math.round(area.getY()),
                (int) Math.round(area.getWidth()),
                (int) Math.round(area.getHeight()),
                null);
    }

    @Override
    public void within(Rectangle2D area, Runnable content) {
        Shape before = graphics.getClip();
        graphics.clip(area);
        content.run();
        graphics.setClip(before);
    }

    @Override
    public void moved(double x, double y, Runnable content) {
        graphics.translate(x, y);
        content.run();
        graphics.translate(-x, -y);
    }

    @Override
    public double width(String text, Font font) {
        return font.getStringBounds(text, graphics.getFontRenderContext()).getWidth();
    }
}
