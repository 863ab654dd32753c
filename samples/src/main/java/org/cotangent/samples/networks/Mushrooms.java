// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES Pictures.java SampleData.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.data.LabelEncoder;
import org.cotangent.nn.data.Missing;
import org.cotangent.nn.data.Partition;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.data.TableTransform;
import org.cotangent.nn.data.Unknown;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * Classification of edible and poisonous mushrooms by 22 properties that are letters, not numbers:
 * each letter of each property becomes an input of its own that is 1 or 0 ("one-hot"). Where the
 * root was not seen, that is a category like the others: nothing is guessed and no mushroom is left
 * out.
 *
 * <p>What to see: at least 99.9 % of the unseen mushrooms are told right, as a rule all of them.
 *
 * <p>Data: "Mushroom", J. Schlimmer, UCI Machine Learning Repository, 1987, CC BY 4.0, drawn from
 * "The Audubon Society Field Guide to North American Mushrooms", 1981. Do not eat by it.
 */
public final class Mushrooms {
    private static final long SEED = 1;
    private static final String CLASS = "edibility";
    private static final String ROOT = "stalk-root"; // the only column with gaps
    private static final String[] NAMES = {"edible", "poisonous"};

    private Mushrooms() {}

    /**
     * Trains the network, prints how it does on unseen mushrooms, and draws its curves.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        Table all = SampleData.mushrooms();
        Outcome outcome = outcome(all, random);
        System.out.printf(
                Locale.ROOT,
                "%d mushrooms, %d of them with a root that nobody saw%n",
                all.rows(),
                IntStream.range(0, all.rows()).filter(row -> rootless(all, row)).count());
        List<String> inputs = outcome.preparation().names();
        System.out.printf(
                Locale.ROOT,
                "22 properties become %d inputs of 0 or 1; those of the root are%n  %s%n",
                inputs.size(),
                String.join(", ", inputs.stream().filter(name -> name.startsWith(ROOT)).toList()));

        Evaluation<int[]> unseen = outcome.unseen();
        System.out.printf(
                Locale.ROOT,
                "accuracy on %d unseen mushrooms: %.2f %%%n",
                unseen.rows(),
                100 * unseen.metric("accuracy"));
        System.out.println("a row for each kind, a column for each answer:");
        System.out.println(unseen.confusionMatrix().table(NAMES));
        Pictures.in(arguments).draw("mushrooms.png", outcome.history());
    }

    /** The result of a training. */
    record Outcome(TableTransform preparation, History history, Evaluation<int[]> unseen) {}

    /** Trains on 60 % of the mushrooms, watches 15 %, and keeps a quarter unseen. */
    static Outcome outcome(Table all, RandomGenerator random) {
        int[] classes = LabelEncoder.inOrder("e", "p").encode(all.texts(CLASS));
        int[][] parts = Partition.stratified(classes, random, 0.6, 0.15, 0.25);
        String[] others =
                all.names().stream()
                        .filter(name -> !name.equals(CLASS) && !name.equals(ROOT))
                        .toArray(String[]::new);
        TableTransform preparation =
                TableTransform.of()
                        .categories(others)
                        .unknown(Unknown.ZEROS) // a letter may be so rare that training lacks it
                        .categories(ROOT)
                        .missing(Missing.OWN_CATEGORY)
                        .fit(all.select(parts[0]));
        Dataset<Tensor, int[]> data = Dataset.ofClasses(preparation.apply(all), classes);

        Mlp model = Mlp.of(preparation.outputs(), 32, NAMES.length).build(random);
        History history =
                Trainer.classifier(model, new Adam(0.003))
                        .epochs(10)
                        .validate(data.select(parts[1]))
                        .progress(Progress.none())
                        .fit(data.select(parts[0]), random);
        return new Outcome(
                preparation, history, Evaluation.ofClassifier(model, data.select(parts[2])));
    }

    private static boolean rootless(Table table, int row) {
        return table.text(row, table.column(ROOT)) == null;
    }
}
