package org.cotangent.nn.plot;

import static org.cotangent.nn.plot.DrawnPixels.BLUE;
import static org.cotangent.nn.plot.DrawnPixels.RED;
import static org.cotangent.nn.plot.DrawnPixels.labels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Image grids and heat maps have the colors of their numbers at the places of their numbers. */
class ImagesTest {
    private static final int MARGIN = 12;
    private static final int YELLOW = 0xf0e442;

    @TempDir Path folder;

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    private static String hex(int rgb) {
        return Integer.toHexString(rgb);
    }

    /** The color of a pixel of an image that is enlarged, at the first and the last of its own. */
    private static void assertPixel(
            int expected, BufferedImage grid, int left, int top, int times, int row, int column) {
        int x = left + column * times;
        int y = top + row * times;
        for (int d : new int[] {0, times - 1}) {
            assertEquals(hex(expected), hex(rgb(grid, x + d, y + d)), row + ", " + column);
        }
    }

    @Test
    void pixelsAreSquaresOfTheirGray() {
        Tensor images = Tensor.iota(12).reshape(2, 2, 3);
        ImageGrid grid = new ImageGrid(images).enlarged(7).margin(5);
        BufferedImage image = grid.image();
        assertEquals(2 * MARGIN + 2 * 3 * 7 + 5, image.getWidth());
        assertEquals(2 * MARGIN + 2 * 7, image.getHeight());
        for (int i = 0; i < 12; i++) {
            int gray = (int) Math.round(255 * i / 11.0);
            int left = MARGIN + i / 6 * (3 * 7 + 5);
            assertPixel(gray * 0x010101, image, left, MARGIN, 7, i % 6 / 3, i % 3);
        }
        BufferedImage inverted = grid.inverted().image();
        assertPixel(0xffffff, inverted, MARGIN, MARGIN, 7, 0, 0);
        BufferedImage below = grid.columns(1).image();
        assertPixel(0xffffff, below, MARGIN, MARGIN + 2 * 7 + 5, 7, 1, 2);
        // each by itself: the first image ends in white as well
        assertPixel(0xffffff, grid.rangeOfEach().image(), MARGIN, MARGIN, 7, 1, 2);
        assertPixel(0x000000, grid.range(5, 6).image(), MARGIN, MARGIN, 7, 1, 2);
        assertPixel(0xffffff, grid.range(-9, 0).image(), MARGIN, MARGIN, 7, 1, 2);
    }

    @Test
    void weightsAreBlueBelowZeroAndRedAbove() {
        Tensor filter = Tensor.of(new double[] {-1, 0, 2, Double.NaN}, 1, 1, 2, 2);
        BufferedImage image = new ImageGrid(filter).enlarged(4).diverging().image();
        assertPixel(0x80b9d9, image, MARGIN, MARGIN, 4, 0, 0);
        assertPixel(0xffffff, image, MARGIN, MARGIN, 4, 0, 1);
        assertPixel(RED, image, MARGIN, MARGIN, 4, 1, 0);
        assertPixel(YELLOW, image, MARGIN, MARGIN, 4, 1, 1);
    }

    @Test
    void infinitiesHaveColorsOfTheirOwn() {
        double[] row = {Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY};
        Tensor one = Tensor.of(row, 1, 1, 1, 3);
        Tensor three = Tensor.concat(1, one, Tensor.zeros(1, 1, 2, 3).reshape(1, 2, 1, 3));
        BufferedImage grid = new ImageGrid(one).enlarged(4).image();
        BufferedImage color = new ImageGrid(three).enlarged(4).image();
        BufferedImage map = new HeatMap(one.reshape(1, 3)).cell(4).range(0, 2).image();
        for (BufferedImage image : List.of(grid, color, map)) {
            assertPixel(0xcc79a7, image, MARGIN, MARGIN, 4, 0, 0);
            assertPixel(0x009e73, image, MARGIN, MARGIN, 4, 0, 2);
        }
        assertPixel(BLUE, map, MARGIN, MARGIN, 4, 0, 1);
    }

