package org.cotangent.nn.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table of text with aligned columns: the first columns are aligned to the left, the others to
 * the right.
 */
public final class TextTableWriter {
    private static final String GAP = "  ";

    private final int left;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param left the number of columns that are aligned to the left
     * @param heading the names of the columns
     */
    public TextTableWriter(int left, String... heading) {
        this.left = left;
        rows.add(heading);
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns
     */
    public void row(String... cells) {
        rows.add(cells);
    }

    /**
     * A number with five significant digits.
     *
     * @param x the number
     * @return its text, as "0.12346"
     */
    public static String number(double x) {
        return String.format(Locale.ROOT, "%.5g", x);
    }

    /**
     * The table with a rule below the heading.
     *
     * @return lines, each ended by a line feed
     */
    public String ruled() {
        List<String> lines = lines();
        int width = Arrays.stream(widths()).sum() + GAP.length() * (rows.get(0).length - 1);
        lines.add(1, "-".repeat(width));
        return String.join("\n", lines) + "\n";
    }

    /**
     * The table without a rule.
     *
     * @return lines, without a line feed at the end
     */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }

    private List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String blanks = " ".repeat(widths[c] - row[c].length());
                line.append(c == 0 ? "" : GAP);
                line.append(c < left ? row[c] + blanks : blanks + row[c]);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        return widths;
    }
}
