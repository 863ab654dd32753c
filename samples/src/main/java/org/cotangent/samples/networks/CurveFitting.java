// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Lbfgs;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;

/**
 * The universal approximation theorem (G. Cybenko, 1989; K. Hornik, 1991) on one curve: a hidden
 * layer with enough neurons approximates any continuous function; here it has 1, 4, 16 and 64.
 *
 * <p>What to see: one neuron makes a single step, four follow some of the bends, sixteen follow all
 * of them, and with 64 curve and fit cannot be told apart. The largest error falls from about 1 to
 * less than 0.02.
 *
 * <p>The curve is made here: sin x + sin(6 x) / 2 on 201 points from -3 to 3. There is no noise, so
 * more neurons can do no harm.
 */
public final class CurveFitting {
    private static final long SEED = 1;
    private static final int POINTS = 201;
    private static final double EDGE = 3;
    private static final double STEEPNESS = 2; // of the neurons' steps, at first
    private static final int ITERATIONS = 1000;
    static final int[] HIDDEN = {1, 4, 16, 64};

    private CurveFitting() {}

    /** A fitted network: its number of hidden neurons, its outputs and their errors. */
    record Fit(int hidden, double[] values, double rootMeanSquare, double largest) {}

    /**
     * Fits the four networks, prints their errors and draws curve and fits.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Tensor x = Tensor.iota(POINTS).mul(2 * EDGE / (POINTS - 1)).sub(EDGE).reshape(POINTS, 1);
        Tensor curve = curve(x);
        System.out.printf(
                Locale.ROOT,
                "%d points of sin x + sin(6 x) / 2, from %.0f to %.0f%n",
                POINTS,
                -EDGE,
                EDGE);
        System.out.println("hidden neurons   root mean square error   largest error");
        List<Chart> charts = new ArrayList<>();
        for (int hidden : HIDDEN) {
            Fit fit = fit(hidden, x, curve, ITERATIONS);
            System.out.printf(
                    Locale.ROOT,
                    "%14d   %22.5f   %13.5f%n",
                    fit.hidden(),
                    fit.rootMeanSquare(),
                    fit.largest());
            charts.add(chart(fit, x, curve));
        }
        Pictures.in(arguments).draw("curve-fitting.png", new Panels(2, charts));
    }

    static Tensor curve(Tensor x) {
        return x.sin().add(x.mul(6).sin().div(2));
    }

    /** Fits a network of so many hidden neurons to all points at once. */
    static Fit fit(int hidden, Tensor x, Tensor y, int iterations) {
        RandomGenerator random = new SplittableRandom(SEED);
        Dense first = new Dense("dense1", 1, hidden, Initializers.normal(STEEPNESS), random);
        // each neuron makes a step where its sum w x + b is 0: at x = c if b = -w c. One step to
        // each part of the axis is a better start than all of them at 0
        Tensor steps = Tensor.iota(hidden).add(0.5).mul(2 * EDGE / hidden).sub(EDGE);
        first.bias()
                .set(Tensor.unrecorded(() -> first.weight().value().squeeze(0).mul(steps).neg()));
        Layer model =
                new Sequential(
                        first,
                        Activation.TANH,
                        new Dense("dense2", hidden, 1, Initializers.xavier(), random));
        // few points, all at once, and no noise: a case for a quasi-Newton method
        Supplier<Tensor> loss = () -> Losses.meanSquaredError().apply(model.apply(x), y);
        new Lbfgs().memory(20).minimize(model.parameters(), loss, iterations);
        Tensor fitted = Tensor.unrecorded(() -> model.apply(x));
        return new Fit(
                hidden,
                fitted.toArray(),
                Metrics.rootMeanSquaredError().apply(fitted, y),
                fitted.sub(y).abs().amax().value());
    }

    private static Chart chart(Fit fit, Tensor x, Tensor curve) {
        String title =
                String.format(
                        Locale.ROOT,
                        "%d hidden neuron%s: off by %.2g at most",
                        fit.hidden(),
                        fit.hidden() == 1 ? "" : "s",
                        fit.largest());
        return new Chart(title)
                .size(640, 500)
                .xLabel("x")
                .yRange(-1.6, 1.6)
                // every fourth point of the curve is enough to see it by
                .points("curve", some(x), some(curve))
                .line("network", x.toArray(), fit.values());
    }

    private static double[] some(Tensor column) {
        return column.slice(0, 0, POINTS, 4).toArray();
    }
}
