// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Reshape;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.Summary;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.images.Convolution;
import org.cotangent.nn.images.Kernel;
import org.cotangent.nn.images.LocalResponseNorm;
import org.cotangent.nn.images.Pooling;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * AlexNet, the network that won the ImageNet challenge of 2012: five convolutions, three pools and
 * three dense layers. Its real size is built once, for the table of its layers; a small one of the
 * same plan is trained to read handwritten digits.
 *
 * <p>What to see: the extents of the real one, 227, 55, 27, 13, 13, 13 and 6, and its 60,965,224
 * parameters, of which 58,631,144 are in the dense layers. They take half a gigabyte, and as much
 * again while they are made. The small one, which has batch normalization in place of the response
 * norm, reads 98.9 % of the digits it never saw (the median of five seeds; 98.0 to 99.3).
 *
 * <p>A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet classification with deep convolutional
 * neural networks", 2012. Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C.
 * Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
public final class AlexNet {
    private static final long SEED = 1;
    private static final int REAL_SIDE = 227;
    private static final int SIDE = 8;
    private static final int CLASSES = 10;
    private static final int EPOCHS = 15;
    private static final int BATCH = 32;
    private static final double LEARNING_RATE = 0.003;

    private AlexNet() {}

    /**
     * Prints the layers of the real network, trains the small one, prints how it reads unseen
     * digits and draws the curves of its training.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        printReal(1);
        run(SEED, EPOCHS, Pictures.in(arguments));
    }

    /** Layers, extents and parameters, with the channels divided by a number. */
    static void printReal(int divisor) {
        System.out.print(Summary.of(real(divisor), 1, 3, REAL_SIDE, REAL_SIDE));
    }

    static double run(long seed, int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(seed);
        Split<Tensor, int[]> split = Split.of(SampleData.digits(), 0.25, random);
        Layer model = small(random);
        System.out.print(Summary.of(model, 1, SIDE * SIDE));
        History history = trainer(model, epochs).validate(split.test()).fit(split.train(), random);
        double accuracy = Evaluation.ofClassifier(model, split.test()).metric("accuracy");
        System.out.printf(
                Locale.ROOT,
                "accuracy on %d unseen digits: %.2f %%%n",
                split.test().rows(),
                100 * accuracy);
        pictures.draw("alexnet.png", history);
        return accuracy;
    }

    /** That of the paper, of zeros; in its second, fourth and fifth convolution half sees half. */
    private static Layer real(int divisor) {
        int[] width = {96 / divisor, 256 / divisor, 384 / divisor, 4096 / divisor};
        Kernel eleven = Kernel.of(11, 11).stride(4);
        Kernel five = Kernel.of(5, 5).padding(2).groups(2);
        Kernel three = Kernel.of(3, 3).padding(1);
        Initializer zeros = Initializers.zeros();
        SeededRandom random = new SeededRandom(SEED);
        return new Sequential(
                new Convolution("conv1", 3, width[0], eleven, zeros, random),
                Activation.RELU,
                new LocalResponseNorm(5, 1e-4 * 5, 0.75, 2),
                Pooling.max(3).stride(2),
                new Convolution("conv2", width[0], width[1], five, zeros, random),
                Activation.RELU,
                new LocalResponseNorm(5, 1e-4 * 5, 0.75, 2),
                Pooling.max(3).stride(2),
                new Convolution("conv3", width[1], width[2], three, zeros, random),
                Activation.RELU,
                new Convolution("conv4", width[2], width[2], three.groups(2), zeros, random),
                Activation.RELU,
                new Convolution("conv5", width[2], width[1], three.groups(2), zeros, random),
                Activation.RELU,
                Pooling.max(3).stride(2),
                new Flatten(),
                new Dropout(0.5),
                new Dense("dense6", 6 * 6 * width[1], width[3], zeros, random),
                Activation.RELU,
                new Dropout(0.5),
                new Dense("dense7", width[3], width[3], zeros, random),
                Activation.RELU,
                new Dense("dense8", width[3], 1000, zeros, random));
    }

    /** One for 8 x 8 pixels from 0 to 16: kernels of 3 x 3, two pools, batch normalization. */
    static Layer small(RandomGenerator random) {
        Initializer he = Initializers.he();
        List<Layer> layers = new ArrayList<>();
        layers.add(new Reshape(1, SIDE, SIDE));
        layers.add(AlexNet::shifted);
        layers.add(Layer.of(pixels -> pixels.div(8).sub(1)));
        int[] width = {1, 16, 32, 48, 48, 32};
        Kernel three = Kernel.of(3, 3).same().withoutBias();
        for (int i = 1; i < width.length; i++) {
            Kernel kernel = i == 1 || i == 3 ? three : three.groups(2);
            layers.add(new Convolution("conv" + i, width[i - 1], width[i], kernel, he, random));
            layers.add(new BatchNorm("norm" + i, width[i]));
            layers.add(Activation.RELU);
            if (i == 2 || i == 5) {
                layers.add(Pooling.max(2));
            }
        }
        layers.add(new Flatten());
        layers.add(new Dropout(0.3));
        layers.add(new Dense("dense6", 128, 64, he, random));
        layers.add(Activation.RELU);
        layers.add(new Dropout(0.3));
        layers.add(new Dense("dense7", 64, CLASSES, Initializers.xavier(), random));
        return new Sequential(layers);
    }

    /** In training half of the batches are moved by up to one pixel. */
    private static Tensor shifted(Tensor x, Pass pass) {
        if (!pass.isTraining() || pass.random().nextInt(2) == 0) {
            return x;
        }
        int down = pass.random().nextInt(3);
        int right = pass.random().nextInt(3);
        return x.pad(new int[][] {{0, 0}, {0, 0}, {1, 1}, {1, 1}}, 0)
                .slice(2, down, down + SIDE)
                .slice(3, right, right + SIDE);
    }

    static SupervisedTrainer<int[]> trainer(Layer model, int epochs) {
        return Trainer.classifier(model, new AdamW(LEARNING_RATE).weightDecay(0.01))
                .epochs(epochs)
                .batchSize(BATCH)
                .schedule(Schedules.cosine(LEARNING_RATE, epochs, 0));
    }
}
