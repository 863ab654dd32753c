package org.cotangent.nn.train;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;

/**
 * A way to display the progress of a training: percent done, epoch, time taken, time left, loss and
 * metrics, each with its validation value of the last epoch in brackets.
 *
 * <p>On a terminal that is one line that is written over and over; elsewhere (a file, a pipe, a
 * build log) control characters would only garble, and the same text comes as ordinary lines, about
 * one for every twentieth of the work, and at most two a second.
 */
public final class Progress {
    private enum Form {
        NONE,
        LINES,
        BAR
    }

    private final Form form;
    private final PrintStream out;

    private Progress(Form form, PrintStream out) {
        this.form = form;
        this.out = out;
    }

    /**
     * A bar on {@link System#err} if the program runs in a terminal, else lines on it. On Java 22
     * to 24 always lines: there, {@link System#console()} does not tell.
     *
     * @return the choice
     */
    public static Progress auto() {
        int java = Runtime.version().feature();
        boolean tells = java < 22 || java > 24;
        return tells && System.console() != null ? bar(System.err) : lines(System.err);
    }

    /**
     * A bar that is written over and over, for terminals of 80 columns or more.
     *
     * @param out where to; not closed
     * @return the choice
     */
    public static Progress bar(PrintStream out) {
        return new Progress(Form.BAR, Objects.requireNonNull(out, "progress: the stream is null"));
    }

    /**
     * Ordinary lines: at most one for every twentieth of the work and two a second, and one at the
     * end.
     *
     * @param out where to; not closed
     * @return the choice
     */
    public static Progress lines(PrintStream out) {
        return new Progress(
                Form.LINES, Objects.requireNonNull(out, "progress: the stream is null"));
    }

    /**
     * Nothing at all.
     *
     * @return the choice
     */
    public static Progress none() {
        return new Progress(Form.NONE, new PrintStream(OutputStream.nullOutputStream()));
    }

    /** Prints a separate line before the progress of the training. */
    void announce(String line) {
        out.println(line);
    }

    boolean shows() {
        return form != Form.NONE;
    }

    /**
     * Starts the display of a training with the given numbers of epochs and steps, some of them
     * done before.
     */
    ProgressBarDisplay start(int epochs, int steps, long done, boolean validates) {
        boolean bar = form == Form.BAR;
        return new ProgressBarDisplay(out, bar, epochs, steps, done, validates, System::nanoTime);
    }
}
