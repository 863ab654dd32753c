package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Locale;

/** Text forms of numbers, counts and shapes that all reports share. */
final class Format {
    private Format() {}

    /** Three significant digits. */
    static String rounded(double value) {
        return Double.isFinite(value) && value != 0
                ? String.format(Locale.ROOT, "%.2e", value)
                : value == 0 ? "0" : Double.toString(value);
    }

    /** A number and its noun, in the plural unless the number is 1. */
    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    static String shape(Point.Block block) {
        return Arrays.toString(block.shape());
    }
}
