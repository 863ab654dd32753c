package org.cotangent.nn.optim;

import org.cotangent.Tensor;
import org.cotangent.door.Door;

/** Elements of tensors without a copy. */
final class Elements {
    private Elements() {}

    /** The elements in row-major order, not to be written to. */
    static double[] of(Tensor tensor) {
        return Door.to(Tensor.class).elements(tensor);
    }

    /** A tensor of the same shape that rests on elements, which are given away. */
    static Tensor like(Tensor shape, double[] elements) {
        return Door.to(Tensor.class).adopt(elements, shape.shape());
    }
}
