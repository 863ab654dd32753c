package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Checks of every operation of a graph by itself. */
class NodeVerdictsTest {
    private static final CustomOp WRONG =
            new CustomOp() {
                @Override
                public Tensor forward(Tensor... x) {
                    return x[0].square();
                }

                @Override
                public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                    return g.mul(x[0]).mul(3);
                }
            };

    @Test
    void findTheNodeThatIsWrong() {
        Tensor x = Tensor.variable(1.5);
        Tensor product = x.mul(x);
        Tensor wrong = WRONG.apply(product);
        Tensor kink = x.sub(1.5).abs();
        Tensor f = wrong.add(kink);
        Graph graph = Graph.of(f);
        Map<Graph.Node, String> verdicts = GradCheck.ofNodes(graph);
        assertEquals("agrees with differences", verdicts.get(graph.node(product)));
        assertEquals("agrees with differences", verdicts.get(graph.node(f)));
        assertEquals("lies between the slopes at a kink", verdicts.get(graph.node(kink)));
        String found = verdicts.get(graph.node(wrong));
        assertTrue(found.startsWith("differs from differences: "), found);
        assertTrue(graph.toHtml(f.backward(), verdicts).contains(found));
    }
}
