// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Losses;
import org.cotangent.nn.plot.Chart;
import org.cotangent.samples.networks.Pictures;

/**
 * Saturation: the local gradients of the sigmoid, tanh and the rectifier at -10, 0 and 10, and what
 * a saturated neuron learns.
 *
 * <p>What to see: at -10 and 10 the sigmoid passes 0.00005 of a gradient back, at 0 a quarter, and
 * tanh even less and 1. The rectifier passes all of it or nothing; at its kink the engine takes 0.
 * A sigmoid neuron that says 0.99995 where 0 is right does not learn by squared error; by
 * cross-entropy, whose gradient is the error itself, it is right after some dozen steps.
 */
public final class Saturation {
    private static final int STEPS = 1000;
    private static final double[] PLACES = {-10, 0, 10};
    private static final List<Activation> GATES =
            List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU);

    private Saturation() {}

    /**
     * Prints the local gradients and the neuron's course, and draws the gradients.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Chart chart =
                new Chart("Local gradients: how much of a gradient a gate passes back")
                        .size(800, 480)
                        .xLabel("input of the gate")
                        .yLabel("local gradient")
                        .yRange(-0.05, 1.05);
        Tensor axis = Tensor.iota(401).div(20).sub(10);
        System.out.println(
                "            value at -10        0       10   gradient at -10        0       10");
        for (Activation gate : GATES) {
            Tensor places = Tensor.of(PLACES);
            double[] values = gate.apply(places).toArray();
            double[] slopes = slopes(gate, places).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %13.5f %8.5f %8.5f %17.2g %8.2g %8.2g%n",
                    gate,
                    values[0],
                    values[1],
                    values[2],
                    slopes[0],
                    slopes[1],
                    slopes[2]);
            chart = chart.line("" + gate, axis.toArray(), slopes(gate, axis).toArray());
        }
        System.out.println();
        System.out.println(
                "a sigmoid neuron at 10 that should say 0: output after steps of size 1");
        System.out.println("                           10        100       1000");
        Tensor zero = Tensor.zeros(1);
        course("squared error", z -> z.sigmoid().square().sum().div(2));
        course("cross-entropy", z -> Losses.binaryCrossEntropy().apply(z, zero));
        Pictures.in(arguments).draw("saturation.png", chart);
    }

    private static Tensor slopes(Activation gate, Tensor x) {
        return Differentiate.gradient(v -> gate.apply(v).sum(), x);
    }

    private static void course(String name, UnaryOperator<Tensor> loss) {
        Tensor z = Tensor.vector(10);
        System.out.printf("  %-16s", name);
        for (int step = 1; step <= STEPS; step++) {
            z = z.axpy(-1, Differentiate.gradient(loss, z));
            if (step == 10 || step == 100 || step == STEPS) {
                System.out.printf(Locale.ROOT, " %10.5f", z.sigmoid().get(0));
            }
        }
        System.out.println();
    }
}
