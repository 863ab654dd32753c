package org.cotangent.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.cotangent.graph.DrawnGraphs.Drawn;
import org.junit.jupiter.api.Test;

/** Large graphs, drawn on several sheets. */
class SheetsTest {
    @Test
    void largeGraphsAreFolded() {
        SvgTest.Whole whole = SvgTest.whole("LSTM over 8 steps");
        Drawn drawn = whole.drawn();
        assertEquals(9, whole.sheets().size());
        assertEquals("LSTM 3", whole.sheets().get(3).path());
        SvgParts second = whole.parts().get(2);
        Set<String> in = new HashSet<>();
        second.groups("port in").forEach(x -> in.add(label(drawn.graph(), x.get("data-node"))));
        assertEquals(Set.of("x2", "h", "c", "W", "b"), in);
        Set<String> out = new HashSet<>();
        second.groups("port out").forEach(x -> out.add(label(drawn.graph(), x.get("data-node"))));
        assertEquals(Set.of("h", "c"), out);
    }

    private static String label(Graph graph, String id) {
        return graph.nodes().get(Integer.parseInt(id)).name();
    }

    @Test
    void manyNodesAreGrouped() {
        SvgTest.Whole whole = SvgTest.whole("random of 2000, local");
        int most = 0;
        for (SvgParts parts : whole.parts()) {
            most = Math.max(most, parts.groups("node").size() + parts.groups("scope").size());
        }
        assertTrue(most <= 60, most + " things on a sheet");
        String name = whole.sheets().get(1).name();
        assertTrue(name.contains(" \u2026 "), name);
    }

    @Test
    void veryLargeGraphsHaveGroupsOfGroups() {
        Tensor at = Tensor.variable(1);
        for (int i = 0; i < 5000; i++) {
            at = at.mul(1.0001);
        }
        List<Sheet> sheets = Sheets.of(Graph.of(at), null);
        for (Sheet sheet : sheets) {
            SvgParts parts = new SvgParts(sheet.svg(false));
            int things = parts.groups("node").size() + parts.groups("scope").size();
            assertTrue(things >= 1 && things <= 60, things + " things on a sheet");
        }
    }

    @Test
    void deepScopesAreFolded() {
        Tensor x = Tensor.variable(1).named("x");
        List<Sheet> sheets = Sheets.of(Graph.of(deep(x, 500)), null);
        assertEquals(501, sheets.size());
        assertFalse(sheets.get(500).svg(true).isEmpty());
    }

    private static Tensor deep(Tensor x, int depth) {
        return depth == 0 ? x.exp() : Graph.scope("s", () -> deep(x, depth - 1));
    }

    /** A wire that leaves a scope and enters it again would close a circle of boxes. */
    @Test
    void scopesThatWiresReenterAreDissolved() throws InterruptedException {
        Tensor x = Tensor.variable(1).named("x");
        Tensor[] other = new Tensor[1];
        Tensor f =
                Graph.scope(
                        "torn",
                        () -> {
                            Tensor a = x.exp();
                            Thread thread = new Thread(() -> other[0] = a.sin());
                            thread.start();
                            try {
                                thread.join();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            return other[0].mul(a);
                        });
        SvgParts parts = new SvgParts(Graph.of(f).toSvg());
        assertEquals(0, parts.groups("scope").size());
        assertEquals(4, parts.groups("node").size());
    }

    /** What passes from a folded scope to a node outside is the sum of its uses there. */
    @Test
    void sharesOfAScopeAreSummed() {
        Tensor x = Tensor.variable(3).named("x");
        Tensor inside = Graph.scope("square", () -> x.mul(x));
        Tensor f = inside.add(x);
        for (int i = 0; i < 45; i++) {
            f = f.add(1);
        }
        Sheet top = Sheets.of(Graph.of(f), Backward.of(f).keepAll().run()).get(0);
        List<Map<String, String>> shares = new SvgParts(top.svg(false)).texts("share");
        assertEquals(List.of("6", "1"), shares.stream().map(x0 -> x0.get("detail")).toList());
        assertEquals("square", shares.get(0).get("data-scope"));
    }
}