    @Test
    void aColorBarHasLabelsAtItsEnds() {
        HeatMap map = new HeatMap(Tensor.of(new double[][] {{0.0312, 0.9731}, {0.5, 0.2}}));
        assertEquals(List.of("0.0", "0.5", "1.0"), labels(map.range(0, 1)));
        assertEquals(List.of("0.03", "0.50", "0.97"), labels(map));
        List<Scale.Tick> ends = new Scale(false, -1234.5, 98765.4).ticksWithEnds(4);
        assertEquals(List.of("-1000", "50000", "99000"), texts(ends));
        assertEquals(-1234.5, ends.get(0).value());
        assertEquals(98765.4, ends.get(2).value());
    }

    private static List<String> texts(List<Scale.Tick> ticks) {
        return ticks.stream().map(Scale.Tick::label).toList();
    }

    @Test
    void threeChannelsAreRedGreenAndBlue() {
        double[] numbers = {1, 0, 0, 1, 0, 1, Double.NaN, 0, 1, 0, 1, 0};
        ImageGrid grid = new ImageGrid(Tensor.of(numbers, 1, 3, 2, 2)).enlarged(3);
        BufferedImage image = grid.image();
        assertPixel(0xff00ff, image, MARGIN, MARGIN, 3, 0, 0);
        assertPixel(0x00ff00, image, MARGIN, MARGIN, 3, 0, 1);
        assertPixel(YELLOW, image, MARGIN, MARGIN, 3, 1, 0);
        assertPixel(0xff0000, image, MARGIN, MARGIN, 3, 1, 1);
        Refusal.of(IllegalStateException.class, grid::diverging, "three channels");
        Refusal.of(IllegalStateException.class, grid::colorBar, "three channels");
    }

    @Test
    void titlesMakeRoomForThemselves() {
        ImageGrid plain = new ImageGrid(Tensor.zeros(3, 2, 2)).enlarged(4);
        BufferedImage titled = plain.titles("a", "a long title", "b").image();
        assertEquals(plain.image().getHeight() + 17, titled.getHeight());
        assertTrue(titled.getWidth() > 2 * plain.image().getWidth());
        String svg = plain.titles("a", "b < c", "d").title("All & more").toSvg();
        for (String text : List.of(">a</text>", ">b &lt; c</text>", ">All &amp; more</text>")) {
            assertTrue(svg.contains(text), svg);
        }
    }

    @Test
    void cellsOfAHeatMapHaveTheirColors() {
        Tensor counts = Tensor.of(new double[][] {{0, 10}, {5, Double.NaN}});
        BufferedImage image = new HeatMap(counts).cell(20).image();
        assertPixel(0xffffff, image, MARGIN, MARGIN, 20, 0, 0);
        assertPixel(0x001c3d, image, MARGIN, MARGIN, 20, 0, 1);
        assertPixel(BLUE, image, MARGIN, MARGIN, 20, 1, 0);
        assertPixel(YELLOW, image, MARGIN, MARGIN, 20, 1, 1);
        String svg = new HeatMap(counts).numbers(1).names("cat", "dog").toSvg();
        for (String text : List.of("0.0", "10.0", "5.0", "NaN", "cat", "dog")) {
            assertTrue(svg.contains(">" + text + "</text>"), text);
        }
        // white on dark, black on light
        assertTrue(svg.matches("(?s).*fill=\"#ffffff\"[^>]*>10.0<.*"));
        assertTrue(svg.matches("(?s).*fill=\"#000000\"[^>]*>0.0<.*"));
        // no minus at what is rounded to 0
        String small = new HeatMap(Tensor.of(new double[][] {{-0.001}})).numbers(1).toSvg();
        assertTrue(small.contains(">0.0<") && !small.contains(">-0.0<"));
    }

    @Test
    void longNamesOfColumnsAreTurned() {
        HeatMap map = new HeatMap(Tensor.eye(2)).cell(30);
        assertTrue(!map.columnNames("a", "b").toSvg().contains("rotate"));
        assertTrue(map.columnNames("a", "a long name").toSvg().contains("rotate(-90"));
    }

