package org.cotangent.gradcheck.oracle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.gradcheck.oracle.Tally.Verdict;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The replay itself: verdicts, and folders that lack something. */
class ReplayTest {
    @TempDir Path folder;
    private final Tally tally = new Tally();

    @Test
    void countsPassedFailedAndNotSupported() throws Exception {
        writeOp("square", "square", 9, "");
        writeOp("square_wrong", "square", 8, "");
        writeOp("cube", "cube", 27, "");
        writeOp("square_mode", "square", 9, "\"mode\": \"fast\"");
        List<Executable> cases = cases();
        assertThrows(TestAbortedException.class, cases.get(0));
        assertDoesNotThrow(cases.get(1));
        assertThrows(TestAbortedException.class, cases.get(2));
        assertThrows(AssertionFailedError.class, cases.get(3));
        assertEquals(1, tally.total(Verdict.PASSED));
        assertEquals(1, tally.total(Verdict.FAILED));
        assertEquals(2, tally.total(Verdict.NOT_SUPPORTED));
        assertEquals(Map.of("cube", 1), tally.unknownOps());
    }

    @Test
    void replaysWhatIsThere() throws Exception {
        Files.writeString(
                folder.resolve("edges.json"),
                """
                {"format": "autodiff-oracle/1", "edges": [{"id": "edge/relu/0", "op": "relu",
                "attrs": {}, "cotangent": "ones",
                "inputs": [{"name": "x", "shape": [], "data": [0.0], "grad": true}],
                "reference": {"kind": "kink", "output": [0.0], "grads": {"x": [0.0]},
                "left": {"x": [0.0]}, "right": {"x": [1.0]}}}]}
                """);
        List<Executable> cases = cases();
        assertEquals(1, cases.size());
        assertDoesNotThrow(cases.get(0));
    }

    @Test
    void replaysTheFoldersInAFolder() throws IOException {
        assertEquals(List.of(folder), Replay.in(folder));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Files.createDirectories(first.resolve("ops"));
        Files.createDirectories(second);
        assertEquals(List.of(first), Replay.in(folder));
        Files.writeString(second.resolve("edges.json"), "{}");
        Files.createDirectories(folder.resolve("ops"));
        assertEquals(List.of(folder, first, second), Replay.in(folder));
        Path none = folder.resolve("none");
        assertEquals(List.of(none), Replay.in(none));
    }

    @Test
    void comparesAsTheCaseSays() throws IOException {
        double[] expected = {1, 1e-200};
        Tolerance each =
                comparison(
                        """
                        {"compare": "elementwise", "sensitivity": {"grads": {"x": [1, 1000]}}}
                        """,
                        expected);
        assertTrue(each.accepts(expected, new double[] {1 + 1e-13, 1e-200 * (1 + 1.8e-12)}));
        assertFalse(each.accepts(expected, new double[] {1 + 1e-13, 0}));
        assertFalse(each.accepts(expected, new double[] {1 + 1.2e-13, 1e-200}));
        Tolerance scaled =
                comparison(
                        """
                        {"m": {"grads": {"x": 10}}, "noise": {"grads": 1e-10}}
                        """,
                        expected);
        assertTrue(scaled.accepts(expected, new double[] {1 + 3e-8, 3e-8}));
        assertFalse(scaled.accepts(expected, new double[] {1 + 3.1e-8, 0}));
        Tolerance byLargest = comparison("{}", expected);
        assertTrue(byLargest.accepts(expected, new double[] {1 + 0.9e-10, 0.9e-10}));
        assertFalse(byLargest.accepts(expected, new double[] {1 + 1.1e-10, 0}));
    }

    private static Tolerance comparison(String json, double[] expected) throws IOException {
        JsonNode node = new JsonMapper().readTree(json);
        return Comparison.of(node, List.of(), false).tolerance("grads", "x", expected);
    }

    @Test
    void refusesAFolderWithNothingToReplay() throws IOException {
        Replay empty = new Replay(folder, tally);
        String message = assertThrows(IllegalArgumentException.class, empty::tests).getMessage();
        assertTrue(message.contains("neither ops/*.json nor edges.json"), message);
        Replay none = new Replay(folder.resolve("none"), tally);
        message = assertThrows(IllegalArgumentException.class, none::tests).getMessage();
        assertTrue(message.contains("does not exist"), message);
    }

    @Test
    void aFileThatCannotBeReadIsOneFailure() throws Exception {
        Files.writeString(folder.resolve("programs.json"), "{\"format\": \"other/1\"}");
        List<Executable> cases = cases();
        assertThrows(IllegalArgumentException.class, cases.get(0));
        assertEquals(1, tally.total(Verdict.FAILED));
    }

    @Test
    void knowsTheHullOfVertices() throws IOException {
        String vertices =
                "{\"vertices\": [{\"x\": [1, 0, 0]}, {\"x\": [0, 1, 0]}, {\"x\": [0, 0, 1]}]}";
        JsonNode reference = new JsonMapper().readTree(vertices);
        assertTrue(in(reference, 0.5, 0.5, 0));
        assertTrue(in(reference, 0.2, 0.3, 0.5));
        assertFalse(in(reference, 1, 1, 0));
        assertFalse(in(reference, 0.6, 0.6, -0.2));
        assertFalse(in(reference, 0, 0, Double.NaN));
    }

    private static boolean in(JsonNode reference, double... point) {
        return Subdifferential.contains(reference, Set.of("x"), point);
    }

    private void writeOp(String file, String op, double value, String attrs) throws IOException {
        Files.createDirectories(folder.resolve("ops"));
        Files.writeString(
                folder.resolve("ops").resolve(file + ".json"),
                """
                {"format": "autodiff-oracle/1", "op": "%s", "doc": "elementwise", "cases": [
                {"op": "%s", "id": "%s", "attrs": {%s},
                "inputs": [{"name": "x", "shape": [1], "data": [3.0], "grad": true}],
                "output": {"shape": [1], "data": [%s]}, "cotangent": {"shape": [1], "data": [1.0]},
                "grads": {"x": [6.0]}, "hvp": {"v": {"x": [1.0]}, "grads": {"x": [2.0]}}}]}
                """
                        .formatted(op, op, file, attrs, value));
    }

    private List<Executable> cases() throws IOException {
        List<DynamicContainer> files = new Replay(folder, tally).tests();
        return files.stream()
                .flatMap(DynamicContainer::getChildren)
                .map(test -> ((DynamicTest) test).getExecutable())
                .toList();
    }
}
