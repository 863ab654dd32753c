package org.cotangent.nn.data;

import java.util.Arrays;

/** The format of cells of text files: the numbers that they denote, and their form in messages. */
final class CellFormat {
    private static final int SHOWN = 40;

    private CellFormat() {}

    /**
     * The finite decimal number that a text denotes, blanks around it ignored, or null; NaN for a
     * missing cell.
     */
    static Double number(String text) {
        if (text == null) {
            return Double.NaN;
        }
        for (int i = 0; i < text.length(); i++) {
            // parseDouble also takes Java's own 1f, 1d, 0x1p3, NaN and Infinity
            if ("0123456789+-.eE \t".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A text without the byte order mark that a file may begin with. */
    static String unmarked(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Why a cell of a row is no number, with what would help. */
    static String refusal(String[] row, int column, boolean first) {
        String text = row[column];
        String hint = row.length == 1 ? separatorHint(text) : "";
        if (text.isBlank()) {
            hint = "; missing(\"\") takes empty cells for missing ones";
        } else if (text.strip().matches("[-+]?\\d+,\\d+")) {
            hint = ", with a point for the comma";
        } else if (first && Arrays.stream(row).allMatch(cell -> number(cell) == null)) {
            hint += " (is this a header? then use withHeader())";
        }
        return shown(text) + "; a finite decimal number expected" + hint;
    }

    /** A hint for a line that was not divided, or nothing. */
    static String separatorHint(String line) {
        return line.indexOf(';') < 0 && line.indexOf('\t') < 0
                ? ""
                : "; is there another separator than the comma? Csv.separatedBy takes it";
    }

    static String shown(String text) {
        if (text == null) {
            return "missing";
        }
        return text.isBlank()
                ? "the cell is empty"
                : '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + '"';
    }
}
