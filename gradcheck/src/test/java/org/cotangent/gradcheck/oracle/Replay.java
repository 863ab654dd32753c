package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotangent.gradcheck.oracle.Tally.Verdict;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** The tests of one oracle folder: a container for each file, in it a test for each case. */
final class Replay {
    private final Path folder;
    private final Tally tally;
    private int tests;

    Replay(Path folder, Tally tally) {
        this.folder = folder;
        this.tally = tally;
    }

    /**
     * All tests of what the folder holds of ops/, edges.json and programs.json.
     *
     * @throws IllegalArgumentException if it holds none of them, or no case
     */
    List<DynamicContainer> tests() throws IOException {
        List<DynamicContainer> files = new ArrayList<>();
        for (Path file : opFiles()) {
            files.add(readable(file, this::ops));
        }
        Path edges = folder.resolve("edges.json");
        if (Files.exists(edges)) {
            files.add(readable(edges, this::edges));
        }
        Path programs = folder.resolve("programs.json");
        if (Files.exists(programs)) {
            files.add(readable(programs, this::programs));
        }
        if (tests == 0) {
            String lack =
                    !Files.isDirectory(folder)
                            ? " does not exist"
                            : files.isEmpty()
                                    ? " holds neither ops/*.json nor edges.json nor programs.json"
                                    : " holds no case: " + files.size() + " files are empty";
            throw new IllegalArgumentException("oracle folder " + folder.toAbsolutePath() + lack);
        }
        return files;
    }

    /**
     * The folders to replay: the given one, and those directly in it, as far as they hold any of
     * ops/, edges.json and programs.json; the given one if none does.
     */
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> found =
                    Stream.concat(Stream.of(folder), inside.sorted())
                            .filter(Replay::holdsCases)
                            .toList();
            return found.isEmpty() ? List.of(folder) : found;
        }
    }

    private static boolean holdsCases(Path folder) {
        return Stream.of("ops", "edges.json", "programs.json")
                .anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** A file that cannot be read is one failure, and the others are replayed all the same. */
    private DynamicContainer readable(Path file, Function<Path, DynamicContainer> reader) {
        try {
            return reader.apply(file);
        } catch (RuntimeException e) {
            Supplier<Verdict> failing =
                    () -> {
                        throw e;
                    };
            String name = folder.relativize(file).toString();
            return counted(
                    file,
                    List.of(DynamicTest.dynamicTest("is readable", judged(name, name, failing))));
        }
    }

    private List<Path> opFiles() throws IOException {
        Path ops = folder.resolve("ops");
        if (!Files.isDirectory(ops)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(ops)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private DynamicContainer ops(Path file) {
        JsonNode root = Json.read(file);
        boolean elementwise = root.path("doc").asText().startsWith("elementwise");
        return container(
                file,
                root.path("cases"),
                root.path("op").asText(),
                oracleCase -> {
                    new OpCase(oracleCase, elementwise).check();
                    return Verdict.PASSED;
                });
    }

    private DynamicContainer edges(Path file) {
        return container(
                file,
                Json.read(file).path("edges"),
                "",
                oracleCase -> new EdgeCase(oracleCase).check(tally::remark));
    }

    private DynamicContainer programs(Path file) {
        return container(
                file,
                Json.read(file).path("programs"),
                "programs",
                oracleCase -> {
                    new ProgramCase(oracleCase).check();
                    return Verdict.PASSED;
                });
    }

    private interface Check {
        Verdict of(JsonNode oracleCase);
    }

    private DynamicContainer container(Path file, JsonNode cases, String op, Check check) {
        List<DynamicTest> all = new ArrayList<>();
        for (JsonNode oracleCase : cases) {
            String countedAs = oracleCase.path("op").asText(op);
            String id = oracleCase.path("id").asText();
            all.add(DynamicTest.dynamicTest(id, judged(countedAs, id, () -> check.of(oracleCase))));
        }
        return counted(file, all);
    }

    private DynamicContainer counted(Path file, List<DynamicTest> all) {
        tests += all.size();
        return DynamicContainer.dynamicContainer(
                folder.toAbsolutePath().getParent().relativize(file.toAbsolutePath()).toString(),
                all);
    }

    private Executable judged(String op, String id, Supplier<Verdict> check) {
        return () -> {
            Verdict verdict = Verdict.FAILED;
            try {
                verdict = check.get();
            } catch (NotSupported e) {
                verdict = Verdict.NOT_SUPPORTED;
                if (e.op != null) {
                    tally.unknown(e.op);
                } else {
                    tally.remark("not supported: " + id + ": " + e.getMessage());
                }
                throw new TestAbortedException(e.getMessage(), e);
            } catch (Throwable e) {
                tally.failure(id + ": " + e.getMessage());
                throw e;
            } finally {
                tally.count(op, verdict);
            }
        };
    }
}
