package org.cotangent.nn.plot;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.plot.ColorScale.Colors;

/**
 * A matrix as colored cells with a color bar: a confusion matrix, attention weights, a Jacobian.
 * Row 0 is on top.
 *
 * <p>Colors go from white at the least number to dark blue at the greatest, unless a range is set;
 * numbers beyond it have the color of its nearer end. NaN is yellow, infinity green and minus
 * infinity purple, which are on no scale.
 */
@CheckReturnValue
public final class HeatMap extends Picture {
    private static final int MARGIN = 12;
    private static final int GAP = 6;
    private static final int LINE = 19;
    private static final int SIDE = 360; // of a map without numbers, about
    private static final int LEAST_BAR = 120;

    private final double[] values; // row by row
    private final int rows;
    private final int columns;
    private String title = "";
    private String xLabel = "";
    private String yLabel = "";
    private String[] rowNames = {};
    private String[] columnNames = {};
    private Colors colors = Colors.WHITE_TO_BLUE;
    private double[] range;
    private int decimals = -1;
    private int cell; // 0 if not set
    private int growth; // beyond the usual size of a cell

    /**
     * The numbers of a matrix.
     *
     * @param values shape [rows, columns]; copied
     * @throws IllegalArgumentException if the shape is another, or has an extent of 0
     */
    public HeatMap(Tensor values) {
        if (values.rank() != 2 || values.size() == 0) {
            throw Checks.illegal(
                    "heat map: shape %s; [rows, columns] expected, without an extent of 0",
                    values.shape());
        }
        this.values = values.toArray();
        rows = values.size(0);
        columns = values.size(1);
    }

    /**
     * A copy with a title.
     *
     * @param title the title; may be empty
     * @return the copy
     */
    public HeatMap title(String title) {
        Objects.requireNonNull(title, "heat map: the title is null");
        return copy(c -> c.title = title);
    }

    /**
     * A copy with a label below the columns.
     *
     * @param label what the columns are
     * @return the copy
     */
    public HeatMap xLabel(String label) {
        Objects.requireNonNull(label, "heat map: the label is null");
        return copy(c -> c.xLabel = label);
    }

    /**
     * A copy with a label left of the rows.
     *
     * @param label what the rows are
     * @return the copy
     */
    public HeatMap yLabel(String label) {
        Objects.requireNonNull(label, "heat map: the label is null");
        return copy(c -> c.yLabel = label);
    }

    /**
     * A copy with the same names for rows and columns, as of classes or of the words of a sentence.
     *
     * @param names one for each row and column
     * @return the copy
     * @throws IllegalArgumentException if there are not as many as rows and as columns
     */
    public HeatMap names(String... names) {
        return rowNames(names).columnNames(names);
    }

    /**
     * A copy with names of the rows.
     *
     * @param names one for each row
     * @return the copy
     * @throws IllegalArgumentException if there are not as many as rows
     */
    public HeatMap rowNames(String... names) {
        require(names, rows, "rows");
        return copy(c -> c.rowNames = names.clone());
    }

    /**
     * A copy with names of the columns.
     *
     * @param names one for each column
     * @return the copy
     * @throws IllegalArgumentException if there are not as many as columns
     */
    public HeatMap columnNames(String... names) {
        require(names, columns, "columns");
        return copy(c -> c.columnNames = names.clone());
    }

    private void require(String[] names, int count, String what) {
        if (names.length != count) {
            throw Checks.illegal(
                    "heat map: %s names for %s %s of a matrix of shape [%s, %s]; one for each"
                            + " expected",
                    names.length, count, what, rows, columns);
        }
    }

    /**
     * A copy with the number in each cell.
     *
     * @param decimals how many decimals, from 0 to 9
     * @return the copy
     * @throws IllegalArgumentException if it is out of range
     */
    public HeatMap numbers(int decimals) {
        if (decimals < 0 || decimals > 9) {
            throw Checks.illegal("heat map: numbers with %s decimals; 0 to 9 expected", decimals);
        }
        return copy(c -> c.decimals = decimals);
    }

    /**
     * A copy in which white and dark blue, or the ends of other colors, stand for these numbers.
     *
     * @param from the number at one end
     * @param to the number at the other, greater
     * @return the copy
     * @throws IllegalArgumentException if the range is not finite or does not rise
     */
    public HeatMap range(double from, double to) {
        double[] given = Backdrop.range("heat map: a range", from, to);
        return copy(c -> c.range = given);
    }

    /**
     * A copy with blue below 0, white at 0 and red above, as far on both sides, as for derivatives.
     *
     * @return the copy
     */
    public HeatMap diverging() {
        return copy(c -> c.colors = Colors.BLUE_TO_RED);
    }

