package org.cotangent.gradcheck.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * A bug planted in a sweep, adjoints overwritten at fan-out, is shrunk to a graph of at most four
 * nodes. Counted are all nodes of the graph that the result rests on, inputs and repairs of domains
 * included, but not constants.
 */
class PlantedBugTest {
    private static final int MOST_NODES = 4;
    private static final Pattern NODES = Pattern.compile("in a graph of (\\d+) nodes");

    @Test
    void jqwikShrinksIt() {
        Map<String, TestExecutionResult> results = JqwikRun.of(PlantedBug.class);
        assertEquals(Status.SUCCESSFUL, results.get("aSweepThatAdds").getStatus());
        assertEquals(4, results.size());
        results.remove("aSweepThatAdds");
        for (TestExecutionResult failed : results.values()) {
            assertEquals(Status.FAILED, failed.getStatus());
            String text = failed.getThrowable().orElseThrow().getMessage();
            Matcher nodes = NODES.matcher(text);
            assertTrue(nodes.find(), text);
            assertTrue(Integer.parseInt(nodes.group(1)) <= MOST_NODES, text);
            assertTrue(text.contains("<== first wrong") && text.contains("digraph"), text);
        }
    }

    @Test
    void programsShrinkIt() {
        FaultySweep sweep = FaultySweep.overwriting();
        int found = 0;
        for (int seed = 0; seed < 120; seed++) {
            RandomProgram program = drawn(seed);
            if (sweep.isWrongOn(program)) {
                RandomProgram smallest = program.shrink(sweep::isWrongOn);
                String text = sweep.describe(smallest);
                assertTrue(FaultySweep.nodes(smallest) <= MOST_NODES, () -> program + text);
                assertTrue(text.contains("<== first wrong"), text);
                assertEquals(smallest.toJava(), program.shrink(sweep::isWrongOn).toJava());
                found++;
            }
        }
        assertTrue(found >= 20, "only " + found + " of 120 programs have fan-out that counts");
    }

    @Test
    void aSweepThatIsRightIsLeftAlone() {
        FaultySweep sweep = FaultySweep.adding();
        for (int seed = 0; seed < 60; seed++) {
            RandomProgram program = drawn(seed);
            assertTrue(!sweep.isWrongOn(program), () -> sweep.describe(program));
        }
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class, () -> drawn(1).shrink(sweep::isWrongOn));
        assertTrue(thrown.getMessage().contains("does not fail"));
    }

    private static RandomProgram drawn(int seed) {
        return RandomProgram.random(new Random(seed), 12, Tensor.of(0.7), Tensor.of(-1.3));
    }

    /** Where a line only matters in what it is, it is the only one that is left. */
    @Test
    void shrinkingKeepsWhatMatters() {
        for (int seed = 0; seed < 60; seed++) {
            RandomProgram program = drawn(seed);
            if (hasPower(program)) {
                assertEquals(
                        "[pow_number(0; 0)]",
                        program.shrink(PlantedBugTest::hasPower)
                                .instructions()
                                .toString()
                                .replace("; 1)", "; 0)"));
            }
        }
    }

    private static boolean hasPower(RandomProgram program) {
        return program.instructions().stream()
                .anyMatch(line -> line.operation() == Operation.POW_NUMBER);
    }
}
