package org.cotangent.gradcheck;

import org.cotangent.Tensor;

/** A function of several tensors with one tensor as its result. */
@FunctionalInterface
public interface TensorFunction {
    /**
     * The result at a point. It must depend on nothing but the arguments: a function that draws
     * random numbers has no differences to compare with.
     *
     * @param x the arguments
     * @return the result, of any shape, but of the same one wherever the shapes of the arguments
     *     are the same
     */
    Tensor apply(Tensor... x);
}
