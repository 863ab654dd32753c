package org.cotangent.nn.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.cotangent.nn.optim.OracleFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * Replays what oracle folders have of ops that this module offers as layers or losses, one test a
 * case: the folder that the system property {@code oracle.dir} names and those in it, else the
 * project's own copies. At the end it prints the verdicts. A case that asks for what the replay
 * does not know counts as not supported: it is skipped if it is of a named folder, and fails else.
 */
class NnOracleReplayTest {
    private static final Path RESOURCES = Path.of("../../gradcheck/src/test/resources");
    private static final List<Path> OWN =
            List.of(RESOURCES.resolve("oracle"), RESOURCES.resolve("oracle2"));

    /** Passed, refused rightly, failed, not supported; by op. */
    private static final Map<String, int[]> TALLY = new TreeMap<>();

    private static final List<String> REMARKS = new ArrayList<>();

    private static List<Path> folders() throws IOException {
        List<Path> named = OracleFile.folders();
        return named.isEmpty() ? OWN : named;
    }

    @TestFactory
    List<DynamicContainer> everyCase() throws IOException {
        List<DynamicContainer> files = new ArrayList<>();
        for (Path folder : folders()) {
            addTo(files, folder);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "oracle folders "
                            + folders()
                            + " hold neither edges.json nor ops/NAME.json of "
                            + NnOps.TABLE.keySet());
        }
        return files;
    }

    private static void addTo(List<DynamicContainer> files, Path folder) {
        for (String op : NnOps.TABLE.keySet()) {
            Path file = folder.resolve("ops").resolve(op + ".json");
            if (Files.exists(file)) {
                JsonNode root = Numbers.read(file);
                boolean elementwise = root.path("doc").asText().startsWith("elementwise");
                List<DynamicTest> tests = new ArrayList<>();
                for (JsonNode node : root.path("cases")) {
                    tests.add(test(op, node, new OracleCase(node, elementwise)::check));
                }
                String name = folder.getFileName() + "/" + op;
                files.add(DynamicContainer.dynamicContainer(name, tests));
            }
        }
        Path edges = folder.resolve("edges.json");
        if (Files.exists(edges)) {
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonNode node : Numbers.read(edges).path("edges")) {
                String op = node.path("op").asText();
                if (NnOps.TABLE.containsKey(op)) {
                    tests.add(test(op, node, new OracleCase(node, false)::checkEdge));
                }
            }
            files.add(DynamicContainer.dynamicContainer("edges", tests));
        }
    }

    private static DynamicTest test(String op, JsonNode node, BooleanSupplier check) {
        String id = node.path("id").asText();
        return DynamicTest.dynamicTest(
                id,
                () -> {
                    int verdict = 2;
                    try {
                        verdict = check.getAsBoolean() ? 0 : 1;
                    } catch (Arguments.NotSupported e) {
                        verdict = 3;
                        REMARKS.add("not supported: " + id + ": " + e.getMessage());
                        // of our own cases the replay knows all
                        throw OracleFile.folders().isEmpty()
                                ? e
                                : new TestAbortedException(id + ": " + e.getMessage(), e);
                    } catch (Throwable e) {
                        REMARKS.add("failed: " + id + ": " + e.getMessage());
                        throw e;
                    } finally {
                        TALLY.computeIfAbsent(op, o -> new int[4])[verdict]++;
                    }
                });
    }

    /** Whatever folder is replayed, our own have a file for every op of the table. */
    @Test
    void theProjectsOracleHasEveryOpOfTheTable() throws IOException {
        TreeSet<String> lacking = new TreeSet<>(NnOps.TABLE.keySet());
        lacking.removeIf(
                op ->
                        OWN.stream()
                                .anyMatch(own -> Files.exists(own.resolve("ops/" + op + ".json"))));
        assertTrue(lacking.isEmpty(), () -> "no file of " + lacking);
    }

    @AfterAll
    static void printVerdicts() {
        System.out.println("Oracle replay through layers and losses");
        row("op", "passed", "refused rightly", "failed", "not supported");
        int[] all = new int[4];
        TALLY.forEach(
                (op, counts) -> {
                    row(op, counts[0], counts[1], counts[2], counts[3]);
                    for (int i = 0; i < all.length; i++) {
                        all[i] += counts[i];
                    }
                });
        row("all " + TALLY.size(), all[0], all[1], all[2], all[3]);
        REMARKS.forEach(System.out::println);
    }

    private static void row(Object... cells) {
        System.out.printf(Locale.ROOT, "%-24s %8s %16s %8s %14s%n", cells);
    }
}
