package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The concatenated rectifier: max(x, 0), and behind it along an axis max(-x, 0), so that nothing is
 * lost. W. Shang, K. Sohn, D. Almeida, H. Lee, "Understanding and improving convolutional neural
 * networks via concatenated rectified linear units", 2016.
 *
 * <pre>{@code
 * new Crelu().apply(Tensor.vector(3, -5));   // [3, 0, 0, 5]
 * }</pre>
 */
public final class Crelu implements Layer {
    static final ModuleFormat<Crelu> FORMAT =
            ModuleFormat.of(
                    "crelu",
                    Crelu.class,
                    (crelu, state) -> state.with("axis", crelu.axis),
                    s -> new Crelu((int) s.integer("axis")));

    private final int axis;

    /** Twice the last axis. */
    public Crelu() {
        this(-1);
    }

    /**
     * Twice an axis, as 1 for the channels of images.
     *
     * @param axis the axis; negative ones count from the last, -1
     */
    public Crelu(int axis) {
        this.axis = axis;
    }

    /**
     * {@inheritDoc}
     *
     * @param x any shape that has the axis
     * @return the shape of x, with twice the extent of that axis
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        LayerChecks.axis("crelu", x, axis);
        return pass.within(this, () -> Tensor.concat(axis, x.relu(), x.neg().relu()));
    }

    /**
     * The axis that is doubled.
     *
     * @return as given
     */
    public int axis() {
        return axis;
    }

    /**
     * The axis.
     *
     * @return as "crelu (axis -1)"
     */
    @Override
    public String toString() {
        return "crelu (axis " + axis + ")";
    }
}
