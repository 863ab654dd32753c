package org.cotangent.nn.plot;

import static java.util.stream.Collectors.joining;
import static org.cotangent.nn.plot.DrawnPixels.BLUE;
import static org.cotangent.nn.plot.DrawnPixels.RED;
import static org.cotangent.nn.plot.DrawnPixels.extent;
import static org.cotangent.nn.plot.DrawnPixels.labels;
import static org.cotangent.nn.plot.DrawnPixels.map;
import static org.cotangent.nn.plot.DrawnPixels.picture;
import static org.cotangent.nn.plot.DrawnPixels.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

/** Axes have the ranges, labels and lines of their numbers. */
class AxesTest {
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

    private static void assertLabels(String labels, boolean logarithmic, double from, double to) {
        assertLabels(labels, new Scale(logarithmic, from, to).ticks(6));
    }

    private static void assertLabels(String labels, List<Scale.Tick> ticks) {
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

    @Test
    void threeHundredDecadesHaveRoundLabelsAndNoMoreLines() {
        Scale scale = Scale.around(true, 1e-160, 1e150, 0.04);
        assertTrue(scale.from() > 1e-180 && scale.to() < 1e170, scale.toString());
        assertLabels("1e-150 1e-100 1e-50 1e0 1e50 1e100 1e150", scale.ticks(8));
        assertEquals(0, scale.minor(8).length);
        assertLabels("1e-20 1e-10 1e0 1e10 1e20", new Scale(true, 1e-24, 1e22).ticks(7));
    }

    @Test
    void epochsAreCountedInWholeNumbers() {
        Chart two = new Chart("").line("loss", new double[] {3, 2});
        assertTrue(labels(two).contains("2"), labels(two).toString());
        assertFalse(labels(two.yRange(10, 20)).contains("1.5"));
        // others are not
        Chart half = new Chart("").line("a", new double[] {0, 1}, new double[] {10, 20});
        assertTrue(labels(half).contains("0.4"), labels(half).toString());
        Chart counts = new Chart("").histogram("h", new double[] {1, 2, 2.6, 3.5}, 3);
        assertFalse(labels(counts.xRange(5, 9)).contains("0.5"));
    }

    @Test
    void aRangeThatFallsNamesItsAxis() {
        Chart chart = new Chart("c");
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Refusal.of(type, () -> chart.yRange(3, 1), "chart: the y axis from 3.0 to 1.0");
        Refusal.of(type, () -> chart.xRange(3, Double.NaN), "chart: the x axis from 3.0 to NaN");
        Refusal.of(type, () -> chart.contours(0, 1, 2, 1, (x, y) -> x), "contours: y from 2.0 to");
        Refusal.of(type, () -> chart.contours(0, 1, 2, 1, p -> p), "contours: y from 2.0 to");
        Refusal.of(
                type,
                () -> chart.contours(0, 1, 0, 1, p -> p),
                "contours: shape [201, 2] for points of shape [201, 2]");
    }

    /** Equal units leave room at the sides or above and below; no word stays at the margin. */
    @Test
    void wordsStandBesideAxesOfEqualUnits() {
        Chart chart =
                new Chart("square")
                        .equalUnits()
                        .xLabel("across")
                        .yLabel("up")
                        .line("a", new double[] {0, 1}, new double[] {0, 1})
                        .line("b", new double[] {0, 1}, new double[] {1, 0});
        BufferedImage wide = chart.size(1000, 400).image();
        assertTrue(isWhite(wide.getSubimage(0, 0, 250, 400)));
        assertTrue(isWhite(wide.getSubimage(750, 0, 250, 400)));
        BufferedImage tall = chart.size(400, 1000).image();
        assertTrue(isWhite(tall.getSubimage(0, 0, 400, 250)));
        assertTrue(isWhite(tall.getSubimage(0, 750, 400, 250)));
    }

    @Test
    void aWideTitleIsWhole() {
        String title = "The squares of the numbers from nothing to one, and the line beside";
        Chart chart = new Chart(title).equalUnits().line("a", new double[2], new double[] {0, 1});
        BufferedImage image = chart.size(300, 400).image();
        assertTrue(isWhite(image.getSubimage(0, 0, 3, 400)));
        assertTrue(isWhite(image.getSubimage(297, 0, 3, 400)));
        assertFalse(isWhite(image.getSubimage(8, 0, 12, 400)));
    }

    private static boolean isWhite(BufferedImage image) {
        int[] all =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(all).allMatch(pixel -> pixel == 0xffffffff);
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
            int legend = equal ? 600 : 740;
            double[] across = extent(image.getSubimage(0, 0, 800, legend), BLUE);
            double[] up = extent(image.getSubimage(0, 0, 800, legend), RED);
            double wide = (across[1] - across[0]) * 800;
            double tall = (up[3] - up[2]) * legend;
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
}
