// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES SampleData.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.LabelEncoder;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.ThreeWaySplit;
import org.cotangent.nn.estimators.MlpClassifier;
import org.cotangent.nn.files.Models;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.EarlyStopping;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Monitor;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * The steps from a table of flowers to a model in a file and back: divide the data, standardize
 * them, train until validation gets no better, save, load, predict. A model is of no use without
 * what prepares its inputs and names its answers, so these are saved with it.
 *
 * <p>What to see: training stops early; about 95 % of the unseen flowers are told right; and the
 * model that was loaded gives the same probabilities as the one that was saved, to the last bit.
 *
 * <p>Data: "Iris", R. A. Fisher, UCI Machine Learning Repository, 1936, CC BY 4.0.
 */
public final class SaveAndLoad {
    private static final long SEED = 1;

    private SaveAndLoad() {}

    /**
     * Trains a model, saves it, loads it, and compares the two.
     *
     * @param arguments the folder to make the model's folder in, or none for target/samples
     * @throws IOException if a file cannot be written or read
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/samples");
        Files.createDirectories(folder);
        Path saved = folder.resolve("iris-model");

        SeededRandom random = new SeededRandom(SEED);
        // 60 % to learn from, 20 % to tell when to stop, 20 % to tell how good it is in the end
        ThreeWaySplit<Tensor, int[]> split =
                ThreeWaySplit.stratified(SampleData.iris(), 0.2, 0.2, random);
        Dataset<Tensor, int[]> test = split.test();

        Tensor before = trainAndSave(split, saved, random);
        System.out.println("saved: " + saved);
        Tensor after = probabilities(saved, test.inputs());
        System.out.printf(
                Locale.ROOT,
                "of the %d probabilities for unseen flowers %d are the same after loading%n",
                before.size(),
                same(before, after));

        Tensor flower = Tensor.of(new double[][] {{6.1, 2.8, 4.7, 1.2}});
        System.out.println("a flower of 6.1, 2.8, 4.7 and 1.2 cm is " + species(saved, flower));

        estimator(split, folder.resolve("iris.classifier"));
    }

    /** Returns the trained model's probabilities for the test flowers, to compare them with. */
    private static Tensor trainAndSave(
            ThreeWaySplit<Tensor, int[]> split, Path saved, SeededRandom random)
            throws IOException {
        // means and deviations are of the flowers to learn from alone
        Standardizer standardizer = Standardizer.fit(split.train().inputs());
        Dataset<Tensor, int[]> train = split.train().mapInputs(standardizer::apply);
        Dataset<Tensor, int[]> validation = split.validation().mapInputs(standardizer::apply);
        Dataset<Tensor, int[]> test = split.test().mapInputs(standardizer::apply);

        Layer model = Mlp.of(4, 16, 3).activation(Activation.TANH).build(random);
        History history =
                Trainer.classifier(model, new Adam(0.01))
                        .epochs(500)
                        .batchSize(16)
                        .validate(validation)
                        .earlyStopping(new EarlyStopping(Monitor.validationLoss(), 20))
                        .progress(Progress.none())
                        .fit(train, random);
        System.out.printf(
                Locale.ROOT,
                "trained on %d flowers, stopped after epoch %d of 500; the best was epoch %d%n",
                train.rows(),
                history.epochs(),
                history.bestEpoch().orElseThrow());
        System.out.printf(
                Locale.ROOT,
                "accuracy on %d unseen flowers: %.1f %%%n",
                test.rows(),
                100 * Evaluation.ofClassifier(model, test).metric("accuracy"));

        LabelEncoder species = LabelEncoder.inOrder(SampleData.IRIS_SPECIES);
        Models.save(
                saved,
                model,
                Map.of("standardizer", standardizer.state(), "species", species.state()));
        return model.apply(test.inputs()).softmax(1);
    }

    // ---- another program, which has the folder and nothing else, could begin here

    /** How likely each species is, for flowers in centimeters. */
    private static Tensor probabilities(Path saved, Tensor flowers) throws IOException {
        Models.Saved loaded = Models.loadAll(saved);
        Standardizer standardizer = Standardizer.of(loaded.states().get("standardizer"));
        return loaded.model().apply(standardizer.apply(flowers)).softmax(1);
    }

    /** The likeliest species of a flower in centimeters. */
    private static String species(Path saved, Tensor flower) throws IOException {
        LabelEncoder species = LabelEncoder.of(Models.loadAll(saved).states().get("species"));
        return species.decode((int) probabilities(saved, flower).argMax(1).value())[0];
    }

    /** Numbers of the same bits. */
    private static int same(Tensor before, Tensor after) {
        double[] a = before.toArray();
        double[] b = after.toArray();
        int same = 0;
        for (int i = 0; i < a.length; i++) {
            same += Double.doubleToLongBits(a[i]) == Double.doubleToLongBits(b[i]) ? 1 : 0;
        }
        return same;
    }

    /** The same where the usual settings will do: they standardize, stop early and name, too. */
    private static void estimator(ThreeWaySplit<Tensor, int[]> split, Path file)
            throws IOException {
        Dataset<Tensor, int[]> train = split.train();
        Dataset<Tensor, int[]> test = split.test();

        MlpClassifier classifier = new MlpClassifier().fit(train.inputs(), train.targets());
        classifier.save(file);
        int[] answers = MlpClassifier.load(file).predict(test.inputs());

        System.out.printf(
                Locale.ROOT,
                "the same by MlpClassifier, in three lines: accuracy %.1f %%, the same answers"
                        + " after loading: %s%n",
                100 * classifier.score(test.inputs(), test.targets()),
                Arrays.equals(answers, classifier.predict(test.inputs())));
    }
}
