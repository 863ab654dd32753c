// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * A restricted Boltzmann machine on handwritten digits, trained by contrastive divergence without
 * their classes; a linear classifier reads them from its hidden units.
 *
 * <p>The free energy of an image is F(v) = -a' v - sum of log(1 + exp(c + v W)). From v the hidden
 * units are drawn, and from these an image v' again. The loss F(v) - F(v'), with v' a constant, has
 * as its gradient the rule of contrastive divergence: - v' h less the same of v'.
 *
 * <p>What to see: strokes as weights; images that are drawn back from the hidden units look like
 * what they came from; from the features at least 92 % of the unseen digits are read right.
 *
 * <p>G. Hinton, "Training products of experts by minimizing contrastive divergence", Neural
 * Computation 14, 2002. Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C.
 * Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
public final class RestrictedBoltzmannMachine extends Block {
    private static final long SEED = 1;
    private static final int SIDE = 8;
    private static final int CLASSES = 10;
    private static final int HIDDEN = 100;
    private static final int EPOCHS = 40;
    private static final int SHOWN = 40;
    private static final int BATCH = 16;
    private static final double RATE = 0.05;
    private static final double MOMENTUM = 0.8;

    private final Dense up;
    private final Parameter visible;

    RestrictedBoltzmannMachine(String name, int seen, int hidden, RandomGenerator random) {
        super(name);
        up = child(new Dense(name + "-up", seen, hidden, Initializers.small(), random));
        visible = bias("visible", Tensor.zeros(seen));
    }

    /**
     * Trains it, then the classifier, prints how well that reads digits it never saw, and draws
     * weights and images.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if a picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> digits = Split.of(digits(), 0.25, random);
        RestrictedBoltzmannMachine machine =
                new RestrictedBoltzmannMachine("rbm", SIDE * SIDE, HIDDEN, random);
        Tensor unseen = digits.test().inputs();
        double before = machine.error(unseen, random);
        machine.trainer(epochs).fit(Batches.of(digits.train().inputs(), BATCH), random);
        System.out.printf(
                Locale.ROOT,
                "error of images drawn back: %.4f before the training, %.4f after %d epochs%n",
                before,
                machine.error(unseen, random),
                epochs);
        System.out.printf(
                Locale.ROOT,
                "accuracy on unseen digits of a linear classifier: %.2f %% from %d features,"
                        + " %.2f %% from the pixels%n",
                100 * accuracy(digits, machine::features, random),
                HIDDEN,
                100 * accuracy(digits, x -> x, random));
        pictures.draw(
                "rbm-filters.png",
                new ImageGrid(machine.filters().slice(0, 0, SHOWN).reshape(SHOWN, SIDE, SIDE))
                        .title("Weights of " + SHOWN + " hidden units")
                        .diverging()
                        .colorBar()
                        .columns(10));
        Tensor some = unseen.slice(0, 0, 10);
        Tensor both = Tensor.concat(0, some, machine.drawnBack(some, random));
        pictures.draw(
                "rbm-images.png",
                new ImageGrid(both.reshape(20, SIDE, SIDE))
                        .title("Unseen digits, and drawn back from the hidden units")
                        .inverted()
                        .columns(10));
    }

    Trainer<RestrictedBoltzmannMachine, Tensor> trainer(int epochs) {
        return new Trainer<>(this, RestrictedBoltzmannMachine::loss, new Sgd(RATE, MOMENTUM))
                .epochs(epochs)
                .progress(Progress.none());
    }

    /** The loss of contrastive divergence with one step of the chain. */
    Tensor loss(Tensor images, Pass pass) {
        Tensor back = Tensor.unrecorded(() -> drawnBack(images, pass.random()));
        return freeEnergy(images).sub(freeEnergy(back)).mean();
    }

    /** The free energy of each image. */
    Tensor freeEnergy(Tensor images) {
        Tensor hidden = Activations.softplus(fields(images)).sum(1);
        return images.matmul(visible.value()).add(hidden).neg();
    }

    /** The probabilities of the pixels, by hidden units that are drawn. */
    Tensor drawnBack(Tensor images, RandomGenerator random) {
        Tensor features = features(images);
        Tensor hidden = Tensor.uniform(random, 0, 1, features.shape()).lt(features);
        return hidden.matmul(filters()).add(visible.value()).sigmoid();
    }

    /** The probabilities of the hidden units. */
    Tensor features(Tensor images) {
        return fields(images).sigmoid();
    }

    private Tensor fields(Tensor images) {
        return images.matmul(up.weight().value()).add(up.bias().value());
    }

    /** The layer from pixels to the fields of the hidden units. */
    Dense up() {
        return up;
    }

    /** The weights, a row for each hidden unit. */
    private Tensor filters() {
        return up.weight().value().transpose();
    }

    /** The mean square of the difference of images and what is drawn back. */
    double error(Tensor images, RandomGenerator random) {
        return Tensor.unrecorded(() -> drawnBack(images, random).sub(images).square().mean())
                .value();
    }

    /** Of a linear classifier, on digits that it has not seen. */
    static double accuracy(
            Split<Tensor, int[]> digits, UnaryOperator<Tensor> features, RandomGenerator random) {
        Dataset<Tensor, int[]> known =
                digits.train().mapInputs(x -> features.apply(x).stopGradient());
        int width = known.inputs().size(1);
        Dense linear = new Dense("linear", width, CLASSES, Initializers.zeros(), random);
        Trainer.classifier(linear, new Adam(0.01))
                .epochs(30)
                .progress(Progress.none())
                .fit(known, random);
        Dataset<Tensor, int[]> unseen = digits.test().mapInputs(features);
        return Evaluation.ofClassifier(linear, unseen).metric("accuracy");
    }

    /** Pixels from 0 to 1. */
    static Dataset<Tensor, int[]> digits() {
        return SampleData.digits().mapInputs(pixels -> pixels.div(16));
    }
}
