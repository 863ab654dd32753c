package org.cotangent.benchmarks.gradbench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command benchmarks/gradbench: GradBench's evaluations with this library. */
@Command(
        name = "gradbench",
        mixinStandardHelpOptions = true,
        description = "GradBench's evaluations: as a tool, compared with published results, timed.")
public final class GradBench {
    private GradBench() {}

    /**
     * Runs the command.
     *
     * @param arguments see --help
     */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new GradBench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Command(name = "tool", description = "Answers messages of the suite on standard input.")
    void tool(
            @Parameters(
                            index = "0",
                            defaultValue = "PROGRAMS",
                            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
                    Form form)
            throws IOException {
        new Tool(form)
                .run(
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                        System.out);
    }

    @Command(
            name = "check",
            description = "Compares answers with those of transcripts, and plain Java with both.")
    Integer check(
            @Option(
                            names = "--data",
                            defaultValue = "${sys:gradbench.data:-../shared/gradbench}",
                            description = "folder of transcripts (default: ${DEFAULT-VALUE})")
                    Path data,
            @Option(names = "--only", description = "part of a file's name", defaultValue = "")
                    String only)
            throws IOException {
        int failures = 0;
        for (Path file : Transcript.files(data)) {
            if (!file.getFileName().toString().contains(only)) {
                continue;
            }
            System.out.println(file);
            for (Transcript.Exchange each : Transcript.read(file)) {
                if (each.isEvaluation()) {
                    failures += check(each);
                }
            }
        }
        System.out.println(failures + " of them differ by more than " + Transcript.TOLERANCE);
        return failures == 0 ? 0 : 1;
    }

    private static int check(Transcript.Exchange each) {
        int failures = 0;
        StringBuilder line = new StringBuilder("  " + each.name());
        String excuse = each.excuse();
        if (Problem.isValue(each.function())) {
            double distance = each.byHand();
            failures += excuse == null && distance > Transcript.TOLERANCE ? 1 : 0;
            line.append(String.format("  by hand %.1e", distance));
        }
        for (Form form : Form.values()) {
            long start = System.nanoTime();
            Map<String, Object> answer = new Tool(form).answer(each.message());
            double distance =
                    Transcript.distance(each.response().path("output"), Transcript.output(answer));
            failures += excuse == null && distance > Transcript.TOLERANCE ? 1 : 0;
            line.append(
                    String.format(
                            "  %s %.1e (%.2f s)",
                            form.name().toLowerCase(),
                            distance,
                            (System.nanoTime() - start) / 1e9));
            if (answer.containsKey("error")) {
                line.append(' ').append(answer.get("error"));
            }
        }
        System.out.println(line + (excuse == null ? "" : "; does not count: " + excuse));
        return failures;
    }
}
