package org.cotangent.nn.plot;

import static org.cotangent.nn.plot.DrawnPixels.BLUE;
import static org.cotangent.nn.plot.DrawnPixels.RED;
import static org.cotangent.nn.plot.DrawnPixels.count;
import static org.cotangent.nn.plot.DrawnPixels.extent;
import static org.cotangent.nn.plot.DrawnPixels.map;
import static org.cotangent.nn.plot.DrawnPixels.picture;
import static org.cotangent.nn.plot.DrawnPixels.range;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are looked at here by their pixels: colors where they should be, and nowhere else. */
class ChartTest {
    @TempDir Path folder;

    @Test
    void linesRunWhereTheirNumbersAre() throws IOException {
        double[] x = range(50);
        Chart chart =
                new Chart("Two lines")
                        .xLabel("epoch")
                        .yLabel("loss")
                        .line("falling", x, map(x, v -> 10 - v / 10))
                        .line("flat", map(x, v -> 5));
        BufferedImage image = picture(chart, "lines", 800, 600);
        double[] falling = extent(image, BLUE);
        assertTrue(falling[0] < 0.2 && falling[1] > 0.9, Arrays.toString(falling));
        // the lower half of the flat line's place holds none of the falling one's pixels left of
        // the legend's line: both end near 5
        double[] flat = extent(image, RED);
        assertTrue(flat[0] < 0.2 && flat[1] > 0.9 && flat[2] > 0.6, Arrays.toString(flat));
        assertTrue(falling[2] < 0.25, Arrays.toString(falling));
    }

    @Test
    void aGapIsLeftWhereANumberIsMissing() throws IOException {
        double[] x = range(30);
        double[] y = map(x, v -> v > 10 && v < 20 ? Double.NaN : 1 + v);
        BufferedImage image = picture(new Chart("").line("gap", x, y), "gap", 600, 400);
        BufferedImage whole =
                picture(new Chart("").line("gap", x, map(x, v -> 1 + v)), "whole", 600, 400);
        double part = (double) count(image, BLUE) / count(whole, BLUE);
        assertEquals(18.0 / 29, part, 0.12);
    }

