// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.plot.Panels;
import org.cotangent.samples.networks.Pictures;

/**
 * Initialization by zeros, by equal numbers, and by random ones: a network with eight hidden
 * neurons that is to learn the exclusive or.
 *
 * <p>What to see: with zeros, hidden outputs and the weights behind them are 0, so every gradient
 * of a weight is 0, and the network guesses for ever. With equal numbers, all neurons compute the
 * same and get the same gradient: to the last bit they stay alike, and eight are worth one, which
 * cannot do it. Random numbers break the symmetry.
 */
public final class ZeroInitialization {
    private static final long SEED = 1;
    private static final int STEPS = 500;
    private static final int HIDDEN = 8;
    private static final Tensor INPUTS = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    private static final int[] CLASSES = {0, 1, 1, 0};

    private ZeroInitialization() {}

    /**
     * Trains three networks, prints what each has learned, and draws the hidden weights.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println("weights     loss before    after    told right   different neurons");
        List<HeatMap> maps = new ArrayList<>();
        maps.add(train("zeros", Initializers.zeros()));
        maps.add(train("all 0.5", Initializers.constant(0.5)));
        maps.add(train("random", Initializers.xavier()));
        Pictures.in(arguments).draw("zero-initialization.png", new Panels(1, maps));
    }

    private static HeatMap train(String name, Initializer initializer) {
        Mlp model =
                Mlp.of(2, HIDDEN, 2)
                        .activation(Activation.TANH)
                        .initializer(initializer)
                        .build(new SeededRandom(SEED));
        Optimizer adam = new Adam(0.05);
        double before = 0;
        for (int step = 0; step < STEPS; step++) {
            Tensor loss = Losses.softmaxCrossEntropy().apply(model.apply(INPUTS), CLASSES);
            Gradients gradients = loss.backward();
            adam.step(model.parameters(), gradients);
            before = step == 0 ? loss.value() : before;
        }
        Tensor scores = model.apply(INPUTS);
        Tensor hidden = model.parameters().get(0).value();
        System.out.printf(
                Locale.ROOT,
                "%-10s %12.4f %8.4f %8.0f of 4 %14d of %d%n",
                name,
                before,
                Losses.softmaxCrossEntropy().apply(scores, CLASSES).value(),
                4 * Metrics.accuracy().apply(scores, CLASSES),
                different(hidden),
                HIDDEN);
        return new HeatMap(hidden)
                .title("Hidden weights, from " + name)
                .yLabel("input")
                .xLabel("neuron")
                .diverging()
                .range(-5, 5)
                .cell(48)
                .numbers(2);
    }

    /** How many columns differ, to the last bit. */
    private static int different(Tensor weights) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Tensor column : weights.unstack(1)) {
            counts.merge(List.of(column.get(0), column.get(1)).toString(), 1, Integer::sum);
        }
        return counts.size();
    }
}
