package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;

/** The colors, strokes and markers of series, by the number of the series from 0. */
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

    static final Color INK = new Color(0x33, 0x33, 0x33);
    static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    private Palette() {}

    static Color color(int series) {
        return COLORS[series % COLORS.length];
    }

    /** The color of a series mixed with white, for areas behind other marks. */
    static Color tint(int series) {
        Color c = color(series);
        return new Color(light(c.getRed()), light(c.getGreen()), light(c.getBlue()));
    }

    private static int light(int channel) {
        return 255 - (255 - channel) * 3 / 10;
    }

    /** Solid for the first series; once the colors are used up, dashed. */
    static BasicStroke stroke(int series) {
        float[] dash = DASHES[series / COLORS.length % DASHES.length];
        return dash == null
                ? new BasicStroke(WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    static DotMarker dot(int series) {
        return new DotMarker(series);
    }
}