    @Test
    void histogramsAndBars() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        double[] normal = Tensor.normal(random, 4000).toArray();
        Chart histogram =
                new Chart("Activations")
                        .xLabel("value")
                        .yLabel("count")
                        .histogram("layer 1", normal, 40)
                        .histogram("layer 5", map(normal, v -> v / 3), 40);
        BufferedImage image = picture(histogram, "histogram", 700, 500);
        assertTrue(count(image, BLUE) > 300 && count(image, RED) > 300);
        Chart bars =
                new Chart("Accuracy by optimizer")
                        .yLabel("accuracy")
                        .bars(
                                "training",
                                new String[] {"sgd", "momentum", "adam"},
                                new double[] {0.9, 0.95, 0.99})
                        .bars(
                                "validation",
                                new String[] {"sgd", "momentum", "adam"},
                                new double[] {0.88, 0.93, 0.95});
        BufferedImage drawn = picture(bars, "bars", 700, 500);
        assertTrue(count(drawn, BLUE) > 5000 && count(drawn, RED) > 5000);
        Refusal.of(
                IllegalArgumentException.class,
                () -> bars.line("line", range(3)).size(300, 300).image(),
                "cannot be mixed");
        Refusal.of(
                IllegalArgumentException.class,
                () -> bars.bars("test", new String[] {"sgd"}, new double[] {1}),
                "\"test\" for [sgd] beside bars for [sgd, momentum, adam]");
    }

    @Test
    void aHistogramMayHaveALogarithmicAxis() {
        double[] values = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4};
        Chart chart = new Chart("").logY().histogram("a", values, 3).size(400, 400);
        String svg = chart.toSvg();
        assertTrue(svg.contains(">10<") && svg.contains(">1<"), svg);
        double[] e = extent(chart.image(), BLUE);
        assertTrue(e[2] < 0.2 && e[3] > 0.8, Arrays.toString(e));
    }

    @Test
    void theCountsOfAHistogramAreThoseOfItsBins() {
        Series s = Series.histogram("h", new double[] {0, 0.1, 0.9, 1, Double.NaN}, 2);
        assertArrayEquals(new double[] {0, 0, 0.5, 0.5, 1, 1}, s.x());
        assertArrayEquals(new double[] {0, 2, 2, 2, 2, 0}, s.y());
        Series same = Series.histogram("h", new double[] {3, 3}, 1);
        assertArrayEquals(new double[] {0, 2, 2, 0}, same.y());
        double huge = Double.MAX_VALUE;
        assertEquals(1, Series.histogram("h", new double[] {-huge, huge}, 3).y()[1]);
    }

    @Test
    void manySeriesStayApartAndTheLegendStandsBeside() throws IOException {
        Chart chart = new Chart("Ten classes").xLabel("x").yLabel("y");
        for (int i = 0; i < 10; i++) {
            int shift = i;
            chart = chart.line("class " + i, range(20), map(range(20), v -> v + 2 * shift));
        }
        BufferedImage image = picture(chart, "many", 800, 600);
        for (int i = 0; i < 7; i++) {
            assertTrue(count(image, Palette.color(i).getRGB() & 0xffffff) > 300, "color " + i);
        }
    }

    @Test
    void awkwardNumbersAreDrawn() {
        assertTrue(
                count(new Chart("one").line("a", new double[] {3}).size(300, 200).image(), BLUE)
                        > 5);
        double[] flat = {2, 2, 2};
        assertTrue(count(new Chart("flat").line("a", flat).size(300, 200).image(), BLUE) > 20);
        double[] large = {1e300, 2e300, 3e300};
        assertTrue(count(new Chart("large").line("a", large).size(300, 200).image(), BLUE) > 20);
        double[] small = {1e-300, 2e-300, 3e-300};
        assertTrue(count(new Chart("small").line("a", small).size(300, 200).image(), BLUE) > 20);
        double[] close = {1, Math.nextUp(1.0), 1};
        assertTrue(count(new Chart("close").line("a", close).size(300, 200).image(), BLUE) > 20);
        assertTrue(Scale.around(false, 1, Math.nextUp(1.0), 0.04).to() > 1 + 1e-13);
        double[] least = {0, Double.MIN_VALUE, 0};
        assertTrue(count(new Chart("least").line("a", least).size(300, 200).image(), BLUE) > 20);
        double[] whole = {-Double.MAX_VALUE, Double.MAX_VALUE};
        assertTrue(count(new Chart("whole").line("a", whole).size(300, 200).image(), BLUE) > 20);
        // no power of ten, nor 2 or 5 times one, is on the axis
        new Chart("within").logX().line("a", new double[] {3.1, 3.4}, range(2)).toSvg();
        new Chart("narrow").logY().line("a", close).yRange(1, Math.nextUp(1.0)).toSvg();
        double[] odd = {1, Double.POSITIVE_INFINITY, 2, 3};
        assertTrue(count(new Chart("gap").line("a", odd).size(300, 200).image(), BLUE) > 20);
    }

    @Test
    void settingsAreCopies() {
        Chart chart = new Chart("c").line("a", range(3));
        byte[] before = chart.toPng();
        chart.line("b", range(4)).logY().xLabel("x").size(300, 300).yRange(1, 9).equalUnits();
        chart.contours(0, 1, 0, 1, (x, y) -> x);
        assertArrayEquals(before, chart.toPng());
    }

    @Test
    void barsHangFromZero() {
        String[] names = {"a", "b"};
        BufferedImage image =
                new Chart("").bars("one", names, new double[] {2, -2}).size(400, 400).image();
        double[] left = extent(image.getSubimage(0, 0, 215, 400), BLUE);
        double[] right = extent(image.getSubimage(215, 0, 185, 400), BLUE);
        assertEquals(left[3], right[2], 0.02);
    }

    @Test
    void badInputIsRefused() {
        Chart chart = new Chart("c").line("a", range(3));
        Refusal.of(IllegalArgumentException.class, () -> chart.line("a", range(3)), "\"a\"");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.line("b", range(3), range(2)),
                "3 abscissas",
                "2 ordinates");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.points("b", new double[] {Double.NaN}, range(1)),
                "abscissa NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.line("b", new double[] {Double.NaN}),
                "no finite ordinate");
        Refusal.of(IllegalArgumentException.class, () -> chart.size(50, 300).image(), "50 x 300");
        Refusal.of(IllegalArgumentException.class, () -> chart.xRange(1, 1), "1.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.regions(0, 1, 0, 1, p -> new int[3]),
                "3 classes for");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.points(Tensor.zeros(2, 3), new int[2]),
                "[2, 3]");
        Refusal.of(
                IllegalStateException.class,
                () -> new Chart("e").size(200, 200).image(),
                "nothing");
    }

    @Test
    void nothingIsLeftWhereAPictureCannotBeWritten() throws IOException {
        Chart chart = new Chart("c").line("a", range(3));
        Path file = Files.createDirectories(folder.resolve("taken.png").resolve("inside"));
        assertThrows(IOException.class, () -> chart.save(file.getParent()));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        assertThrows(IOException.class, () -> chart.save(folder.resolve("no/such.png")));
    }
}
