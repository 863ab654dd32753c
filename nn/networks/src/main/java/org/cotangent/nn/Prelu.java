package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The leaky rectifier with a learned slope: x above 0, slope · x at 0 and below, with one slope for
 * all or one for each feature of the last axis. K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into
 * rectifiers", ICCV 2015.
 *
 * <p>At 0 the derivative by x is the slope. The parameter is called "name.slope", of shape [] or
 * [features]. Draw the weights before it by {@link Initializers#he(double)} with the first slope.
 *
 * <pre>{@code
 * new Prelu("prelu1").apply(Tensor.vector(-4, 4));   // [-1, 4]
 * }</pre>
 */
public final class Prelu extends Block implements Layer {
    static final ModuleFormat<Prelu> FORMAT =
            ModuleFormat.of(
                    "prelu",
                    Prelu.class,
                    (prelu, state) -> state,
                    s -> new Prelu(s.text("name"), s.tensor("slope")));

    /** The default initial slope, that of the paper: 0.25. */
    public static final double DEFAULT_SLOPE = 0.25;

    private final Parameter slope;

    /**
     * One slope for all, 0.25 at first.
     *
     * @param name the name, for the parameter and messages
     * @throws IllegalArgumentException if the name is blank
     */
    public Prelu(String name) {
        this(name, Tensor.of(DEFAULT_SLOPE));
    }

    /**
     * One slope for each feature of the last axis, 0.25 at first.
     *
     * @param name the name, for the parameter and messages
     * @param features the number of features, at least 1
     * @throws IllegalArgumentException if the name is blank or there is no feature
     */
    public Prelu(String name, int features) {
        this(
                name,
                Tensor.full(
                        DEFAULT_SLOPE, Checks.atLeast(name, "number of features", 1, features)));
    }

    /**
     * Slopes with given initial values.
     *
     * @param name the name, for the parameter and messages
     * @param slopes the first slopes: a scalar for one slope, a vector for one for each feature
     * @throws IllegalArgumentException if the name is blank, or the slopes are empty or of a higher
     *     rank
     */
    public Prelu(String name, Tensor slopes) {
        super(Checks.name("prelu", name));
        if (slopes.rank() > 1 || slopes.size() == 0) {
            throw Checks.illegal(
                    "%s: slopes of shape %s; there must be one for all, of shape [], or"
                            + " [features]",
                    name, slopes.shape());
        }
        slope = bias("slope", slopes);
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape; its last axis has the extent of the slopes if there is one for each
     *     feature
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> applied(x));
    }

    private Tensor applied(Tensor x) {
        Tensor a = slope.value();
        Checks.present(name(), "the input", x);
        if (a.rank() == 1) {
            LayerChecks.lastAxis(name(), x, "slopes", a, a.size());
        }
        return Tensor.where(x.gt(0), x, x.mul(a));
    }

    /**
     * The slopes, of shape [] for one or [features] for one for each.
     *
     * @return the parameter
     */
    public Parameter slope() {
        return slope;
    }

    /**
     * The name and the number of slopes.
     *
     * @return as "prelu1 (prelu)" or "prelu1 (prelu 64)"
     */
    @Override
    public String toString() {
        Tensor a = slope.value();
        return name() + (a.rank() == 0 ? " (prelu)" : " (prelu " + a.size() + ")");
    }
}
