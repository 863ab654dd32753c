// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.samples.networks.Pictures;

/**
 * Universal approximation by hand: one hidden layer of sigmoid neurons, whose weights are set, not
 * trained, so that its outputs add up to a given function.
 *
 * <p>A neuron with a large weight is a step; a step up and a step down of the same height are a
 * bump; bumps side by side, each as high as the function in its middle, are the function.
 *
 * <p>What to see: with twice the bumps the error is half. This shows that such weights exist, not
 * how to find them; {@code CurveFitting} trains the like.
 *
 * <p>G. Cybenko, "Approximation by superpositions of a sigmoidal function", 1989; K. Hornik, M.
 * Stinchcombe, H. White, "Multilayer feedforward networks are universal approximators", 1989. The
 * construction by bumps: M. Nielsen, "Neural Networks and Deep Learning", chapter 4, 2015.
 */
public final class HornikBumps {
    private static final int[] BUMPS = {5, 10, 20, 40, 80, 160};
    private static final double STEEPNESS = 100; // of a step, in widths of a bump
    private static final double MARGIN = 0.02; // so that the first and the last step are outside
    private static final Tensor X = Tensor.iota(2000).add(0.5).div(2000);

    private HornikBumps() {}

    /**
     * Prints the error for more and more bumps, and draws how they come about.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println("bumps  neurons   mean error   largest error");
        for (int bumps : BUMPS) {
            Tensor error = outputs(network(bumps)).sub(function(X)).abs();
            System.out.printf(
                    Locale.ROOT,
                    "%5d %8d %12.4f %15.4f%n",
                    bumps,
                    2 * bumps,
                    error.mean().value(),
                    error.amax().value());
        }
        List<Chart> charts = new ArrayList<>();
        charts.add(chart("A step: one neuron").line("step", X.toArray(), step(0.4).toArray()));
        Tensor bump = step(0.4).sub(step(0.6)).mul(0.7);
        charts.add(chart("A bump: two neurons").line("bump", X.toArray(), bump.toArray()));
        for (int bumps : new int[] {BUMPS[0], BUMPS[1], BUMPS[2], BUMPS[3]}) {
            charts.add(
                    chart(bumps + " bumps: " + 2 * bumps + " neurons")
                            .line("function", X.toArray(), function(X).toArray())
                            .line("network", X.toArray(), outputs(network(bumps)).toArray()));
        }
        Pictures.in(arguments).draw("hornik-bumps.png", new Panels(3, charts));
    }

    /** A function with some waves, from 0 to 1. */
    private static Tensor function(Tensor x) {
        Tensor waves = x.mul(15).sin().mul(x).mul(0.3).add(x.mul(50).cos().mul(0.05));
        return x.square().mul(0.4).add(0.2).add(waves);
    }

    private static Tensor step(double place) {
        return X.sub(place).mul(STEEPNESS * BUMPS[0]).sigmoid();
    }

    /**
     * Two neurons for each bump: one goes up where it begins, one where it ends, and is subtracted.
     */
    private static Layer network(int bumps) {
        double steepness = STEEPNESS * bumps;
        double width = (1 + 2 * MARGIN) / bumps;
        Tensor starts = Tensor.iota(bumps).mul(width).sub(MARGIN);
        Tensor ends = starts.add(width);
        Tensor heights = function(starts.add(ends).div(2));
        Dense hidden = new Dense("hidden", 1, 2 * bumps, Initializers.zeros(), new SeededRandom(0));
        hidden.weight().set(Tensor.full(steepness, 1, 2 * bumps));
        hidden.bias().set(Tensor.concat(0, starts, ends).mul(-steepness));
        Dense output = new Dense("output", 2 * bumps, 1, Initializers.zeros(), new SeededRandom(0));
        output.weight().set(Tensor.concat(0, heights, heights.neg()).unsqueeze(1));
        return new Sequential(hidden, Activation.SIGMOID, output);
    }

    private static Tensor outputs(Layer network) {
        return network.apply(X.unsqueeze(1)).reshape(X.size());
    }

    private static Chart chart(String title) {
        return new Chart(title).size(420, 340).xLabel("x").yLabel("output").yRange(-0.05, 1.05);
    }
}
