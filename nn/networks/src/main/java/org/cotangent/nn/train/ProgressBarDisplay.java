package org.cotangent.nn.train;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.cotangent.nn.internal.Checks;

/**
 * A progress bar of one running training, with the time taken and an estimate of the time left from
 * the steps so far. {@link ProgressText} writes it. It is drawn in the thread of the training, at
 * most ten times a second on a terminal and twice elsewhere.
 */
final class ProgressBarDisplay implements AutoCloseable {
    private static final int REWRITE_WIDTH = 78; // for a terminal of 80 columns
    private static final int LINE_WIDTH = 99;
    private static final int VALIDATION_WIDTH = 20; // more in a file, for two numbers
    private static final long REWRITE_NANOS = 100_000_000;
    private static final long LINE_NANOS = 500_000_000;

    private final ProgressText text;
    private final LongSupplier clock;
    private final int width;
    private final long every;
    private final int epochs;
    private final int steps;
    private final long before;
    private final long start;
    private long done;
    private long drawn;
    private String message = "";

    ProgressBarDisplay(
            PrintStream out,
            boolean rewrites,
            int epochs,
            int steps,
            long before,
            boolean validates,
            LongSupplier clock) {
        this.epochs = epochs;
        this.steps = steps;
        this.before = before;
        this.clock = clock;
        text = new ProgressText(out, rewrites, total(), () -> done);
        width = rewrites ? REWRITE_WIDTH : LINE_WIDTH + (validates ? VALIDATION_WIDTH : 0);
        every = rewrites ? REWRITE_NANOS : LINE_NANOS;
        done = before;
        start = clock.getAsLong();
        draw(start);
    }

    private long total() {
        return (long) epochs * steps;
    }

    private void draw(long now) {
        drawn = now;
        double share = total() == 0 ? 1 : (double) done / total();
        String head = Checks.text("epochs %3d%% [", (int) (100 * share));
        String tail =
                Checks.text(
                        "] %d/%d (%s, %s left) %s",
                        steps == 0 ? epochs : done / steps,
                        epochs,
                        duration(now - start),
                        done == before ? "?" : duration(left(now - start)),
                        message);
        int length = Math.max(1, width - head.length() - tail.length());
        int full = (int) (length * share);
        String line = head + "=".repeat(full) + " ".repeat(length - full) + tail;
        text.accept(line.substring(0, Math.min(width, line.length())));
    }

    private double left(long taken) {
        return (double) taken / (done - before) * (total() - done);
    }

    private static String duration(double nanos) {
        long seconds = (long) (nanos / 1e9);
        return Checks.text("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Shows that one step is done, with a text on the epoch so far. */
    void step(String message) {
        done++;
        say(message);
    }

    /** Shows a new text without a step. */
    void say(String message) {
        this.message = message;
        long now = clock.getAsLong();
        if (now - drawn >= every) {
            draw(now);
        }
    }

    /** Shows the final progress and ends the line. */
    @Override
    public void close() {
        draw(clock.getAsLong());
        text.finish();
    }
}
