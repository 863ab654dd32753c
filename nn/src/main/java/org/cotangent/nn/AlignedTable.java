package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in aligned columns: the first to the left, the others as said. */
final class AlignedTable {
    private static final String GAP = "  ";

    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /** A table with a heading; names of columns that begin with a blank are set to the right. */
    AlignedTable(String... heading) {
        right = new boolean[heading.length];
        String[] names = new String[heading.length];
        for (int c = 0; c < heading.length; c++) {
            right[c] = heading[c].startsWith(" ");
            names[c] = heading[c].strip();
        }
        rows.add(names);
    }

    void add(String... cells) {
        rows.add(cells);
    }

    /** The lines, each ended by a line feed, with a rule below the heading. */
    @Override
    public String toString() {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String blanks = " ".repeat(widths[c] - rows.get(r)[c].length());
                line.append(c == 0 ? "" : GAP)
                        .append(right[c] ? blanks : "")
                        .append(rows.get(r)[c])
                        .append(right[c] ? "" : blanks);
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                int all = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
                text.append("-".repeat(all)).append('\n');
            }
        }
        return text.toString();
    }
}
