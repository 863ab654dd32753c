// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.GradientPenalty;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;

/**
 * A Wasserstein GAN with a penalty on slopes: a critic measures how far the generator's points are
 * from real ones, as the greatest difference of means of a function whose slope is 1, and the
 * generator goes down that slope. Real points lie around eight places on a ring.
 *
 * <p>The penalty is made of gradients by the input, so training the critic takes second
 * derivatives: the backward pass of a backward pass.
 *
 * <p>What to see: all eight places are found, and six points in ten are near one; the others lie on
 * the way between two, for the generator is a continuous function. The picture has the critic's
 * heights behind the points: hills at the places, slopes towards them. The plain GAN beside it is
 * {@code networks.Gan}.
 *
 * <p>I. Gulrajani and others, "Improved training of Wasserstein GANs", 2017.
 */
public final class WassersteinGan extends Block {
    private static final long SEED = 1;
    private static final int EPOCHS = 20;
    private static final int BATCHES = 100; // an epoch
    private static final int ROWS = 64;
    private static final int NOISE = 2;
    private static final int HIDDEN = 32;
    private static final int CRITIC_STEPS = 3; // for each of the generator
    private static final double PENALTY = 0.1;
    private static final double RATE = 0.004;
    private static final int MODES = 8;
    private static final double RADIUS = 2;
    private static final double SPREAD = 0.1; // standard deviation around a place
    private static final int SHOWN = 1000;

    private final Layer generator;
    private final Layer critic;

    WassersteinGan(RandomGenerator random) {
        super("wasserstein");
        generator = child(mlp("generator", random, NOISE, HIDDEN, HIDDEN, 2));
        critic = child(mlp("critic", random, 2, HIDDEN, HIDDEN, 1));
    }

    private static Layer mlp(String name, RandomGenerator random, int... widths) {
        return Mlp.of(widths).activation(Activation.SILU).name(name).build(random);
    }

    /**
     * Trains both, prints how far the points are and how many places they found, and draws them.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        WassersteinGan gan = new WassersteinGan(random);
        print("before the training", gan.made(random));
        History history = trainer(gan, epochs).fit(batches(), random);
        double[] distances = history.metric("distance");
        System.out.printf(
                Locale.ROOT,
                "distance as the critic measures it: %.3f in the first epoch, %.3f in the last%n"
                        + "the slope of the critic, which is to be 1: off by %.2f (root mean square) in the last%n",
                distances[0],
                distances[epochs - 1],
                Math.sqrt(history.finalMetric("slope")));
        Tensor made = gan.made(random);
        print("after " + epochs + " epochs", made);
        Tensor real = real(SHOWN, random);
        print("real points", real);
        double edge = 1.5 * RADIUS;
        pictures.draw(
                "wasserstein-gan.png",
                new Chart("Eight places on a ring, and the critic's heights")
                        .size(400, 400)
                        .equalUnits()
                        .contours(-edge, edge, -edge, edge, gan.critic::apply)
                        .points("real", column(real, 0), column(real, 1))
                        .points("generated", column(made, 0), column(made, 1)));
    }

    static Batches<Tensor> batches() {
        return Batches.generated(BATCHES, random -> real(ROWS, random));
    }

    static Trainer<WassersteinGan, Tensor> trainer(WassersteinGan gan, int epochs) {
        return new Trainer<WassersteinGan, Tensor>(gan)
                .turn("critic", gan.critic, adam(), WassersteinGan::criticLoss)
                .turn("generator", gan.generator, adam(), WassersteinGan::generatorLoss)
                .times("critic", CRITIC_STEPS)
                .schedule(Schedules.cosine(RATE, epochs, RATE / 20))
                .epochs(epochs)
                .progress(Progress.none());
    }

    private static Optimizer adam() {
        return new Adam(RATE).betas(0.5, 0.9);
    }

    /** Points around places that are drawn at random. */
    private static Tensor real(int rows, RandomGenerator random) {
        double[] places = random.ints(rows, 0, MODES).asDoubleStream().toArray();
        return ring(Tensor.of(places)).add(Tensor.normal(random, rows, 2).mul(SPREAD));
    }

    /** Where places of these numbers are. */
    private static Tensor ring(Tensor places) {
        Tensor angle = places.mul(2 * Math.PI / MODES);
        return Tensor.stack(1, angle.cos(), angle.sin()).mul(RADIUS);
    }

    private Tensor generated(int rows, Pass pass) {
        return generator.forward(Tensor.normal(pass.random(), rows, NOISE), pass);
    }

    private Tensor made(RandomGenerator random) {
        return Tensor.unrecorded(() -> generator.apply(Tensor.normal(random, SHOWN, NOISE)));
    }

    Tensor criticLoss(Tensor real, Pass pass) {
        Tensor fake = generated(real.size(0), pass).stopGradient();
        Tensor distance = critic.forward(real, pass).mean().sub(critic.forward(fake, pass).mean());
        pass.report("distance", distance.value(), real.size(0));
        Tensor between = GradientPenalty.between(real, fake, pass.random());
        Tensor penalty = GradientPenalty.of(x -> critic.forward(x, pass), between, 1);
        pass.report("slope", penalty.value(), real.size(0));
        return penalty.mul(PENALTY).sub(distance);
    }

    private Tensor generatorLoss(Tensor real, Pass pass) {
        return critic.forward(generated(real.size(0), pass), pass).mean().neg();
    }

    /** A place counts as found if a fortieth of the points, or more, are near it. */
    private static void print(String title, Tensor points) {
        Tensor distances = points.unsqueeze(1).sub(ring(Tensor.iota(MODES))).norm(2);
        Tensor near = distances.lt(4 * SPREAD).mean(0); // a share for each place
        System.out.printf(
                Locale.ROOT,
                "%-20s %.0f of %d places found, %5.1f %% of the points near one%n",
                title,
                near.ge(1 / 40.0).sum().value(),
                MODES,
                100 * near.sum().value());
    }

    private static double[] column(Tensor points, int axis) {
        return points.slice(1, axis, axis + 1).toArray();
    }
}
