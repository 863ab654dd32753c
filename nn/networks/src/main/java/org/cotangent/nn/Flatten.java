package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A layer that makes each sample a vector: [rows, …] becomes [rows, features], in row-major order.
 *
 * <pre>{@code
 * new Flatten().apply(Tensor.zeros(5, 2, 3)).shape().length;   // 2
 * }</pre>
 */
public final class Flatten implements Layer {
    static final ModuleFormat<Flatten> FORMAT =
            ModuleFormat.of(
                    "flatten", Flatten.class, (flatten, state) -> state, s -> new Flatten());

    /** A layer that makes vectors. */
    public Flatten() {
        // nothing to choose
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, …]
     * @return shape [rows, the product of the other extents], [rows, 1] if there are none
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> flat(x));
    }

    private static Tensor flat(Tensor x) {
        if (Checks.present("flatten", "the input", x).rank() == 0) {
            throw new IllegalArgumentException(
                    "flatten: the input has shape []; there must be an axis of rows");
        }
        int[] shape = x.shape();
        int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
        return x.reshape(shape[0], LayerChecks.elements("flatten", "rows of shape", rest));
    }

    /**
     * The name of the class.
     *
     * @return "flatten"
     */
    @Override
    public String toString() {
        return "flatten";
    }
}
