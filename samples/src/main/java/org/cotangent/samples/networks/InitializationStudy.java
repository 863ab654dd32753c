// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ActivationStatistics;
import org.cotangent.nn.ActivationStatistics.Histogram;
import org.cotangent.nn.ActivationStatistics.Row;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;

/**
 * A study of signals through ten layers of 500 neurons before training, by the size of the random
 * weights.
 *
 * <p>What to see, as standard deviations of the layers' outputs: with small weights (0.01) and tanh
 * the signal shrinks by 4.5 in each layer and is dead in the tenth; with large ones (1) all neurons
 * sit at -1 or 1, where tanh has no slope left. Weights of deviation 1 / sqrt(500) keep tanh alive,
 * from .63 in the first layer to .23 in the last. Under the rectifier, which drops half of the
 * signal, these fade from .58 to .026, and sqrt(2 / 500), He's, stays at about .83.
 *
 * <p>The rectifier's last layers differ by some 10 % from one draw of the weights to the next. A
 * well-known experiment of the course "CS231n: Convolutional Neural Networks for Visual
 * Recognition", Stanford; the sources of the initializations are at {@link Initializers}.
 */
public final class InitializationStudy {
    private static final long SEED = 1;
    private static final int SAMPLES = 1000;
    private static final int WIDTH = 500;
    private static final int DEPTH = 10;
    private static final int BINS = 41; // odd, so that one has 0 in its middle
    private static final int FINE = 10_000;
    private static final int PANEL_WIDTH = 400;
    private static final int PANEL_HEIGHT = 350;
    private static final int[] SHOWN = {1, 4, 7, 10}; // the layers whose histograms are drawn

    private InitializationStudy() {}

    /** A case of the study: an activation, with the initializer of the weights before it. */
    record Setup(String name, Activation activation, Initializer initializer) {}

    // many courses call 1 / sqrt(n) Xavier's; where there are as many outputs as inputs, as here,
    // that is the same
    static final List<Setup> SETUPS =
            List.of(
                    new Setup("tanh, 0.01", Activation.TANH, Initializers.small()),
                    new Setup("tanh, 1", Activation.TANH, Initializers.unit()),
                    new Setup("tanh, 1/sqrt(n)", Activation.TANH, Initializers.xavier()),
                    new Setup("relu, 1/sqrt(n)", Activation.RELU, Initializers.xavier()),
                    new Setup("relu, sqrt(2/n)", Activation.RELU, Initializers.he()));

    /**
     * Prints mean and standard deviation of every layer, and draws deviations and histograms.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if a picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(SAMPLES, Pictures.in(arguments));
    }

    /** The study with so many samples. */
    static void run(int samples, Pictures pictures) throws IOException {
        List<ActivationStatistics> all =
                SETUPS.stream().map(setup -> study(setup, samples)).toList();
        System.out.printf(
                Locale.ROOT,
                "%d samples of %d standard normal numbers, through %d layers of %d neurons;%n"
                        + "activation and standard deviation of the weights (n = %d inputs):%n",
                samples,
                WIDTH,
                DEPTH,
                WIDTH,
                WIDTH);
        printTable("mean", all, Row::mean);
        printTable("standard deviation", all, Row::deviation);
        System.out.println();
        System.out.println("the first set-up in full:");
        System.out.print(all.get(0));

        pictures.draw("initialization-deviations.png", deviations(all));
        pictures.draw("initialization-histograms.png", histograms(all));
    }

    /** The activations' statistics in a network with random weights for random inputs. */
    static ActivationStatistics study(Setup setup, int samples) {
        RandomGenerator random = new SplittableRandom(SEED);
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i <= DEPTH; i++) {
            layers.add(Dense.withoutBias("dense" + i, WIDTH, WIDTH, setup.initializer(), random));
            layers.add(setup.activation());
        }
        Tensor inputs = Tensor.normal(random, samples, WIDTH);
        return ActivationStatistics.of(new Sequential(layers), inputs).activations();
    }

    private static void printTable(
            String title, List<ActivationStatistics> all, ToDoubleFunction<Row> number) {
        System.out.println();
        System.out.printf("%-20s", title);
        SETUPS.forEach(setup -> System.out.printf("%17s", setup.name()));
        System.out.println();
        for (int layer = 0; layer < DEPTH; layer++) {
            System.out.printf(Locale.ROOT, "  layer %-12d", layer + 1);
            for (ActivationStatistics one : all) {
                double shown = number.applyAsDouble(one.rows().get(layer));
                System.out.printf(Locale.ROOT, "%17.3g", shown);
            }
            System.out.println();
        }
    }

    private static Chart deviations(List<ActivationStatistics> all) {
        Chart chart =
                new Chart("How a signal fares in ten layers of 500")
                        .size(900, 640)
                        .xLabel("layer")
                        .yLabel("standard deviation of its outputs")
                        .logY();
        for (int i = 0; i < all.size(); i++) {
            chart = chart.line(SETUPS.get(i).name(), all.get(i).deviations());
        }
        return chart;
    }

    private static Panels histograms(List<ActivationStatistics> all) {
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int layer : SHOWN) {
                charts.add(histogram(SETUPS.get(i), all.get(i), layer));
            }
        }
        return new Panels(SHOWN.length, charts);
    }

    private static Chart histogram(Setup setup, ActivationStatistics statistics, int layer) {
        boolean rectified = setup.activation() == Activation.RELU;
        double from = rectified ? 0 : -1;
        double to = rectified ? 4 : 1;
        double[] percent = percent(statistics.histogram(layer - 1, FINE), from, to);
        String label = "output";
        if (rectified) {
            // half of all numbers are 0, a bar beside which nothing else could be seen
            double zeros = 100 * statistics.rows().get(layer - 1).zeros();
            percent[0] -= zeros;
            label = String.format(Locale.ROOT, "output, without the %.0f %% that are 0", zeros);
        }
        // the outline of bars: up at the left edge, along the top, down at the right edge
        double[] x = new double[2 * BINS + 2];
        double[] y = new double[x.length];
        for (int i = 0; i <= BINS; i++) {
            x[2 * i] = from + (to - from) * i / BINS;
            x[2 * i + 1] = x[2 * i];
            y[2 * i] = i == 0 ? 0 : percent[i - 1];
            y[2 * i + 1] = i == BINS ? 0 : percent[i];
        }
        return new Chart(setup.name() + ": layer " + layer)
                .size(PANEL_WIDTH, PANEL_HEIGHT)
                .xLabel(label)
                .yLabel("% of all")
                .line("outputs", x, y);
    }

    /** The same bars for all panels, so that they can be compared, from much finer ones. */
    private static double[] percent(Histogram fine, double from, double to) {
        double[] percent = new double[BINS];
        double all = Arrays.stream(fine.counts()).sum();
        for (int i = 0; i < fine.counts().length; i++) {
            double middle = (fine.edges()[i] + fine.edges()[i + 1]) / 2;
            int bin = (int) ((middle - from) / (to - from) * BINS);
            if (bin < BINS) {
                percent[bin] += 100 * fine.counts()[i] / all;
            }
        }
        return percent;
    }
}
