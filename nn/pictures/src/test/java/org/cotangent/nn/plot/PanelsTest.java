package org.cotangent.nn.plot;

import static org.cotangent.nn.plot.DrawnPixels.BLUE;
import static org.cotangent.nn.plot.DrawnPixels.count;
import static org.cotangent.nn.plot.DrawnPixels.extent;
import static org.cotangent.nn.plot.DrawnPixels.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Panels stand in rows and columns. */
class PanelsTest {
    @TempDir Path folder;

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
    void imagesGrowIntoTheRoomThatChartsLeave() {
        Chart chart = new Chart("c").line("a", range(9));
        ImageGrid grid = new ImageGrid(Tensor.iota(18).reshape(2, 3, 3)).margin(0);
        HeatMap map = new HeatMap(Tensor.eye(4));
        BufferedImage image = new Panels(2, List.of(chart, grid, map, chart)).image();
        assertEquals(1280, image.getWidth());
        // nearly as wide as the chart, and in the middle of its place
        BufferedImage place = image.getSubimage(640, 0, 640, 480);
        double[] first = extent(place, 0x000000);
        double[] last = extent(place, 0xf0f0f0);
        assertTrue(last[1] - first[0] > 0.7, "width " + first[0] + " to " + last[1]);
        assertEquals(1, first[2] + last[3], 0.02);
        double[] dark = extent(image.getSubimage(0, 480, 640, 480), 0x001c3d);
        assertTrue(dark[3] - dark[2] > 0.8, "height " + dark[2] + " to " + dark[3]);
        // a size that is set holds
        BufferedImage small = new Panels(2, List.of(chart, map.cell(5))).image();
        assertEquals(count(map.cell(5).image(), 0x001c3d), count(small, 0x001c3d));
    }
}
