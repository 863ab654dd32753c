package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The gated linear unit: the first half of an axis times the sigmoid of the second half, a σ(b). Y.
 * Dauphin, A. Fan, M. Auli, D. Grangier, "Language modeling with gated convolutional networks",
 * 2017.
 *
 * <pre>{@code
 * new Glu().apply(Tensor.vector(3, 5, 0, 0));   // [1.5, 2.5]
 * }</pre>
 */
public final class Glu implements Layer {
    static final ModuleFormat<Glu> FORMAT =
            ModuleFormat.of(
                    "glu",
                    Glu.class,
                    (glu, state) -> state.with("axis", glu.axis),
                    s -> new Glu((int) s.integer("axis")));

    private final int axis;

    /** Halves of the last axis. */
    public Glu() {
        this(-1);
    }

    /**
     * Halves of an axis, as 1 for the channels of images.
     *
     * @param axis the axis; negative ones count from the last, -1
     */
    public Glu(int axis) {
        this.axis = axis;
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape with an even extent of the axis
     * @return the shape of x, with half that extent
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        int extent = LayerChecks.axis("glu", x, axis);
        if (extent % 2 != 0) {
            throw Checks.illegal(
                    "glu: the input has shape %s; axis %s must have an even extent, for it is"
                            + " halved",
                    x.shape(), axis);
        }
        int half = extent / 2;
        return pass.within(
                this, () -> x.slice(axis, 0, half).mul(x.slice(axis, half, extent).sigmoid()));
    }

    /**
     * The axis that is halved.
     *
     * @return as given
     */
    public int axis() {
        return axis;
    }

    /**
     * The axis.
     *
     * @return as "glu (axis -1)"
     */
    @Override
    public String toString() {
        return "glu (axis " + axis + ")";
    }
}
