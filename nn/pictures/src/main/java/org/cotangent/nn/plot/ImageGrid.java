package org.cotangent.nn.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.plot.ColorScale.Colors;

/**
 * Images side by side in rows: digits, the filters of a layer. Each pixel becomes a square of whole
 * pixels, so that edges stay sharp.
 *
 * <p>Gray goes from black at the least number of all images to white at the greatest, unless a
 * range is set; numbers beyond it have the color of its nearer end. NaN is yellow, infinity green
 * and minus infinity purple, which are on no scale.
 */
@CheckReturnValue
public final class ImageGrid extends Picture {
    private static final int USUAL_SIDE = 64;
    private static final int USUAL_WIDTH = 800;
    private static final int MARGIN = 12;
    private static final int TITLE_LINE = 28;
    private static final int LINE = 17;

    private final double[][] images; // of each image its pixels: channel, row, column
    private final int channels;
    private final int rows;
    private final int columns;
    private String title = "";
    private String[] titles = {};
    private Colors colors = Colors.BLACK_TO_WHITE;
    private double[] range;
    private boolean eachByItself;
    private boolean colorBar;
    private int across;
    private int margin = 8;
    private int enlargement; // 0 if not set
    private int growth; // beyond the usual enlargement

    /**
     * Images as they come from a batch or a filter bank.
     *
     * @param images of shape [n, h, w], or [n, 1, h, w], in gray; or [n, 3, h, w] with red, green
     *     and blue. n images of h rows and w columns; copied
     * @throws IllegalArgumentException if the shape is another, or has an extent of 0
     */
    public ImageGrid(Tensor images) {
        int rank = images.rank();
        int[] shape = images.shape();
        boolean gray = rank == 3 || rank == 4 && shape[1] == 1;
        if (!gray && !(rank == 4 && shape[1] == 3) || images.size() == 0) {
            throw Checks.illegal(
                    "image grid: shape %s; [n, h, w] or [n, 1, h, w] in gray or [n, 3, h, w] in"
                            + " color expected, without an extent of 0. %s",
                    shape,
                    rank == 2
                            ? "Rows of pixels take reshape(n, h, w)"
                            : "Channels stand before rows and columns, and those of filters"
                                    + " may be images of their own by reshape(n * c, h, w)");
        }
        channels = gray ? 1 : 3;
        rows = shape[rank - 2];
        columns = shape[rank - 1];
        double[] all = images.toArray();
        int size = channels * rows * columns;
        this.images =
                IntStream.range(0, shape[0])
                        .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
                        .toArray(double[][]::new);
        across = this.images.length;
        across = Math.max(1, Math.min(across, USUAL_WIDTH / (times() * columns + margin)));
    }

    /**
     * A copy with a title above all images.
     *
     * @param title the title; may be empty
     * @return the copy
     */
    public ImageGrid title(String title) {
        Objects.requireNonNull(title, "image grid: the title is null");
        return copy(c -> c.title = title);
    }

    /**
     * A copy with a title below each image.
     *
     * @param titles one for each image; may be empty
     * @return the copy
     * @throws IllegalArgumentException if there are not as many as images
     */
    public ImageGrid titles(String... titles) {
        if (titles.length != images.length) {
            throw Checks.illegal(
                    "image grid: %s titles for %s images; one for each expected",
                    titles.length, images.length);
        }
        return copy(c -> c.titles = titles.clone());
    }

    /**
     * A copy with another number of images side by side; by default as many as 800 pixels hold.
     *
     * @param count the number, at least 1
     * @return the copy
     * @throws IllegalArgumentException if it is less
     */
    public ImageGrid columns(int count) {
        require("columns", count, 1);
        return copy(c -> c.across = Math.min(count, images.length));
    }

    /**
     * A copy with another distance between images; by default 8.
     *
     * @param pixels the distance, at least 0
     * @return the copy
     * @throws IllegalArgumentException if it is less
     */
    public ImageGrid margin(int pixels) {
        require("a margin", pixels, 0);
        return copy(c -> c.margin = pixels);
    }

    /**
     * A copy with another enlargement; by default the longer side of an image has about 64 pixels,
     * and more in {@link Panels} that have room.
     *
     * @param times how many pixels wide and high a pixel becomes, at least 1
     * @return the copy
     * @throws IllegalArgumentException if it is less
     */
    public ImageGrid enlarged(int times) {
        require("an enlargement", times, 1);
        return copy(c -> c.enlargement = times);
    }

    private static void require(String what, int given, int least) {
        if (given < least) {
            throw Checks.illegal("image grid: %s of %s; at least %s expected", what, given, least);
        }
    }

    /**
     * A copy in which black and white, or the ends of other colors, stand for these numbers.
     *
     * @param from the number at one end
     * @param to the number at the other, greater
     * @return the copy
     * @throws IllegalArgumentException if the range is not finite or does not rise
     */
    public ImageGrid range(double from, double to) {
        double[] given = Backdrop.range("image grid: a range", from, to);
        return copy(c -> c.range = given);
    }

