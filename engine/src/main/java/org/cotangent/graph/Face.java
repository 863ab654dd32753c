package org.cotangent.graph;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;

/**
 * A value as it stands at a wire: the number of a scalar, the numbers of a tiny array, else the
 * extents with a small picture of the elements.
 *
 * <p>The picture is a Hinton diagram: each element, or the mean of some that lie together, is a
 * square whose area is the magnitude; those of positive numbers are filled, those of negative ones
 * hollow. So it can be read without color.
 */
final class Face {
    static final double SIZE = 12;
    static final double SMALL = 10;

    /** For numbers to two places or two digits. */
    static final int AS_USUAL = -1;

    private static final int MOST_PLACES = 8;
    private static final int IN_FULL = 4;
    private static final double WIDEST_IN_FULL = 125;
    private static final int MOST_CELLS = 8;
    private static final double CELL = 5;
    private static final double LEAST_SQUARE = 0.8;

    final String text;

    /** The value to its last digit, or what is known of an array. */
    final String detail;

    private final double[][] cells; // null without a picture

    Face(Tensor x) {
        this(x, AS_USUAL);
    }

    /**
     * A value of which broken numbers have so many places.
     *
     * @param places how many, or {@link #AS_USUAL}
     */
    Face(Tensor x, int places) {
        double[] data = Graph.ACCESS.elements(x);
        int[] shape = x.shape();
        if (shape.length == 0) {
            text = number(data[0], places);
            detail = full(data[0]);
            cells = null;
            return;
        }
        detail = Text.brief(data, Shape.of(shape));
        String inFull =
                data.length == 0 || data.length > IN_FULL
                        ? null
                        : nested(data, Shape.of(shape), 0, 0, places);
        if (inFull != null && Advances.width(inFull, SIZE) > WIDEST_IN_FULL) {
            inFull = nested(data, Shape.of(shape), 0, 0, AS_USUAL);
        }
        if (inFull != null && Advances.width(inFull, SIZE) <= WIDEST_IN_FULL) {
            text = inFull;
            cells = null;
        } else {
            text = extents(shape);
            cells = data.length == 0 ? null : cells(data, shape);
        }
    }

