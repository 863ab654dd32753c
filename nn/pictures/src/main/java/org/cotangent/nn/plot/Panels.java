package org.cotangent.nn.plot;

import java.awt.Dimension;
import java.util.Arrays;
import java.util.List;
import org.cotangent.nn.internal.Checks;

/**
 * Pictures in rows and columns, each in the middle of its place, as one picture. Charts have their
 * own size; image grids and heat maps whose enlargement is not set become as large as the place
 * that larger pictures in their row and column leave them.
 */
public final class Panels extends Picture {
    private final int columns;
    private final List<Picture> pictures;

    /**
     * Pictures in rows.
     *
     * @param columns the number of pictures side by side, at least 1
     * @param pictures the pictures, row by row, at least one
     * @throws IllegalArgumentException if either is less
     */
    public Panels(int columns, List<? extends Picture> pictures) {
        if (columns < 1 || pictures.isEmpty()) {
            throw Checks.illegal(
                    "panels: %s pictures in %s columns; both must be at least 1",
                    pictures.size(), columns);
        }
        this.columns = Math.min(columns, pictures.size());
        this.pictures = List.copyOf(pictures);
    }

    /** The edges between columns, or between rows. */
    private int[] edges(Canvas canvas, boolean across) {
        int count = across ? columns : (pictures.size() - 1) / columns + 1;
        int[] edges = new int[count + 1];
        for (int i = 0; i < pictures.size(); i++) {
            Dimension size = pictures.get(i).size(canvas);
            int at = (across ? i % columns : i / columns) + 1;
            edges[at] = Math.max(edges[at], across ? size.width : size.height);
        }
        Arrays.parallelPrefix(edges, Integer::sum);
        return edges;
    }

    @Override
    Dimension size(Canvas canvas) {
        return new Dimension(
                edges(canvas, true)[columns],
                edges(canvas, false)[(pictures.size() - 1) / columns + 1]);
    }

    @Override
    void paint(Canvas canvas) {
        int[] x = edges(canvas, true);
        int[] y = edges(canvas, false);
        for (int i = 0; i < pictures.size(); i++) {
            int column = i % columns;
            int row = i / columns;
            Dimension room = new Dimension(x[column + 1] - x[column], y[row + 1] - y[row]);
            Picture each = grown(canvas, pictures.get(i), room);
            Dimension size = each.size(canvas);
            canvas.moved(
                    x[column] + (room.width - size.width) / 2,
                    y[row] + (room.height - size.height) / 2,
                    () -> each.paint(canvas));
        }
    }

    /** The largest form of a picture that is within a place. */
    private static Picture grown(Canvas canvas, Picture picture, Dimension room) {
        Picture found = picture;
        Picture next = picture;
        while (next != null
                && next.size(canvas).width <= room.width
                && next.size(canvas).height <= room.height) {
            found = next;
            next = next.larger();
        }
        return found;
    }
}
