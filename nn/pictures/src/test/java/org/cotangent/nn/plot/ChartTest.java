package org.cotangent.nn.plot;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are looked at here by their pixels: colors where they should be, and nowhere else. */
class ChartTest {
    private static final int BLUE = 0x0072b2;
    private static final int RED = 0xd55e00;
    private static final int GREEN = 0x009e73;

    @TempDir Path folder;

    private BufferedImage picture(Chart chart, String name, int width, int height)
            throws IOException {
        Path file = folder.resolve(name + ".png");
        chart.size(width, height).save(file);
        byte[] bytes = Files.readAllBytes(file);
        assertArrayEquals(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, Arrays.copyOf(bytes, 8));
        String keep = System.getProperty("plots.dir");
        if (keep != null) {
            Files.write(Path.of(keep, name + ".png"), bytes);
        }
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(width, image.getWidth());
        assertEquals(height, image.getHeight());
        return image;
    }

    /** Left, right, top and bottom of the pixels of a color, as parts of the picture. */
    private static double[] extent(BufferedImage image, int color) {
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

    private static int count(BufferedImage image, int color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == color ? 1 : 0;
            }
        }
        return count;
    }

    private static double[] range(int n) {
        return IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray();
    }

    private static double[] map(double[] x, java.util.function.DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

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
    void logarithmicAxes() throws IOException {
        double[] x = {1e-6, 1e-4, 1e-2, 1};
        Chart chart =
                new Chart("Power law")
                        .logX()
                        .logY()
                        .xLabel("learning rate")
                        .yLabel("loss")
                        .line("cubic", x, map(x, v -> v * v * v));
        BufferedImage image = picture(chart, "log", 640, 480);
        // a straight line: the pixel in the middle is colored
        double[] e = extent(image, BLUE);
        int middleX = (int) (image.getWidth() * (e[0] + e[1]) / 2);
        int middleY = (int) (image.getHeight() * (e[2] + e[3]) / 2);
        boolean found = false;
        for (int dy = -4; dy <= 4; dy++) {
            found |= (image.getRGB(middleX, middleY + dy) & 0xffffff) == BLUE;
        }
        assertTrue(found);
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        new Chart("c")
                                .logY()
                                .line("zero", range(2), new double[] {1, 0})
                                .size(300, 300)
                                .image(),
                "zero",
                "logarithmic");
    }

    @Test
    void decisionRegionsLieBelowTheirPoints() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        Tensor points = Tensor.uniform(random, -1, 1, 120, 2);
        int[] classes = Arrays.stream(points.toMatrix()).mapToInt(p -> kind(p[0], p[1])).toArray();
        Chart chart =
                new Chart("Three regions")
                        .xLabel("x1")
                        .yLabel("x2")
                        .regions(
                                -1,
                                1,
                                -1,
                                1,
                                p ->
                                        Arrays.stream(p.toMatrix())
                                                .mapToInt(q -> kind(q[0], q[1]))
                                                .toArray())
                        .points(points, classes);
        BufferedImage image = picture(chart, "regions", 700, 600);
        int first = Palette.tint(0).getRGB() & 0xffffff;
        int second = Palette.tint(1).getRGB() & 0xffffff;
        int third = Palette.tint(2).getRGB() & 0xffffff;
        double[] left = extent(image, first);
        double[] right = extent(image, second);
        assertTrue(left[1] < right[1] && left[0] < right[0], Arrays.toString(left));
        // class 2 is the quarter at the top right
        double[] top = extent(image, third);
        assertEquals(left[2], top[2], 0.01);
        assertTrue(top[0] > left[1] - 0.01 && top[3] < right[3], Arrays.toString(top));
        assertTrue(count(image, BLUE) > 300 && count(image, RED) > 300);
        assertTrue(count(image, GREEN) > 300);
    }

    private static int kind(double x, double y) {
        return x < 0 ? 0 : y < 0 ? 1 : 2;
    }

    @Test
    void pathsOverContours() throws IOException {
        double[] t = range(40);
        Chart chart =
                new Chart("Descent on Rosenbrock's function")
                        .xLabel("x")
                        .yLabel("y")
                        .contours(
                                -2,
                                2,
                                -1,
                                3,
                                (x, y) -> (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x))
                        .path(
                                "gradient descent",
                                map(t, v -> -1.5 + v / 20),
                                map(t, v -> 2.2 - v / 40))
                        .path("adam", map(t, v -> -1.5 + v / 16), map(t, v -> 2.2 - v / 30));
        BufferedImage image = picture(chart, "contours", 760, 600);
        assertTrue(count(image, BLUE) > 200);
        assertTrue(count(image, RED) > 200);
        // the valley is dark and the walls are light
        assertTrue(count(image, 0xc4c4c4) > 1000);
        assertTrue(count(image, 0x888888) > 100);
    }

    @Test
    void contoursOfAPlaneAreStraight() {
        Chart chart =
                new Chart("")
                        .contours(0, 1, 0, 1, (x, y) -> x, 0.5)
                        .points("corner", new double[] {0.01}, new double[] {0.01});
        BufferedImage image = chart.size(400, 400).image();
        int[] columns =
                IntStream.range(0, 400)
                        .filter(x -> (image.getRGB(x, 150) & 0xffffff) == 0x888888)
                        .toArray();
        int[] lower =
                IntStream.range(0, 400)
                        .filter(x -> (image.getRGB(x, 250) & 0xffffff) == 0x888888)
                        .toArray();
        assertArrayEquals(columns, lower);
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
    void panelsStandInRows() throws IOException {
        Chart left = new Chart("left").line("a", range(9));
        Chart right = new Chart("right").points("b", range(9), range(9));
        Chart below = new Chart("below").line("c", range(9));
        Path file = folder.resolve("panels.png");
        List<Chart> charts =
                Stream.of(left, right, below).map(chart -> chart.size(400, 300)).toList();
        new Panels(2, charts).save(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(800, image.getWidth());
        assertTrue(count(image.getSubimage(0, 0, 400, 300), BLUE) > 100);
        assertTrue(count(image.getSubimage(400, 0, 400, 300), BLUE) > 100);
        assertTrue(count(image.getSubimage(0, 300, 400, 300), BLUE) > 100);
        assertEquals(0, count(image.getSubimage(400, 300, 400, 300), BLUE));
        Refusal.of(IllegalArgumentException.class, () -> new Panels(1, List.of()), "0 pictures");
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

    private static void assertLabels(String labels, boolean logarithmic, double from, double to) {
        List<Scale.Tick> ticks = new Scale(logarithmic, from, to).ticks(6);
        assertEquals(labels, ticks.stream().map(Scale.Tick::label).collect(joining(" ")));
        for (Scale.Tick tick : ticks) {
            assertEquals(Double.parseDouble(tick.label()), tick.value());
        }
    }

    @Test
    void allLabelsOfAnAxisHaveOneFormat() {
        assertLabels("0.0 0.2 0.4 0.6 0.8 1.0", false, 0, 1);
        assertLabels("-2 -1 0 1 2", false, -2.6, 2.6);
        assertLabels("0 50000 100000 150000 200000 250000", false, 0, 250000);
        assertLabels("0 1e-6 2e-6 3e-6 4e-6", false, 0, 4.5e-6);
        assertLabels("-1.0e7 -0.5e7 0 0.5e7 1.0e7", false, -1e7, 1e7);
        assertLabels("1.0e300 1.5e300 2.0e300 2.5e300 3.0e300", false, 1e300, 3e300);
        assertLabels("-1e308 -0.5e308 0 0.5e308 1e308".replace("1e", "1.0e"), false, -1e308, 1e308);
        assertLabels("1000.0 1000.2 1000.4 1000.6 1000.8 1001.0", false, 1000, 1001);
        assertLabels("0.001 0.01 0.1 1 10", true, 1e-3, 20);
        assertLabels("1e-4 1e-3 1e-2 1e-1 1e0", true, 0.9e-4, 2);
        assertLabels("0.02 0.05 0.1 0.2", true, 0.011, 0.3);
        assertLabels("2e-6 3e-6 4e-6 5e-6", true, 1.9e-6, 5.5e-6);
        assertLabels("1e-12 1e-10 1e-8 1e-6 1e-4 1e-2", true, 1e-12, 1e-2);
    }

    @Test
    void everyDecadeHasALabelAndEveryNumberBetweenALine() {
        Scale scale = new Scale(true, 1e-6, 1);
        assertEquals(
                "1e-6 1e-5 1e-4 1e-3 1e-2 1e-1 1e0",
                scale.ticks(14).stream().map(Scale.Tick::label).collect(joining(" ")));
        assertEquals(6 * 9 + 1, scale.minor(14).length);
        // too many for lines between them, but not for one at each
        assertEquals(7, scale.minor(7).length);
        String svg = new Chart("").logX().logY().line("a", new double[] {1, 1e-7}).toSvg();
        for (int k = 0; k <= 7; k++) {
            String label = k == 0 ? ">1e0<" : ">1e-" + k + "<";
            assertTrue(svg.contains(label), label);
        }
    }

    private static int[] middle(BufferedImage image, int color) {
        double[] e = extent(image, color);
        return new int[] {
            (int) Math.round(image.getWidth() * (e[0] + e[1]) / 2),
            (int) Math.round(image.getHeight() * (e[2] + e[3]) / 2)
        };
    }

    @Test
    void arrowsGoFromTheirPointsAlongTheirVectors() {
        Tensor points = Tensor.of(new double[][] {{0, 0}, {4, 4}});
        Chart frame = new Chart("").size(400, 400).equalUnits().xRange(-1, 9).yRange(-1, 9);
        Tensor right = Tensor.of(new double[][] {{0, 0}, {3, 0}});
        double[] e = extent(frame.arrows("a", points, right).image(), BLUE);
        // a flat arrow at the height of the second point, a dot at the first
        BufferedImage image = frame.arrows("a", points, right).image();
        int[] start = middle(frame.points("p", new double[] {4}, new double[] {4}).image(), BLUE);
        int[] origin = middle(frame.points("p", new double[] {0}, new double[] {0}).image(), BLUE);
        assertEquals(BLUE, image.getRGB(start[0] + 40, start[1]) & 0xffffff);
        assertTrue((image.getRGB(start[0] - 8, start[1]) & 0xffffff) != BLUE);
        assertTrue((image.getRGB(origin[0] + 20, origin[1]) & 0xffffff) != BLUE);
        assertTrue(e[0] * 400 < origin[0] + 4, Arrays.toString(e));
        // up is up; a vector that is not finite is left out, half the length is half as long
        Tensor up = Tensor.of(new double[][] {{0, 2}, {0, 4}});
        image = frame.arrows("a", points, up).image();
        int first = run(image, origin[0], origin[1]);
        int second = run(image, start[0], start[1]);
        assertEquals(2.0, (double) second / first, 0.25);
        Tensor none = Tensor.of(new double[][] {{Double.NaN, 2}, {0, 4}});
        assertEquals(0, run(frame.arrows("a", points, none).image(), origin[0], origin[1]));
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Refusal.of(type, () -> frame.arrows("a", points, Tensor.zeros(3, 2)), "[2, 2]", "[3, 2]");
        Refusal.of(
                type,
                () -> new Chart("").logX().arrows("a", points.add(1), up).toPng(),
                "arrows",
                "not logarithmic");
    }

    /** How many pixels above a place are blue. */
    private static int run(BufferedImage image, int x, int y) {
        int count = 0;
        while (nearBlue(image, x, y - 2 - count)) {
            count++;
        }
        return count;
    }

    private static boolean nearBlue(BufferedImage image, int x, int y) {
        return IntStream.rangeClosed(x - 1, x + 1)
                .anyMatch(each -> (image.getRGB(each, y) & 0xff0000) < 0xa00000);
    }

    @Test
    void equalUnitsAreAsLongOnBothAxes() {
        Chart chart =
                new Chart("")
                        .xRange(0, 4)
                        .yRange(0, 2)
                        .points("a", new double[] {1, 3}, new double[] {1, 1})
                        .points("b", new double[] {2, 2}, new double[] {0.5, 1.5});
        for (boolean equal : new boolean[] {true, false}) {
            BufferedImage image = (equal ? chart.equalUnits() : chart).size(800, 800).image();
            double[] across = extent(image.getSubimage(0, 0, 800, 740), BLUE);
            double[] up = extent(image.getSubimage(0, 0, 800, 740), RED);
            double wide = (across[1] - across[0]) * 800;
            double tall = (up[3] - up[2]) * 740;
            assertEquals(equal ? 2 : 1, wide / tall, 0.1, "equal " + equal);
        }
    }

    @Test
    void probabilitiesGoFromZeroToOne() {
        Chart chart = new Chart("c").xProbability().yProbability().size(600, 600);
        String svg =
                chart.line("few", new double[] {0.4, 0.5}, new double[] {0.4, 0.7})
                        .line("more", new double[] {0.2, 0.5}, new double[] {0.1, 0.2})
                        .toSvg();
        assertEquals(2, svg.split(">0.0<", -1).length - 1);
        assertEquals(2, svg.split(">1.0<", -1).length - 1);
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.line("odds", new double[] {0.5}, new double[] {1.5}).toPng(),
                "\"odds\"",
                "1.5",
                "from 0 to 1");
    }

    @Test
    void aLogarithmicAxisKeepsGapsAndRefusesZero() {
        Chart chart = new Chart("c").logY();
        chart.line("gap", new double[] {1, Double.NaN, 100}).toPng();
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.line("zero", new double[] {1, 0}).toPng(),
                "\"zero\"",
                "0.0",
                "NaN leaves a gap");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.line("a", range(3)).yRange(-1, 1).toPng(),
                "-1.0",
                "above 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> chart.contours(0, 1, 0, 1, (x, y) -> x).toPng(),
                "contours",
                "not logarithmic");
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
