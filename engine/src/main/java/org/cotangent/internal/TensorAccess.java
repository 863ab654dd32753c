package org.cotangent.internal;

import org.cotangent.Tensor;

/** Access to the inside of tensors, for the packages and modules of the library alone. */
public abstract class TensorAccess {
    private static volatile TensorAccess access;

    /** For the one that {@link Tensor} sets. */
    protected TensorAccess() {}

    /**
     * Sets the access: done by {@link Tensor} when it is initialized.
     *
     * @param ofTensor the access
     */
    public static void set(TensorAccess ofTensor) {
        access = ofTensor;
    }

    /**
     * The access.
     *
     * @return the one that {@link Tensor} has set
     */
    public static TensorAccess get() {
        if (access == null) {
            Tensor.of(0); // initializes the class
        }
        return access;
    }

    /**
     * The elements without a copy.
     *
     * @param x a tensor
     * @return its elements in row-major order, not to be written to; of a scalar a new array
     */
    public abstract double[] elements(Tensor x);

    /**
     * A constant that rests on an array.
     *
     * @param elements the elements in row-major order, which nobody else keeps
     * @param shape the extents
     * @return the constant
     * @throws IllegalArgumentException if the shape does not have as many elements
     */
    public abstract Tensor adopt(double[] elements, int... shape);

    /**
     * The operation that made a tensor.
     *
     * @param x a tensor
     * @return its operation
     */
    public abstract Op op(Tensor x);

    /**
     * The inputs of that operation.
     *
     * @param x a tensor
     * @return a new array
     */
    public abstract Tensor[] inputs(Tensor x);

    /**
     * The place in the order of creation.
     *
     * @param x a tensor
     * @return a number larger than those of its inputs; 0 for constants
     */
    public abstract long index(Tensor x);

    /**
     * The scope in which a tensor was made.
     *
     * @param x a tensor
     * @return the scope or null
     */
    public abstract Scope scope(Tensor x);

    /**
     * The line of user code that made a tensor.
     *
     * @param x a tensor
     * @return the line, or null if lines were not asked for
     */
    public abstract StackTraceElement place(Tensor x);

    /**
     * Sets the scope of this thread.
     *
     * @param scope the scope or null
     * @return the one before
     */
    public abstract Scope setScope(Scope scope);

    /**
     * Sets who is told of nodes and reads of this thread.
     *
     * @param observer the observer or null
     * @return the one before
     */
    public abstract Observer setObserver(Observer observer);
}
