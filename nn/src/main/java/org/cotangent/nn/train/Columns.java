package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for people: aligned columns, the first to the left and the others to the right. */
final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    Columns(String... names) {
        rows.add(names);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    /** Five digits, whatever the size. */
    static String number(double x) {
        return String.format(Locale.ROOT, "%.5g", x);
    }

    /** The lines, without a line break at the end. */
    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String blanks = " ".repeat(widths[c] - row[c].length());
                line.append(c == 0 ? row[c] + blanks : "  " + blanks + row[c]);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
