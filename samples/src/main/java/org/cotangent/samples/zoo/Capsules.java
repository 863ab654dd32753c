// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * Capsules with routing by agreement, on handwritten digits: groups of neurons whose vector says by
 * its length whether something is there and by its direction how it looks.
 *
 * <p>Each of 72 primary capsules, the places of a convolution, predicts the vector of each of ten
 * digit capsules. In three rounds a primary capsule sends more to those digits whose vector agrees
 * with its prediction. A decoder makes the image again of the right digit's vector alone.
 *
 * <p>What to see: the network reads 98 % of the unseen digits. In the picture the middle column is
 * the decoder's image of one of them; in each row one number of its vector grows from left to
 * right, and the digit changes its stroke, slant or width.
 *
 * <p>S. Sabour, N. Frosst, G. Hinton, "Dynamic routing between capsules", 2017.
 */
public final class Capsules extends Block {
    private static final long SEED = 1;
    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 10;
    private static final int MAPS = 32; // of the first convolution
    private static final int KINDS = 8; // of primary capsules, each at 3 x 3 places
    private static final int WIDTH = 4; // of a primary capsule's vector
    private static final int PRIMARY = KINDS * 9;
    private static final int POSE = 8; // of a digit capsule's vector
    private static final int ROUNDS = 3;
    private static final double RECONSTRUCTION = 10; // how much the images count
    private static final int BATCH = 32;
    private static final int SHOWN = 2; // the digit of the picture
    private static final double FARTHEST = 0.8;
    private static final int EPOCHS = 15;
    private static final double LEARNING_RATE = 0.003;
    private static final Loss<Tensor> ERROR = Losses.meanSquaredError();

    private final Layer first;
    private final Layer second;
    private final Parameter views; // for each primary capsule a matrix to all digits
    private final Layer decoder;

    /**
     * A network that is not trained.
     *
     * @param random where the weights come from
     */
    Capsules(RandomGenerator random) {
        super("capsules");
        Initializer he = Initializers.he();
        Kernel halving = Kernel.of(3, 3).stride(2).padding(1);
        first = child(new Convolution("first", 1, MAPS, Kernel.of(3, 3), he, random));
        second = child(new Convolution("second", MAPS, KINDS * WIDTH, halving, he, random));
        views = parameter("views", Tensor.normal(random, PRIMARY, WIDTH, CLASSES * POSE).mul(0.1));
        decoder =
                child(
                        Mlp.of(CLASSES * POSE, 128, PIXELS)
                                .activation(Activation.RELU)
                                .output(Activation.SIGMOID)
                                .name("decoder")
                                .build(random));
    }

    /**
     * Trains the network, prints how well it reads digits that it never saw, and draws what the
     * numbers of a capsule mean.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> split = Split.of(digits(), 0.25, random);
        Capsules model = new Capsules(random);
        trainer(model, epochs).fit(Batches.of(split.train(), BATCH), random);
        Dataset<Tensor, int[]> unseen = split.test();
        Tensor poses = Tensor.unrecorded(() -> model.poses(unseen.inputs(), Pass.evaluation()));
        Tensor again = model.decoded(poses, Pass.evaluation(), unseen.targets());
        System.out.printf(
                Locale.ROOT,
                "accuracy on unseen digits: %.2f %% after epoch %d%n"
                        + "mean square error of the images made again: %.4f (variance of pixels %.4f)%n",
                100 * Metrics.accuracy().apply(poses.norm(-1), unseen.targets()),
                epochs,
                ERROR.apply(again, unseen.inputs()).value(),
                unseen.inputs().var().value());
        pictures.draw("capsules.png", model.walks(poses, unseen.targets()));
    }

    /** Pixels from 0 (paper) to 1 (ink). */
    static Dataset<Tensor, int[]> digits() {
        return SampleData.digits().mapInputs(pixels -> pixels.div(16));
    }

    static Trainer<Capsules, Dataset<Tensor, int[]>> trainer(Capsules model, int epochs) {
        return new Trainer<>(model, Capsules::loss, new Adam(LEARNING_RATE))
                .epochs(epochs)
                .progress(Progress.none());
    }

    private Tensor loss(Dataset<Tensor, int[]> batch, Pass pass) {
        Tensor poses = poses(batch.inputs(), pass);
        Tensor again = decoded(poses, pass, batch.targets());
        pass.addLoss("images", ERROR.apply(again, batch.inputs()).mul(RECONSTRUCTION));
        return Losses.capsuleMargin().apply(poses.norm(-1), batch.targets());
    }

    /** The vectors of the digit capsules, [rows, classes, pose]. */
    private Tensor poses(Tensor pixels, Pass pass) {
        int rows = pixels.size(0);
        Tensor maps = first.forward(pixels.reshape(rows, 1, SIDE, SIDE), pass).relu();
        Tensor places = second.forward(maps, pass).reshape(rows, KINDS, WIDTH, PRIMARY / KINDS);
        Tensor primary = squashed(places.permute(1, 3, 0, 2).reshape(PRIMARY, rows, WIDTH));
        Tensor predictions = primary.matmul(views.value()).reshape(PRIMARY, rows, CLASSES, POSE);
        // how much is sent where follows from the agreement, and is no way for gradients
        Tensor fixed = predictions.stopGradient();
        Tensor agreement = Tensor.zeros(PRIMARY, rows, CLASSES, 1);
        for (int round = 1; round < ROUNDS; round++) {
            Tensor vectors = squashed(fixed.mul(agreement.softmax(2)).sum(0));
            agreement = agreement.add(fixed.mul(vectors).sum(Axes.keep(-1)));
        }
        return squashed(predictions.mul(agreement.softmax(2)).sum(0));
    }

    /** Of the same direction, with a length n²/(1 + n²) below 1. */
    private static Tensor squashed(Tensor vectors) {
        Tensor square = vectors.square().sum(Axes.keep(-1)).add(1e-9);
        return vectors.mul(square.sqrt().div(square.add(1)));
    }

    /** Images of the vectors of given digits, of one or one a row; all other vectors are 0. */
    private Tensor decoded(Tensor poses, Pass pass, int... digits) {
        Tensor chosen = Tensor.eye(CLASSES).indexSelect(0, digits).unsqueeze(-1);
        return decoder.forward(poses.mul(chosen).reshape(-1, CLASSES * POSE), pass);
    }

    /** A row for each number of one digit's vector, which grows from left to right. */
    private ImageGrid walks(Tensor poses, int... digits) {
        int steps = 9;
        int shown = Arrays.stream(digits).boxed().toList().indexOf(SHOWN);
        Tensor far = Tensor.iota(steps).sub(steps / 2).mul(2 * FARTHEST / (steps - 1));
        Tensor moves = Linalg.kron(Tensor.eye(POSE), far.unsqueeze(1)).unsqueeze(1);
        Tensor moved = poses.slice(0, shown, shown + 1).add(moves);
        Tensor images = Tensor.unrecorded(() -> decoded(moved, Pass.evaluation(), SHOWN));
        return new ImageGrid(images.reshape(-1, SIDE, SIDE))
                .title("Each number of a capsule changes the digit in its way")
                .columns(steps)
                .enlarged(6)
                .range(0, 1)
                .inverted();
    }
}
