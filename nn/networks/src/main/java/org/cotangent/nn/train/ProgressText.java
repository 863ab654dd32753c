package org.cotangent.nn.train;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * A writer of the text of a progress bar: over the same line again and again, or, less often, in
 * separate lines. Not thread-safe.
 */
final class ProgressText {
    private static final int LINES = 20;

    private final PrintStream out;
    private final boolean rewrites;
    private final long total;
    private final LongSupplier done;
    private long linesBefore;
    private String latest = "";
    private String printed = "";

    ProgressText(PrintStream out, boolean rewrites, long total, LongSupplier done) {
        this.out = out;
        this.rewrites = rewrites;
        this.total = total;
        this.done = done;
    }

    /** Shows a text of the bar: over the last one, or as one of at most {@value #LINES} lines. */
    void accept(String text) {
        latest = text.stripTrailing();
        if (rewrites) {
            // with its trailing blanks, which overwrite a longer text
            out.print("\r" + text);
            out.flush();
            return;
        }
        long lines = done.getAsLong() * LINES / total;
        if (lines > linesBefore) {
            linesBefore = lines;
            println();
        }
    }

    /** Ends the line, or prints the last text if it was not printed. */
    void finish() {
        if (rewrites) {
            out.println();
        } else if (!latest.equals(printed)) {
            println();
        }
    }

    private void println() {
        printed = latest;
        out.println(latest);
    }
}