    /**
     * A copy with larger or smaller cells.
     *
     * @param pixels their width and height, at least 1
     * @return the copy
     * @throws IllegalArgumentException if it is less
     */
    public HeatMap cell(int pixels) {
        if (pixels < 1) {
            throw Checks.illegal("heat map: cells of %s pixels; at least 1 expected", pixels);
        }
        return copy(c -> c.cell = pixels);
    }

    private String text(double v) {
        return Double.isFinite(v)
                ? String.format(Locale.ROOT, "%." + decimals + "f", v)
                        .replaceFirst("^-(0[.0]*)$", "$1")
                : Double.isNaN(v) ? "NaN" : v > 0 ? "∞" : "-∞";
    }

    private int cell(Canvas canvas) {
        if (cell > 0) {
            return cell;
        }
        if (decimals < 0) {
            int most = Math.max(rows, columns);
            return Math.max(1, Math.min(36, SIDE / most)) + growth;
        }
        String[] texts = Arrays.stream(values).mapToObj(this::text).toArray(String[]::new);
        return (int) Math.max(28, Math.ceil(canvas.width(Palette.TICK, texts)) + 8) + growth;
    }

    @Override
    Picture larger() {
        return cell > 0 ? null : this.<HeatMap>copy(c -> c.growth++);
    }

    /** Whether names of columns stand upright, for want of room. */
    private boolean turned(Canvas canvas) {
        return canvas.width(Palette.TICK, columnNames) + 4 > cell(canvas);
    }

    /** Where the cells are on the canvas, and how large all is. */
    private record Layout(int left, int top, int cell, Dimension whole, double namesBelow) {}

    private Layout layOut(Canvas canvas) {
        int side = cell(canvas);
        double left = MARGIN + (yLabel.isEmpty() ? 0 : LINE + GAP);
        left += rowNames.length == 0 ? 0 : canvas.width(Palette.TICK, rowNames) + GAP;
        int top = MARGIN + (title.isEmpty() ? 0 : LINE + GAP);
        double names =
                columnNames.length == 0
                        ? 0
                        : turned(canvas) ? canvas.width(Palette.TICK, columnNames) + GAP + 2 : LINE;
        double bottom = names + (xLabel.isEmpty() ? 0 : LINE + GAP) + MARGIN;
        int tall = barHeight(side);
        double right = scale().barWidth(canvas, tall) + MARGIN;
        double width = Math.ceil(left) + side * columns + right;
        double height = top + Math.max(tall, side * rows + bottom);
        width = Math.max(width, canvas.width(title, Palette.TITLE) + 2 * MARGIN);
        Dimension whole = new Dimension((int) Math.ceil(width), (int) Math.ceil(height));
        return new Layout((int) Math.ceil(left), top, side, whole, names);
    }

    private int barHeight(int side) {
        return Math.max(LEAST_BAR, side * rows);
    }

    private ColorScale scale() {
        return ColorScale.of(colors, range, values);
    }

    @Override
    Dimension size(Canvas canvas) {
        return layOut(canvas).whole();
    }

    @Override
    void paint(Canvas canvas) {
        Layout at = layOut(canvas);
        ColorScale scale = scale();
        int side = at.cell();
        int width = side * columns;
        int height = side * rows;
        Rectangle2D cells = new Rectangle2D.Double(at.left(), at.top(), width, height);
        canvas.framed(scale.image(values, columns), cells, Palette.INK);
        for (int i = 0; decimals >= 0 && i < values.length; i++) {
            double v = values[i];
            double x = at.left() + side * (i % columns + 0.5);
            double y = at.top() + side * (i / columns + 0.5) + 4.5;
            canvas.text(text(v), Palette.TICK, scale.contrast(v), x, y, 0.5, 0);
        }
        scale.paintBar(canvas, at.left() + width, at.top(), barHeight(side));
        double middle = at.left() + width / 2.0;
        double below = at.top() + height;
        canvas.text(title, Palette.TITLE, at.whole().width / 2.0, MARGIN + 15, 0.5);
        canvas.text(xLabel, Palette.LABEL, middle, below + at.namesBelow() + 18, 0.5);
        double center = at.top() + height / 2.0;
        canvas.text(yLabel, Palette.LABEL, Palette.INK, MARGIN + 14, center, 0.5, 90);
        for (int row = 0; row < rowNames.length; row++) {
            double line = at.top() + side * (row + 0.5) + 4.5;
            canvas.text(rowNames[row], Palette.TICK, at.left() - GAP, line, 1);
        }
        boolean turned = turned(canvas);
        double anchor = turned ? 1 : 0.5;
        double angle = turned ? 90 : 0;
        for (int column = 0; column < columnNames.length; column++) {
            double x = at.left() + side * (column + 0.5) + (turned ? 4.5 : 0);
            double y = below + (turned ? GAP : 15);
            canvas.text(columnNames[column], Palette.TICK, Palette.INK, x, y, anchor, angle);
        }
    }
}
