package org.cotangent.samples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Catches what some code prints to standard output. */
public final class Printed {
    private Printed() {}

    /** What prints. */
    @FunctionalInterface
    public interface Code {
        void run() throws Exception;
    }

    /** The text, with line feeds on every system. */
    public static String by(Code code) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            code.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
