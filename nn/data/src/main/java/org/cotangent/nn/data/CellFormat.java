package org.cotangent.nn.data;

/** The format of cells of text files: the numbers that they denote, and their form in messages. */
final class CellFormat {
    private static final int SHOWN = 40;

    private CellFormat() {}

    /** The finite decimal number that a text denotes, blanks around it ignored, or null. */
    static Double number(String text) {
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

    static String shown(String text) {
        if (text == null) {
            return "missing";
        }
        return text.isBlank()
                ? "the cell is empty"
                : '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + '"';
    }
}
