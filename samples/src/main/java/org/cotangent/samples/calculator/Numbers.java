package org.cotangent.samples.calculator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.cotangent.Tensor;

/** Numbers and tensors as text, to a number of significant digits. */
final class Numbers {
    private static final int SHOWN_IN_FULL = 100;

    private Numbers() {}

    /** Such as 0.731059, -12 or 1.5e-9. */
    static String text(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        // the shortest decimal that is read as this number, rounded
        BigDecimal rounded =
                BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -5 && exponent < Math.max(9, digits)) {
            return rounded.toPlainString();
        }
        String all = rounded.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + all.charAt(0)
                + (all.length() > 1 ? "." + all.substring(1) : "")
                + "e"
                + exponent;
    }

    /** In nested brackets; large ones in short, to six digits. */
    static String text(Tensor x, int digits) {
        return x.size() > SHOWN_IN_FULL ? x.toString() : text(x, digits, new int[0]);
    }

    private static String text(Tensor x, int digits, int... index) {
        if (index.length == x.rank()) {
            return text(x.get(index), digits);
        }
        StringBuilder items = new StringBuilder();
        int[] next = Arrays.copyOf(index, index.length + 1);
        for (int i = 0; i < x.size(index.length); i++) {
            next[index.length] = i;
            items.append(i == 0 ? "" : ", ").append(text(x, digits, next));
        }
        return "[" + items + "]";
    }
}
