// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES Pictures.java SampleData.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.TransformLayer;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * Classification of three species of iris by four measurements of their flowers. The first layer of
 * the model standardizes the measurements, so that it takes centimeters.
 *
 * <p>What to see: at least 95 % of the unseen flowers are told right. What goes wrong is between
 * versicolor and virginica, whose measurements overlap; setosa is never mistaken.
 *
 * <p>Data: "Iris", R. A. Fisher, UCI Machine Learning Repository, 1936, CC BY 4.0.
 */
public final class Iris {
    private static final long SEED = 1;
    private static final int PETAL_LENGTH = 2;
    private static final int PETAL_WIDTH = 3;

    private Iris() {}

    /**
     * Trains the model, prints how it does on unseen flowers, and draws what it answers.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        Dataset<Tensor, int[]> flowers = SampleData.iris();
        Split<Tensor, int[]> split = split(flowers, random);
        System.out.printf(
                Locale.ROOT,
                "%d flowers to learn from, %d kept unseen%n",
                split.train().rows(),
                split.test().rows());

        Layer model = trained(split.train(), random);
        System.out.println("model: " + model);
        Evaluation<int[]> unseen = Evaluation.ofClassifier(model, split.test());
        System.out.printf(
                Locale.ROOT,
                "accuracy on unseen flowers: %.1f %%%n",
                100 * unseen.metric("accuracy"));
        System.out.println("a row for each true species, a column for each answer:");
        System.out.println(unseen.confusionMatrix().table(SampleData.IRIS_SPECIES));

        Tensor flower = Tensor.of(new double[][] {{5.9, 3.0, 4.9, 1.7}});
        double[] probabilities = Tensor.unrecorded(() -> model.apply(flower).softmax(1)).toArray();
        System.out.println(
                "what it makes of a flower on the border (sepals 5.9 x 3.0 cm, petals 4.9 x 1.7 cm):");
        for (int species = 0; species < probabilities.length; species++) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %5.1f %%%n",
                    SampleData.IRIS_SPECIES[species],
                    100 * probabilities[species]);
        }
        Pictures.in(arguments).draw("iris.png", chart(model, flowers));
    }

    /** A quarter of each species is kept unseen. */
    static Split<Tensor, int[]> split(Dataset<Tensor, int[]> flowers, RandomGenerator random) {
        return Split.stratified(flowers, 0.25, random);
    }

    /** A model that takes centimeters, trained on flowers. */
    static Layer trained(Dataset<Tensor, int[]> train, RandomGenerator random) {
        // means and deviations are of the flowers to learn from alone
        Standardizer standardizer = Standardizer.fit(train.inputs());
        Layer model =
                new Sequential(
                        new TransformLayer("standardize", standardizer),
                        Mlp.of(4, 16, 3).activation(Activation.TANH).build(random));
        // so few flowers are soon learned by heart; the decay of the weights keeps borders smooth
        Trainer.classifier(model, new Adam(0.01).weightDecay(0.01))
                .epochs(100)
                .batchSize(16)
                .progress(Progress.none())
                .fit(train, random);
        return model;
    }

    /** The petals in the plane; the sepals, which it has no room for, are average. */
    private static Chart chart(Layer model, Dataset<Tensor, int[]> flowers) {
        double[] average = flowers.inputs().mean(0).toArray();
        Tensor petals = flowers.inputs().indexSelect(1, PETAL_LENGTH, PETAL_WIDTH);
        return new Chart("Iris: answers for flowers with sepals of average size")
                .size(800, 700)
                .xLabel("length of the petals, cm")
                .yLabel("width of the petals, cm")
                .regions(
                        0.5,
                        7.5,
                        0,
                        2.7,
                        points -> Metrics.predictions(model.apply(whole(points, average))))
                .points(petals, flowers.targets(), SampleData.IRIS_SPECIES);
    }

    private static Tensor whole(Tensor petals, double[] average) {
        double[][] rows = petals.toMatrix();
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new double[] {average[0], average[1], rows[row][0], rows[row][1]};
        }
        return Tensor.of(rows);
    }
}
