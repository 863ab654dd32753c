// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Reshape;
import org.cotangent.nn.Residual;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.images.AdaptivePooling;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.images.Pooling;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * A deep residual network against a plain one: 30 blocks of two convolutions each on handwritten
 * digits, once with a skip connection around each block and once without. All else is the same, to
 * the last bit of the first weights.
 *
 * <p>What to see: after the same four epochs the residual network reads more than nine unseen
 * digits in ten, and the plain one hardly more than by guessing: its gradient has to pass 60
 * layers, while around the blocks it passes unchanged.
 *
 * <p>K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016;
 * the order within a block is that of "Identity mappings in deep residual networks", ECCV 2016.
 */
public final class DeepResidual {
    private static final long SEED = 1;
    private static final int BLOCKS = 30;
    private static final int CHANNELS = 8;
    private static final int SIDE = 8;
    private static final int EPOCHS = 4;
    private static final int BATCH = 32;
    private static final double LEARNING_RATE = 0.01;

    private DeepResidual() {}

    /**
     * Trains both, prints how well they read digits that they never saw, and draws their losses.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> split = Split.of(digits(), 0.25, random);
        Chart chart =
                new Chart("Thirty blocks with and without skip connections")
                        .xLabel("epoch")
                        .yLabel("share of unseen digits that are read right")
                        .yRange(0, 1);
        for (boolean skips : new boolean[] {true, false}) {
            String name = skips ? "residual" : "plain";
            Layer network = network(skips, BLOCKS, new SeededRandom(SEED));
            History history =
                    trainer(network, epochs)
                            .validate(split.test())
                            .fit(split.train(), new SeededRandom(SEED));
            double[] accuracy = history.validationMetric("accuracy");
            System.out.printf(
                    Locale.ROOT,
                    "%-8s of %d blocks: accuracy on unseen digits %5.1f %% after epoch %d%n",
                    name,
                    BLOCKS,
                    100 * accuracy[epochs - 1],
                    epochs);
            double[] steps = new double[epochs];
            Arrays.setAll(steps, i -> i + 1);
            chart = chart.line(name, steps, accuracy);
        }
        pictures.draw("deep-residual.png", chart);
    }

    /** Pixels from -1 (paper) to 1 (ink). */
    static Dataset<Tensor, int[]> digits() {
        Dataset<Tensor, int[]> digits = SampleData.digits();
        return Dataset.ofClasses(digits.inputs().div(8).sub(1), digits.targets());
    }

    static SupervisedTrainer<int[]> trainer(Layer network, int epochs) {
        return Trainer.classifier(network, new Adam(LEARNING_RATE))
                .epochs(epochs)
                .batchSize(BATCH)
                .schedule(Schedules.cosine(LEARNING_RATE, epochs, LEARNING_RATE / 20))
                .progress(Progress.none());
    }

    static Layer network(boolean skips, int blocks, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Reshape(1, SIDE, SIDE));
        layers.add(convolution("stem", 1, random));
        layers.add(Pooling.max(2));
        for (int i = 1; i <= blocks; i++) {
            String name = "block" + i;
            List<Layer> block =
                    List.of(
                            new BatchNorm(name + "a", CHANNELS),
                            Activation.RELU,
                            convolution(name + "b", CHANNELS, random),
                            new BatchNorm(name + "c", CHANNELS),
                            Activation.RELU,
                            convolution(name + "d", CHANNELS, random));
            layers.add(skips ? new Residual(name, block) : new Sequential(name, block));
        }
        layers.add(new BatchNorm("last", CHANNELS));
        layers.add(Activation.RELU);
        layers.add(AdaptivePooling.average(1));
        layers.add(new Flatten());
        layers.add(new Dense("answer", CHANNELS, 10, Initializers.xavier(), random));
        return new Sequential(skips ? "residual" : "plain", layers);
    }

    private static Layer convolution(String name, int inputs, RandomGenerator random) {
        return new Convolution(
                name, inputs, CHANNELS, Kernel.of(3, 3).same(), Initializers.he(), random);
    }
}
