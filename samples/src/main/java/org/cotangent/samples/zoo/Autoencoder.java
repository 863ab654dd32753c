// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ActivationPenalty;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * Three autoencoders of handwritten digits, which learn to put out what they get through a narrow
 * place: a plain one with a code of 12 numbers; a sparse one with 128, of which a penalty lets few
 * be other than 0; and a denoising one, which gets images with noise and is to give them back
 * without.
 *
 * <p>What to see: 12 numbers keep four fifths of the variance of unseen digits; the sparse code
 * keeps 95 %, with some 40 of its numbers for a digit; the denoising one takes away three quarters
 * of the noise, where the plain one, which never saw noise, takes away a quarter.
 *
 * <p>G. Hinton, R. Salakhutdinov, "Reducing the dimensionality of data with neural networks", 2006;
 * P. Vincent and others, "Extracting and composing robust features with denoising autoencoders",
 * 2008. Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine
 * Learning Repository, 1998, CC BY 4.0.
 */
public final class Autoencoder extends Block {
    private static final long SEED = 1;
    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final int HIDDEN = 96;
    private static final int EPOCHS = 40;
    private static final int BATCH = 32;
    private static final double RATE = 0.003;
    private static final double NOISE = 0.3; // standard deviation; ink is 1, paper 0
    private static final double SPARSITY = 0.03;
    private static final int KNOWN = 1348; // of 1,797
    private static final int SHOWN = 10;

    /** A kind of autoencoder, with the numbers between its halves. */
    enum Kind {
        PLAIN(12),
        SPARSE(128),
        DENOISING(32);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    private final Kind kind;
    private final Layer encoder;
    private final Layer decoder;

    Autoencoder(Kind kind, RandomGenerator random) {
        super(kind.name().toLowerCase(Locale.ROOT));
        this.kind = kind;
        if (kind == Kind.SPARSE) {
            Layer in = new Dense("in", PIXELS, kind.code, Initializers.he(), random);
            Layer penalty = ActivationPenalty.l1("sparsity", SPARSITY);
            encoder = child(new Sequential(in, Activation.RELU, penalty));
            decoder = child(new Dense("out", kind.code, PIXELS, Initializers.xavier(), random));
        } else {
            encoder = child(mlp("encoder", random, PIXELS, HIDDEN, kind.code));
            decoder = child(mlp("decoder", random, kind.code, HIDDEN, PIXELS));
        }
    }

    private static Layer mlp(String name, RandomGenerator random, int... widths) {
        return Mlp.of(widths).activation(Activation.SILU).name(name).build(random);
    }

    /**
     * Trains the three, prints how well they give back unseen digits, and draws some.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Tensor unseen = images().slice(0, KNOWN, images().size(0));
        Tensor noisy = noisy(unseen, random);
        Tensor mean = images().slice(0, 0, KNOWN).mean(0).expand(unseen.shape());
        Autoencoder plain = trained(Kind.PLAIN, epochs, random);
        Autoencoder sparse = trained(Kind.SPARSE, epochs, random);
        Autoencoder denoising = trained(Kind.DENOISING, epochs, random);
        for (Autoencoder each : List.of(plain, sparse)) {
            Tensor code = Tensor.unrecorded(() -> each.encoder.apply(unseen));
            System.out.printf(
                    Locale.ROOT,
                    "%-9s code of %3d, %5.1f of them used: %.1f %% of the variance kept%n",
                    each.name(),
                    each.kind.code,
                    code.abs().gt(0.01).sum(1).mean().value(),
                    lessOff(each.apply(unseen), mean, unseen));
        }
        for (Autoencoder each : List.of(denoising, plain)) {
            double less = lessOff(each.apply(noisy), noisy, unseen);
            String line = "%-9s given noisy digits, %.1f %% of the noise taken away%n";
            System.out.printf(Locale.ROOT, line, each.name(), less);
        }
        List<ImageGrid> rows =
                List.of(
                        grid("Unseen digits", unseen),
                        grid("plain, through 12 numbers", plain.apply(unseen)),
                        grid("sparse, through some of 128", sparse.apply(unseen)),
                        grid("with noise", noisy),
                        grid("denoising, of the row above", denoising.apply(noisy)));
        pictures.draw("autoencoder.png", new Panels(1, rows));
    }

    private static ImageGrid grid(String title, Tensor rows) {
        Tensor first = rows.slice(0, 0, SHOWN).reshape(SHOWN, SIDE, SIDE);
        return new ImageGrid(first).columns(SHOWN).title(title).enlarged(6).range(0, 1).inverted();
    }

    static Tensor images() {
        return SampleData.digits().inputs().div(16);
    }

    static Trainer<Autoencoder, Tensor> trainer(Autoencoder model, int epochs) {
        return new Trainer<Autoencoder, Tensor>(model, Autoencoder::loss, new Adam(RATE))
                .schedule(Schedules.cosine(RATE, epochs, RATE / 20))
                .epochs(epochs)
                .progress(Progress.none());
    }

    private static Autoencoder trained(Kind kind, int epochs, RandomGenerator random) {
        Autoencoder model = new Autoencoder(kind, random);
        trainer(model, epochs).fit(Batches.of(images().slice(0, 0, KNOWN), BATCH), random);
        return model;
    }

    private Tensor loss(Tensor x, Pass pass) {
        boolean noise = kind == Kind.DENOISING && pass.isTraining();
        Tensor given = noise ? noisy(x, pass.random()) : x;
        Tensor again = decoder.forward(encoder.forward(given, pass), pass);
        return Losses.meanSquaredError().meanOverSamples().apply(again, x);
    }

    private static Tensor noisy(Tensor x, RandomGenerator random) {
        return x.add(Tensor.normal(random, x.shape()).mul(NOISE));
    }

    private Tensor apply(Tensor x) {
        return Tensor.unrecorded(() -> decoder.apply(encoder.apply(x)));
    }

    /** By how much less, in percent, images are off from the true ones than others are. */
    private static double lessOff(Tensor y, Tensor other, Tensor x) {
        return 100 * (1 - y.sub(x).square().sum().value() / other.sub(x).square().sum().value());
    }
}
