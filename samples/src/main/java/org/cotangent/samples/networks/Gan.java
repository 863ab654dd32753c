// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * A generative adversarial network: a generator makes points of the plane from noise, and a critic
 * learns to tell them from real ones, which lie around eight places on a circle.
 *
 * <p>The training has two turns, each with a part of the model, an optimizer and a loss of its own.
 * Batches are drawn as they are needed, and the generator's learning rate falls to a tenth.
 *
 * <p>What to see: at first no point is near a place; in the end all eight are covered, and more
 * than nine points in ten are near one. The others lie on the way between two places, for the
 * generator is a continuous function.
 *
 * <p>I. Goodfellow and others, "Generative Adversarial Nets", 2014.
 */
public final class Gan extends Block {
    private static final long SEED = 1;
    private static final int EPOCHS = 20;
    private static final int BATCHES = 100; // an epoch
    private static final int ROWS = 64;
    private static final int NOISE = 2;
    private static final int HIDDEN = 32;
    private static final int MODES = 8;
    private static final double RADIUS = 2;
    private static final double SPREAD = 0.1; // standard deviation around a place
    private static final double NEAR = 4 * SPREAD;
    private static final int SHOWN = 1000;
    private static final double CRITIC_RATE = 0.01;
    private static final double GENERATOR_RATE = 0.005;

    private final Layer generator;
    private final Layer critic;

    private Gan(RandomGenerator random) {
        super("gan");
        generator = child(mlp("generator", random, NOISE, HIDDEN, HIDDEN, 2));
        critic = child(mlp("critic", random, 2, HIDDEN, HIDDEN, 1));
    }

    private static Layer mlp(String name, RandomGenerator random, int... widths) {
        return Mlp.of(widths).activation(Activation.TANH).name(name).build(random);
    }

    /**
     * Trains both, prints how good the generator's points are, and draws them.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Gan gan = new Gan(random);
        print("before the training", gan.made(random));
        Schedule falling = Schedules.cosine(GENERATOR_RATE, epochs, GENERATOR_RATE / 10);
        Trainer<Gan, Tensor> trainer =
                new Trainer<Gan, Tensor>(gan)
                        .turn("critic", gan.critic, adam(CRITIC_RATE), Gan::criticLoss)
                        .turn("generator", gan.generator, adam(GENERATOR_RATE), Gan::generatorLoss)
                        .schedule("generator", falling)
                        .epochs(epochs)
                        .progress(Progress.none());
        trainer.fit(Batches.generated(BATCHES, r -> real(ROWS, r)), random);
        Tensor made = gan.made(random);
        print("after " + epochs + " epochs", made);
        Tensor real = real(SHOWN, random);
        print("real points", real);
        pictures.draw(
                "gan.png",
                new Chart("Eight places on a circle: real points and a generator's")
                        .size(800, 800)
                        .equalUnits()
                        .points("real", column(real, 0), column(real, 1))
                        .points("generated", column(made, 0), column(made, 1)));
    }

    /** With short memories, for what each is up against changes all the time. */
    private static Optimizer adam(double rate) {
        return new Adam(rate).betas(0.5, 0.99);
    }

    /** Points around places that are drawn at random. */
    private static Tensor real(int rows, RandomGenerator random) {
        double[] places = random.ints(rows, 0, MODES).asDoubleStream().toArray();
        Tensor angle = Tensor.of(places, rows, 1).mul(2 * Math.PI / MODES);
        return Tensor.concat(1, angle.cos(), angle.sin())
                .mul(RADIUS)
                .add(Tensor.normal(random, rows, 2).mul(SPREAD));
    }

    private Tensor generated(int rows, Pass pass) {
        return generator.forward(Tensor.normal(pass.random(), rows, NOISE), pass);
    }

    private Tensor made(RandomGenerator random) {
        return Tensor.unrecorded(() -> generator.apply(Tensor.normal(random, SHOWN, NOISE)));
    }

    private Tensor verdict(Tensor points, double wanted, Pass pass) {
        Tensor target = Tensor.full(wanted, points.size(0), 1);
        return Losses.binaryCrossEntropy().apply(critic.forward(points, pass), target);
    }

    private Tensor criticLoss(Tensor real, Pass pass) {
        Tensor fake = generated(real.size(0), pass).stopGradient();
        return verdict(real, 1, pass).add(verdict(fake, 0, pass));
    }

    private Tensor generatorLoss(Tensor real, Pass pass) {
        return verdict(generated(real.size(0), pass), 1, pass);
    }

    /** A place counts as covered if a fiftieth of the points, or more, are near it. */
    private static void print(String title, Tensor points) {
        int[] near = new int[MODES];
        for (int i = 0; i < points.size(0); i++) {
            for (int k = 0; k < MODES; k++) {
                double angle = 2 * Math.PI * k / MODES;
                double dx = points.get(i, 0) - RADIUS * StrictMath.cos(angle);
                double dy = points.get(i, 1) - RADIUS * StrictMath.sin(angle);
                near[k] += StrictMath.hypot(dx, dy) < NEAR ? 1 : 0;
            }
        }
        int covered = 0;
        int all = 0;
        for (int count : near) {
            covered += count >= points.size(0) / 50 ? 1 : 0;
            all += count;
        }
        System.out.printf(
                Locale.ROOT,
                "%-20s %d of %d places covered, %5.1f %% of the points near one%n",
                title,
                covered,
                MODES,
                100.0 * all / points.size(0));
    }

    private static double[] column(Tensor points, int axis) {
        return points.slice(1, axis, axis + 1).toArray();
    }
}
