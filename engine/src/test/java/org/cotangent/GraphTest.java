package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Printed graphs. */
class GraphTest {
    @Test
    void oneLineANode() {
        Tensor x = Tensor.variable(-2).named("x");
        Tensor y = Tensor.variable(5).named("y");
        Tensor z = Tensor.variable(-4).named("z");
        Tensor f = x.add(y).named("q").mul(z).mul(0.5).named("f");
        assertEquals(
                """
                x   variable       -2  adjoint -2
                y   variable        5  adjoint -2
                z   variable       -4  adjoint 1.5
                q   add(x, y)       3  adjoint -2
                t1  mul(q, z)     -12  adjoint 0.5
                f   mul(t1, 0.5)   -6  adjoint 1
                """,
                Graph.of(f).toText(Backward.of(f).keepAll().run()));
    }

    @Test
    void attributesAndArraysInShort() {
        Tensor w = Tensor.variable(new double[][] {{1, 2}, {3, 4}}).named("W");
        String text = Graph.of(w.expand(5, 2, 2).sum(0).logSoftmax(1)).toText();
        assertTrue(text.contains("W   variable"), text);
        assertTrue(text.contains("[[1, 2], [3, 4]]"), text);
        assertTrue(text.contains("expand(W; shape [5, 2, 2])"), text);
        assertTrue(text.contains("[5, 2, 2] 1 .. 4, mean 2.5"), text);
        assertTrue(text.contains("logSoftmax(t3; axes [1])"), text);
    }

    @Test
    void sharedNamesAreToldApart() {
        Tensor a = Tensor.variable(1).named("t1");
        Tensor b = Tensor.variable(2).named("t1");
        String text = Graph.of(a.add(b).exp()).toText();
        assertTrue(text.contains("add(t1, t1'2)"), text);
        assertTrue(text.contains("exp(t2)"), text);
    }

    @Test
    void nodesComeInputsFirst() {
        Tensor x = Tensor.variable(1);
        Tensor c = Tensor.of(new double[] {1, 2}).named("c");
        Tensor f = x.mul(c).sum();
        assertEquals(4, Graph.of(f).nodes().size());
        assertEquals(c, Graph.of(f).nodes().get(1).value());
        assertEquals(f, Graph.of(f).nodes().get(3).value());
    }

    @Test
    void constantsComeJustBeforeTheirFirstUse() {
        Tensor c = Tensor.vector(1, 2).named("c");
        Tensor f = Tensor.variable(1).named("x").exp().mul(c);
        assertEquals(
                List.of("x", "t1", "c", "t2"),
                Graph.of(f).toText().lines().map(line -> line.split(" ")[0]).toList());
    }
}