    /**
     * A copy in which each image has a range of its own, as for filters of different strength.
     *
     * @return the copy
     */
    public ImageGrid rangeOfEach() {
        return copy(c -> c.eachByItself = true);
    }

    /**
     * A copy with dark on light: white at the least number, black at the greatest.
     *
     * @return the copy
     * @throws IllegalStateException if the images have colors of their own
     */
    public ImageGrid inverted() {
        return colors(Colors.WHITE_TO_BLACK);
    }

    /**
     * A copy with blue below 0, white at 0 and red above, as far on both sides, as for weights.
     *
     * @return the copy
     * @throws IllegalStateException if the images have colors of their own
     */
    public ImageGrid diverging() {
        return colors(Colors.BLUE_TO_RED);
    }

    private ImageGrid colors(Colors other) {
        requireGray("another color scale");
        return copy(c -> c.colors = other);
    }

    /**
     * A copy with a bar at the right that says which number has which color.
     *
     * @return the copy
     * @throws IllegalStateException if the images have colors of their own
     */
    public ImageGrid colorBar() {
        requireGray("a color bar");
        return copy(c -> c.colorBar = true);
    }

    private void requireGray(String what) {
        if (channels > 1) {
            throw new IllegalStateException(
                    "image grid: images of three channels have their own colors, not " + what);
        }
    }

    private int times() {
        int usual = Math.max(1, USUAL_SIDE / Math.max(rows, columns));
        return enlargement > 0 ? enlargement : usual + growth;
    }

    @Override
    Picture larger() {
        return enlargement > 0 ? null : this.<ImageGrid>copy(c -> c.growth++);
    }

    /** The width of an image with its title. */
    private int cellWidth(Canvas canvas) {
        double text = canvas.width(Palette.TICK, titles);
        return (int) Math.ceil(Math.max(columns * times(), text));
    }

    private int cellHeight() {
        return rows * times() + (titles.length > 0 ? LINE : 0);
    }

    private int gridWidth(Canvas canvas) {
        return across * (cellWidth(canvas) + margin) - margin;
    }

    private int gridHeight() {
        return ((images.length - 1) / across + 1) * (cellHeight() + margin) - margin;
    }

    private ColorScale scale(double... numbers) {
        return ColorScale.of(colors, range, numbers);
    }

    private ColorScale scale() {
        return scale(Arrays.stream(images).flatMapToDouble(Arrays::stream).toArray());
    }

    @Override
    Dimension size(Canvas canvas) {
        if (colorBar && eachByItself && range == null) {
            throw new IllegalArgumentException(
                    "image grid: one color bar, but a range for each image; leave out one of them");
        }
        double width = Math.max(contentWidth(canvas), canvas.width(title, Palette.TITLE));
        return new Dimension((int) Math.ceil(width) + 2 * MARGIN, top() + gridHeight() + MARGIN);
    }

    /** Of the images and the color bar. */
    private double contentWidth(Canvas canvas) {
        return gridWidth(canvas) + (colorBar ? scale().barWidth(canvas, gridHeight()) : 0);
    }

    private int top() {
        return MARGIN + (title.isEmpty() ? 0 : TITLE_LINE);
    }

    @Override
    void paint(Canvas canvas) {
        int width = size(canvas).width;
        canvas.text(title, Palette.TITLE, width / 2.0, MARGIN + 15, 0.5);
        ColorScale common = scale();
        int left = (int) (width - contentWidth(canvas)) / 2;
        int cell = cellWidth(canvas);
        for (int i = 0; i < images.length; i++) {
            int x = left + i % across * (cell + margin) + (cell - columns * times()) / 2;
            int y = top() + i / across * (cellHeight() + margin);
            int w = columns * times();
            int h = rows * times();
            ColorScale scale = eachByItself ? scale(images[i]) : common;
            canvas.framed(
                    image(images[i], scale), new Rectangle2D.Double(x, y, w, h), Palette.GRID);
            if (titles.length > 0) {
                canvas.text(titles[i], Palette.TICK, x + w / 2.0, y + h + 14, 0.5);
            }
        }
        if (colorBar) {
            common.paintBar(canvas, left + gridWidth(canvas), top(), gridHeight());
        }
    }

    private BufferedImage image(double[] pixels, ColorScale scale) {
        return channels == 1
                ? scale.image(pixels, columns)
                : Pixels.image(columns, rows, i -> color(pixels, i, scale));
    }

    private Color color(double[] pixels, int i, ColorScale scale) {
        float[] shares = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            double v = pixels[i + channel * rows * columns];
            if (!Double.isFinite(v)) {
                return scale.color(v);
            }
            shares[channel] = (float) scale.share(v);
        }
        return new Color(shares[0], shares[1], shares[2]);
    }
}
