// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES Digits.java Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.LearningRateCurve;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;

/**
 * A comparison of learning rates and batch sizes: the same network from the same start, on
 * handwritten digits, by gradient descent with momentum 0.9.
 *
 * <p>What to see: with a rate of 0.0001 the loss crawls down; with 1 the first steps throw the
 * weights so far off that nothing is learned, and the loss stays near that of a guess, log 10 =
 * 2.30; at the rate that the learning-rate finder suggests, a few hundredths, nearly all digits are
 * learned within a few epochs. The finder's picture shows why: it raises the rate from batch to
 * batch, and the loss falls fastest there, until it explodes at rates ten times as large.
 *
 * <p>At the same rate a smaller batch learns more in an epoch, since it makes more steps. Counted
 * by steps, as in the second panel, batches of 32 and 256 and all data at once go down the very
 * same curve: a rough gradient is as good as the exact one, at a fraction of the work. Only that of
 * four digits is so rough that its steps lead astray at first; in the end it comes furthest.
 *
 * <p>Data: as in {@link Digits}.
 */
public final class LearningRates {
    private static final long SEED = 1;
    private static final double MOMENTUM = 0.9;
    private static final int EPOCHS = 20;
    private static final int BATCH = 32;
    static final double TOO_SMALL = 0.0001;
    static final double TOO_LARGE = 1;
    private static final double RATE = 0.01; // of the trainings with batches of different size
    private static final int[] BATCHES = {4, 32, 256};

    private LearningRates() {}

    /**
     * Asks the finder for a learning rate, trains with several rates and batch sizes, prints what
     * became of each, and draws the losses.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if a picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    /** All trainings with so many epochs, at least 5. */
    static void run(int epochs, Pictures pictures) throws IOException {
        Split<Tensor, int[]> digits = Digits.split(new SplittableRandom(SEED));
        int rows = digits.train().rows();

        RandomGenerator random = new SplittableRandom(SEED);
        Layer network = network(random);
        System.out.println("network: " + network);
        LearningRateCurve found =
                trainer(network, RATE, BATCH, epochs).findLearningRate(digits.train(), random);
        double suggestion = found.suggestion();
        System.out.printf(Locale.ROOT, "the learning-rate finder suggests %.3f%n", suggestion);
        pictures.draw("learning-rate-finder.png", found);

        Map<String, History> byRate = new LinkedHashMap<>();
        for (double rate : new double[] {TOO_SMALL, suggestion, TOO_LARGE}) {
            String name = String.format(Locale.ROOT, "rate %.1g", rate);
            byRate.put(name, trained(digits, rate, BATCH, epochs));
        }
        Map<String, History> byBatch = new LinkedHashMap<>();
        int[] sizes = Arrays.copyOf(BATCHES, BATCHES.length + 1);
        sizes[BATCHES.length] = rows;
        for (int size : sizes) {
            byBatch.put(
                    size == rows ? "all " + rows : "batch " + size,
                    trained(digits, RATE, size, epochs));
        }

        print("batches of " + BATCH, byRate);
        print("rate " + RATE, byBatch);
        Chart rates =
                new Chart("Three learning rates")
                        .size(800, 600)
                        .xLabel("epoch")
                        .yLabel("training loss")
                        .logY();
        for (Map.Entry<String, History> one : byRate.entrySet()) {
            rates = rates.line(one.getKey(), one.getValue().losses());
        }
        pictures.draw("learning-rates.png", rates);
        pictures.draw("batch-sizes.png", batches(byBatch, sizes, rows));
    }

    /** Pixels from 0 to 16 are brought to -1 to 1. */
    private static Layer network(RandomGenerator random) {
        return new Sequential(
                new Lambda("scale", pixels -> pixels.div(8).sub(1)),
                Mlp.of(64, 64, 10).build(random));
    }

    private static SupervisedTrainer<int[]> trainer(
            Layer network, double rate, int batch, int epochs) {
        return Trainer.classifier(network, new Sgd(rate, MOMENTUM))
                .batchSize(batch)
                .epochs(epochs)
                .progress(Progress.none());
    }

    /** The history of a training, always from the same start. */
    static History trained(Split<Tensor, int[]> digits, double rate, int batch, int epochs) {
        RandomGenerator random = new SplittableRandom(SEED);
        return trainer(network(random), rate, batch, epochs)
                .validate(digits.test())
                .fit(digits.train(), random);
    }

    private static void print(String title, Map<String, History> trainings) {
        int last = trainings.values().iterator().next().epochs();
        System.out.printf(
                Locale.ROOT,
                "%-16s  loss after 1 epoch  after 5  after %d   unseen digits right%n",
                title,
                last);
        trainings.forEach(
                (name, history) -> {
                    double[] losses = history.losses();
                    double[] accuracies = history.validationMetric("accuracy");
                    System.out.printf(
                            Locale.ROOT,
                            "  %-14s  %18.4f  %7.4f  %8.4f  %18.1f %%%n",
                            name,
                            losses[0],
                            losses[4],
                            losses[last - 1],
                            100 * accuracies[last - 1]);
                });
    }

    /** The losses by epoch, and by how many steps that took. */
    private static Panels batches(Map<String, History> byBatch, int[] sizes, int rows) {
        Chart byEpoch =
                new Chart("By epoch").xLabel("epoch").yLabel("loss on unseen digits").logY();
        Chart byStep =
                new Chart("By step").xLabel("step").yLabel("loss on unseen digits").logX().logY();
        int number = 0;
        for (Map.Entry<String, History> one : byBatch.entrySet()) {
            double[] losses = one.getValue().validationLosses();
            byEpoch = byEpoch.line(one.getKey(), losses);
            int size = sizes[number++];
            int stepsPerEpoch = (rows + size - 1) / size;
            double[] steps = new double[losses.length];
            Arrays.setAll(steps, epoch -> (epoch + 1.0) * stepsPerEpoch);
            byStep = byStep.line(one.getKey(), steps, losses);
        }
        return new Panels(2, List.of(byEpoch, byStep));
    }
}
