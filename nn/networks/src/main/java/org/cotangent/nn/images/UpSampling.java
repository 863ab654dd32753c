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
import org.cotangent.nn.internal.LayerChecks;

/**
 * Resampling of signals, images and volumes [rows, channels, …] to other extents: by the nearest
 * number, or linearly between neighbors along each axis, which for images is bilinear. Immutable;
 * the fluent methods return copies.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[] {0, 4}, 1, 1, 2);
 * UpSampling.nearest(2).apply(x);                  // [[[0, 0, 4, 4]]]
 * UpSampling.linear(2).apply(x);                   // [[[0, 1, 3, 4]]]
 * UpSampling.linear().size(3).alignedCorners().apply(x);   // [[[0, 2, 4]]]
 * }</pre>
 *
 * <p>Of an axis of n numbers, output i of m is number floor(i n / m), or lies between numbers at
 * max((i + 1/2) n / m - 1/2, 0), or with {@linkplain #alignedCorners aligned corners} at i (n - 1)
 * / (m - 1).
 */
@CheckReturnValue
public final class UpSampling implements Layer {
    static final ModuleFormat<UpSampling> FORMAT =
            ModuleFormat.of(
                    "upSampling",
                    UpSampling.class,
                    (up, state) ->
                            state.with("method", up.kind.name())
                                    .with("numbers", up.numbers)
                                    .with("sizes", up.sizes)
                                    .with("aligned", up.aligned),
                    s ->
                            new UpSampling(
                                    s.constant("method", Kind.class),
                                    s.integers("numbers"),
                                    s.truth("sizes"),
                                    s.truth("aligned")));

    private enum Kind {
        NEAREST,
        LINEAR
    }

    private static final String NAME = "upSampling";

    private final Kind kind;
    private final int[] numbers; // factors or, if so, sizes
    private final boolean sizes;
    private final boolean aligned;

    private UpSampling(Kind kind, int[] numbers, boolean sizes, boolean aligned) {
        this.kind = kind;
        this.numbers = ImageChecks.atLeast(NAME, sizes ? "size" : "factor", 1, numbers);
        this.sizes = sizes;
        this.aligned = aligned;
    }

    private static int[] orOne(int... factors) {
        return Checks.present(NAME, "the factors", factors).length == 0 ? new int[] {1} : factors;
    }

    /**
     * Each number several times.
     *
     * @param factors by what the extents are multiplied: one number for all axes or one an axis,
     *     each 1 or more; none for 1
     * @return the layer
     * @throws IllegalArgumentException if a factor is below 1
     */
    public static UpSampling nearest(int... factors) {
        return new UpSampling(Kind.NEAREST, orOne(factors), false, false);
    }

    /**
     * Numbers between their neighbors: linear, bilinear or trilinear with 1, 2 or 3 axes.
     *
     * @param factors by what the extents are multiplied: one number for all axes or one an axis,
     *     each 1 or more; none for 1
     * @return the layer
     * @throws IllegalArgumentException if a factor is below 1
     */
    public static UpSampling linear(int... factors) {
        return new UpSampling(Kind.LINEAR, orOne(factors), false, false);
    }

    /**
     * A copy with given extents of the output, larger or smaller, in place of factors.
     *
     * @param extents one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if an extent is below 1, or there is none
     */
    public UpSampling size(int... extents) {
        return new UpSampling(kind, extents, true, aligned);
    }

    /**
     * A copy whose first and last numbers are those of the input.
     *
     * @return the layer
     * @throws IllegalStateException if this is not linear
     */
    public UpSampling alignedCorners() {
        if (kind != Kind.LINEAR) {
            throw Checks.illegalState(
                    "%s: alignedCorners is a setting of UpSampling.linear(...), this is %s",
                    NAME, this);
        }
        return new UpSampling(kind, numbers, sizes, true);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …], each extent behind 1 or more
     * @return shape [rows, channels, …]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> sampled(x));
    }

    private Tensor sampled(Tensor x) {
        int[] each = ImageChecks.perAxis(NAME, sizes ? "size" : "factor", numbers, x);
        ImageChecks.notEmpty(NAME, x);
        Tensor y = x;
        for (int i = 0; i < each.length; i++) {
            int n = x.size(2 + i);
            int m = sizes ? each[i] : LayerChecks.elements(NAME, "an axis of", n, each[i]);
            if (m != n) {
                y = kind == Kind.NEAREST ? nearest(y, 2 + i, n, m) : between(y, 2 + i, n, m);
            }
        }
        return y;
    }

    private static Tensor nearest(Tensor x, int axis, int n, int m) {
        return m % n == 0
                ? x.repeat(axis, m / n)
                : x.indexSelect(
                        axis, IntStream.range(0, m).map(i -> (int) ((long) i * n / m)).toArray());
    }

    private Tensor between(Tensor x, int axis, int n, int m) {
        int[] lower = new int[m];
        int[] upper = new int[m];
        double[] share = new double[m];
        for (int i = 0; i < m; i++) {
            double at =
                    aligned
                            ? m == 1 ? 0 : (double) i * (n - 1) / (m - 1)
                            : Math.max((i + 0.5) * n / m - 0.5, 0);
            lower[i] = Math.min((int) at, n - 1);
            upper[i] = Math.min(lower[i] + 1, n - 1);
            share[i] = at - lower[i];
        }
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[axis] = m;
        Tensor weight = Tensor.of(share, shape);
        return x.indexSelect(axis, lower)
                .mul(weight.rsub(1))
                .add(x.indexSelect(axis, upper).mul(weight));
    }

    /**
     * The kind, and factors or sizes.
     *
     * @return as "upSampling (nearest 2 x 2)", "upSampling (linear to 5 x 3, aligned corners)"
     */
    @Override
    public String toString() {
        return NAME
                + " ("
                + kind.name().toLowerCase(Locale.ROOT)
                + (sizes ? " to " : " ")
                + ImageChecks.text(numbers)
                + (aligned ? ", aligned corners" : "")
                + ")";
    }
}
