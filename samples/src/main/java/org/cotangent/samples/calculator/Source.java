package org.cotangent.samples.calculator;

/**
 * A text that formulas are read from, and what messages call it.
 *
 * @param label such as "the value of x", or empty where it needs no name
 * @param text the text, one line or several
 */
record Source(String label, String text) {
    /** A message about one place: the fault, the place, the remedy, and a mark under the line. */
    String at(int offset, String fault, String remedy) {
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        int end = text.indexOf('\n', offset);
        String line = text.substring(start, end < 0 ? text.length() : end);
        long number = 1 + text.substring(0, start).chars().filter(c -> c == '\n').count();
        int column = 1 + text.codePointCount(start, offset);
        boolean several = text.strip().indexOf('\n') >= 0;
        return fault
                + (label.isEmpty() ? "" : " in " + label)
                + (several ? " at line " + number + ", column " + column : " at column " + column)
                + remedy
                + "\n  "
                + line.replace('\t', ' ').stripTrailing()
                + "\n  "
                + " ".repeat(column - 1)
                + "^";
    }
}
