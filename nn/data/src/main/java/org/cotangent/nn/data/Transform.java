package org.cotangent.nn.data;

import org.cotangent.Tensor;
import org.cotangent.nn.State;

/**
 * A transformation of matrices, row by row, that was learned from training data and is then applied
 * to them and to any others: a {@link Standardizer}, {@link MinMax}, {@link Pca}, {@link Imputer},
 * {@link OneHot}, or several of them in a {@link Pipeline} or {@link ColumnTransform}. Immutable.
 *
 * <p>Fit it to the training part only: what it learns of test data makes their score too good. Save
 * its {@link #state()} with the model, which is worth nothing without; {@link Transforms#of} makes
 * it again.
 */
public interface Transform {
    /**
     * Transforms rows.
     *
     * @param x shape [rows, {@link #inputs()}]
     * @return shape [rows, {@link #outputs()}]
     * @throws IllegalArgumentException if x has another shape
     */
    Tensor apply(Tensor x);

    /**
     * Applies the inverse to rows, up to rounding and information that was lost.
     *
     * @param y shape [rows, {@link #outputs()}]
     * @return shape [rows, {@link #inputs()}]
     * @throws IllegalArgumentException if y has another shape
     * @throws UnsupportedOperationException if there is no way back, as from values that were put
     *     in place of missing ones
     */
    default Tensor inverse(Tensor y) {
        throw new UnsupportedOperationException(this + " has no inverse");
    }

    /**
     * How many columns go in.
     *
     * @return the number that it was learned from
     */
    int inputs();

    /**
     * How many columns come out.
     *
     * @return the number
     */
    default int outputs() {
        return inputs();
    }

    /**
     * The fitted state, to be saved.
     *
     * @return a state from which {@link Transforms#of} makes a transformation that gives the same
     *     bits
     */
    State state();
}
