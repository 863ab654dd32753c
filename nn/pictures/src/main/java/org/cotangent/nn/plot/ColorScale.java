package org.cotangent.nn.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Colors for numbers from one to another; beyond, the color of the nearer end. Those of NaN and of
 * infinities are on no scale.
 */
record ColorScale(Colors colors, Scale scale) {
    private static final Color NOT_A_NUMBER = new Color(0xf0, 0xe4, 0x42);
    private static final int BAR = 14;
    private static final int BAR_GAP = 18;
    private static final int TICK_LENGTH = 5;
    private static final int TICK_SPACING = 40;

    /** The colors in equal distances, from the least number to the greatest. */
    enum Colors {
        BLACK_TO_WHITE(Color.BLACK, Color.WHITE),
        WHITE_TO_BLACK(Color.WHITE, Color.BLACK),
        WHITE_TO_BLUE(Color.WHITE, Palette.color(0), new Color(0x00, 0x1c, 0x3d)),
        BLUE_TO_RED(Palette.color(0), Color.WHITE, Palette.color(1));

        private final Color[] stops;

        Colors(Color... stops) {
            this.stops = stops;
        }

        Color at(double share) {
            double place = share * (stops.length - 1);
            int before = Math.min((int) place, stops.length - 2);
            return Palette.mixed(stops[before], stops[before + 1], place - before);
        }
    }

    /** A scale over a range; without one, over the finite numbers, about 0 for two directions. */
    static ColorScale of(Colors colors, double[] range, double... numbers) {
        if (range != null) {
            return new ColorScale(colors, new Scale(false, range[0], range[1]));
        }
        double[] finite = Arrays.stream(numbers).filter(Double::isFinite).toArray();
        double least = Arrays.stream(finite).min().orElse(0);
        double most = Arrays.stream(finite).max().orElse(0);
        if (colors == Colors.BLUE_TO_RED) {
            most = Math.max(most, -least);
            least = -most;
        }
        return new ColorScale(colors, Scale.around(false, least, most, 0));
    }

    Color color(double v) {
        if (Double.isInfinite(v)) {
            return Palette.color(v > 0 ? 2 : 3);
        }
        return Double.isNaN(v) ? NOT_A_NUMBER : colors.at(share(v));
    }

    /** From 0 to 1. */
    double share(double v) {
        return Math.max(0, Math.min(1, scale.at(v)));
    }

    /** The colors of the rows of a matrix. */
    BufferedImage image(double[] numbers, int columns) {
        return Pixels.image(columns, numbers.length / columns, i -> color(numbers[i]));
    }

    /** Black or white, whichever can be read on the color of a number. */
    Color contrast(double v) {
        Color c = color(v);
        double light = 0.3 * c.getRed() + 0.59 * c.getGreen() + 0.11 * c.getBlue();
        return light > 130 ? Color.BLACK : Color.WHITE;
    }

    private List<Scale.Tick> ticks(int height) {
        return scale.ticksWithEnds(Math.max(2, height / TICK_SPACING));
    }

    /** The width of a color bar with its labels. */
    double barWidth(Canvas canvas, int height) {
        String[] labels = ticks(height).stream().map(Scale.Tick::label).toArray(String[]::new);
        return BAR_GAP + BAR + TICK_LENGTH + 3 + canvas.width(Palette.TICK, labels);
    }

    /** Paints a color bar to the right of a place. */
    void paintBar(Canvas canvas, double right, double top, int height) {
        BufferedImage image = Pixels.image(1, height, i -> colors.at(1 - (i + 0.5) / height));
        double left = right + BAR_GAP;
        canvas.framed(image, new Rectangle2D.Double(left, top, BAR, height), Palette.INK);
        for (Scale.Tick tick : ticks(height)) {
            double at = top + height * (1 - scale.at(tick.value()));
            double end = left + BAR + TICK_LENGTH;
            canvas.draw(Palette.segment(left + BAR, at, end, at), Palette.INK, Palette.HAIR);
            canvas.text(tick.label(), Palette.TICK, end + 3, at + 4.5, 0);
        }
    }
}
