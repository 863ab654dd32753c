// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-gradcheck:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;

/** Two views of a graph: the backward pass as a table, and drawings. */
public final class SeeingGraphs {
    private SeeingGraphs() {}

    /**
     * Prints the backward pass of f = (x + y) max(y, z) step by step, then a small network as text
     * for Mermaid and what its graph weighs.
     *
     * @param arguments none, or files such as f.svg, into which f is drawn with its gradients, and
     *     f.html, a page in which both passes can be stepped through and inputs moved, with a check
     *     of every gate
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Tensor x = Tensor.variable(1).named("x");
        Tensor y = Tensor.variable(2).named("y");
        Tensor z = Tensor.variable(0).named("z");
        Tensor f = x.add(y).named("a").mul(y.max(z).named("b")).named("f");
        System.out.println("f = (x + y) max(y, z), from the result back to the inputs:");
        System.out.print(Trace.of(f).toText());
        Gradients gradients = Backward.of(f).keepAll().run();
        for (String file : arguments) {
            Graph drawn = Graph.of(f);
            String text =
                    file.endsWith(".html")
                            ? drawn.toHtml(gradients, GradCheck.ofNodes(drawn))
                            : drawn.toSvg(gradients);
            Files.writeString(Path.of(file), text);
        }

        Mlp model = Mlp.of(2, 3, 1).activation(Activation.TANH).build(new SplittableRandom(1));
        Tensor output = model.apply(Tensor.of(new double[][] {{1, -1}}).named("input"));
        Graph graph = Graph.of(output);
        System.out.println();
        System.out.println(
                "a network, to be pasted where Mermaid is drawn (toDot() is for Graphviz):");
        System.out.print(graph.toMermaid());
        System.out.println();
        System.out.println(graph.statistics());
    }
}
