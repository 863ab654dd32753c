package org.cotangent.nn.images;

import java.util.Arrays;
import java.util.Locale;
import org.cotangent.CheckReturnValue;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * Pooling over windows of signals [rows, channels, length], images [rows, channels, height, width]
 * or volumes: of each window the largest number, the mean, or the p-norm (Σ xᵖ)^(1/p). Immutable;
 * the fluent methods return copies.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[] {1, 5, 2, 0, 3, 7}, 1, 1, 6);
 * Pooling.max(2).apply(x);                        // [[[5, 2, 7]]]
 * Pooling.average(2).apply(x);                    // [[[3, 1, 5]]]
 * Pooling.max(3).stride(2).padding(1).apply(x);   // [[[5, 5, 7]]]
 * }</pre>
 *
 * <p>The stride is the kernel if none is given, so that windows do not overlap. Extents become (n +
 * 2 padding - dilation (k - 1) - 1) / stride + 1, rounded down, or up with {@link #ceilMode}.
 */
@CheckReturnValue
public final class Pooling implements Layer {
    static final ModuleFormat<Pooling> FORMAT =
            ModuleFormat.of(
                    "pooling", Pooling.class, (pooling, state) -> pooling.put(state), s -> of(s));

    private enum Kind {
        MAX,
        AVERAGE,
        POWER
    }

    private static final String NAME = "pooling";

    private final Kind kind;
    private final int[] kernel;
    private final Window window;
    private final double number; // the power, or the divisor of a mean, 0 for the natural one
    private final boolean paddingCounts;

    private Pooling(Kind kind, int[] kernel, Window window, double number, boolean paddingCounts) {
        this.kind = kind;
        this.kernel = kernel;
        this.window = window;
        this.number = number;
        this.paddingCounts = paddingCounts;
    }

    private static Pooling of(Kind kind, double number, int... kernel) {
        int[] extents = ImageChecks.atLeast(NAME, "kernel", 1, kernel);
        return new Pooling(kind, extents, Window.plain().stride(extents), number, true);
    }

    private static Pooling of(State s) {
        Pooling plain =
                of(s.constant("method", Kind.class), s.number("number"), s.integers("kernel"))
                        .stride(s.integers("stride"))
                        .padding(s.integers("padding"))
                        .dilation(s.integers("dilation"));
        Pooling pooling = s.truth("ceilMode") ? plain.ceilMode() : plain;
        boolean counts = s.truth("paddingCounts");
        return new Pooling(pooling.kind, pooling.kernel, pooling.window, pooling.number, counts);
    }

    private State put(State state) {
        return state.with("method", kind.name())
                .with("kernel", kernel)
                .with("stride", window.strides())
                .with("padding", window.paddings())
                .with("dilation", window.dilations())
                .with("ceilMode", window.isCeilMode())
                .with("number", number)
                .with("paddingCounts", paddingCounts);
    }

    /**
     * The largest number of each window; numbers that tie share the gradient. Padding counts as
     * -infinity.
     *
     * @param kernel the extents of a window: one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if an extent is below 1, or there is none
     */
    public static Pooling max(int... kernel) {
        return of(Kind.MAX, 0, kernel);
    }

    /**
     * The mean of each window. Padding counts as zeros, unless it is {@linkplain #ignorePadding
     * ignored}.
     *
     * @param kernel the extents of a window: one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if an extent is below 1, or there is none
     */
    public static Pooling average(int... kernel) {
        return of(Kind.AVERAGE, 0, kernel);
    }

    /**
     * The p-norm of each window, (Σ xᵖ)^(1/p): the sum for p = 1, nearly the largest for a large p.
     * The signs of numbers count, so that for an odd p numbers of both signs may give NaN. For p
     * above 1 a window whose sum is 0, as one of zeros, has the gradient 0: of all slopes at this
     * kink the least.
     *
     * @param p the power, positive and finite
     * @param kernel the extents of a window: one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if p is not positive and finite, an extent is below 1, or
     *     there is none
     */
    public static Pooling power(double p, int... kernel) {
        return of(Kind.POWER, Checks.POSITIVE.check(NAME, "power", p), kernel);
    }

    /**
     * A copy with another stride.
     *
     * @param steps one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if a step is below 1, or there is none
     */
    public Pooling stride(int... steps) {
        return moved(window.stride(steps));
    }

    /**
     * A copy with a margin on both sides of each axis.
     *
     * @param margins one number for all axes or one an axis, each 0 or more
     * @return the layer
     * @throws IllegalArgumentException if a margin is negative, or there is none
     */
    public Pooling padding(int... margins) {
        return moved(window.padding(margins));
    }

    /**
     * A copy whose windows take numbers that lie apart.
     *
     * @param distances one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if a distance is below 1, or there is none
     */
    public Pooling dilation(int... distances) {
        return moved(window.dilation(distances));
    }

    /**
     * A copy whose extents are rounded up: a window that begins in the input or the padding in
     * front of it counts, though it ends beyond the padding behind.
     *
     * @return the layer
     */
    public Pooling ceilMode() {
        return moved(window.ceilMode());
    }

    private Pooling moved(Window other) {
        return new Pooling(kind, kernel, other, number, paddingCounts);
    }

    /**
     * A copy whose means are those of the numbers of the input alone, without the zeros of the
     * padding.
     *
     * @return the layer
     * @throws IllegalStateException if this takes no means
     */
    public Pooling ignorePadding() {
        requireMeans("ignorePadding");
        return new Pooling(kind, kernel, window, number, false);
    }

    /**
     * A copy that divides the sum of each window by a given number.
     *
     * @param divisor positive and finite; 1 for sums
     * @return the layer
     * @throws IllegalArgumentException if the divisor is not positive and finite
     * @throws IllegalStateException if this takes no means
     */
    public Pooling divisor(double divisor) {
        requireMeans("divisor");
        Checks.POSITIVE.check(NAME, "divisor", divisor);
        return new Pooling(kind, kernel, window, divisor, paddingCounts);
    }

    private void requireMeans(String setting) {
        if (kind != Kind.AVERAGE) {
            throw Checks.illegalState(
                    "%s: %s is a setting of Pooling.average(...), this is %s", NAME, setting, this);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …]
     * @return shape [rows, channels, …], an extent for each axis
     * @throws IllegalArgumentException if a window does not fit into the padded input, or a mean
     *     would be one of padding alone, which is ignored
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> pooled(x));
    }

    private Tensor pooled(Tensor x) {
        int[] extents = kernel(x);
        return switch (kind) {
            case MAX -> Images.maxPool(x, extents, window);
            case AVERAGE ->
                    number == 0
                            ? Images.averagePool(x, extents, window, paddingCounts)
                            : Images.sumPool(x, extents, window).div(number);
            case POWER -> root(Images.sumPool(x.pow(number), extents, window));
        };
    }

    /** The slope of a root at 0 is infinite, where the norm has a kink. */
    private Tensor root(Tensor sums) {
        if (number <= 1) {
            return sums.pow(1 / number);
        }
        Tensor zero = sums.eq(0);
        Tensor others = Tensor.where(zero, Tensor.of(1), sums);
        return Tensor.where(zero, Tensor.of(0), others.pow(1 / number));
    }

    /**
     * The largest numbers and where they stand, for {@link MaxUnpool}.
     *
     * @param x shape [rows, channels, …]
     * @param pass the pass
     * @return values, as {@link #forward} gives them, and of each the position in its channel, in
     *     row-major order
     * @throws IllegalArgumentException if a window does not fit, or lies in the padding alone
     * @throws IllegalStateException if this is no max pooling
     */
    public Images.MaxPool positions(Tensor x, Pass pass) {
        if (kind != Kind.MAX) {
            throw Checks.illegalState(
                    "%s: only a max pooling has positions, this is %s", NAME, this);
        }
        int[] extents = kernel(x);
        Images.MaxPool[] found = new Images.MaxPool[1];
        Tensor values =
                pass.within(
                        this,
                        () -> {
                            found[0] = Images.maxPoolWithPositions(x, extents, window);
                            return found[0].values();
                        });
        return new Images.MaxPool(values, found[0].positions());
    }

    private int[] kernel(Tensor x) {
        return ImageChecks.perAxis(NAME, "kernel", kernel, x);
    }

    /** The extents that windows without a gap between them cover, for an input of this pooling. */
    int[] covered(Tensor pooled) {
        int[] extents = kernel(pooled);
        int[] steps = ImageChecks.perAxis(NAME, "stride", window.strides(), pooled);
        int[] margins = ImageChecks.perAxis(NAME, "padding", window.paddings(), pooled);
        int[] apart = ImageChecks.perAxis(NAME, "dilation", window.dilations(), pooled);
        Arrays.setAll(
                extents,
                i ->
                        (pooled.size(2 + i) - 1) * steps[i]
                                + apart[i] * (extents[i] - 1)
                                + 1
                                - 2 * margins[i]);
        return extents;
    }

    boolean isMax() {
        return kind == Kind.MAX;
    }

    /**
     * The kind, the kernel and the window.
     *
     * @return as "pooling (max 2 x 2, stride 2 x 2)"
     */
    @Override
    public String toString() {
        String power = kind == Kind.POWER ? " " + number : "";
        String divisor = kind == Kind.AVERAGE && number != 0 ? ", divisor " + number : "";
        return NAME
                + " ("
                + kind.name().toLowerCase(Locale.ROOT)
                + power
                + " "
                + ImageChecks.text(kernel)
                + ", stride "
                + ImageChecks.text(window.strides())
                + unless("padding", 0, window.paddings())
                + unless("dilation", 1, window.dilations())
                + (window.isCeilMode() ? ", ceil mode" : "")
                + (paddingCounts ? "" : ", padding ignored")
                + divisor
                + ")";
    }

    private static String unless(String what, int usual, int... numbers) {
        boolean all = Arrays.stream(numbers).allMatch(n -> n == usual);
        return all ? "" : ", " + what + " " + ImageChecks.text(numbers);
    }
}
