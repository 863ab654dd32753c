package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sample runs and prints what it is there to show. */
class SamplesTest {
    private static final String[] NONE = {};

    @Test
    void firstGraph() throws Exception {
        String printed = Printed.by(() -> FirstGraph.main(NONE));
        assertContains(printed, "q = x + y = 3   f = q z = -12");
        assertContains(printed, "df/dx = -4   df/dy = -4   df/dz = 3   df/dq = -4");
        assertContains(printed, "the gradients agree");
        assertContains(printed, "  f  mul(q, z)  -12  adjoint 1\n");
    }

    @Test
    void sigmoidNeuron() throws Exception {
        String printed = Printed.by(() -> SigmoidNeuron.main(NONE));
        List<String> results =
                printed.lines()
                        .filter(line -> line.matches("  (f  =|dw =|dx =).*"))
                        .collect(Collectors.toList());
        assertEquals(
                List.of(
                        "  f  = 0.73",
                        "  dw = (-0.20, -0.39, 0.20)",
                        "  dx = (0.39, -0.59)",
                        "  f  = 0.73",
                        "  dw = (-0.20, -0.39, 0.20)",
                        "  dx = (0.39, -0.59)"),
                results);
        // the adjoints of the gates, worked out from the last to the first
        assertTrue(
                Pattern.compile("exp\\(t4\\) +0.367879 +adjoint -0.534447")
                        .matcher(printed)
                        .find());
        assertTrue(
                Pattern.compile("neg\\(score\\) +-1 +adjoint -0.196612").matcher(printed).find());
    }

    @Test
    void gatePatterns() throws Exception {
        String printed = Printed.by(() -> GatePatterns.main(NONE));
        assertContains(printed, "f = 2 (x + y) at x = 3, y = -4: df/dx = 2, df/dy = 2");
        assertContains(printed, "f = 2 max(x, y) at x = 3, y = -4: df/dx = 2, df/dy = 0");
        assertContains(printed, "f = 2 x y at x = 3, y = -4: df/dx = -8, df/dy = 6");
        assertContains(printed, "f = 2 (5 x + x y) at x = 3, y = -4: df/dx = 2, df/dy = 6");
        assertContains(printed, "10 through 5 x and -8 through x y make 2.");
    }

    @Test
    void twoLayerNet() throws Exception {
        String printed = Printed.by(() -> TwoLayerNet.main(new String[] {"400"}));
        Matcher loss = Pattern.compile("step +(\\d+)  loss ([0-9.]+)").matcher(printed);
        assertTrue(loss.find());
        double first = Double.parseDouble(loss.group(2));
        assertTrue(loss.find() && loss.find(), printed);
        assertEquals("400", loss.group(1));
        assertTrue(Double.parseDouble(loss.group(2)) < first / 20, printed);
    }

    @Test
    void ownOperation() throws Exception {
        String printed = Printed.by(() -> OwnOperation.main(NONE));
        assertContains(printed, "softsign of [-2, 0.5, 6] is [-0.5, 0.2, 0.75]");
        assertContains(printed, "slopes: [0.125, 0.32, 0.03125]");
        // -2 scale / (scale + x)^3 at 1
        assertContains(printed, "slope of the slope at 1: -0.148148");
        assertContains(printed, "softsign: passed, all 6 derivatives agree");
        assertContains(printed, "a rule without the square: FAILED, 3 of 3 derivatives differ");
        assertContains(printed, "length of [3, 4] has the gradient [0.6, 0.8]");
    }

    @Test
    void pendulum() throws Exception {
        String printed = Printed.by(() -> Pendulum.main(NONE));
        assertContains(printed, "       9.00000   0.10000 32.05717");
        // the noise of a hundredth leaves 200 / 10,000 of squares
        assertContains(printed, "       9.81320   0.29894  0.02249");
    }

    @Test
    void seeingGraphs(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("f.svg");
        String printed = Printed.by(() -> SeeingGraphs.main(new String[] {file.toString()}));
        assertContains(Files.readString(file), "<text class=\"gradient\" ");
        assertContains(printed, "f = mul(a, b) = 6   adjoint 1\n   to a: 1 * 2 = 2\n");
        assertContains(printed, "   to z: 3 * 0 = 0\n");
        assertContains(printed, "y = 2   adjoint 3 + 2 = 5\n");
        assertContains(printed, "subgraph s1[\"dense1\"]");
        assertContains(printed, "10 nodes: 4 variables, 1 constant, 5 operations");
    }

    @Test
    void tour(@TempDir Path folder) throws Exception {
        String printed = Printed.by(() -> Tour.main(new String[] {folder.toString()}));
        assertContains(printed, "df/dx = -4");
        assertContains(printed, "dw = (-0.20, -0.39, 0.20)");
        assertContains(printed, "confusion matrix");
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), () -> "no \"" + part + "\" in:\n" + text);
    }
}
