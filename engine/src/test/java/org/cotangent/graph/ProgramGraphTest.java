package org.cotangent.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Graphs as programs: masks are nodes, reads are seen, nodes can be applied again. */
class ProgramGraphTest {
    @Test
    void recordedPassesPrintTheirMasksAsOperations() {
        Tensor x = Tensor.variable(2).named("x");
        Tensor y = x.relu().add(Tensor.where(x.gt(0), x.square(), x.neg())).add(x.abs());
        Tensor g = Backward.of(y).recorded().run().of(x);
        String text = Graph.of(g).toText();
        for (String mask :
                List.of("reluSlope(x)", "gt(x, 0)", "absSlope(x)", "taken(", "gate(1, ")) {
            assertTrue(text.contains(mask), () -> mask + " in\n" + text);
        }
        Tensor clamped = x.clamp(-1, 1);
        assertEquals(
                """
                x   variable                         2
                t1  clampSlope(x; least -1, most 1)  0
                t2  gate(1, t1)                      0
                """,
                Graph.of(Backward.of(clamped).recorded().run().of(x)).toText());
    }

    @Test
    void masksHaveNoDerivative() {
        Tensor x = Tensor.variable(new double[] {-1, 2});
        Tensor mask = x.gt(0);
        assertFalse(mask.varies());
        assertFalse(mask.mul(2).varies());
        Exception e = assertThrows(IllegalArgumentException.class, mask.sum()::backward);
        assertTrue(e.getMessage().contains("is a constant"), e::getMessage);
        assertArrayEquals(new double[] {0, 1}, mask.mul(x).sum().backward().of(x).toArray());
    }

    @Test
    void nodesTellWhatTheyAre() {
        Tensor x = Tensor.variable(new double[] {1, 2, 3}).named("x");
        Tensor y = Graph.scope("outer", () -> Graph.scope("inner", () -> x.slice(0, 1, 3).mul(2)));
        Graph graph = Graph.of(y);
        List<Graph.Node> nodes = graph.nodes();
        assertEquals(
                List.of("variable", "slice", "constant", "mul"),
                nodes.stream().map(Graph.Node::operation).toList());
        for (int i = 0; i < nodes.size(); i++) {
            assertEquals(i, nodes.get(i).id());
            assertSame(nodes.get(i), graph.node(nodes.get(i).value()));
        }
        Graph.Node slice = nodes.get(1);
        assertEquals(Map.of("axis", 0, "from", 1, "to", 3), slice.attributes());
        assertEquals(List.of(nodes.get(0)), slice.inputs());
        assertArrayEquals(new int[] {2}, slice.shape());
        assertEquals("outer/inner", slice.scope().path());
        assertSame(slice.scope(), nodes.get(3).scope());
        assertNull(nodes.get(2).scope());
        assertEquals("x", nodes.get(0).name());
        assertNull(slice.name());
        assertNull(slice.place());
        assertTrue(nodes.get(0).isVariable() && nodes.get(2).isConstant());
        assertFalse(slice.isVariable() || slice.isConstant());
        assertEquals(List.of(nodes.get(3)), graph.results());
    }

    @Test
    void nodesCanBeAppliedToOtherInputs() {
        Tensor x = Tensor.variable(new double[] {1, -2, 3});
        Graph.Node relu = Graph.of(x.relu()).nodes().get(1);
        assertArrayEquals(new double[] {0, 5, 0}, relu.apply(Tensor.vector(-1, 5, 0)).toArray());
        Tensor z = Tensor.variable(new double[] {1, 1, -1});
        assertArrayEquals(new double[] {1, 1, 0}, relu.apply(z).sum().backward().of(z).toArray());
        Exception shape =
                assertThrows(IllegalArgumentException.class, () -> relu.apply(Tensor.vector(1, 2)));
        assertEquals("apply: relu: input 0 has shape [2] and not [3]", shape.getMessage());
        Exception count = assertThrows(IllegalArgumentException.class, () -> relu.apply(x, x));
        assertEquals("apply: relu: 2 inputs for an operation of 1", count.getMessage());
    }

    @Test
    void aTensorOfAnotherGraphHasNoNode() {
        Tensor x = Tensor.variable(1);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> Graph.of(x.exp()).node(x.square()));
        assertTrue(e.getMessage().startsWith("graph: there is no node for the tensor 1"));
    }

    private static int line() {
        return new Throwable().getStackTrace()[1].getLineNumber();
    }

    @Test
    void readsAreSeenWithTheirLines() {
        Tensor x = Tensor.variable(3).named("x");
        Tensor v = Tensor.variable(new double[] {1, 2}).named("v");
        int[] first = new int[1];
        Graph graph =
                Graph.record(
                        () -> {
                            first[0] = line();
                            boolean positive = x.value() > 0;
                            Tensor y = positive ? x.square() : x.neg();
                            double largest = Math.max(v.get(0), v.toArray()[1]);
                            return y.mul(v.mul(largest).sum());
                        });
        assertEquals(
                List.of("x value 1", "v get 3", "v toArray 3"),
                graph.reads().stream()
                        .map(
                                read ->
                                        read.node().name()
                                                + " "
                                                + read.method()
                                                + " "
                                                + (read.place().getLineNumber() - first[0]))
                        .toList());
        Graph.Node square =
                graph.nodes().stream()
                        .filter(n -> n.operation().equals("square"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(first[0] + 2, square.place().getLineNumber());
        assertEquals(List.of(), Graph.of(x.square()).reads());
        assertNull(Graph.of(x.square()).nodes().get(1).place());
    }

    @Test
    void stoppedGradientsAreNodesOfAProgramAndMarkedConstantsElse() {
        Tensor x = Tensor.variable(3);
        Graph program = Graph.record(() -> x.mul(x.square().stopGradient()));
        assertTrue(
                program.nodes().stream()
                        .anyMatch(
                                n ->
                                        n.operation().equals("stopGradient")
                                                && n.inputs().size() == 1));
        Graph tape = Graph.of(x.mul(x.square().stopGradient()));
        Graph.Node constant = tape.nodes().get(1);
        assertTrue(constant.isConstant());
        assertEquals("stopGradient", constant.operation());
        Tensor[] f = new Tensor[1];
        Graph.record(() -> f[0] = x.mul(x.square().stopGradient()));
        assertEquals(9, f[0].backward().of(x).value());
    }

    /** A gradient inside a program at a mask of its variable belongs to the program. */
    @Test
    void innerGradientsAtMasksAreRecorded() {
        Tensor x = Tensor.variable(2);
        Tensor inner = Differentiate.gradient(z -> z.square().mul(z), x.gt(0).add(1));
        Graph graph = Graph.of(inner.mul(x));
        assertTrue(graph.nodes().stream().anyMatch(n -> n.operation().equals("gt")));
        Gradients g = inner.mul(x).backward();
        assertEquals(12, g.of(x).value());
        assertNotNull(graph);
    }

    @Test
    void whatIsRecordedElsewhereIsNotAffected() {
        Tensor x = Tensor.variable(1);
        assertThrows(
                IllegalStateException.class,
                () ->
                        Graph.record(
                                () -> {
                                    throw new IllegalStateException();
                                }));
        assertNull(Graph.of(x.exp()).nodes().get(1).place());
        assertThrows(NullPointerException.class, () -> Graph.record(() -> null));
    }
}
