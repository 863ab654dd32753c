package org.cotangent.nn.plot;

import static org.cotangent.nn.plot.DrawnPixels.BLUE;
import static org.cotangent.nn.plot.DrawnPixels.GREEN;
import static org.cotangent.nn.plot.DrawnPixels.RED;
import static org.cotangent.nn.plot.DrawnPixels.count;
import static org.cotangent.nn.plot.DrawnPixels.extent;
import static org.cotangent.nn.plot.DrawnPixels.labels;
import static org.cotangent.nn.plot.DrawnPixels.map;
import static org.cotangent.nn.plot.DrawnPixels.picture;
import static org.cotangent.nn.plot.DrawnPixels.range;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

/** Regions, contours, paths and arrows of the plane. */
class PlaneTest {
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
    void contoursOfTensors() {
        Chart chart = new Chart("").points("corner", new double[] {0.01}, new double[] {0.01});
        Chart numbers = chart.contours(-1, 1, 0, 1, (x, y) -> x * x + y);
        Chart tensors =
                chart.contours(-1, 1, 0, 1, p -> p.slice(1, 0, 1).square().add(p.slice(1, 1, 2)));
        assertArrayEquals(numbers.toPng(), tensors.toPng());
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
        // up is up; a vector that is not finite is no arrow, half the length is half as long
        Tensor up = Tensor.of(new double[][] {{0, 2}, {0, 4}});
        image = frame.arrows("a", points, up).image();
        int first = run(image, origin[0], origin[1]);
        int second = run(image, start[0], start[1]);
        assertEquals(2.0, (double) second / first, 0.25);
        Tensor none = Tensor.of(new double[][] {{Double.NaN, 2}, {0, 4}});
        assertTrue(run(frame.arrows("a", points, none).image(), origin[0], origin[1]) < 4);
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Refusal.of(type, () -> frame.arrows("a", points, Tensor.zeros(3, 2)), "[2, 2]", "[3, 2]");
        Refusal.of(
                type,
                () -> new Chart("").logX().arrows("a", points.add(1), up).toPng(),
                "arrows",
                "not logarithmic");
    }

    @Test
    void arrowsAreNotCutAtTheFrame() {
        Tensor points = Tensor.of(new double[][] {{0, 0}, {4, 4}, {0, 4}, {4, 0}});
        Chart plain = new Chart("").size(400, 400);
        Chart outward = plain.arrows("a", points, points.sub(2));
        Chart inward = plain.arrows("a", points, Tensor.full(2, 4, 2).sub(points));
        assertEquals(count(inward.image(), BLUE), count(outward.image(), BLUE), 40);
        for (Chart chart :
                List.of(
                        outward.contours(0, 4, 0, 4, (x, y) -> x, 2),
                        outward.equalUnits(),
                        outward.contours(0, 4, 0, 4, (x, y) -> x, 2).equalUnits())) {
            assertEquals(count(outward.image(), BLUE), count(chart.image(), BLUE), 60);
        }
        // a range that is set holds
        assertTrue(
                count(outward.xRange(0, 4).yRange(0, 4).image(), BLUE)
                        < count(outward.image(), BLUE) / 4);
    }

    @Test
    void aVectorThatIsNotFiniteIsACross() {
        Tensor points = Tensor.of(new double[][] {{1, 1}, {3, 3}});
        Chart frame = new Chart("").size(400, 400).xRange(0, 4).yRange(0, 4);
        int[] first = middle(frame.points("p", new double[] {1}, new double[] {1}).image(), BLUE);
        for (double v : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            Tensor vectors = Tensor.of(new double[][] {{v, 0}, {1, 1}});
            BufferedImage image = frame.arrows("a", points, vectors).image();
            for (int d : new int[] {-3, 0, 3}) {
                assertEquals(BLUE, image.getRGB(first[0] + d, first[1] + d) & 0xffffff, "" + d);
                assertEquals(BLUE, image.getRGB(first[0] - d, first[1] + d) & 0xffffff, "" + d);
            }
        }
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Tensor nothing = Tensor.full(Double.NaN, 2, 2);
        Refusal.of(type, () -> frame.arrows("a", points, nothing), "no finite vector");
        Refusal.of(type, () -> frame.arrows("a", nothing, points), "not finite");
    }

    @Test
    void aRangeHoldsOverARectangle() {
        Chart contours = new Chart("").contours(0, 4, 0, 4, (x, y) -> x, 1, 2, 3).size(500, 300);
        assertEquals("0", labels(contours).get(0));
        List<String> part = labels(contours.xRange(1, 2));
        assertEquals(List.of("1.0", "1.2"), part.subList(0, 2));
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
}
