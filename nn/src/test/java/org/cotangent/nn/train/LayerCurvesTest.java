package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ActivationStatistics;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Means and deviations of layers as a picture. */
class LayerCurvesTest {
    private static final int BLUE = 0x0072b2;

    @TempDir private Path folder;

    private BufferedImage picture(ActivationStatistics statistics, String name) throws IOException {
        Path file = folder.resolve(name);
        Curves.write(statistics, file);
        String keep = System.getProperty("plots.dir");
        if (keep != null) {
            Files.copy(file, Path.of(keep, name));
        }
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(1280, image.getWidth());
        assertEquals(460, image.getHeight());
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

    private static int count(BufferedImage image) {
        int count = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += (image.getRGB(x, y) & 0xffffff) == BLUE ? 1 : 0;
            }
        }
        return count;
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
        BufferedImage image = picture(statistics, "layers.png");
        assertTrue(count(image.getSubimage(0, 0, 640, 460)) > 200);
        assertTrue(count(image.getSubimage(640, 0, 640, 460)) > 200);
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
        assertTrue(count(picture(all, "one.png")) > 10);
        ActivationStatistics lost = ActivationStatistics.of(explode, x);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Curves.write(lost, folder.resolve("no.png")),
                "finite");
        ActivationStatistics none = ActivationStatistics.of(explode, x).activations();
        Refusal.of(
                IllegalArgumentException.class,
                () -> Curves.write(none, folder.resolve("no.png")),
                "no rows");
    }
}
