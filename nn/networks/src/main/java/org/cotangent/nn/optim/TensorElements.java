package org.cotangent.nn.optim;

import org.cotangent.Tensor;
import org.cotangent.internal.TensorAccess;

/** Access to the elements of tensors without a copy. */
final class TensorElements {
    private TensorElements() {}

    /** The elements in row-major order, not to be written to. */
    static double[] of(Tensor tensor) {
        return TensorAccess.<Tensor, Object>get().elements(tensor);
    }

    /** A tensor of the same shape that takes over the elements. */
    static Tensor like(Tensor shape, double[] elements) {
        return TensorAccess.<Tensor, Object>get().adopt(elements, shape.shape());
    }
}
