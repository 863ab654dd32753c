package org.cotangent.nn.images;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * Fractional max pooling: extents shrink by a factor that need not be whole, as √2, and the regions
 * differ from pass to pass. An axis of n numbers becomes m = floor(n / factor), and region i goes
 * from floor(α (i + u)) to before floor(α (i + 1 + u)), less floor(α u), with α = n / m. B. Graham,
 * "Fractional max-pooling", 2014.
 *
 * <p>In training u is drawn from 0 to 1, once for each axis of a batch; in evaluation it is 1/2.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[] {1, 5, 2, 0, 3}, 1, 1, 5);
 * new FractionalPooling(1.5).apply(x);   // [[[5, 2, 3]]]
 * }</pre>
 */
public final class FractionalPooling implements Layer {
    static final ModuleFormat<FractionalPooling> FORMAT =
            ModuleFormat.of(
                    "fractionalPooling",
                    FractionalPooling.class,
                    (pooling, state) ->
                            state.with("factor", pooling.factor)
                                    .with("overlapping", pooling.overlapping),
                    s -> new FractionalPooling(s.number("factor"), s.truth("overlapping")));

    private static final Checks.Range FACTOR =
            new Checks.Range(a -> a >= 1 && a < Double.POSITIVE_INFINITY, "finite and at least 1");

    private static final String NAME = "fractionalPooling";

    private final double factor;
    private final boolean overlapping;

    /**
     * Fractional max pooling over regions that do not overlap.
     *
     * @param factor by what the extents are divided, finite and at least 1
     * @throws IllegalArgumentException if the factor lies outside its range
     */
    public FractionalPooling(double factor) {
        this(factor, false);
    }

    /**
     * Fractional max pooling.
     *
     * @param factor by what the extents are divided, finite and at least 1
     * @param overlapping whether each region but the last has the first number of the next one too
     * @throws IllegalArgumentException if the factor lies outside its range
     */
    public FractionalPooling(double factor, boolean overlapping) {
        this.factor = FACTOR.check(NAME, "factor", factor);
        this.overlapping = overlapping;
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, channels, …], each extent behind at least the factor
     * @return shape [rows, channels, …], each extent n that of floor(n / factor)
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        ImageChecks.image(NAME, x);
        return pass.within(
                this, () -> pooled(x, pass.isTraining() ? pass.random()::nextDouble : () -> 0.5));
    }

    private Tensor pooled(Tensor x, DoubleSupplier chance) {
        Tensor y = x;
        for (int axis = 2; axis < x.rank(); axis++) {
            int n = x.size(axis);
            int m = (int) (n / factor);
            if (m < 1) {
                throw Checks.illegal(
                        "%s: the input has shape %s; each extent behind the channels must be at"
                                + " least the factor %s",
                        NAME, x.shape(), factor);
            }
            double u = chance.getAsDouble();
            double alpha = (double) n / m;
            int first = (int) (alpha * u);
            int[] from = new int[m];
            int[] to = new int[m];
            Arrays.setAll(from, i -> (int) (alpha * (i + u)) - first);
            Arrays.setAll(to, i -> i == m - 1 ? n : from[i + 1] + (overlapping ? 1 : 0));
            y = Regions.reduced(y, axis, from, to, Tensor::amax);
        }
        return y;
    }

    /**
     * The factor.
     *
     * @return as "fractionalPooling (1.5)"
     */
    @Override
    public String toString() {
        return NAME + " (" + factor + (overlapping ? ", overlapping" : "") + ")";
    }
}
