// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES AlexNet.java ../networks/Pictures.java ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
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
    private static final int PIXELS = SIDE * SIDE;
    private static final double INK = 16;
    private static final int CHANGED = 6;
    private static final int SHOWN = 12;
    private static final int STEPS = 60;
    private static final double STEP = 2; // of the pixel that moves most, at first

    private Saliency() {}

    /** The outputs of a layer, and the name by which they are shown. */
    private record Units(String name, Layer upTo, int count) {}

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
        printChanges("most salient", model, digits, slopes, places(slopes.abs()));
        Tensor chance = Tensor.uniform(random, 0, 1, slopes.shape());
        printChanges("random", model, digits, slopes, places(chance));
        pictures.draw("saliency.png", salient(digits, slopes));

        List<Picture> all = new ArrayList<>();
        for (Units units : units(model)) {
            Tensor excited = exciting(units);
            Tensor best = outputs(units.upTo, digits).slice(1, 0, units.count).amax(0);
            System.out.printf(
                    Locale.ROOT,
                    "%-6s output for the picture of a unit %7.2f, for the best digit %7.2f (means)%n",
                    units.name,
                    own(units, excited).mean().value(),
                    best.mean().value());
            all.add(
                    new ImageGrid(excited.reshape(units.count, SIDE, SIDE))
                            .title(units.name)
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

    /** 1 at the few largest numbers of each row, else 0. */
    private static Tensor places(Tensor x) {
        double[] chosen = new double[x.size()];
        double[][] rows = x.toMatrix();
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            int first = i * row.length;
            IntStream.range(0, row.length)
                    .boxed()
                    .sorted((p, q) -> Double.compare(row[q], row[p]))
                    .limit(CHANGED)
                    .forEach(pixel -> chosen[first + pixel] = 1);
        }
        return Tensor.of(chosen, x.shape());
    }

    /** Moves pixels by half of the range so that the score falls, and counts other answers. */
    private static void printChanges(
            String which, Layer model, Tensor digits, Tensor slopes, Tensor places) {
        Tensor changed = digits.sub(slopes.sign().mul(places).mul(INK / 2)).clamp(0, INK);
        int[] before = Metrics.predictions(model.apply(digits));
        int[] after = Metrics.predictions(model.apply(changed));
        long others = IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count();
        System.out.printf(
                Locale.ROOT,
                "changing the %d %s pixels changes %.1f %% of the answers%n",
                CHANGED,
                which,
                100.0 * others / before.length);
    }

    private static ImageGrid salient(Tensor digits, Tensor slopes) {
        Tensor both =
                Tensor.concat(0, digits.slice(0, 0, SHOWN).neg(), slopes.slice(0, 0, SHOWN).abs());
        return new ImageGrid(both.reshape(2 * SHOWN, SIDE, SIDE))
                .title("Digits, and below them the slopes of the answer by the pixels")
                .columns(SHOWN)
                .rangeOfEach();
    }

    /** Units of the first, second and last convolution, and the classes. */
    private static List<Units> units(Layer model) {
        List<Units> all = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        for (Module child : model.children()) {
            layers.add((Layer) child);
            String name = child.name();
            if (List.of("conv1", "conv2", "conv5", "dense7").contains(name)) {
                Layer upTo = new Sequential("upTo", layers);
                boolean last = name.equals("dense7");
                all.add(new Units(last ? "class" : name, upTo, last ? 10 : 16));
            }
        }
        return all;
    }

    /** Each unit in the middle of its places: [rows, units]. */
    private static Tensor outputs(Layer upTo, Tensor x) {
        Tensor y = upTo.apply(x);
        if (y.rank() == 2) {
            return y;
        }
        int middle = y.size(2) / 2;
        return y.slice(2, middle, middle + 1).slice(3, middle, middle + 1).reshape(-1, y.size(1));
    }

    /** Of each image the output of its own unit. */
    private static Tensor own(Units units, Tensor x) {
        return outputs(units.upTo, x).slice(1, 0, units.count).mul(Tensor.eye(units.count)).sum(1);
    }

    /** An image for each unit. */
    private static Tensor exciting(Units units) {
        Tensor x = Tensor.full(INK / 2, units.count, PIXELS);
        for (int i = 0; i < STEPS; i++) {
            Tensor at = x.asVariable();
            Tensor slope = own(units, at).sum().backward().of(at);
            Tensor largest = slope.abs().amax(1).clamp(1e-12, Double.MAX_VALUE).unsqueeze(1);
            double step = STEP * (STEPS - i) / STEPS;
            x = x.add(slope.div(largest).mul(step)).clamp(0, INK);
        }
        return x;
    }
}
