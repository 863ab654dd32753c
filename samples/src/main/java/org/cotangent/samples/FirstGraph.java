// spotless:off
//DEPS org.cotangent:cotangent-gradcheck:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import java.util.List;
import java.util.Locale;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.NumericalGradient;
import org.cotangent.graph.Graph;

/** The smallest interesting graph: f = (x + y) z at x = -2, y = 5, z = -4. */
public final class FirstGraph {
    private FirstGraph() {}

    /**
     * Prints values, gradients, the comparison with numerical gradients, and the graph.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Tensor x = Tensor.variable(-2).named("x");
        Tensor y = Tensor.variable(5).named("y");
        Tensor z = Tensor.variable(-4).named("z");

        Tensor q = x.add(y).named("q");
        Tensor f = q.mul(z).named("f");
        System.out.printf(Locale.ROOT, "forward:  q = x + y = %s   f = q z = %s%n", q, f);

        Gradients g = Backward.of(f).keepAll().run(); // f.backward() keeps variables alone
        System.out.printf(
                Locale.ROOT,
                "backward: df/dx = %s   df/dy = %s   df/dz = %s   df/dq = %s%n",
                g.of(x),
                g.of(y),
                g.of(z),
                g.of(q));

        List<Tensor> numerical = NumericalGradient.of(FirstGraph::f, x, y, z);
        System.out.printf(
                Locale.ROOT,
                "check:    (f(x + h) - f(x - h)) / 2h = %.6f, and for y and z %.6f and %.6f%n",
                numerical.get(0).value(),
                numerical.get(1).value(),
                numerical.get(2).value());
        boolean agree = GradCheck.check(FirstGraph::f, x, y, z).passed();
        System.out.println("          the gradients " + (agree ? "agree" : "DIFFER"));

        System.out.println("graph, one line a node, inputs before results:");
        System.out.print(Graph.of(f).toText(g).indent(2));
    }

    private static Tensor f(Tensor... in) {
        return in[0].add(in[1]).mul(in[2]);
    }
}
