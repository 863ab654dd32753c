package org.cotangent;

/** A function of several tensors with one tensor as its result. */
@FunctionalInterface
public interface TensorFunction {
    /**
     * The result at a point.
     *
     * @param x the arguments
     * @return the result, of any shape
     */
    Tensor apply(Tensor... x);
}
