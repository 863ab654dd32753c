// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES AlexNet.java ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.plot.Picture;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;

/**
 * Pictures of what a trained convolutional network looks at, by gradients with respect to its
 * input: which pixels decide about a digit, and which image excites a unit most.
 *
 * <p>The saliency of a pixel is the absolute slope of the score of the class that is answered. An
 * image that excites a unit is climbed to along the gradient of the unit's output in the middle,
 * from gray.
 *
 * <p>What to see: to change the six most salient pixels of a digit, each by half of the range
 * against its slope, changes 46 % of the answers; to change six others, 9 %. A unit of the first
 * convolution sees 3 x 3 pixels and wants an edge or a spot, one of the second 5 x 5; those of the
 * last see all. What excites a class most is no digit: outside of the data nothing was learned.
 *
 * <p>K. Simonyan, A. Vedaldi, A. Zisserman, "Deep inside convolutional networks: visualising image
 * classification models and saliency maps", 2014; D. Erhan and others, "Visualizing higher-layer
 * features of a deep network", 2009. Data as in {@link AlexNet}.
 */
public final class Saliency {
    private static final long SEED = 1;
    private static final int EPOCHS = 10;
    private static final int SIDE = 8;
    private static final double INK = 16;
    private static final int CHANGED = 6; // pixels of a digit
    private static final int DIGITS = 12; // shown
    private static final int UNITS = 16; // of a layer, shown
    private static final int STEPS = 60;
    private static final double STEP = 2; // of the pixel that moves most, at first

    private Saliency() {}

    /**
     * Trains a network on digits and shows both.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if the pictures cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> split = Split.of(SampleData.digits(), 0.25, random);
        Layer model = AlexNet.small(random);
        AlexNet.trainer(model, epochs).fit(split.train(), random);
        Tensor digits = split.test().inputs();

        Tensor slopes = slopes(model, digits);
        printChanges("most salient", model, digits, slopes, slopes.abs());
        Tensor chance = Tensor.uniform(random, 0, 1, slopes.shape());
        printChanges("random", model, digits, slopes, chance);
        pictures.draw("saliency.png", salient(digits, slopes));

        List<Picture> all = new ArrayList<>();
        for (String last : List.of("conv1", "conv2", "conv5", "dense7")) {
            String name = last.replace("dense7", "class");
            Layer units = units(model, last);
            Tensor best = units.apply(digits).amax(0);
            int count = best.size();
            Tensor excited = exciting(units, count);
            System.out.printf(
                    Locale.ROOT,
                    "%-6s output for the picture of a unit %7.2f, for the best digit %7.2f (means)%n",
                    name,
                    own(units, excited).value() / count,
                    best.mean().value());
            all.add(
                    new ImageGrid(excited.reshape(count, SIDE, SIDE))
                            .title(name)
                            .columns(8)
                            .range(0, INK)
                            .inverted());
        }
        pictures.draw("exciting-images.png", new Panels(2, all));
    }

    /** The gradient of the score of the class that is answered, by every pixel. */
    private static Tensor slopes(Layer model, Tensor digits) {
        Tensor x = digits.asVariable();
        return model.apply(x).amax(1).sum().backward().of(x); // the largest score is the answer
    }

    /** Moves the most important pixels by half of the range against their slopes. */
    private static void printChanges(
            String which, Layer model, Tensor digits, Tensor slopes, Tensor importance) {
        Tensor places = importance.topK(1, CHANGED).positions();
        Tensor chosen =
                Tensor.zeros(digits.shape()).scatterAdd(1, places, Tensor.ones(places.shape()));
        Tensor changed = digits.sub(slopes.sign().mul(chosen).mul(INK / 2)).clamp(0, INK);
        Tensor others = model.apply(changed).argMax(1).ne(model.apply(digits).argMax(1));
        System.out.printf(
                Locale.ROOT,
                "changing the %d %s pixels changes %.1f %% of the answers%n",
                CHANGED,
                which,
                100 * others.mean().value());
    }

    private static ImageGrid salient(Tensor digits, Tensor slopes) {
        Tensor both =
                Tensor.concat(
                        0, digits.slice(0, 0, DIGITS).neg(), slopes.slice(0, 0, DIGITS).abs());
        return new ImageGrid(both.reshape(2 * DIGITS, SIDE, SIDE))
                .title("Digits, and below them the slopes of the answer by the pixels")
                .columns(DIGITS)
                .rangeOfEach();
    }

    /** From images to the outputs of the units of a layer. */
    private static Layer units(Layer model, String last) {
        List<Layer> layers = new ArrayList<>();
        for (Module child : model.children()) {
            layers.add((Layer) child);
            if (child.name().equals(last)) {
                break;
            }
        }
        layers.add(Layer.of(Saliency::inTheMiddle));
        return new Sequential("units", layers);
    }

    /** The first units, each in the middle of its places: [rows, units]. */
    private static Tensor inTheMiddle(Tensor y) {
        if (y.rank() == 2) {
            return y;
        }
        int middle = y.size(2) / 2;
        Tensor row = y.slice(1, 0, UNITS).slice(2, middle, middle + 1);
        return row.slice(3, middle, middle + 1).squeeze(2, 3);
    }

    /** The sum, over images, of the output of the unit that each is meant for. */
    private static Tensor own(Layer units, Tensor images) {
        return units.apply(images).mul(Tensor.eye(images.size(0))).sum();
    }

    /** An image for each unit. */
    private static Tensor exciting(Layer units, int count) {
        Tensor x = Tensor.full(INK / 2, count, SIDE * SIDE);
        for (int i = 0; i < STEPS; i++) {
            Tensor at = x.asVariable();
            Tensor slope = own(units, at).backward().of(at);
            Tensor largest = slope.abs().amax(Axes.keep(1)).max(1e-12);
            double step = STEP * (STEPS - i) / STEPS;
            x = x.add(slope.div(largest).mul(step)).clamp(0, INK);
        }
        return x;
    }
}
