// spotless:off
//DEPS org.cotangent:cotangent-engine:0.1.0-SNAPSHOT
//SOURCES networks/Digits.java FirstGraph.java SigmoidNeuron.java
// spotless:on
package org.cotangent.samples;

import java.io.IOException;
import org.cotangent.samples.networks.Digits;

/** A first walk through the library: three of the samples, with a word before each. */
public final class Tour {
    private Tour() {}

    /**
     * Runs {@link FirstGraph}, {@link SigmoidNeuron} and {@link Digits}.
     *
     * @param arguments the folder for the picture of the last sample, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        announce(
                "1. A first graph: f = (x + y) z",
                """
                Java code computes f once, with numbers. Every step is recorded as a node of a graph; going
                back through the graph gives the derivative of f with respect to every number in it. At
                each node below, "adjoint" is that derivative: how much f changes for a small change there.
                """);
        FirstGraph.main(arguments);

        announce(
                "2. A neuron, gate by gate",
                """
                The same works for any composition. A neuron weighs its inputs, adds them up and squashes
                the sum into 0 .. 1. Whether the squashing is built from four small gates or is one gate
                with a known derivative, the gradients are the same.
                """);
        SigmoidNeuron.main(arguments);

        announce(
                "3. A network that reads handwritten digits",
                """
                A multilayer perceptron is many such neurons, on arrays instead of numbers. Gradients of
                its error with respect to all its weights tell it how to improve, a few images at a time.
                """);
        Digits.main(arguments);

        System.out.println();
        System.out.println(
                "The programs are in samples/src/main/java; README.md says where to go next.");
    }

    private static void announce(String title, String explanation) {
        System.out.println();
        System.out.println(title);
        System.out.println("=".repeat(title.length()));
        System.out.println(explanation);
    }
}
