// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.HeatMap;

/**
 * Pictures of derivatives and probabilities, one of each kind: a gradient field, a Jacobian,
 * attention weights, receiver operating characteristics, and rates on logarithmic axes.
 *
 * <p>What to see: gradients stand at right angles to the contours and are 0 in the four minima; the
 * Jacobian of softmax is symmetric, and each row sums to 0; each position attends to its neighbors;
 * the better the scores, the nearer the curve is to the corner; on logarithmic axes powers are
 * straight lines, and the error of a difference quotient falls until round-off takes over.
 */
public final class Gallery {
    private static final long SEED = 1;
    private static final double EDGE = 5;
    private static final int ARROWS = 17; // in a row
    private static final String[] WORDS = "the cat sat on the mat and slept".split(" ");
    private static final int WIDTH = 32; // numbers for a position
    private static final int SCORES = 2000;

    private Gallery() {}

    /**
     * Draws the pictures.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if they cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Pictures pictures = Pictures.in(arguments);
        pictures.draw("gallery-gradient.png", gradientField());
        pictures.draw("gallery-jacobian.png", jacobian());
        pictures.draw("gallery-attention.png", attention());
        pictures.draw("gallery-roc.png", characteristics());
        pictures.draw("gallery-differences.png", differences());
        pictures.draw("gallery-differences.svg", differences());
    }

    /** Himmelblau's function at points of shape [rows, 2]. */
    static Tensor himmelblau(Tensor points) {
        Tensor x = points.slice(1, 0, 1);
        Tensor y = points.slice(1, 1, 2);
        return x.square().add(y).sub(11).square().add(x.add(y.square()).sub(7).square());
    }

    static Chart gradientField() {
        double[][] places = new double[ARROWS * ARROWS][];
        for (int i = 0; i < places.length; i++) {
            double x = EDGE * (2 * (i % ARROWS + 0.5) / ARROWS - 1);
            double y = EDGE * (2 * (i / ARROWS + 0.5) / ARROWS - 1);
            places[i] = new double[] {x, y};
        }
        Tensor points = Tensor.of(places);
        Tensor downhill = Differentiate.gradient(p -> himmelblau(p).sum(), points).neg();
        // lengths span three powers of ten; their square roots can be drawn
        Tensor lengths = downhill.square().sum(1).sqrt().reshape(places.length, 1);
        Tensor arrows = downhill.div(lengths.add(1).sqrt());
        return new Chart("Downhill on Himmelblau's function")
                .size(520, 540)
                .xLabel("x")
                .yLabel("y")
                .equalUnits()
                .contours(-EDGE, EDGE, -EDGE, EDGE, Gallery::himmelblau)
                .arrows("negative gradient", points, arrows);
    }

    static HeatMap jacobian() {
        Tensor logits = Tensor.vector(2, 1, 0.5, -1, 0);
        return new HeatMap(Differentiate.jacobian(x -> x.softmax(0), logits))
                .title("Jacobian of softmax")
                .yLabel("output")
                .xLabel("input")
                .names("0", "1", "2", "3", "4")
                .diverging()
                .numbers(3);
    }

    /** Attention of the words of a sentence to each other, by their positions alone. */
    static HeatMap attention() {
        double[][] codes = new double[WORDS.length][WIDTH];
        for (int position = 0; position < WORDS.length; position++) {
            for (int i = 0; i < WIDTH; i += 2) {
                double angle = position / StrictMath.pow(10_000, (double) i / WIDTH);
                codes[position][i] = StrictMath.sin(angle);
                codes[position][i + 1] = StrictMath.cos(angle);
            }
        }
        Tensor queries = Tensor.of(codes).mul(2);
        Tensor scores = queries.matmul(queries.transpose()).div(Math.sqrt(WIDTH));
        return new HeatMap(scores.softmax(1))
                .title("Attention by position")
                .yLabel("query")
                .xLabel("key")
                .names(WORDS)
                .range(0, 1);
    }

    /** The share of true alarms against that of false ones, for scores of three qualities. */
    static Chart characteristics() {
        RandomGenerator random = new SplittableRandom(SEED);
        Chart chart =
                new Chart("Receiver operating characteristic")
                        .size(560, 600)
                        .xLabel("false positive rate")
                        .yLabel("true positive rate")
                        .xProbability()
                        .yProbability()
                        .equalUnits();
        for (double distance : new double[] {2, 1, 0.5}) {
            double[] negatives = sorted(random, 0);
            double[] positives = sorted(random, distance);
            double[] thresholds =
                    IntStream.rangeClosed(0, 200).mapToDouble(i -> 5 - i / 20.0).toArray();
            chart =
                    chart.line(
                            "distance " + distance,
                            map(thresholds, t -> above(negatives, t)),
                            map(thresholds, t -> above(positives, t)));
        }
        return chart.line("chance", new double[] {0, 1}, new double[] {0, 1});
    }

    private static double[] sorted(RandomGenerator random, double mean) {
        return random.doubles(SCORES).map(u -> mean + random.nextGaussian()).sorted().toArray();
    }

    private static double above(double[] scores, double threshold) {
        return (double) Arrays.stream(scores).filter(s -> s >= threshold).count() / scores.length;
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    /** Errors of difference quotients of sin at 1 against their step. */
    static Chart differences() {
        double[] steps =
                IntStream.rangeClosed(0, 96)
                        .mapToDouble(i -> StrictMath.pow(10, -i / 8.0))
                        .toArray();
        double exact = Differentiate.gradient(Tensor::sin, Tensor.of(1)).value();
        return new Chart("Error of the derivative of sin at 1")
                .size(720, 500)
                .logX()
                .logY()
                .xLabel("step h")
                .yLabel("absolute error")
                .line("(f(x + h) - f(x)) / h", steps, errors(steps, exact, 0))
                .line("(f(x + h) - f(x - h)) / 2 h", steps, errors(steps, exact, 1));
    }

    private static double[] errors(double[] steps, double exact, double back) {
        return map(
                steps,
                h -> {
                    double rise = StrictMath.sin(1 + h) - StrictMath.sin(1 - back * h);
                    double error = Math.abs(rise / (h + back * h) - exact);
                    return error > 0 ? error : Double.NaN; // a gap where it is right by chance
                });
    }
}
