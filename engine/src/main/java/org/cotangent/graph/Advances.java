package org.cotangent.graph;

/**
 * The widths of texts by a fixed table of advances, so that a drawing does not depend on the fonts
 * of a machine. They are those of DejaVu Sans, which is wider than Helvetica and Arial: what is
 * measured here has room in any of them.
 */
final class Advances {
    private static final int[] ASCII = { // in hundredths of the font's size, from the blank on
        32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64,
        64, 64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87,
        75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64,
        62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64,
        34, 64, 84
    };
    private static final int WIDE = 0x1100;

    private Advances() {}

    /** The width of a text in a font of some size. */
    static double width(String text, double size) {
        return text.codePoints().mapToDouble(Advances::of).sum() * size / 100;
    }

    private static double of(int c) {
        if (c >= ' ' && c <= '~') {
            return ASCII[c - ' '];
        }
        return c < WIDE ? 85 : c >= 0x2000 && c < 0x2300 ? 100 : 130;
    }

    /** A text of at most some width; what is too long ends in an ellipsis. */
    static String clipped(String text, double size, double most) {
        if (width(text, size) <= most) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        double left = most - width("\u2026", size);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            left -= of(c) * size / 100;
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return kept.append('\u2026').toString();
    }
}
