// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.distributions.Gaussian;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * A variational autoencoder: an encoder says for each digit where in the plane it may lie, as a
 * mean and a deviation, a place is drawn, and a decoder paints the digit again from it. The loss is
 * what the painting is off plus the divergence of these places from the standard normal
 * distribution; the draw is a mean plus a deviation times noise, so gradients pass through it.
 *
 * <p>What to see: bits for each unseen image fall well below those of the mean digit, 3 of them for
 * the place; less than the bits of its own grays no painting can have. In the picture each square
 * of the plane has its digit, and neighbors turn into each other; the last row walks from one
 * unseen digit to another.
 *
 * <p>D. Kingma, M. Welling, "Auto-encoding variational Bayes", 2013. Data: "Optical Recognition of
 * Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
public final class VariationalAutoencoder extends Block {
    private static final long SEED = 1;
    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final int HIDDEN = 96;
    private static final int LATENT = 2;
    private static final int EPOCHS = 60;
    private static final int BATCH = 64;
    private static final double RATE = 0.004;
    private static final int KNOWN = 1348; // of 1,797
    private static final int GRID = 12; // digits on a side of the picture

    private final Layer encoder;
    private final Layer decoder;

    VariationalAutoencoder(RandomGenerator random) {
        super("variational");
        encoder = child(mlp("encoder", random, PIXELS, HIDDEN, HIDDEN / 2, 2 * LATENT));
        decoder = child(mlp("decoder", random, LATENT, HIDDEN / 2, HIDDEN, PIXELS));
    }

    private static Layer mlp(String name, RandomGenerator random, int... widths) {
        return Mlp.of(widths).activation(Activation.TANH).name(name).build(random);
    }

    /**
     * Trains both halves, prints bits for each image, and draws the plane of digits.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Tensor known = images().slice(0, 0, KNOWN);
        Tensor unseen = images().slice(0, KNOWN, images().size(0));
        VariationalAutoencoder model = new VariationalAutoencoder(random);
        Tensor mean = known.mean(0).expand(unseen.shape());
        System.out.printf(
                Locale.ROOT,
                "the mean digit %.1f bits an unseen image, its own grays %.1f bits%n",
                bits(cost(mean, unseen)),
                bits(cost(unseen, unseen)));
        model.print("untrained", unseen);
        trainer(model, epochs).fit(Batches.of(known, BATCH), random);
        model.print("after " + epochs + " epochs", unseen);
        Tensor digits = Tensor.concat(0, model.plane(), model.walk(unseen.slice(0, 0, 2)));
        pictures.draw(
                "variational-autoencoder.png",
                new ImageGrid(digits.reshape(GRID * GRID + GRID, SIDE, SIDE))
                        .columns(GRID)
                        .enlarged(5)
                        .range(0, 1)
                        .inverted()
                        .title("The plane of digits; last row: from one unseen digit to another"));
    }

    static Tensor images() {
        return SampleData.digits().inputs().div(16);
    }

    static Trainer<VariationalAutoencoder, Tensor> trainer(
            VariationalAutoencoder model, int epochs) {
        return new Trainer<VariationalAutoencoder, Tensor>(
                        model, VariationalAutoencoder::loss, new Adam(RATE))
                .schedule(Schedules.cosine(RATE, epochs, RATE / 20))
                .epochs(epochs)
                .progress(Progress.none());
    }

    /** The cost of images if these are the probabilities of ink. */
    private static double cost(Tensor ink, Tensor x) {
        Tensor logits = Special.logit(ink.clamp(0.001, 0.999));
        return Losses.binaryCrossEntropy().meanOverSamples().apply(logits, x).value();
    }

    /** Where images may lie. */
    private Gaussian places(Tensor x, Pass pass) {
        Tensor y = encoder.forward(x, pass);
        return new Gaussian(y.slice(1, 0, LATENT), y.slice(1, LATENT, 2 * LATENT));
    }

    private Tensor loss(Tensor x, Pass pass) {
        Gaussian places = places(x, pass);
        Tensor z = pass.isTraining() ? places.reparameterized(pass.random()) : places.mean();
        pass.addLoss("divergence", places.divergence(Gaussian.standard(LATENT)).sum(1).mean());
        // grays count as probabilities of ink
        return Losses.binaryCrossEntropy().meanOverSamples().apply(decoder.forward(z, pass), x);
    }

    private void print(String title, Tensor unseen) {
        Pass pass = Pass.evaluation();
        double painting = loss(unseen, pass).value();
        double divergence = pass.losses().get("divergence").value();
        System.out.printf(
                Locale.ROOT,
                "%-16s %.1f bits an unseen image, %.1f of them for the place%n",
                title,
                bits(painting + divergence),
                bits(divergence));
    }

    private static double bits(double nats) {
        return nats / StrictMath.log(2);
    }

    private Tensor painted(Tensor z) {
        return Tensor.unrecorded(() -> decoder.apply(z).sigmoid());
    }

    /** The digit of each square, in steps of equal probability. */
    private Tensor plane() {
        Tensor share = Tensor.iota(GRID).add(0.5).div(GRID);
        Tensor squares = Tensor.stack(1, share.tile(GRID), share.repeat(0, GRID));
        return painted(Special.normalQuantile(squares));
    }

    /** From one image to another in equal steps. */
    private Tensor walk(Tensor ends) {
        List<Tensor> z = places(ends, Pass.evaluation()).mean().unstack(0);
        Tensor share = Tensor.iota(GRID).div(GRID - 1).unsqueeze(1);
        return painted(z.get(0).add(z.get(1).sub(z.get(0)).mul(share)));
    }
}
