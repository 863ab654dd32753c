package org.cotangent.nn.plot;

import static org.cotangent.nn.plot.DrawnPixels.BLUE;
import static org.cotangent.nn.plot.DrawnPixels.RED;
import static org.cotangent.nn.plot.DrawnPixels.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ActivationStatistics;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingChartsTest {
    @TempDir private Path folder;

    private BufferedImage picture(Panels charts, String name, int width, int height)
            throws IOException {
        Path file = folder.resolve(name);
        charts.save(file);
        String keep = System.getProperty("plots.dir");
        if (keep != null) {
            Files.copy(file, Path.of(keep, name));
        }
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(width, image.getWidth());
        assertEquals(height, image.getHeight());
        return image;
    }

    /** The height at which the line stands in a column of the right panel, or -1. */
    private static int top(BufferedImage image, int x) {
        for (int y = 60; y < 400; y++) {
            if ((image.getRGB(x, y) & 0xffffff) == BLUE) {
                return y;
            }
        }
        return -1;
    }

    @Test
    void curvesOfLossMetricsAndRate() throws IOException {
        SeededRandom random = new SeededRandom(1);
        Tensor x = Tensor.normal(random, 60, 2);
        int[] y = IntStream.range(0, 60).map(i -> x.get(i, 0) > x.get(i, 1) ? 1 : 0).toArray();
        Split<Tensor, int[]> split = Split.of(Dataset.ofClasses(x, y), 0.5, random);
        Mlp model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(random);
        SupervisedTrainer<int[]> trainer =
                Trainer.classifier(model, new Sgd(0.05))
                        .epochs(40)
                        .validate(split.test())
                        .schedule(Schedules.exponential(0.05, 0.97))
                        .progress(Progress.none());
        History history = trainer.fit(split.train(), random);
        BufferedImage image = picture(TrainingCharts.of(history), "curves.png", 1920, 460);
        assertTrue(count(image.getSubimage(0, 0, 640, 460), BLUE) > 200);
        assertTrue(count(image.getSubimage(0, 0, 640, 460), RED) > 200);
        assertTrue(count(image.getSubimage(640, 0, 640, 460), BLUE) > 200);
        assertTrue(count(image.getSubimage(640, 0, 640, 460), RED) > 200);
        // the learning rate has one curve
        assertTrue(count(image.getSubimage(1280, 0, 640, 460), BLUE) > 200);
        assertEquals(0, count(image.getSubimage(1280, 0, 640, 460), RED));
    }

    @Test
    void theSearchForALearningRateHasPointsAndALine() throws IOException {
        SeededRandom random = new SeededRandom(3);
        Dense model = new Dense("d", 5, 1, Initializers.xavier(), random);
        Tensor x = Tensor.normal(random, 200, 5);
        Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(200, 1));
        SupervisedTrainer<Tensor> trainer =
                Trainer.regressor(model, new Sgd(0.1)).progress(Progress.none());
        Panels charts = TrainingCharts.of(trainer.findLearningRate(data, random));
        BufferedImage image = picture(charts, "rates.png", 800, 560);
        assertTrue(count(image, BLUE) > 100 && count(image, RED) > 200);
    }

    @Test
    void signalsThatDieAreSeenToFall() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Mlp model =
                Mlp.of(20, 20, 20, 20, 20, 20, 20, 20)
                        .activation(Activation.TANH)
                        .output(Activation.TANH)
                        .build(random);
        model.parameters().forEach(p -> p.set(p.value().mul(0.3)));
        ActivationStatistics statistics =
                ActivationStatistics.of(model, Tensor.normal(random, 50, 20)).activations();
        BufferedImage image = picture(TrainingCharts.of(statistics), "layers.png", 1280, 460);
        assertTrue(count(image.getSubimage(0, 0, 640, 460), BLUE) > 200);
        assertTrue(count(image.getSubimage(640, 0, 640, 460), BLUE) > 200);
        // the deviations fall by about the same factor each: a straight line with logarithmic axis
        int left = top(image, 640 + 250);
        int middle = top(image, 640 + 350);
        int right = top(image, 640 + 450);
        assertTrue(left > 0 && left < middle && middle < right, left + " " + middle + " " + right);
        assertEquals(middle - left, right - middle, 30);
    }

    @Test
    void whatIsNotFiniteIsLeftOut() throws IOException {
        Tensor x = Tensor.vector(1, 2);
        Layer explode = new Lambda("explode", y -> y.mul(1e308).mul(1e308));
        ActivationStatistics all =
                ActivationStatistics.of(new Sequential(Activation.RELU, explode), x);
        assertTrue(count(picture(TrainingCharts.of(all), "one.png", 1280, 460), BLUE) > 10);
        ActivationStatistics lost = ActivationStatistics.of(explode, x);
        Refusal.of(IllegalArgumentException.class, () -> TrainingCharts.of(lost), "finite");
        ActivationStatistics none = ActivationStatistics.of(explode, x).activations();
        Refusal.of(IllegalArgumentException.class, () -> TrainingCharts.of(none), "no rows");
    }
}
