// spotless:off
//DEPS org.cotangent:cotangent-gradcheck:0.1.0-SNAPSHOT org.cotangent:cotangent-nn:0.1.0-SNAPSHOT
//FILES org/cotangent/samples/cotangent.jsh=../../../../resources/org/cotangent/samples/cotangent.jsh
// spotless:on
package org.cotangent.samples;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jshell.tool.JavaShellToolBuilder;

/**
 * A session of JShell in which the library is imported and results are shown as they are.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=org.cotangent.samples.Shell} starts it. The
 * imports and the helpers {@code show}, {@code graph}, {@code trace} and {@code check} stand in the
 * start-up file {@code cotangent.jsh}.
 */
public final class Shell {
    /** Values from the margin on, so that tables are tables, and nothing cut off. */
    private static final String FEEDBACK =
            """
            /set mode cotangent concise -quiet
            /set prompt cotangent "> " "  "
            /set format cotangent display ""
            /set format cotangent display "{value}{post}" expression,varvalue,assignment,vardecl,varinit
            /set truncation cotangent 100000
            /set mode cotangent -retain
            /exit
            """;

    private Shell() {}

    /**
     * Runs a session on the terminal.
     *
     * @param arguments those of {@code jshell}, such as a file to load
     */
    public static void main(String[] arguments) throws Exception {
        run(null, System.out, arguments);
    }

    /** Runs a session; without input, on the terminal. */
    static int run(InputStream in, PrintStream out, String... arguments) throws Exception {
        Map<String, String> settings = feedback();
        Path startup = Files.createTempFile("cotangent", ".jsh");
        try {
            try (InputStream lines = Shell.class.getResourceAsStream("cotangent.jsh")) {
                Files.write(startup, lines.readAllBytes());
            }
            List<String> all = new ArrayList<>();
            all.addAll(List.of("--class-path", classPath(), "--feedback", "cotangent"));
            all.addAll(List.of("--startup", "DEFAULT", "--startup", startup.toString()));
            all.addAll(List.of(arguments));
            JavaShellToolBuilder shell = JavaShellToolBuilder.builder().persistence(settings);
            if (in != null) {
                shell.in(in, null);
            }
            return shell.out(out).start(all.toArray(String[]::new));
        } finally {
            Files.delete(startup);
        }
    }

    /** JShell knows a mode of feedback before it reads files only if an earlier session kept it. */
    private static Map<String, String> feedback() throws Exception {
        Map<String, String> settings = new HashMap<>();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        JavaShellToolBuilder.builder()
                .persistence(settings)
                .in(new ByteArrayInputStream(FEEDBACK.getBytes(StandardCharsets.UTF_8)), null)
                .out(nowhere)
                .start("--execution", "local", "--no-startup");
        return settings;
    }

    /** The class path of this program, also where Maven runs it in its own virtual machine. */
    private static String classPath() throws URISyntaxException {
        if (!(Shell.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        List<String> entries = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            entries.add(Path.of(url.toURI()).toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
