package org.cotangent.nn.images;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * Margins around signals, images and volumes [rows, channels, …]: zeros, another number, the image
 * reflected at its border, or its border continued. Immutable.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[] {1, 2, 3}, 1, 1, 3);
 * Padding.zeros(1).apply(x);             // [[[0, 1, 2, 3, 0]]]
 * Padding.reflect(1).apply(x);           // [[[2, 1, 2, 3, 2]]]
 * Padding.replicate(0).behind(2).apply(x);   // [[[1, 2, 3, 3, 3]]]
 * }</pre>
 */
@CheckReturnValue
public final class Padding implements Layer {
    static final ModuleFormat<Padding> FORMAT =
            ModuleFormat.of(
                    "padding",
                    Padding.class,
                    (padding, state) ->
                            state.with("method", padding.kind.name())
                                    .with("value", padding.value)
                                    .with("before", padding.before)
                                    .with("behind", padding.behind),
                    s ->
                            new Padding(
                                    s.constant("method", Kind.class),
                                    s.number("value"),
                                    s.integers("before"),
                                    s.integers("behind")));

    private enum Kind {
        CONSTANT,
        REFLECT,
        REPLICATE
    }

    private static final String NAME = "padding";

    private final Kind kind;
    private final double value;
    private final int[] before;
    private final int[] behind;

    private Padding(Kind kind, double value, int[] before, int... behind) {
        this.kind = kind;
        this.value = value;
        this.before = ImageChecks.atLeast(NAME, "margins", 0, before);
        this.behind = ImageChecks.atLeast(NAME, "margins", 0, behind);
    }

    /**
     * Zeros.
     *
     * @param margins how many on both sides: one number for all axes or one an axis, each 0 or more
     * @return the layer
     * @throws IllegalArgumentException if a margin is negative, or there is none
     */
    public static Padding zeros(int... margins) {
        return constant(0, margins);
    }

    /**
     * A given number.
     *
     * @param value the number; not NaN
     * @param margins how many on both sides: one number for all axes or one an axis, each 0 or more
     * @return the layer
     * @throws IllegalArgumentException if the value is NaN, a margin is negative, or there is none
     */
    public static Padding constant(double value, int... margins) {
        Checks.NUMBER.check(NAME, "value", value);
        return new Padding(Kind.CONSTANT, value, margins, margins);
    }

    /**
     * The numbers next to the border in opposite order, without the border itself.
     *
     * @param margins how many on both sides: one number for all axes or one an axis, each 0 or more
     *     and less than the extent
     * @return the layer
     * @throws IllegalArgumentException if a margin is negative, or there is none
     */
    public static Padding reflect(int... margins) {
        return new Padding(Kind.REFLECT, 0, margins, margins);
    }

    /**
     * The numbers on the border, repeated.
     *
     * @param margins how many on both sides: one number for all axes or one an axis, each 0 or more
     * @return the layer
     * @throws IllegalArgumentException if a margin is negative, or there is none
     */
    public static Padding replicate(int... margins) {
        return new Padding(Kind.REPLICATE, 0, margins, margins);
    }

    /**
     * A copy with other margins behind each axis: to the right and below.
     *
     * @param margins one number for all axes or one an axis, each 0 or more
     * @return the layer
     * @throws IllegalArgumentException if a margin is negative, or there is none
     */
    public Padding behind(int... margins) {
        return new Padding(kind, value, before, margins);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …]; reflected margins must be less than the extent of their
     *     axis, and there must be a number to repeat
     * @return shape [rows, channels, …], each extent larger by its margins
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> padded(x));
    }

    private Tensor padded(Tensor x) {
        int[] front = ImageChecks.perAxis(NAME, "margins", before, x);
        int[] back = ImageChecks.perAxis(NAME, "margins", behind, x);
        if (kind == Kind.CONSTANT) {
            int[][] margins = new int[x.rank()][2];
            for (int i = 0; i < front.length; i++) {
                margins[2 + i] = new int[] {front[i], back[i]};
            }
            return x.pad(margins, value);
        }
        ImageChecks.notEmpty(NAME, x);
        Tensor y = x;
        for (int i = 0; i < front.length; i++) {
            int n = x.size(2 + i);
            if (kind == Kind.REFLECT && Math.max(front[i], back[i]) >= n) {
                throw Checks.illegal(
                        "%s: margins %s and %s to be reflected for an input of shape %s; each must"
                                + " be less than the extent of its axis",
                        NAME, front, back, x.shape());
            }
            if (front[i] + back[i] > 0) {
                y =
                        y.indexSelect(
                                2 + i,
                                IntStream.range(-front[i], n + back[i])
                                        .map(at -> source(at, n))
                                        .toArray());
            }
        }
        return y;
    }

    private int source(int at, int n) {
        if (kind == Kind.REPLICATE) {
            return Math.max(0, Math.min(n - 1, at));
        }
        return n - 1 - Math.abs(n - 1 - Math.abs(at));
    }

    /**
     * The kind and the margins.
     *
     * @return as "padding (reflect 2)", "padding (constant 0.0, 1 and 2 behind)"
     */
    @Override
    public String toString() {
        return NAME
                + " ("
                + kind.name().toLowerCase(Locale.ROOT)
                + (kind == Kind.CONSTANT ? " " + value + ", " : " ")
                + ImageChecks.text(before)
                + (Arrays.equals(before, behind)
                        ? ""
                        : " and " + ImageChecks.text(behind) + " behind")
                + ")";
    }
}
