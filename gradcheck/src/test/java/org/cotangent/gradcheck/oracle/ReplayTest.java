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
        assertEquals(List.of("cube"), tally.unknownOps());
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
