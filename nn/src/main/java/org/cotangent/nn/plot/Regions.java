package org.cotangent.nn.plot;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.cotangent.Tensor;

/** A backdrop of decision regions: a rectangle colored by the class of each of its points. */
final class Regions implements Backdrop {
    private static final int CELLS = 400;

    private final double[] bounds;
    private final BufferedImage image = new BufferedImage(CELLS, CELLS, BufferedImage.TYPE_INT_RGB);

    Regions(double[] bounds, Function<Tensor, int[]> classes) {
        this.bounds = bounds;
        for (int row = 0; row < CELLS; row++) {
            double[] points = new double[2 * CELLS];
            for (int i = 0; i < CELLS; i++) {
                points[2 * i] = middle(bounds[0], bounds[1], i);
                points[2 * i + 1] = middle(bounds[3], bounds[2], row); // the top row first
            }
            int[] found = Tensor.unrecorded(() -> classes.apply(Tensor.of(points, CELLS, 2)));
            if (found.length != CELLS) {
                throw new IllegalArgumentException(
                        "chart: regions: "
                                + found.length
                                + " classes for "
                                + CELLS
                                + " points; there must be one for each");
            }
            for (int i = 0; i < CELLS; i++) {
                if (found[i] < 0) {
                    throw new IllegalArgumentException(
                            "chart: regions: class " + found[i] + "; from 0 expected");
                }
                image.setRGB(i, row, Palette.tint(found[i]).getRGB());
            }
        }
    }

    private static double middle(double from, double to, int cell) {
        return from + (to - from) * (cell + 0.5) / CELLS;
    }

    @Override
    public double[] bounds() {
        return bounds;
    }

    @Override
    public void paint(Graphics2D graphics, DoubleUnaryOperator x, DoubleUnaryOperator y) {
        int left = (int) Math.round(x.applyAsDouble(bounds[0]));
        int right = (int) Math.round(x.applyAsDouble(bounds[1]));
        int top = (int) Math.round(y.applyAsDouble(bounds[3]));
        int bottom = (int) Math.round(y.applyAsDouble(bounds[2]));
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, left, top, right - left, bottom - top, null);
    }
}
