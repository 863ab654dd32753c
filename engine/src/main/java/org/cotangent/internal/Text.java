package org.cotangent.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Numbers and arrays as text for people: six digits, long arrays in short. */
public final class Text {
    private static final MathContext DIGITS = new MathContext(6);
    private static final int SHOWN_IN_FULL = 6;
    private static final int EDGE = 3;

    private Text() {}

    /**
     * Whole numbers in full, others to six significant digits.
     *
     * @param value a number
     * @return such as 0.731059, -12 or 1.5e-9
     */
    public static String number(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -5 && exponent < 9) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e"
                + exponent;
    }

    /**
     * Whole numbers in a row.
     *
     * @param values the numbers
     * @return such as "0, 1"
     */
    public static String list(int[] values) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    /**
     * A value in one line: all of a few numbers, else shape, range and mean.
     *
     * @param data the elements in row-major order
     * @param shape their shape
     * @return such as "[1, 2]" or "[64, 10] -1 .. 3, mean 0.1"
     */
    public static String brief(double[] data, Shape shape) {
        if (shape.rank() == 0) {
            return number(data[0]);
        }
        if (data.length <= SHOWN_IN_FULL) {
            return nested(data, shape);
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double v : data) {
            least = Math.min(least, v);
            most = Math.max(most, v);
            sum += v;
        }
        return shape
                + " "
                + number(least)
                + " .. "
                + number(most)
                + ", mean "
                + number(sum / data.length);
    }

    /**
     * Nested brackets as in NumPy, the middle of axes longer than six left out with a mark.
     *
     * @param data the elements in row-major order
     * @param shape their shape
     * @return such as "[[1, 2], [3, 4]]"
     */
    public static String nested(double[] data, Shape shape) {
        if (shape.rank() == 0) {
            return number(data[0]);
        }
        StringBuilder text = new StringBuilder();
        nested(data, shape, 0, 0, text);
        return text.toString();
    }

    // as deep as the rank, not as the graph
    private static void nested(double[] data, Shape shape, int axis, int at, StringBuilder text) {
        if (axis == shape.rank()) {
            text.append(number(data[at]));
            return;
        }
        int extent = shape.extents[axis];
        int stride = shape.strides()[axis];
        text.append('[');
        for (int i = 0; i < extent; i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (extent > SHOWN_IN_FULL && i == EDGE) {
                text.append("...");
                i = extent - EDGE - 1;
            } else {
                nested(data, shape, axis + 1, at + i * stride, text);
            }
        }
        text.append(']');
    }
}
