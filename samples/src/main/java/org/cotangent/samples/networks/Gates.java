// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Perceptron.java Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * Logic gates that are learned from their truth tables: AND and OR by a perceptron with
 * Rosenblatt's rule, XOR by a network with a hidden layer.
 *
 * <p>What to see: the perceptron learns AND and OR in a few rounds, and stops as soon as nothing is
 * wrong, so that its borders may just touch a point. XOR it never learns, since no straight line
 * has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other (M. Minsky and S. Papert,
 * "Perceptrons", 1969); a network with a hidden layer of four neurons does.
 */
public final class Gates {
    private static final long SEED = 1;
    private static final int ROUNDS = 1000;
    private static final Tensor INPUTS = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    static final int[] AND = {0, 0, 0, 1};
    static final int[] OR = {0, 1, 1, 1};
    static final int[] XOR = {0, 1, 1, 0};

    private Gates() {}

    /**
     * Learns the gates, prints their truth tables and draws their borders.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        List<Chart> charts = new ArrayList<>();
        Map<String, int[]> gates = new LinkedHashMap<>();
        gates.put("AND", AND);
        gates.put("OR", OR);
        gates.put("XOR", XOR);
        gates.forEach(
                (name, truth) -> {
                    // two inputs; with weights that start at 0 any learning rate does the same
                    Perceptron unit = new Perceptron(2, 1);
                    Perceptron.Fit fit = unit.fit(INPUTS, truth, ROUNDS);
                    System.out.println(name + " by a perceptron: " + fit);
                    System.out.println("  " + unit);
                    printTable(truth, unit.predict(INPUTS));
                    charts.add(chart(name + " by a perceptron", truth, unit::predict));
                });

        Mlp network = network(new SplittableRandom(SEED));
        System.out.println("XOR by a network: " + network);
        printTable(XOR, answers(network, INPUTS));
        charts.add(chart("XOR by a network", XOR, places -> answers(network, places)));
        Pictures.in(arguments).draw("gates.png", new Panels(2, charts));
    }

    /** A network that has learned XOR. */
    static Mlp network(RandomGenerator random) {
        // an output for each answer, and four hidden neurons between
        Mlp network = Mlp.of(2, 4, 2).activation(Activation.TANH).build(random);
        Trainer.classifier(network, new Sgd(0.5))
                .epochs(500)
                .progress(Progress.none())
                .fit(Dataset.ofClasses(INPUTS, XOR), random);
        return network;
    }

    /** The answers of a network, whose greater output decides. */
    static int[] answers(Mlp network, Tensor inputs) {
        return Metrics.predictions(network.apply(inputs));
    }

    private static void printTable(int[] truth, int[] answers) {
        double[][] inputs = INPUTS.toMatrix();
        for (int row = 0; row < truth.length; row++) {
            System.out.printf(
                    Locale.ROOT,
                    "  %.0f %.0f -> %d%s%n",
                    inputs[row][0],
                    inputs[row][1],
                    answers[row],
                    answers[row] == truth[row] ? "" : "   wrong");
        }
    }

    private static Chart chart(String title, int[] truth, Function<Tensor, int[]> answers) {
        return new Chart(title)
                .size(550, 580)
                .xLabel("first input")
                .yLabel("second input")
                .regions(-0.5, 1.5, -0.5, 1.5, answers)
                .points(INPUTS, truth, "should be 0", "should be 1");
    }
}