    @Test
    void bytesAreTheSameTwiceAndSvgIsXml() throws Exception {
        HeatMap map = new HeatMap(Tensor.eye(3)).title("\u0001 a < b & c").numbers(0);
        ImageGrid grid = new ImageGrid(Tensor.iota(8).reshape(2, 2, 2)).colorBar();
        Chart chart =
                new Chart("log")
                        .logY()
                        .line("a", new double[] {1, 2, 300})
                        .points("b", new double[] {1}, new double[] {3});
        for (Picture each : List.of(map, grid, chart, new Panels(2, List.of(map, grid, chart)))) {
            assertArrayEquals(each.toPng(), each.toPng());
            Path svg = folder.resolve("a.SVG");
            each.save(svg);
            String text = Files.readString(svg);
            assertEquals(each.toSvg(), text);
            Document document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            int width = Integer.parseInt(document.getDocumentElement().getAttribute("width"));
            // the estimated widths of texts are about those of the fonts
            assertEquals(each.image().getWidth(), width, 0.15 * width);
        }
    }

    @Test
    void anSvgHoldsTheImagesThemselves() throws Exception {
        String svg = new ImageGrid(Tensor.iota(4).reshape(1, 2, 2)).toSvg();
        Matcher data = Pattern.compile("base64,([^\"]+)\"").matcher(svg);
        assertTrue(data.find());
        byte[] png = Base64.getDecoder().decode(data.group(1));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(2, image.getWidth());
        assertEquals(0x555555, rgb(image, 1, 0));
        assertTrue(svg.contains("image-rendering: pixelated"));
    }

    @Test
    void settingsAreCopies() {
        ImageGrid grid = new ImageGrid(Tensor.iota(8).reshape(2, 2, 2));
        byte[] before = grid.toPng();
        ImageGrid changed = grid.columns(1).diverging().range(0, 1).title("t").enlarged(3);
        changed.titles("a", "b").margin(1).colorBar().toPng();
        assertArrayEquals(before, grid.toPng());
        HeatMap map = new HeatMap(Tensor.eye(2));
        before = map.toPng();
        map.numbers(2).names("a", "b").xLabel("x").yLabel("y").diverging().cell(3).range(0, 3);
        assertArrayEquals(before, map.toPng());
    }

    @Test
    void badInputIsRefused() {
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Refusal.of(type, () -> new ImageGrid(Tensor.zeros(5, 64)), "[5, 64]", "reshape(n, h, w)");
        Refusal.of(
                type,
                () -> new ImageGrid(Tensor.zeros(5, 8, 8, 3)),
                "[5, 8, 8, 3]",
                "[n, 3, h, w]");
        Refusal.of(type, () -> new ImageGrid(Tensor.zeros(0, 8, 8)), "[0, 8, 8]", "extent of 0");
        ImageGrid grid = new ImageGrid(Tensor.zeros(2, 8, 8));
        Refusal.of(type, () -> grid.titles("a"), "1 titles for 2 images");
        Refusal.of(type, () -> grid.columns(0), "columns of 0");
        Refusal.of(type, () -> grid.enlarged(0), "enlargement of 0");
        Refusal.of(type, () -> grid.margin(-1), "margin of -1");
        Refusal.of(type, () -> grid.range(1, 1), "1.0", "rise");
        Refusal.of(type, () -> grid.colorBar().rangeOfEach().toPng(), "color bar");
        Refusal.of(type, () -> grid.enlarged(1000).toPng(), "10,000".replace(",", ""));
        Refusal.of(type, () -> new HeatMap(Tensor.zeros(3)), "[3]", "[rows, columns]");
        HeatMap map = new HeatMap(Tensor.zeros(2, 3));
        Refusal.of(type, () -> map.names("a", "b"), "2 names for 3 columns", "[2, 3]");
        Refusal.of(type, () -> map.rowNames("a"), "1 names for 2 rows");
        Refusal.of(type, () -> map.numbers(10), "10 decimals");
        Refusal.of(type, () -> map.cell(0), "0 pixels");
        Refusal.of(type, () -> map.save(folder.resolve("a.gif")), "a.gif", ".png or .svg");
    }
}
