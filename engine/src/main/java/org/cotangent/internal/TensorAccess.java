package org.cotangent.internal;

/**
 * Access to the inside of tensors, for the packages and modules of the library alone.
 *
 * @param <T> the type of tensors
 * @param <O> the type of operations
 */
public abstract class TensorAccess<T, O> {
    private static volatile TensorAccess<?, ?> access;

    /** For the one that the type of tensors sets. */
    protected TensorAccess() {}

    /**
     * Sets the access: done by the type of tensors when it is initialized.
     *
     * @param ofTensors the access
     */
    public static void set(TensorAccess<?, ?> ofTensors) {
        access = ofTensors;
    }

    /**
     * The access.
     *
     * @param <T> the type of tensors, which must be initialized
     * @param <O> the type of operations
     * @return the one that was set
     */
    @SuppressWarnings("unchecked")
    public static <T, O> TensorAccess<T, O> get() {
        return (TensorAccess<T, O>) access;
    }

    /**
     * The elements without a copy.
     *
     * @param x a tensor
     * @return its elements in row-major order, not to be written to; of a scalar a new array
     */
    public abstract double[] elements(T x);

    /**
     * A constant that rests on an array.
     *
     * @param elements the elements in row-major order, which nobody else keeps
     * @param shape the extents
     * @return the constant
     * @throws IllegalArgumentException if the shape does not have as many elements
     */
    public abstract T adopt(double[] elements, int... shape);

    /**
     * The operation that made a tensor.
     *
     * @param x a tensor
     * @return its operation
     */
    public abstract O op(T x);

    /**
     * The inputs of that operation.
     *
     * @param x a tensor
     * @return a new array
     */
    public abstract T[] inputs(T x);

    /**
     * The place in the order of creation.
     *
     * @param x a tensor
     * @return a number larger than those of its inputs; 0 for constants
     */
    public abstract long index(T x);

    /**
     * The scope in which a tensor was made.
     *
     * @param x a tensor
     * @return the scope or null
     */
    public abstract Scope scope(T x);

    /**
     * The line of user code that made a tensor.
     *
     * @param x a tensor
     * @return the line, or null if lines were not asked for
     */
    public abstract StackTraceElement place(T x);

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
    public abstract Observer<T> setObserver(Observer<T> observer);
}
