// spotless:off
//DEPS org.cotangent:cotangent-engine:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import java.util.Locale;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;

/**
 * A neuron with two inputs, f = 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))), differentiated twice: through
 * small gates one by one, and through the sigmoid as a single gate.
 */
public final class SigmoidNeuron {
    private final Tensor w0 = Tensor.variable(2).named("w0");
    private final Tensor w1 = Tensor.variable(-3).named("w1");
    private final Tensor w2 = Tensor.variable(-3).named("w2");
    private final Tensor x0 = Tensor.variable(-1).named("x0");
    private final Tensor x1 = Tensor.variable(-2).named("x1");

    private SigmoidNeuron() {}

    /** The score, which the neuron computes before its activation function. */
    private Tensor score() {
        return w0.mul(x0).add(w1.mul(x1)).add(w2).named("score");
    }

    private Tensor fromSmallGates() {
        return score().neg().exp().add(1).reciprocal().named("f");
    }

    private Tensor fromOneGate() {
        return score().sigmoid().named("f");
    }

    /**
     * Prints both graphs, gate by gate, and their gradients.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        SigmoidNeuron neuron = new SigmoidNeuron();
        System.out.println("f = 1 / (1 + exp(-(w0 x0 + w1 x1 + w2)))");
        System.out.println();
        System.out.println("once from neg, exp, add and reciprocal gates:");
        neuron.show(neuron.fromSmallGates());
        System.out.println();
        System.out.println("once with one sigmoid gate, whose slope is f (1 - f) = 0.73 * 0.27:");
        neuron.show(neuron.fromOneGate());
    }

    private void show(Tensor f) {
        Gradients g = Backward.of(f).keepAll().run();
        System.out.print(Graph.of(f).toText(g).indent(2));
        System.out.printf(
                Locale.ROOT,
                "  f  = %.2f%n  dw = (%.2f, %.2f, %.2f)%n  dx = (%.2f, %.2f)%n",
                f.value(),
                g.of(w0).value(),
                g.of(w1).value(),
                g.of(w2).value(),
                g.of(x0).value(),
                g.of(x1).value());
    }
}
