// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Reshape;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.Summary;
import org.cotangent.nn.data.Idx;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.images.Pooling;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;

/**
 * LeNet-5, the first convolutional network in wide use, on pictures of clothes: two convolutions of
 * 5 x 5, each followed by a pool that halves the extents, and three dense layers. Rectifiers and
 * largest elements stand where the original has scaled tanh and means.
 *
 * <p>What to see: 61,706 parameters tell 91.0 % of the test images right, and 235,146 of the
 * perceptron of {@code FashionMnist} 89.6 %; most of what is told wrong is among shirts, T-shirts,
 * pullovers and coats. The picture shows what the six kernels of the first layer make of some
 * images: edges and surfaces.
 *
 * <p>Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
 * recognition", 1998. Data, not included: "Fashion-MNIST", H. Xiao, K. Rasul and R. Vollgraf, 2017,
 * MIT license, github.com/zalandoresearch/fashion-mnist.
 */
public final class LeNet {
    private static final long SEED = 1;
    private static final int SIDE = 28;
    private static final int CLASSES = 10;
    private static final int EPOCHS = 12;
    private static final int BATCH = 64;
    private static final double LEARNING_RATE = 0.002;
    private static final int SHOWN = 5;

    private LeNet() {}

    /**
     * Trains the network, prints how it does on the test images, and draws its first layer.
     *
     * @param arguments the folder with the four files, gzipped or not, without which it is only
     *     told where to get them; and the folder for the picture, or none for target/samples
     * @throws IOException if a file cannot be read or the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.out.println(
                    """
                    Usage: LeNet <folder with the data> [<folder for the picture>]

                    The data are the four files
                      train-images-idx3-ubyte  train-labels-idx1-ubyte
                      t10k-images-idx3-ubyte   t10k-labels-idx1-ubyte
                    with .gz at the end or without, from github.com/zalandoresearch/fashion-mnist.
                    On Debian and Ubuntu, "apt install dataset-fashion-mnist" puts them into
                    /usr/share/datasets/fashion-mnist.""");
            return;
        }
        Pictures pictures = Pictures.in(Arrays.copyOfRange(arguments, 1, arguments.length));
        run(Path.of(arguments[0]), EPOCHS, pictures);
    }

    static void run(Path folder, int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Dataset<Tensor, int[]> known = images(folder, "train");
        Dataset<Tensor, int[]> unseen = images(folder, "t10k");
        Layer model = network(random);
        System.out.print(Summary.of(model, 1, SIDE * SIDE));
        long start = System.nanoTime();
        trainer(model, epochs).fit(known, random);
        System.out.printf(Locale.ROOT, "trained for %.0f s%n", (System.nanoTime() - start) / 1e9);
        Evaluation<int[]> test = Evaluation.ofClassifier(model, unseen);
        System.out.printf(
                Locale.ROOT, "accuracy on test images: %.2f %%%n", 100 * test.metric("accuracy"));
        System.out.println(test.confusionMatrix());
        pictures.draw("lenet.png", firstLayer(model, unseen.inputs().slice(0, 0, SHOWN)));
    }

    static Layer network(RandomGenerator random) {
        Initializer he = Initializers.he();
        return new Sequential(
                new Reshape(1, SIDE, SIDE),
                new Convolution("conv1", 1, 6, Kernel.of(5, 5).same(), he, random),
                Activation.RELU,
                Pooling.max(2),
                new Convolution("conv2", 6, 16, Kernel.of(5, 5), he, random),
                Activation.RELU,
                Pooling.max(2),
                new Flatten(),
                new Dense("dense1", 400, 120, he, random),
                Activation.RELU,
                new Dense("dense2", 120, 84, he, random),
                Activation.RELU,
                new Dense("dense3", 84, CLASSES, Initializers.xavier(), random));
    }

    static SupervisedTrainer<int[]> trainer(Layer model, int epochs) {
        return Trainer.classifier(model, new AdamW(LEARNING_RATE).weightDecay(0.01))
                .epochs(epochs)
                .batchSize(BATCH)
                .schedule(Schedules.cosine(LEARNING_RATE, epochs, 0));
    }

    /** Images in columns: themselves, then what each kernel of the first layer makes of them. */
    private static ImageGrid firstLayer(Layer model, Tensor images) {
        Layer reshape = (Layer) model.children().get(0);
        Layer conv = (Layer) model.children().get(1);
        Tensor x = reshape.apply(images);
        Tensor maps = conv.apply(x).relu();
        Tensor rows = Tensor.concat(1, x, maps).swapAxes(0, 1);
        return new ImageGrid(rows.reshape(7 * images.size(0), SIDE, SIDE))
                .title("Images, and the six maps of the first layer")
                .columns(images.size(0))
                .rangeOfEach();
    }

    static Dataset<Tensor, int[]> images(Path folder, String name) throws IOException {
        return Dataset.ofClasses(
                // one scale for all pixels: those of this data have mean 73 and deviation 90
                Idx.readRows(file(folder, name + "-images-idx3-ubyte")).sub(73).div(90),
                Idx.readLabels(file(folder, name + "-labels-idx1-ubyte")));
    }

    private static Path file(Path folder, String name) {
        Path packed = folder.resolve(name + ".gz");
        return Files.exists(packed) ? packed : folder.resolve(name);
    }
}
