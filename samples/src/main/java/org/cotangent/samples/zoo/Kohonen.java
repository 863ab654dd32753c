// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * A self-organizing map of Kohonen: 12 by 12 units, each with an image of its own, that arrange
 * themselves so that neighbors are alike.
 *
 * <p>The unit whose image w is nearest to a digit x, and less so its neighbors on the map, move
 * toward it: w += rate h (x - w), with h = exp(-d^2 / (2 radius^2)) by the distance d on the map.
 * That is a step of gradient descent on the sum of h |x - w|^2 / 2, where h counts as a constant.
 * Radius and rate fall from step to step.
 *
 * <p>What to see: a map of handwriting, where each digit has a country of its own and shapes change
 * gradually. Nobody told the classes; if afterwards each unit is called by the class of most digits
 * that are nearest to it, about nine unseen digits in ten are named right.
 *
 * <p>T. Kohonen, "Self-organized formation of topologically correct feature maps", Biological
 * Cybernetics 43, 1982. Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C.
 * Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
public final class Kohonen extends Block {
    private static final long SEED = 1;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    private static final int SIDE = 12;
    private static final int UNITS = SIDE * SIDE;
    private static final int EPOCHS = 10;
    private static final double FIRST_RATE = 0.3;
    private static final double LAST_RATE = 0.02;
    private static final double FIRST_RADIUS = SIDE / 2.0;
    private static final double LAST_RADIUS = 0.6;

    private final Parameter images; // a row for each unit
    private final Buffer radius;
    private final double shrinking; // of the radius in a step

    Kohonen(int steps, RandomGenerator random) {
        super("kohonen");
        images = parameter("images", Tensor.uniform(random, 0, 1, UNITS, PIXELS));
        radius = buffer("radius", Tensor.of(FIRST_RADIUS));
        shrinking = StrictMath.pow(LAST_RADIUS / FIRST_RADIUS, 1.0 / steps);
    }

    /**
     * Trains the map, prints how well it fits unseen digits, and draws it.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> digits =
                Split.of(SampleData.digits().mapInputs(pixels -> pixels.div(16)), 0.25, random);
        Tensor known = digits.train().inputs();
        Kohonen map = new Kohonen(epochs * known.size(0), random);
        print("before", map, digits);
        map.trainer(epochs, known.size(0)).fit(Batches.of(known, 1), random);
        print("after " + epochs + " epochs", map, digits);
        pictures.draw(
                "kohonen.png",
                new ImageGrid(map.images.value().reshape(UNITS, 8, 8))
                        .title("A map of handwritten digits")
                        .inverted()
                        .range(0, 1)
                        .enlarged(5)
                        .margin(2)
                        .columns(SIDE));
    }

    Trainer<Kohonen, Tensor> trainer(int epochs, int rows) {
        double factor = StrictMath.pow(LAST_RATE / FIRST_RATE, 1.0 / (epochs * rows));
        return new Trainer<>(this, Kohonen::loss, new Sgd(FIRST_RATE))
                .scheduleSteps(Schedules.exponential(FIRST_RATE, factor))
                .epochs(epochs)
                .progress(Progress.none());
    }

    /** The distance of an image from those of the units, weighted by how near these are. */
    Tensor loss(Tensor x, Pass pass) {
        Tensor squares = images.value().sub(x).square().sum(1);
        double width = radius.value().value();
        Tensor places = distances(Tensor.iota(UNITS), squares.argMin());
        Tensor near = places.div(-2 * width * width).exp();
        if (pass.isTraining()) {
            pass.update(radius, radius.value().mul(shrinking));
        }
        return squares.mul(near).sum().div(2);
    }

    /** Squared distances of units, given by their numbers, on the map. */
    private static Tensor distances(Tensor one, Tensor other) {
        Tensor rows = one.div(SIDE).floor().sub(other.div(SIDE).floor());
        Tensor columns = one.sub(other).sub(rows.mul(SIDE));
        return rows.square().add(columns.square());
    }

    /** Squared distances of images, a row each, from those of the units. */
    private Tensor squares(Tensor x) {
        Tensor w = images.value();
        return x.square()
                .sum(Axes.keep(1))
                .add(w.square().sum(1))
                .sub(x.matmul(w.transpose()).mul(2));
    }

    private static void print(String title, Kohonen map, Split<Tensor, int[]> digits) {
        Tensor.TopK two = map.squares(digits.test().inputs()).neg().topK(1, 2);
        List<Tensor> units = two.positions().unstack(1);
        System.out.printf(
                Locale.ROOT,
                "%-15s distance from the nearest image %.3f; nearest two are neighbors for %5.1f %%;"
                        + " named right %.2f %%%n",
                title,
                two.values().slice(1, 0, 1).neg().sqrt().mean().value(),
                100 * distances(units.get(0), units.get(1)).le(2).mean().value(),
                100 * map.named(digits));
    }

    /** The share of unseen digits with the class of the unit they are nearest to. */
    private double named(Split<Tensor, int[]> digits) {
        double[][] counts = new double[UNITS][CLASSES];
        int[] nearest = nearest(digits.train().inputs());
        for (int i = 0; i < nearest.length; i++) {
            counts[nearest[i]][digits.train().targets()[i]]++;
        }
        Tensor scores = Tensor.of(counts).indexSelect(0, nearest(digits.test().inputs()));
        return Metrics.accuracy().apply(scores, digits.test().targets());
    }

    private int[] nearest(Tensor x) {
        return Metrics.predictions(squares(x).neg());
    }
}
