// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * A spiking network that reads handwritten digits: leaky integrate-and-fire units, trained through
 * time by a surrogate gradient.
 *
 * <p>The membrane of a hidden unit leaks and takes in a current from the image, v = leak v + i. At
 * 1 it fires and falls by 1. The output units take in the spikes, leak, and do not fire; their mean
 * over time tells the class. A spike is a step function of v - 1, whose slope is 0 wherever it has
 * one; the backward pass takes 1 / (1 + sharpness |v - 1|)^2 in its place.
 *
 * <p>What to see: more than 95 % of the unseen digits are read right. With the true slope, 0, the
 * output weights still learn and the hidden ones do not, which costs several points.
 *
 * <p>F. Zenke and S. Ganguli, "SuperSpike", Neural Computation 30, 2018; E. Neftci, H. Mostafa and
 * F. Zenke, "Surrogate gradient learning in spiking neural networks", 2019. Data: "Optical
 * Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning Repository,
 * 1998, CC BY 4.0.
 */
public final class SpikingNet extends Block implements Layer {
    private static final long SEED = 1;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    private static final int HIDDEN = 40;
    private static final int STEPS = 16; // of time
    private static final int EPOCHS = 20;
    private static final double LEAK = 0.9;
    private static final double SHARPNESS = 5;
    private static final double RATE = 0.005;

    private final CustomOp spike;
    private final Dense input;
    private final Dense output;

    /** 1 where a unit fires, else 0, with a slope that leads the training. */
    static CustomOp spike(double sharpness) {
        return CustomOp.elementwise(
                "spike",
                v -> v >= 0 ? 1 : 0,
                (g, y, v) -> g.div(v.abs().mul(sharpness).add(1).square()));
    }

    SpikingNet(CustomOp spike, RandomGenerator random) {
        super("spiking");
        this.spike = spike;
        input = child(new Dense("input", PIXELS, HIDDEN, Initializers.he(), random));
        output = child(new Dense("output", HIDDEN, CLASSES, Initializers.xavier(), random));
    }

    /**
     * Trains with the surrogate slope and with the true one, prints how well each reads digits it
     * never saw, and draws the spikes for two digits.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> digits = Split.of(digits(), 0.25, random);
        CustomOp step = CustomOp.elementwise("step", v -> v >= 0 ? 1 : 0, (g, y, v) -> g.mul(0));
        SpikingNet plain = new SpikingNet(step, new SeededRandom(SEED));
        plain.train("true     ", epochs, digits, random);
        SpikingNet net = new SpikingNet(spike(SHARPNESS), new SeededRandom(SEED));
        net.train("surrogate", epochs, digits, random);
        pictures.draw("spiking-net.png", net.picture(digits.test()));
    }

    private void train(String slope, int epochs, Split<Tensor, int[]> digits, SeededRandom random) {
        trainer(this, epochs).fit(digits.train(), random);
        Dataset<Tensor, int[]> unseen = digits.test();
        Tensor spikes = spikes(unseen.inputs(), Pass.evaluation());
        System.out.printf(
                Locale.ROOT,
                "%s slope: %5.1f %% of the unseen digits right; a unit fires %.2f times%n",
                slope,
                100 * Evaluation.ofClassifier(this, unseen).metric("accuracy"),
                spikes.mean().value() * STEPS);
    }

    /** Pixels from 0 to 1. */
    static Dataset<Tensor, int[]> digits() {
        return SampleData.digits().mapInputs(pixels -> pixels.div(16));
    }

    static SupervisedTrainer<int[]> trainer(SpikingNet net, int epochs) {
        return Trainer.classifier(net, new Adam(RATE))
                .epochs(epochs)
                .batchSize(32)
                .progress(Progress.none());
    }

    /** The spikes of the hidden units, of shape [steps, rows, hidden]. */
    Tensor spikes(Tensor images, Pass pass) {
        Tensor current = input.forward(images, pass);
        Tensor v = Tensor.zeros(current.shape());
        Tensor[] spikes = new Tensor[STEPS];
        for (int step = 0; step < STEPS; step++) {
            v = v.mul(LEAK).add(current);
            spikes[step] = spike.apply(v.sub(1));
            v = v.sub(spikes[step]);
        }
        return Tensor.stack(0, spikes);
    }

    @Override
    public Tensor forward(Tensor images, Pass pass) {
        Tensor currents = output.forward(spikes(images, pass), pass);
        Tensor v = Tensor.zeros(images.size(0), CLASSES);
        Tensor sum = v;
        for (Tensor current : currents.unstack(0)) {
            v = v.mul(LEAK).add(current);
            sum = sum.add(v);
        }
        return sum.div(STEPS);
    }

    /** The spikes for the first 0 and the first 1 as points, side by side. */
    private Chart picture(Dataset<Tensor, int[]> digits) {
        Chart chart = new Chart("Spikes of " + HIDDEN + " hidden units").size(900, 500);
        for (int digit = 0; digit < 2; digit++) {
            int first = Arrays.stream(digits.targets()).boxed().toList().indexOf(digit);
            Tensor image = digits.inputs().indexSelect(0, first);
            double[] spikes = spikes(image, Pass.evaluation()).toArray();
            int[] fired = IntStream.range(0, spikes.length).filter(i -> spikes[i] > 0).toArray();
            double shift = digit * 0.4;
            double[] step = IntStream.of(fired).mapToDouble(i -> i / HIDDEN + shift).toArray();
            double[] unit = IntStream.of(fired).mapToDouble(i -> i % HIDDEN).toArray();
            chart = chart.points("digit " + digit, step, unit);
        }
        return chart.xLabel("step").yLabel("unit");
    }
}
