// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.samples.networks.Pictures;

/**
 * The loss surface of a sigmoid neuron with two weights, with its gradient field and a path of
 * gradient descent: once for squared error, once for cross-entropy.
 *
 * <p>What to see: arrows stand at right angles to the contours, and the longest are where these are
 * dense. Squared error has a plateau below, where the neuron is saturated and wrong: the arrows
 * shrink to dots, and descent from its edge makes a long way round. Cross-entropy is a bowl, and
 * the same start leads straight to its bottom.
 */
public final class LossSurface {
    private static final double EDGE = 6;
    private static final int ARROWS = 15; // in a row
    private static final int STEPS = 1000;
    private static final double RATE = 1;
    private static final double[] START = {-4, -4};

    /** Six examples of two inputs; some contradict each other, so that a best neuron is there. */
    private static final Tensor INPUTS =
            Tensor.of(
                    new double[][] {
                        {1, 0.5}, {0.4, 1}, {-0.3, -0.2}, {-1, -0.6}, {0.6, -1}, {0.4, 0.2}
                    });

    private static final Tensor TARGETS = Tensor.vector(1, 1, 1, 0, 0, 0);

    private LossSurface() {}

    /**
     * Prints how both descents go, and draws the surfaces.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(
                "                loss at the start  length of the gradient  loss after 10     100    1000 steps");
        Chart squared =
                surface(
                        "Squared error",
                        (scores, targets) ->
                                Losses.meanSquaredError()
                                        .perSample()
                                        .apply(scores.sigmoid(), targets));
        Chart entropy = surface("Cross-entropy", Losses.binaryCrossEntropy().perSample()::apply);
        Pictures.in(arguments).draw("loss-surface.png", new Panels(2, List.of(squared, entropy)));
    }

    private static Chart surface(String name, BinaryOperator<Tensor> loss) {
        // a row of weights in, the mean loss of the neuron that has them out
        UnaryOperator<Tensor> losses =
                weights -> {
                    Tensor scores = weights.matmul(INPUTS.transpose());
                    return loss.apply(scores, TARGETS.expand(scores.shape()));
                };
        UnaryOperator<Tensor> slopes = Differentiate.gradient(w -> losses.apply(w).sum());

        Tensor w = Tensor.of(new double[][] {START});
        double start = losses.apply(w).value();
        double slope = slopes.apply(w).norm().value();
        double[] x = new double[STEPS + 1];
        double[] y = new double[STEPS + 1];
        StringBuilder after = new StringBuilder();
        for (int step = 0; step <= STEPS; step++) {
            x[step] = w.get(0, 0);
            y[step] = w.get(0, 1);
            if (step == 10 || step == 100 || step == STEPS) {
                after.append(String.format(Locale.ROOT, " %7.4f", losses.apply(w).value()));
            }
            w = w.axpy(-RATE, slopes.apply(w));
        }
        System.out.printf(
                Locale.ROOT, "%-15s %17.4f %23.4f        %s%n", name, start, slope, after);

        double[][] places = new double[ARROWS * ARROWS][];
        for (int i = 0; i < places.length; i++) {
            double across = EDGE * (2 * (i % ARROWS + 0.5) / ARROWS - 1);
            double up = EDGE * (2 * (i / ARROWS + 0.5) / ARROWS - 1);
            places[i] = new double[] {across, up};
        }
        Tensor points = Tensor.of(places);
        return new Chart(name)
                .size(520, 560)
                .xLabel("first weight")
                .yLabel("second weight")
                .equalUnits()
                .contours(-EDGE, EDGE, -EDGE, EDGE, losses)
                .arrows("negative gradient", points, slopes.apply(points).neg())
                .path(STEPS + " steps", x, y);
    }
}
