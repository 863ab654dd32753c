// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES RestrictedBoltzmannMachine.java
// spotless:on
package org.cotangent.samples.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;

/**
 * A deep belief net: restricted Boltzmann machines one above the other, each trained on the hidden
 * units of the one below, and then the whole as a classifier.
 *
 * <p>The first part needs no classes and learns from all 1,348 digits; the second part has the
 * classes of 100 of them. The layers of the classifier are those of the machines, the same
 * parameters and not copies.
 *
 * <p>What to see: the same network from random weights, trained on the same 100 digits, reads fewer
 * of the unseen ones right.
 *
 * <p>G. Hinton, S. Osindero and Y. Teh, "A fast learning algorithm for deep belief nets", Neural
 * Computation 18, 2006; Y. Bengio and others, "Greedy layer-wise training of deep networks", 2006,
 * for the tuning by gradients. Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and
 * C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
public final class DeepBelief extends Block {
    private static final long SEED = 1;
    private static final int[] WIDTHS = {64, 100, 100, 100};
    private static final int CLASSES = 10;
    private static final int LABELED = 100;
    private static final int EPOCHS = 20; // of each machine
    private static final int TUNING = 150;
    private static final int BATCH = 16;
    private static final double RATE = 0.003;

    private final List<RestrictedBoltzmannMachine> machines = new ArrayList<>();
    private final Dense output;

    DeepBelief(RandomGenerator random) {
        super("belief");
        for (int i = 1; i < WIDTHS.length; i++) {
            machines.add(
                    child(
                            new RestrictedBoltzmannMachine(
                                    "rbm" + i, WIDTHS[i - 1], WIDTHS[i], random)));
        }
        output = child(dense(WIDTHS.length, random));
    }

    /**
     * Trains layer by layer, then the whole, and compares with the whole alone.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        run(EPOCHS);
    }

    static void run(int epochs) {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> digits = Split.of(RestrictedBoltzmannMachine.digits(), 0.25, random);
        Tensor images = digits.train().inputs();
        int[] first = IntStream.range(0, LABELED).toArray();
        Dataset<Tensor, int[]> labeled = digits.train().select(first);
        DeepBelief net = new DeepBelief(random);
        Tensor below = images;
        for (RestrictedBoltzmannMachine machine : net.machines) {
            pretrain(machine, below, epochs, random);
            Tensor seen = below;
            below = Tensor.unrecorded(() -> machine.features(seen));
        }
        Sequential deep = net.classifier();
        Sequential plain = plain(random);
        for (Sequential network : List.of(deep, plain)) {
            tuning(network, TUNING).fit(labeled, random);
        }
        System.out.printf(
                Locale.ROOT,
                "unseen digits read right, from %d labels: %.2f %%; from random weights: %.2f %%%n",
                LABELED,
                100 * accuracy(deep, digits),
                100 * accuracy(plain, digits));
    }

    private static void pretrain(
            RestrictedBoltzmannMachine machine, Tensor images, int epochs, SeededRandom random) {
        double before = machine.error(images, random);
        machine.trainer(epochs).fit(Batches.of(images, BATCH), random);
        System.out.printf(
                Locale.ROOT,
                "%s: error of what is drawn back %.4f, after %d epochs %.4f%n",
                machine.name(),
                before,
                epochs,
                machine.error(images, random));
    }

    /** The layers of the machines and one for the classes. */
    Sequential classifier() {
        return classifier(machines.stream().map(RestrictedBoltzmannMachine::up).toList(), output);
    }

    /** The same with weights drawn as is usual for such layers. */
    static Sequential plain(RandomGenerator random) {
        List<Dense> layers =
                IntStream.range(1, WIDTHS.length).mapToObj(i -> dense(i, random)).toList();
        return classifier(layers, dense(WIDTHS.length, random));
    }

    private static Dense dense(int layer, RandomGenerator random) {
        int outputs = layer < WIDTHS.length ? WIDTHS[layer] : CLASSES;
        return new Dense(
                "dense" + layer, WIDTHS[layer - 1], outputs, Initializers.xavier(), random);
    }

    private static Sequential classifier(List<Dense> hidden, Dense output) {
        List<Layer> layers = new ArrayList<>();
        for (Dense layer : hidden) {
            layers.addAll(List.of(layer, Activation.SIGMOID));
        }
        layers.add(output);
        return new Sequential(layers);
    }

    static SupervisedTrainer<int[]> tuning(Layer network, int epochs) {
        return Trainer.classifier(network, new Adam(RATE))
                .epochs(epochs)
                .batchSize(BATCH)
                .progress(Progress.none());
    }

    private static double accuracy(Layer network, Split<Tensor, int[]> digits) {
        return Evaluation.ofClassifier(network, digits.test()).metric("accuracy");
    }
}
