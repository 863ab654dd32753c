// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * Three classes of points in the plane, wound around each other as the arms of a spiral: no
 * straight lines can part them, a hidden layer can.
 *
 * <p>What to see: a linear model tells about half of unseen points right (a guess, a third), a
 * network of two layers at least 98 %. The picture shows which class either gives to each place:
 * sectors with straight borders, and arms.
 *
 * <p>The points are made here. On arm c = 0, 1, 2 the radius runs from 0 to 1 while the angle runs
 * from 4 c to 4 (c + 1), in radians, with normal noise of standard deviation 0.2; the well-known
 * toy data of the course "CS231n: Convolutional Neural Networks for Visual Recognition", Stanford.
 */
public final class Spiral {
    private static final long SEED = 1;
    private static final int CLASSES = 3;
    private static final int POINTS = 200; // to learn from, on each arm
    private static final int UNSEEN = 1000; // on each arm
    private static final double NOISE = 0.2;
    private static final int HIDDEN = 100;
    private static final double EDGE = 1.2; // of the square that is drawn

    private Spiral() {}

    /**
     * Trains both models, prints how many unseen points each tells right, and draws what they
     * answer.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        Dataset<Tensor, int[]> train = points(POINTS, random);
        Dataset<Tensor, int[]> unseen = points(UNSEEN, random);
        System.out.printf(
                Locale.ROOT,
                "three spiral arms: %d points to learn from, %d kept unseen%n",
                train.rows(),
                unseen.rows());

        // depth 0: one dense layer from the coordinates to a score for each class
        Layer linear = trained(Mlp.of(2, CLASSES), train, random);
        // depth 1: a hidden layer between them
        Layer network = trained(Mlp.of(2, HIDDEN, CLASSES), train, random);
        double linearAccuracy = accuracy(linear, unseen);
        double networkAccuracy = accuracy(network, unseen);
        System.out.printf(
                Locale.ROOT, "linear model: %.1f %% of unseen points%n", 100 * linearAccuracy);
        System.out.printf(
                Locale.ROOT, "two layers:   %.1f %% of unseen points%n", 100 * networkAccuracy);

        Panels both =
                new Panels(
                        2,
                        List.of(
                                chart("Linear model", linear, linearAccuracy, train),
                                chart("Two layers", network, networkAccuracy, train)));
        Pictures.in(arguments).draw("spiral.png", both);
    }

    /** As many points of each class, with noise that is drawn anew. */
    static Dataset<Tensor, int[]> points(int each, RandomGenerator random) {
        double[][] points = new double[CLASSES * each][];
        int[] classes = new int[CLASSES * each];
        for (int row = 0; row < points.length; row++) {
            int arm = row / each;
            double radius = row % each / (each - 1.0);
            double angle = 4 * (arm + radius) + NOISE * random.nextGaussian();
            points[row] =
                    new double[] {radius * StrictMath.sin(angle), radius * StrictMath.cos(angle)};
            classes[row] = arm;
        }
        return Dataset.ofClasses(Tensor.of(points), classes);
    }

    /** A perceptron trained on the points. */
    static Layer trained(
            Mlp.Settings network, Dataset<Tensor, int[]> train, RandomGenerator random) {
        Mlp model = network.build(random);
        Trainer.classifier(model, new Adam(0.01))
                .epochs(100)
                .progress(Progress.none())
                .fit(train, random);
        return model;
    }

    static double accuracy(Layer model, Dataset<Tensor, int[]> points) {
        return Evaluation.ofClassifier(model, points).metric("accuracy");
    }

    private static Chart chart(
            String title, Layer model, double accuracy, Dataset<Tensor, int[]> points) {
        return new Chart(
                        String.format(
                                Locale.ROOT,
                                "%s: %.1f %% of unseen points right",
                                title,
                                100 * accuracy))
                .size(600, 660)
                .xLabel("x")
                .yLabel("y")
                .regions(
                        -EDGE,
                        EDGE,
                        -EDGE,
                        EDGE,
                        places -> Metrics.predictions(model.apply(places)))
                .points(points.inputs(), points.targets());
    }
}
