package org.cotangent.nn.train;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The progress bar of one running training. The bar and its estimate of the time left come from the
 * progress bar library; its text is written by {@link ProgressText}, since the library's own
 * console starts a native terminal layer, which warns and leaves control characters where there is
 * no terminal.
 */
final class ProgressDisplay implements AutoCloseable {
    // leave room for what labeled() adds: on a terminal of 80 columns, and in a file
    private static final int REWRITE_WIDTH = 74;
    private static final int LINE_WIDTH = 95;
    private static final int VALIDATION_WIDTH = 20; // more in a file, for two numbers
    private static final int REWRITE_MILLIS = 100;
    private static final int LINE_MILLIS = 500;

    private final ProgressBar bar;
    private final ProgressText text;

    /** Written by the training thread, read by the library's timer, which prints. */
    private volatile long done;

    ProgressDisplay(
            PrintStream out,
            boolean rewrites,
            int epochs,
            int steps,
            long before,
            boolean validates) {
        long total = (long) epochs * steps;
        done = before;
        int lines = LINE_WIDTH + (validates ? VALIDATION_WIDTH : 0);
        int width = rewrites ? REWRITE_WIDTH : lines;
        text = new ProgressText(out, rewrites, total, () -> done);
        bar =
                new ProgressBarBuilder()
                        .setTaskName("epochs")
                        .setInitialMax(total)
                        .startsFrom(before, Duration.ZERO)
                        .setUnit("", steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(rewrites ? REWRITE_MILLIS : LINE_MILLIS)
                        .setConsumer(
                                new DelegatingProgressBarConsumer(
                                        line -> text.accept(labeled(line)), width))
                        .build();
    }

    /** The library writes "(elapsed / left)" and does not say which is which. */
    private static String labeled(String line) {
        return line.replaceFirst("\\(([^/()]*) / ([^/()]*)\\)", "($1, $2 left)");
    }

    private ProgressDisplay() {
        text = null;
        bar = null;
    }

    static ProgressDisplay silent() {
        return new ProgressDisplay();
    }

    boolean shows() {
        return bar != null;
    }

    /** Shows that one step is done, with a text on the epoch so far. */
    void step(String message) {
        if (bar != null) {
            done++;
            bar.setExtraMessage(message);
            bar.step();
        }
    }

    /** Shows a new text without a step. */
    void say(String message) {
        if (bar != null) {
            bar.setExtraMessage(message);
        }
    }

    /** Shows the final progress and ends the line. */
    @Override
    public void close() {
        if (bar != null) {
            // waits for the timer, which prints a last time
            bar.close();
            text.finish();
        }
    }
}
