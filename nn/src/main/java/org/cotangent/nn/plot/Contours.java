package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A backdrop with the contour lines of a function of two variables, by marching squares, over gray
 * areas that are darker where the function is lower.
 */
final class Contours implements Backdrop {
    private static final int CELLS = 200;
    private static final int LEVELS = 14;
    private static final int DARKEST = 0xc4;
    private static final int LIGHTEST = 0xff;
    private static final Color LINE = new Color(0x88, 0x88, 0x88);

    private final double[] bounds;
    private final double[][] values = new double[CELLS + 1][CELLS + 1]; // [y][x]
    private final double[] levels;

    Contours(double[] bounds, DoubleBinaryOperator f, double... levels) {
        this.bounds = bounds;
        for (int row = 0; row <= CELLS; row++) {
            for (int i = 0; i <= CELLS; i++) {
                values[row][i] = f.applyAsDouble(x(i), y(row));
            }
        }
        this.levels = levels.length == 0 ? quantiles() : levels.clone();
        Arrays.sort(this.levels);
    }

    private double x(double cell) {
        return bounds[0] + (bounds[1] - bounds[0]) * cell / CELLS;
    }

    private double y(double cell) {
        return bounds[2] + (bounds[3] - bounds[2]) * cell / CELLS;
    }

    /** Levels with equal areas between neighbors, whatever the function's range. */
    private double[] quantiles() {
        double[] sorted =
                Arrays.stream(values)
                        .flatMapToDouble(Arrays::stream)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException(
                    "chart: contours: the function has no finite value there");
        }
        double[] found = new double[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            // denser toward low values, since the minimum is of interest
            double share = Math.pow((i + 1.0) / (LEVELS + 1), 1.7);
            found[i] = sorted[(int) (share * (sorted.length - 1))];
        }
        return found;
    }

    @Override
    public double[] bounds() {
        return bounds;
    }

    @Override
    public void paint(Graphics2D graphics, DoubleUnaryOperator x, DoubleUnaryOperator y) {
        paintBands(graphics, x, y);
        graphics.setColor(LINE);
        graphics.setStroke(new BasicStroke(1));
        for (double level : levels) {
            for (int row = 0; row < CELLS; row++) {
                for (int i = 0; i < CELLS; i++) {
                    paintCell(graphics, x, y, row, i, level);
                }
            }
        }
    }

    private void paintBands(Graphics2D graphics, DoubleUnaryOperator x, DoubleUnaryOperator y) {
        BufferedImage image = new BufferedImage(CELLS, CELLS, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < CELLS; row++) {
            for (int i = 0; i < CELLS; i++) {
                int at = Arrays.binarySearch(levels, values[CELLS - 1 - row][i]);
                int band = at < 0 ? -at - 1 : at;
                int gray = DARKEST + (LIGHTEST - DARKEST) * band / levels.length;
                image.setRGB(i, row, new Color(gray, gray, gray).getRGB());
            }
        }
        int left = (int) Math.round(x.applyAsDouble(bounds[0]));
        int top = (int) Math.round(y.applyAsDouble(bounds[3]));
        int width = (int) Math.round(x.applyAsDouble(bounds[1])) - left;
        int height = (int) Math.round(y.applyAsDouble(bounds[2])) - top;
        graphics.drawImage(image, left, top, width, height, null);
    }

    /** The pieces of a level's line within one cell: it crosses two edges, or four. */
    private void paintCell(
            Graphics2D graphics,
            DoubleUnaryOperator x,
            DoubleUnaryOperator y,
            int row,
            int i,
            double level) {
        double[] corners = {
            values[row][i] - level,
            values[row][i + 1] - level,
            values[row + 1][i + 1] - level,
            values[row + 1][i] - level
        };
        double[] ends = new double[8];
        int found = 0;
        for (int edge = 0; edge < 4; edge++) {
            double a = corners[edge];
            double b = corners[(edge + 1) % 4];
            if (a < 0 != b < 0 && Double.isFinite(a - b)) {
                double t = a / (a - b);
                double cellX = edge == 0 ? t : edge == 1 ? 1 : edge == 2 ? 1 - t : 0;
                double cellY = edge == 0 ? 0 : edge == 1 ? t : edge == 2 ? 1 : 1 - t;
                ends[found++] = x.applyAsDouble(x(i + cellX));
                ends[found++] = y.applyAsDouble(y(row + cellY));
            }
        }
        for (int k = 0; k + 3 < found; k += 4) {
            graphics.draw(new Line2D.Double(ends[k], ends[k + 1], ends[k + 2], ends[k + 3]));
        }
    }
}
