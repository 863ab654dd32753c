package org.cotangent.nn.train;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar of one running training. The bar and its estimate of the time left come from the
 * progress bar library; its text is written by {@link ProgressText}, since the library's own
 * console starts a native terminal layer, which warns and leaves control characters where there is
 * no terminal.
 */
final class ProgressBarDisplay implements ProgressDisplay {
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

    ProgressBarDisplay(
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

    @Override
    public boolean shows() {
        return true;
    }

    @Override
    public void step(String message) {
        done++;
        bar.setExtraMessage(message);
        bar.step();
    }

    @Override
    public void say(String message) {
        bar.setExtraMessage(message);
    }

    @Override
    public void close() {
        // waits for the timer, which prints a last time
        bar.close();
        text.finish();
    }
}
