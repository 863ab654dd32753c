package org.cotangent.nn.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A grid of charts in one picture. Immutable. */
public final class Panels {
    private final int columns;
    private final List<Chart> charts;

    /**
     * Charts in rows.
     *
     * @param columns the number of charts side by side, at least 1
     * @param charts the charts, row by row, at least one
     * @throws IllegalArgumentException if either is less
     */
    public Panels(int columns, List<Chart> charts) {
        if (columns < 1 || charts.isEmpty()) {
            throw new IllegalArgumentException(
                    "panels: "
                            + charts.size()
                            + " charts in "
                            + columns
                            + " columns; both must be at least 1");
        }
        this.columns = Math.min(columns, charts.size());
        this.charts = List.copyOf(charts);
    }

    /**
     * Writes the picture to a file in PNG form. The file appears as a whole or not at all.
     *
     * @param file where to, in a folder that exists; replaced if it exists
     * @param width the width of the whole in pixels, at least 100 for each column
     * @param height the height of the whole in pixels, at least 100 for each row
     * @throws IllegalArgumentException if the size is out of range, or a chart cannot be drawn
     * @throws IllegalStateException if there is nothing in a chart
     * @throws IOException if the file cannot be written
     */
    public void write(Path file, int width, int height) throws IOException {
        Png.requireSize(width, height);
        int rows = (charts.size() - 1) / columns + 1;
        List<BufferedImage> images =
                charts.stream().map(chart -> chart.image(width / columns, height / rows)).toList();
        BufferedImage whole =
                Png.draw(
                        width,
                        height,
                        graphics -> {
                            for (int i = 0; i < images.size(); i++) {
                                graphics.drawImage(
                                        images.get(i),
                                        i % columns * (width / columns),
                                        i / columns * (height / rows),
                                        null);
                            }
                        });
        Png.write(whole, file);
    }
}
