package org.cotangent.nn.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A reader that keeps the last characters, to tell at the end of a CSV file whether its last quoted
 * cell was closed: the CSV library accepts an unclosed one.
 */
final class TailReader extends FilterReader {
    private static final int KEPT = 64;
    private final StringBuilder tail = new StringBuilder();

    TailReader(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            int kept = Math.min(count, KEPT);
            tail.append(buffer, offset + count - kept, kept);
            tail.delete(0, Math.max(0, tail.length() - KEPT));
        }
        return count;
    }

    /** Whether the end of the file came within quotes, given the last cell that was read. */
    boolean isWithinQuotes(String lastCell) {
        if (lastCell.indexOf('\n') < 0 && lastCell.indexOf('\r') < 0) {
            return false; // ends where its line does
        }
        int end = tail.length();
        if (end > 0 && tail.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && tail.charAt(end - 1) == '\r') {
            end--;
        }
        String written = lastCell.replace("\"", "\"\"");
        if (written.length() <= KEPT - 4) {
            return !tail.substring(0, end).endsWith('"' + written + '"');
        }
        int quotes = 0;
        while (quotes < end && tail.charAt(end - 1 - quotes) == '"') {
            quotes++;
        }
        // two quotes are one character of the cell; the one that is left closes it
        return quotes % 2 == 0;
    }
}
