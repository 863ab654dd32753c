// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Reshape;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.images.TransposedConvolution;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;

/**
 * A deep convolutional inverse graphics network: an encoder of convolutions and a decoder of
 * transposed ones, between them three numbers, each of which comes to mean one property of the
 * scene: where an ellipse lies, from left to right and from top to bottom, and how it is turned.
 *
 * <p>Nobody tells the network the properties. It only sees mini-batches in which one of them varies
 * and the others are fixed: the numbers of the others are replaced by their mean over the batch, so
 * that the decoder has to explain the differences by the one number, and what they vary by is
 * punished.
 *
 * <p>What to see: over new scenes in which all varies, each number goes with its property alone, as
 * the correlations say. In the picture one number grows in each row, and the ellipse moves to the
 * side, moves down, or turns.
 *
 * <p>T. Kulkarni, W. Whitney, P. Kohli, J. Tenenbaum, "Deep convolutional inverse graphics
 * network", 2015.
 */
public final class PoseNet extends Block {
    private static final long SEED = 1;
    private static final int UNITS = 3; // and properties: horizontal, vertical, angle
    private static final int SIDE = 16;
    private static final int ROWS = 12; // a mini-batch
    private static final int BATCHES = 100; // an epoch
    private static final int EPOCHS = 15;
    private static final double LEARNING_RATE = 0.004;
    private static final int SCENES = 500; // to judge by
    private static final int STEPS = 9; // of a walk

    private final Layer encoder;
    private final Layer decoder;

    PoseNet(RandomGenerator random) {
        super("poseNet");
        Kernel kernel = Kernel.of(4, 4).stride(2).padding(1);
        Initializer he = Initializers.he();
        Initializer xavier = Initializers.xavier();
        Activation relu = Activation.RELU;
        encoder =
                new Sequential(
                        new Convolution("down1", 1, 8, kernel, he, random),
                        relu,
                        new Convolution("down2", 8, 16, kernel, he, random),
                        relu,
                        new Flatten(),
                        Mlp.of(256, 64, UNITS).activation(relu).name("code").build(random));
        decoder =
                new Sequential(
                        Mlp.of(UNITS, 64, 256).activation(relu).output(relu).build(random),
                        new Reshape(16, 4, 4),
                        new TransposedConvolution("up1", 16, 8, kernel, he, random),
                        relu,
                        new TransposedConvolution("up2", 8, 1, kernel, xavier, random),
                        Activation.SIGMOID);
        child(encoder);
        child(decoder);
    }

    /**
     * Trains the network, prints what its numbers mean, and draws what they do.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        PoseNet model = new PoseNet(random);
        trainer(model, epochs).fit(batches(BATCHES), random);
        Tensor properties = Tensor.uniform(random, -1, 1, SCENES, UNITS);
        Tensor images = images(properties);
        Tensor code = Tensor.unrecorded(() -> model.encoder.apply(images));
        double error = model.decoder.apply(code).sub(images).square().mean().value();
        String quality = "mean square error of new images: %.4f (variance %.4f)%n";
        System.out.printf(Locale.ROOT, quality, error, images.var().value());
        System.out.println("correlation with   horizontal  vertical     angle");
        Tensor correlations =
                standardized(code).transpose().matmul(standardized(properties)).div(SCENES);
        for (int unit = 0; unit < UNITS; unit++) {
            double[] row = correlations.slice(0, unit, unit + 1).toArray();
            String line = "number %d           %9.2f %9.2f %9.2f%n";
            System.out.printf(Locale.ROOT, line, unit + 1, row[0], row[1], row[2]);
        }
        pictures.draw("pose-net.png", model.walks(code));
    }

    private static Tensor standardized(Tensor x) {
        return x.sub(x.mean(Axes.keep(0))).div(x.std(Axes.keep(0), 0));
    }

    static Trainer<PoseNet, Tensor> trainer(PoseNet model, int epochs) {
        return new Trainer<PoseNet, Tensor>(model, PoseNet::loss, new Adam(LEARNING_RATE))
                .epochs(epochs)
                .schedule(Schedules.cosine(LEARNING_RATE, epochs, LEARNING_RATE / 20))
                .progress(Progress.none());
    }

    /**
     * A mini-batch for each property, which varies there; the others are drawn once for all rows.
     */
    static Batches<Tensor> batches(int count) {
        return Batches.generated(
                count,
                random -> {
                    Tensor varied = Tensor.uniform(random, -1, 1, UNITS, ROWS, UNITS);
                    Tensor fixed = Tensor.uniform(random, -1, 1, UNITS, 1, UNITS);
                    return images(onlyOwn(varied, fixed).reshape(UNITS * ROWS, UNITS));
                });
    }

    /**
     * Of [properties, rows, units] the unit of each mini-batch's own, and the others of a second.
     */
    private static Tensor onlyOwn(Tensor own, Tensor others) {
        Tensor mask = Tensor.eye(UNITS).unsqueeze(1);
        return own.mul(mask).add(others.mul(mask.rsub(1)));
    }

    private Tensor loss(Tensor images, Pass pass) {
        Tensor code = encoder.forward(images, pass).reshape(UNITS, ROWS, UNITS);
        Tensor held = onlyOwn(code, code.mean(Axes.keep(1)));
        pass.addLoss("invariance", code.sub(held).square().mean());
        Tensor again = decoder.forward(held.reshape(UNITS * ROWS, UNITS), pass);
        return again.sub(images).square().mean();
    }

    /** Ellipses of given properties from -1 to 1, ink 1 on paper 0. */
    static Tensor images(Tensor properties) {
        Tensor place = Tensor.iota(SIDE).sub((SIDE - 1) / 2.0);
        List<Tensor> each = properties.unsqueeze(-1).unsqueeze(-1).unstack(1);
        Tensor right = place.reshape(1, SIDE).sub(each.get(0).mul(3));
        Tensor below = place.reshape(SIDE, 1).sub(each.get(1).mul(3));
        Tensor angle = each.get(2);
        Tensor along = right.mul(angle.cos()).add(below.mul(angle.sin())).div(5);
        Tensor across = below.mul(angle.cos()).sub(right.mul(angle.sin())).div(2.2);
        return along.square().add(across.square()).rsub(1).mul(2).sigmoid().unsqueeze(1);
    }

    /** Images of codes of which one number grows, between extremes that occur. */
    private ImageGrid walks(Tensor code) {
        Tensor grown = Tensor.iota(STEPS).div(STEPS / 2).sub(1).mul(1.7).unsqueeze(1);
        Tensor center = code.mean(Axes.keep(0));
        Tensor walk = onlyOwn(center.add(grown.mul(code.std(Axes.keep(0)))), center);
        Tensor images = Tensor.unrecorded(() -> decoder.apply(walk.reshape(UNITS * STEPS, UNITS)));
        return new ImageGrid(images.reshape(UNITS * STEPS, SIDE, SIDE))
                .title("One number of the code grows in each row")
                .columns(STEPS)
                .enlarged(5)
                .range(0, 1)
                .inverted();
    }
}
