// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES SampleData.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Folds;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.estimators.MlpClassifier;
import org.cotangent.nn.search.Search;
import org.cotangent.nn.search.Space;
import org.cotangent.nn.search.Trial;
import org.cotangent.nn.train.Dataset;

/**
 * A search for the settings of a network that reads handwritten digits: learning rate, width,
 * activation and penalty, drawn at random, 27 times. All candidates are trained for one epoch, the
 * best nine of them for three, the best three for nine, and the best for 27, each on three folds.
 *
 * <p>What to see: rates that are too small or too large are dropped after one epoch, most of the
 * work is spent on the few that are good, and the best reads about 97 % of the digits that it has
 * not seen. What was tried is kept in a folder: run it again, or break it off and run it again, and
 * it goes on from there to the same table.
 *
 * <p>Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine
 * Learning Repository, 1998, CC BY 4.0.
 */
public final class HyperparameterSearch {
    private static final long SEED = 1;

    private HyperparameterSearch() {}

    /**
     * Searches, prints the best ten candidates, and tests the model made by the best one.
     *
     * @param arguments the folder to keep the trials in, or none for target/samples
     * @throws IOException if the trials cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/samples");
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> digits = Split.stratified(SampleData.digits(), 0.5, random);
        Dataset<Tensor, int[]> known = digits.train();
        Folds folds = Folds.stratified(known.targets(), 3, random);

        Space space =
                new Space()
                        .logUniform("rate", 1e-5, 1)
                        .logInteger("width", 4, 64)
                        .choice("activation", "TANH", "RELU", "SILU")
                        .logUniform("l2", 1e-6, 1);
        Search search =
                Search.random(space, 27)
                        .halving(3, 1, 27)
                        .maximize()
                        .threads(2)
                        .resume(folder.resolve("digits-search"));
        System.out.println(search);
        Search.Fitted<MlpClassifier> found =
                search.fit(
                        SEED, known, folds, HyperparameterSearch::fit, HyperparameterSearch::score);

        System.out.println("the best ten by their accuracy on folds of the known digits:");
        System.out.print(found.result().table(10));
        System.out.println("best: " + found.result().best());
        System.out.printf(
                Locale.ROOT,
                "accuracy on %d unseen digits: %.1f %%%n",
                digits.test().rows(),
                100 * score(found.model(), digits.test()));
        System.out.printf(
                Locale.ROOT,
                "of a network whose rate is too small: %.1f %%%n",
                100 * score(poor(known), digits.test()));
        System.out.println("trials: " + folder.resolve("digits-search"));
    }

    /** A classifier with the values of a candidate, trained for the epochs that it may have. */
    static MlpClassifier fit(Trial trial, Dataset<Tensor, int[]> train) {
        return classifier(trial.budget())
                .learningRate(trial.number("rate"))
                .hidden(trial.integer("width"))
                .activation(Activation.of(trial.text("activation")))
                .l2(trial.number("l2"))
                .seed(trial.seed())
                .fit(train.inputs(), train.targets());
    }

    /** A classifier with as many epochs, and values that nobody has searched for. */
    static MlpClassifier poor(Dataset<Tensor, int[]> train) {
        return classifier(27)
                .learningRate(1e-5)
                .hidden(8)
                .l2(0)
                .seed(SEED)
                .fit(train.inputs(), train.targets());
    }

    /** The epochs are the budget, so nothing is held out to tell when to stop. */
    private static MlpClassifier classifier(int epochs) {
        return new MlpClassifier().epochs(epochs).batchSize(16).withoutEarlyStopping();
    }

    /** The accuracy. */
    static double score(MlpClassifier model, Dataset<Tensor, int[]> test) {
        return model.score(test.inputs(), test.targets());
    }
}