    /** Such as "8\u00d74" or "3 numbers", for [8, 4] would be two numbers. */
    private static String extents(int[] shape) {
        return shape.length == 1
                ? Outline.count(shape[0], "number")
                : Arrays.stream(shape)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining("\u00d7"));
    }

    // as deep as the rank
    private static String nested(double[] data, Shape shape, int axis, int at, int places) {
        if (axis == shape.rank()) {
            return number(data[at], places);
        }
        return IntStream.range(0, shape.extents[axis])
                .mapToObj(
                        i -> nested(data, shape, axis + 1, at + i * shape.strides()[axis], places))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String full(double v) {
        String text = Double.toString(v);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** A number as on a slide: whole ones in full, others to two places or two digits. */
    static String number(double v) {
        if (v == 0) {
            return "0"; // also of -0
        }
        if (Double.isInfinite(v)) {
            return v < 0 ? "-\u221e" : "\u221e";
        }
        if (Double.isNaN(v)) {
            return "NaN";
        }
        double size = Math.abs(v);
        if (v == Math.rint(v) && size < 1e6) {
            return Long.toString((long) v);
        }
        BigDecimal exact = new BigDecimal(v);
        if (size >= 0.0995 && size < 99_999.5) {
            int places = size < 999.995 ? 2 : 1;
            return exact.setScale(places, RoundingMode.HALF_UP).toPlainString();
        }
        BigDecimal rounded = exact.round(new MathContext(size < 1 ? 2 : 3));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < 0 && exponent >= -4) {
            return rounded.toPlainString();
        }
        String digits = rounded.stripTrailingZeros().unscaledValue().abs().toString();
        return (v < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e"
                + exponent;
    }

    private static String number(double v, int places) {
        boolean isWhole = v == Math.rint(v) && Math.abs(v) < 1e6;
        return places == AS_USUAL || isWhole || !Double.isFinite(v)
                ? number(v)
                : new BigDecimal(v).setScale(places, RoundingMode.HALF_UP).toPlainString();
    }

    /**
     * The places that parts need so that the sum of what is printed is the sum that is printed.
     *
     * @param total the sum
     * @param parts its parts, of the same shape
     * @return {@link #AS_USUAL} where that is enough, or nothing is, or the elements are many
     */
    static int places(Tensor total, List<Tensor> parts) {
        if (total.size() > IN_FULL) {
            return AS_USUAL;
        }
        for (int places = AS_USUAL; places <= MOST_PLACES; places += places < 0 ? 3 : 1) {
            if (isSum(total, parts, places)) {
                return places;
            }
        }
        return AS_USUAL;
    }

    private static boolean isSum(Tensor total, List<Tensor> parts, int places) {
        double[] sums = Graph.ACCESS.elements(total);
        for (int i = 0; i < sums.length; i++) {
            double printed = 0;
            for (Tensor part : parts) {
                double v = Graph.ACCESS.elements(part)[i];
                if (!Double.isFinite(v)) {
                    return places == AS_USUAL;
                }
                printed += Double.parseDouble(number(v, places));
            }
            if (!Double.isFinite(printed) || !Double.isFinite(sums[i])) {
                return places == AS_USUAL;
            }
            if (Double.parseDouble(number(printed)) != Double.parseDouble(number(sums[i]))) {
                return false;
            }
        }
        return true;
    }

    // ---- the picture

    private static double[][] cells(double[] data, int[] shape) {
        int columns = shape[shape.length - 1];
        int rows = data.length / columns;
        int high = Math.min(rows, MOST_CELLS);
        int wide = Math.min(columns, MOST_CELLS);
        double[][] cells = new double[high][wide];
        for (int i = 0; i < high; i++) {
            for (int k = 0; k < wide; k++) {
                cells[i][k] = mean(data, columns, band(i, rows, high), band(k, columns, wide));
            }
        }
        return cells;
    }

    /** The first of some rows and the end of them. */
    private static int[] band(int i, int n, int bands) {
        return new int[] {(int) ((long) i * n / bands), (int) ((i + 1L) * n / bands)};
    }

    private static double mean(double[] data, int columns, int[] rows, int[] band) {
        double sum = 0;
        for (int i = rows[0]; i < rows[1]; i++) {
            for (int k = band[0]; k < band[1]; k++) {
                sum += data[i * columns + k];
            }
        }
        return sum / (rows[1] - rows[0]) / (band[1] - band[0]);
    }

    double width() {
        return Math.max(Advances.width(text, SIZE), cells == null ? 0 : cells[0].length * CELL);
    }

    double height() {
        return SIZE + 5 + pictureHeight();
    }

    /** The height of the picture with the space beside it; 0 without one. */
    double pictureHeight() {
        return cells == null ? 0 : cells.length * CELL + 2;
    }

    /**
     * The picture.
     *
     * @param kind its class: value or gradient
     * @param id the node
     * @param left where it begins
     * @param top its upper edge
     */
    void paint(Svg drawing, String kind, int id, double left, double top) {
        if (cells == null) {
            return;
        }
        StringBuilder svg = drawing.text();
        double most = 0;
        for (double[] row : cells) {
            for (double v : row) {
                most = Double.isFinite(v) ? Math.max(most, Math.abs(v)) : most;
            }
        }
        StringBuilder filled = new StringBuilder();
        StringBuilder hollow = new StringBuilder();
        StringBuilder odd = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            for (int k = 0; k < cells[i].length; k++) {
                double v = cells[i][k];
                double share = most == 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(v) / most));
                double side = Double.isFinite(v) ? share * (CELL - 1) : CELL - 1;
                double x = left + k * CELL + (CELL - side) / 2;
                double y = top + i * CELL + (CELL - side) / 2;
                if (Double.isNaN(v) || Double.isInfinite(v)) {
                    append(odd, x, y, side);
                } else if (side >= LEAST_SQUARE) {
                    append(v < 0 ? hollow : filled, x, y, side);
                }
            }
        }
        svg.append("<g class=\"heat ").append(kind).append("\" data-node=\"").append(id);
        svg.append("\"><rect class=\"field\" x=\"").append(WirePath.number(left)).append("\" y=\"");
        svg.append(WirePath.number(top)).append("\" width=\"");
        svg.append(WirePath.number(cells[0].length * CELL)).append("\" height=\"");
        svg.append(WirePath.number(cells.length * CELL)).append("\"/>");
        path(svg, "plus", filled);
        path(svg, "minus", hollow);
        path(svg, "odd", odd);
        drawing.title(detail);
        svg.append("</g>\n");
    }

    private static void append(StringBuilder path, double x, double y, double side) {
        String length = WirePath.number(side);
        path.append('M').append(WirePath.number(x)).append(',').append(WirePath.number(y));
        path.append('h').append(length).append('v').append(length).append("h-").append(length);
        path.append('z');
    }

    private static void path(StringBuilder svg, String kind, StringBuilder path) {
        if (path.length() > 0) {
            svg.append("<path class=\"").append(kind).append("\" d=\"").append(path);
            svg.append("\"/>");
        }
    }
}
