package org.cotangent.samples.networks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ConfusionMatrix;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Trainer;

/**
 * A multilayer perceptron that learns to read handwritten digits: 1,797 images of 8x8 pixels, a
 * quarter of them kept unseen until the end.
 *
 * <p>Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine
 * Learning Repository, 1998, CC BY 4.0.
 */
public final class Digits {
    private static final String FILE = "/org/cotangent/samples/digits.csv.gz";
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    private static final long SEED = 1;

    private Digits() {}

    /**
     * Trains the network and prints how well it reads the digits it never saw.
     *
     * @param arguments none
     * @throws IOException if the data cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        Split<int[]> split = Split.of(load(), 0.25, random);

        // what is subtracted and divided by comes from the training part alone
        Standardizer standardizer = Standardizer.fit(split.train().inputs());
        Dataset<int[]> train = split.train().mapInputs(standardizer::apply);
        Dataset<int[]> unseen = split.test().mapInputs(standardizer::apply);
        System.out.printf(
                Locale.ROOT,
                "%d digits to learn from, %d kept unseen%n",
                train.rows(),
                unseen.rows());

        Mlp model = new Mlp(PIXELS, CLASSES, 64, 2, Activation.RELU, Activation.LINEAR, random);
        System.out.println("network: " + model);
        History history =
                Trainer.classifier(model, new Sgd(0.05, 0.9))
                        .epochs(20)
                        .batchSize(32)
                        .fit(train, random);
        System.out.printf(
                Locale.ROOT,
                "loss: %.4f in the first epoch, %.4f in the last%n",
                history.losses()[0],
                history.finalLoss());

        Tensor logits = Tensor.unrecorded(() -> model.apply(unseen.inputs()));
        ConfusionMatrix confusion = ConfusionMatrix.of(logits, unseen.targets());
        System.out.printf(
                Locale.ROOT, "accuracy on unseen digits: %.2f %%%n", 100 * confusion.accuracy());
        System.out.println(
                "confusion matrix, a row for each true digit, a column for each answer:");
        System.out.println(confusion);
    }

    private static Dataset<int[]> load() {
        try (InputStream in = Digits.class.getResourceAsStream(FILE)) {
            Table table = Csv.plain().read(in, FILE);
            return Dataset.ofClasses(table.tensor(0, PIXELS), table.classes(PIXELS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
