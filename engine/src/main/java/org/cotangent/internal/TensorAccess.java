package org.cotangent.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Access to the inside of tensors, for the packages and modules of the library alone.
 *
 * @param <T> the type of tensors
 * @param <O> the type of operations
 */
public abstract class TensorAccess<T, O> {
    private static final String IMPLEMENTATION = "org.cotangent.TensorInternals";

    /** For the one implementation. */
    protected TensorAccess() {}

    /**
     * The access.
     *
     * @param <T> the type of tensors
     * @param <O> the type of operations
     * @return the one access there is
     */
    @SuppressWarnings("unchecked")
    public static <T, O> TensorAccess<T, O> get() {
        return (TensorAccess<T, O>) Holder.ACCESS;
    }

    private static final class Holder {
        static final TensorAccess<?, ?> ACCESS = find();

        /** By its name, for tensors need not know who looks inside them. */
        private static TensorAccess<?, ?> find() {
            try {
                var constructor = Class.forName(IMPLEMENTATION).getDeclaredConstructor();
                constructor.setAccessible(true);
                return (TensorAccess<?, ?>) constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a class of the engine is missing", e);
            }
        }
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

    /**
     * Runs code with recording on.
     *
     * @param code the code
     * @param <R> what it returns
     * @return what it returned
     */
    public abstract <R> R recorded(Supplier<R> code);

    /**
     * Whether a constant stands for what was computed from nodes without being recorded: the
     * numbers of one point.
     *
     * @param x a tensor
     * @return false for nodes and for constants that rest on none
     */
    public abstract boolean isOfOnePoint(T x);

    /**
     * Tells whoever follows this thread that code sees numbers of a tensor.
     *
     * @param x the tensor
     * @param method the method by which it sees them
     */
    public abstract void observeRead(T x, String method);

    /**
     * Whether a constant was computed from gradients, which its own derivatives are refused for.
     *
     * @param x a tensor
     * @return false for most
     */
    public abstract boolean isOfGradients(T x);

    // ---- for operations that are defined in other packages

    /**
     * The shape.
     *
     * @param x a tensor
     * @return its shape
     */
    public abstract Shape shape(T x);

    /**
     * An input of the operation that made a tensor.
     *
     * @param y a tensor
     * @param i which input, 0 the first
     * @return the input
     */
    public abstract T input(T y, int i);

    /**
     * A constant.
     *
     * @param shape its shape
     * @param elements the elements in row-major order, which nobody else keeps
     * @return the constant
     */
    public abstract T constant(Shape shape, double[] elements);

    /**
     * The result of an operation, recorded where one of the inputs is.
     *
     * @param op the operation
     * @param shape the shape of the result
     * @param elements the elements in row-major order, which nobody else keeps
     * @param inputs the inputs
     * @return the result
     */
    public abstract T node(O op, Shape shape, double[] elements, T[] inputs);

    /**
     * The same for an operation without a derivative.
     *
     * @param op the operation
     * @param shape the shape of the result
     * @param elements the elements in row-major order, which nobody else keeps
     * @param inputs the inputs
     * @return the result, which does not vary
     */
    public abstract T flat(O op, Shape shape, double[] elements, T[] inputs);

    /**
     * The same numbers without a derivative, recorded where they are those of one point.
     *
     * @param x a tensor
     * @return x, or a node that does not vary
     */
    public abstract T fixed(T x);

    /**
     * The same numbers as a constant, whose origin nobody knows.
     *
     * @param x a tensor
     * @return a constant
     */
    public abstract T detached(T x);

    /**
     * A product with a mask.
     *
     * @param x any numbers
     * @param mask a mask that broadcasts with them
     * @return exactly 0 where the mask is 0, whatever x is there
     */
    public abstract T gate(T x, T mask);

    /**
     * The product of an adjoint and a slope.
     *
     * @param g the adjoint
     * @param slope the slope
     * @return exactly 0 where the adjoint is, whatever the slope is there
     */
    public abstract T times(T g, T slope);

    /**
     * A product in which the zeros of both factors are strong.
     *
     * @param x a factor
     * @param y the other
     * @return exactly 0 where one of them is, whatever the other is there
     */
    public abstract T timesOrZero(T x, T y);

    /**
     * A share of a length.
     *
     * @param x numbers
     * @param length lengths that are nowhere smaller than these in size
     * @return x / length
     */
    public abstract T ratio(T x, T length);

    /**
     * A product of matrices, in which the zeros of a factor may be strong: terms with one count as
     * 0.
     *
     * @param a shape […, m, k], or […, k, m] if it is transposed
     * @param transposeA whether it is read transposed
     * @param strongA whether its zeros are strong
     * @param b shape […, k, n], or […, n, k] if it is transposed
     * @param transposeB whether it is read transposed
     * @param strongB whether its zeros are strong
     * @return shape […, m, n]
     */
    public abstract T product(
            T a, boolean transposeA, boolean strongA, T b, boolean transposeB, boolean strongB);

    /**
     * Elements taken out.
     *
     * @param name the name of the operation
     * @param attributes its attributes, asked for when somebody looks
     * @param x a tensor
     * @param offset where the first lies in the larger array
     * @param strides the way to the next along each axis of the smaller
     * @param to the shape of the result
     * @return the result
     */
    public abstract T view(
            String name,
            Supplier<Map<String, Object>> attributes,
            T x,
            int offset,
            int[] strides,
            Shape to);

    /**
     * Elements put into zeros; those that meet in one place add.
     *
     * @param name the name of the operation
     * @param attributes its attributes, asked for when somebody looks
     * @param x a tensor
     * @param offset where the first lies in the larger array
     * @param strides the way to the next along each axis of the smaller
     * @param to the shape of the result
     * @return the result
     */
    public abstract T place(
            String name,
            Supplier<Map<String, Object>> attributes,
            T x,
            int offset,
            int[] strides,
            Shape to);

    /**
     * Whether this thread records what it computes.
     *
     * @return false inside code that is not to be recorded
     */
    public abstract boolean records();

    /**
     * The derivative of a product by the vector in which it is linear, recorded: a tangent, NaN
     * where a factor of 0 meets one that is not finite.
     *
     * @param product the product
     * @param vector the vector
     * @param seed the direction, of the shape of the product
     * @return the tangent
     */
    public abstract T tangent(T product, T vector, T seed);

    /**
     * Whether this thread propagates tangents, whose zeros are weak, rather than adjoints.
     *
     * @return true inside a forward derivative
     */
    public abstract boolean sweepsTangents();

    /**
     * The vector-Jacobian products with respect to those of several arguments that vary, from one
     * run.
     *
     * @param f a function
     * @param v the cotangent, of the shape of its result
     * @param x its arguments
     * @return a product for each argument; null for those that do not vary
     */
    public abstract List<T> vjpsOfVarying(Function<T[], T> f, T v, T[] x);

    /**
     * An elementwise operation of the library.
     *
     * @param name its name
     * @param attributes its attributes
     * @return the operation, or null if there is none of that name
     * @throws IllegalArgumentException if it has other attributes
     */
    public abstract O row(String name, Map<String, Object> attributes);
}
