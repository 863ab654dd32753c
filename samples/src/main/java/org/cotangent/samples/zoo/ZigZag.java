// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.plot.Chart;
import org.cotangent.samples.networks.Pictures;

/**
 * The zig-zag of a neuron whose inputs are all positive, such as the outputs of sigmoid neurons,
 * beside the path with the same inputs centered on zero.
 *
 * <p>The derivative of the loss by a weight is that by the neuron's sum times the weight's input.
 * Where all inputs are positive, all weights of an example rise together or fall together: a step
 * leads into the first or third quadrant, never into the second or fourth.
 *
 * <p>What to see: the neuron has two weights, and the best ones lie to the lower right. The path
 * with positive inputs must go there by steps to the upper right and to the lower left, three times
 * the distance; that with centered inputs may step into any quadrant, and is half as long. An
 * average over a batch has both signs too; inputs with mean zero end the cause.
 *
 * <p>Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller, "Efficient BackProp", 1998.
 */
public final class ZigZag {
    private static final long SEED = 1;
    private static final int STEPS = 120;
    private static final double RATE = 0.2;
    private static final double[] BEST = {2, -2};

    private ZigZag() {}

    /**
     * Prints the signs of the gradients and the lengths of both paths, and draws them.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        // outputs of sigmoid neurons, doubled: from 0 to 2, with mean 1
        Tensor positive = Tensor.normal(new SeededRandom(SEED), STEPS, 2).mul(2).sigmoid().mul(2);
        System.out.println(
                "                    gradients with one sign   path / distance     left");
        Chart chart =
                new Chart("Two weights, a step for each example")
                        .size(700, 740)
                        .equalUnits()
                        .xLabel("first weight")
                        .yLabel("second weight");
        chart = descend("positive inputs", positive, chart);
        chart = descend("centered inputs", positive.sub(1), chart);
        chart = chart.points("best weights", new double[] {BEST[0]}, new double[] {BEST[1]});
        Pictures.in(arguments).draw("zig-zag.png", chart);
    }

    private static Chart descend(String name, Tensor inputs, Chart chart) {
        Tensor best = Tensor.of(BEST);
        Tensor w = Tensor.zeros(2);
        double[] x = new double[STEPS + 1];
        double[] y = new double[STEPS + 1];
        int same = 0;
        double length = 0;
        for (int i = 0; i < STEPS; i++) {
            Tensor input = inputs.slice(0, i, i + 1).reshape(2);
            Tensor gradient =
                    Differentiate.gradient(
                            weights -> weights.sub(best).mul(input).sum().square().div(2), w);
            same += gradient.get(0) * gradient.get(1) > 0 ? 1 : 0;
            length += RATE * gradient.norm().value();
            w = w.axpy(-RATE, gradient);
            x[i + 1] = w.get(0);
            y[i + 1] = w.get(1);
        }
        System.out.printf(
                Locale.ROOT,
                "%-18s %19d of %d %17.2f %8.3f%n",
                name,
                same,
                STEPS,
                length / best.norm().value(),
                w.sub(best).norm().value());
        return chart.path(name, x, y);
    }
}
