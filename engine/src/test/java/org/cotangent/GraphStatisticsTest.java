package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** How large graphs are. */
class GraphStatisticsTest {
    private final Tensor x = Tensor.variable(-2).named("x");
    private final Tensor y = Tensor.variable(5).named("y");

    @Test
    void statisticsByHand() {
        Tensor v = Tensor.variable(new double[] {1, 2, 3});
        // reshape shares the array of v
        Tensor f = v.reshape(3, 1).mul(x).sum().mul(2).mul(y);
        Graph.Statistics size = Graph.of(f).statistics();
        assertEquals(List.of("mul", "reshape", "sum"), List.copyOf(size.nodesByOp().keySet()));
        assertEquals(3, size.nodesByOp().get("mul"));
        assertEquals(3, size.variables());
        assertEquals(1, size.constants());
        assertEquals(5, size.operations());
        assertEquals(9, size.nodes());
        assertEquals(5, size.depth());
        assertEquals(9 * 56 + 2 * (16 + 3 * 8), size.bytes());
        assertEquals(
                "9 nodes: 3 variables, 1 constant, 5 operations (mul 3, reshape 1, sum 1), depth 5,"
                        + " about "
                        + size.bytes()
                        + " bytes",
                size.toString());
        assertThrows(UnsupportedOperationException.class, () -> size.nodesByOp().clear());
        assertEquals(
                "1 node: 1 variable, 0 constants, 0 operations, depth 0, about 56 bytes",
                Graph.of(x).statistics().toString());
    }

    @Test
    void sharedArraysCountOnce() {
        Tensor v = Tensor.variable(new double[1000]);
        Tensor w = v.asVariable();
        assertEquals(3 * 56 + 16 + 8000 + 16 + 8000, Graph.of(v.add(w)).statistics().bytes());
    }

    @Test
    void aLongChain() {
        Tensor f = x;
        for (int i = 0; i < 100_000; i++) {
            f = f.neg();
        }
        Graph graph = Graph.of(f);
        assertEquals(100_000, graph.statistics().depth());
        assertTrue(graph.toDot().contains("... 99801 nodes left out ..."));
    }
}
