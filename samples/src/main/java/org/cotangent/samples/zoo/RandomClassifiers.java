// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Dataset;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * Three ways to the weights of a linear classifier of handwritten digits: random search, a random
 * walk that keeps the steps that help, and gradient descent.
 *
 * <p>What to see: a random classifier is right for one digit in ten, the best of 1,000 for two to
 * four in ten, by luck. A walk of 1,000 random steps gets to almost nine, where gradient descent is
 * after twenty steps: the slope says where to go.
 *
 * <p>After the course "CS231n: Convolutional Neural Networks for Visual Recognition", Stanford,
 * where the best of 1,000 guesses on small photographs is right in 15.5 % of cases. Digits: E.
 * Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998.
 */
public final class RandomClassifiers {
    private static final long SEED = 1;
    private static final int TRIES = 1000;
    private static final int CLASSES = 10;
    private static final double GUESS = 1e-4; // standard deviation of the weights of a guess
    private static final double STEP = 0.01; // of the steps of the walk
    private static final double RATE = 0.02;

    private final Dataset<Tensor, int[]> train;
    private final Dataset<Tensor, int[]> unseen;
    private final RandomGenerator random = new SeededRandom(SEED);
    private final int tries;
    private Chart chart =
            new Chart("Three ways to a linear classifier of digits")
                    .size(800, 560)
                    .xLabel("weights tried")
                    .yLabel("unseen digits told right, %")
                    .yRange(0, 100);

    private RandomClassifiers(int tries) {
        this.tries = tries;
        Split<Tensor, int[]> digits = Split.of(SampleData.digits(), 0.25, random);
        Tensor means = digits.train().inputs().mean(0);
        train = digits.train().mapInputs(pixels -> prepared(pixels, means));
        unseen = digits.test().mapInputs(pixels -> prepared(pixels, means));
    }

    /** Pixels around 0, and a 1 for the bias. */
    private static Tensor prepared(Tensor pixels, Tensor means) {
        return Tensor.concat(1, pixels.sub(means).div(8), Tensor.ones(pixels.size(0), 1));
    }

    /**
     * Prints how many unseen digits each way tells right, and draws how it got there.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(TRIES, Pictures.in(arguments));
    }

    static void run(int tries, Pictures pictures) throws IOException {
        RandomClassifiers study = new RandomClassifiers(tries);
        System.out.println("unseen digits told right, by how many weights were tried");
        System.out.printf("%-18s %7d %7d %7d %7d%n", "", 1, 20, 100, tries);
        study.search("random search", best -> study.normal(GUESS));
        study.search("random walk", best -> best.add(study.normal(STEP)));
        study.search(
                "gradient descent",
                best -> best.axpy(-RATE, Differentiate.gradient(study::loss, best)));
        pictures.draw("random-classifiers.png", study.chart);
    }

    private Tensor normal(double deviation) {
        return Tensor.normal(random, train.inputs().size(1), CLASSES).mul(deviation);
    }

    private Tensor loss(Tensor weights) {
        Tensor scores = train.inputs().matmul(weights);
        return Losses.multiclassHinge().apply(scores, train.targets());
    }

    /** Of the weights tried those of the lowest loss are kept; the unseen digits have no say. */
    private void search(String name, UnaryOperator<Tensor> next) {
        Tensor best = normal(GUESS);
        double lowest = Double.POSITIVE_INFINITY;
        double[] right = new double[tries];
        for (int i = 0; i < tries; i++) {
            Tensor weights = next.apply(best);
            double loss = loss(weights).value();
            right[i] = i == 0 ? 0 : right[i - 1];
            if (loss < lowest) {
                lowest = loss;
                best = weights;
                Tensor scores = unseen.inputs().matmul(best);
                right[i] = 100 * Metrics.accuracy().apply(scores, unseen.targets());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-18s %5.1f %% %5.1f %% %5.1f %% %5.1f %%%n",
                name,
                right[0],
                right[Math.min(19, tries - 1)],
                right[Math.min(99, tries - 1)],
                right[tries - 1]);
        chart = chart.line(name, right);
    }
}
