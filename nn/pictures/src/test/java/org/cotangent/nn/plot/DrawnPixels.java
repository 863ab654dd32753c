package org.cotangent.nn.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** The pixels of pictures: colors where they should be, and nowhere else. */
final class DrawnPixels {
    static final int BLUE = 0x0072b2;
    static final int RED = 0xd55e00;
    static final int GREEN = 0x009e73;

    private DrawnPixels() {}

    /** A chart as PNG, kept in the folder of the property plots.dir if that is set. */
    static BufferedImage picture(Chart chart, String name, int width, int height)
            throws IOException {
        byte[] bytes = chart.size(width, height).toPng();
        assertArrayEquals(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, Arrays.copyOf(bytes, 8));
        String keep = System.getProperty("plots.dir");
        if (keep != null) {
            Files.write(Path.of(keep, name + ".png"), bytes);
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        assertEquals(width, image.getWidth());
        assertEquals(height, image.getHeight());
        return image;
    }

    /** Left, right, top and bottom of the pixels of a color, as parts of the picture. */
    static double[] extent(BufferedImage image, int color) {
        int[] xs = new int[image.getWidth() * image.getHeight()];
        int[] ys = xs.clone();
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xffffff) == color) {
                    xs[count] = x;
                    ys[count++] = y;
                }
            }
        }
        assertTrue(count > 0, "no pixel of color " + Integer.toHexString(color));
        IntStream x = Arrays.stream(xs, 0, count);
        return new double[] {
            (double) x.min().getAsInt() / image.getWidth(),
            (double) Arrays.stream(xs, 0, count).max().getAsInt() / image.getWidth(),
            (double) Arrays.stream(ys, 0, count).min().getAsInt() / image.getHeight(),
            (double) Arrays.stream(ys, 0, count).max().getAsInt() / image.getHeight()
        };
    }

    static int count(BufferedImage image, int color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == color ? 1 : 0;
            }
        }
        return count;
    }

    static double[] range(int n) {
        return IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray();
    }

    static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    /** The texts of an SVG, one after the other. */
    static List<String> labels(Picture picture) {
        return Pattern.compile(">([^<\\n]+)</text>")
                .matcher(picture.toSvg())
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
