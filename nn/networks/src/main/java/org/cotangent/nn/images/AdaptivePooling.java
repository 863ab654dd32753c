package org.cotangent.nn.images;

import java.util.Arrays;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * Pooling to a given size, whatever the input's: of an axis of n numbers, output i of m is the
 * largest or the mean of those from floor(i n / m) to before ceil((i + 1) n / m). With size 1 it is
 * "global" pooling, one number a channel.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[] {1, 5, 2, 0, 3}, 1, 1, 5);
 * AdaptivePooling.max(2).apply(x);       // [[[5, 3]]]
 * AdaptivePooling.average(1).apply(x);   // [[[2.2]]]
 * }</pre>
 */
public final class AdaptivePooling implements Layer {
    static final ModuleFormat<AdaptivePooling> FORMAT =
            ModuleFormat.of(
                    "adaptivePooling",
                    AdaptivePooling.class,
                    (pooling, state) ->
                            state.with("method", pooling.kind.name()).with("size", pooling.size),
                    s -> new AdaptivePooling(s.constant("method", Kind.class), s.integers("size")));

    private enum Kind {
        MAX,
        AVERAGE
    }

    private static final String NAME = "adaptivePooling";

    private final Kind kind;
    private final int[] size;

    private AdaptivePooling(Kind kind, int... size) {
        this.kind = kind;
        this.size = ImageChecks.atLeast(NAME, "size", 1, size);
    }

    /**
     * The largest number of each region; numbers that tie share the gradient.
     *
     * @param size the extents of the output: one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if an extent is below 1, or there is none
     */
    public static AdaptivePooling max(int... size) {
        return new AdaptivePooling(Kind.MAX, size);
    }

    /**
     * The mean of each region.
     *
     * @param size the extents of the output: one number for all axes or one an axis, each 1 or more
     * @return the layer
     * @throws IllegalArgumentException if an extent is below 1, or there is none
     */
    public static AdaptivePooling average(int... size) {
        return new AdaptivePooling(Kind.AVERAGE, size);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …], each extent behind 1 or more
     * @return shape [rows, channels, size]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> pooled(x));
    }

    private Tensor pooled(Tensor x) {
        int[] extents = ImageChecks.perAxis(NAME, "size", size, x);
        ImageChecks.notEmpty(NAME, x);
        // regions are products of intervals, so that one axis is reduced after the other
        Tensor y = x;
        for (int i = 0; i < extents.length; i++) {
            int m = extents[i];
            long n = x.size(2 + i);
            int[] from = new int[m];
            int[] to = new int[m];
            Arrays.setAll(from, cell -> (int) (cell * n / m));
            Arrays.setAll(to, cell -> (int) (((cell + 1) * n + m - 1) / m));
            y = Regions.reduced(y, 2 + i, from, to, kind == Kind.MAX ? Tensor::amax : Tensor::mean);
        }
        return y;
    }

    /**
     * The kind and the size.
     *
     * @return as "adaptivePooling (average to 1 x 1)"
     */
    @Override
    public String toString() {
        return Checks.text(
                "%s (%s to %s)",
                NAME, kind.name().toLowerCase(Locale.ROOT), ImageChecks.text(size));
    }
}
