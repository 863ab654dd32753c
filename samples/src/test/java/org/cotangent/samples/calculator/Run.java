package org.cotangent.samples.calculator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * A run of the command in this process.
 *
 * @param status the exit status
 * @param out what it printed
 * @param err what it printed as errors
 * @param opened the files that it opened
 */
record Run(int status, String out, String err, List<Path> opened) {
    /** Runs the command where files can be opened. */
    static Run of(String... arguments) {
        return of(true, arguments);
    }

    static Run of(boolean desktop, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<Path> opened = new ArrayList<>();
        CommandLine command =
                Evaluate.commandLine(file -> desktop && opened.add(file))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
        int status = command.execute(arguments);
        return new Run(status, text(out), text(err), opened);
    }

    private static String text(StringWriter writer) {
        return writer.toString().replace(System.lineSeparator(), "\n");
    }

    /** Requires that all went well. */
    Run passed() {
        assertEquals("", err);
        assertEquals(0, status, out);
        return this;
    }

    /** What stands behind "name = ". */
    String value(String name) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " *= (.*)$").matcher(out);
        assertEquals(true, line.find(), () -> "no " + name + " in " + out + err);
        return line.group(1);
    }

    double number(String name) {
        return Double.parseDouble(value(name));
    }
}
