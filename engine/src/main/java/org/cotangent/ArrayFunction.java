package org.cotangent;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A function of tensors seen as one of arrays of numbers, with its derivatives: for optimizers,
 * solvers and integrators that know nothing of tensors.
 *
 * <pre>{@code
 * ArrayFunction rosenbrock =
 *         ArrayFunction.of(
 *                 x -> {
 *                     Tensor a = x.at(0);
 *                     Tensor b = x.at(1);
 *                     return a.rsub(1).square().add(b.sub(a.square()).square().mul(100));
 *                 });
 * rosenbrock.value(-1, 2);                         // 104
 * Arrays.toString(rosenbrock.gradient(-1, 2));     // [396.0, 200.0]
 * }</pre>
 *
 * <p>The function gets a vector, a tensor of shape [n], and gives a tensor of any shape, whose m
 * elements count in row-major order; {@link #value}, {@link #gradient} and the second derivatives
 * need a single one. What varies outside of the function counts as constant. Arrays that are passed
 * in are copied, and those returned belong to the caller; methods may be called by several threads
 * at once if the function may.
 *
 * <p>Method references fit the interfaces of other libraries, as {@code f::value} and {@code
 * f::gradient} those of Commons Math. All methods throw {@link NullPointerException} if an array or
 * the function's result is null, and let exceptions of the function pass.
 */
public final class ArrayFunction {
    private final UnaryOperator<Tensor> f;

    private ArrayFunction(UnaryOperator<Tensor> f) {
        this.f = f;
    }

    /**
     * A view of a function.
     *
     * @param f the function, from a tensor of shape [n] to one of any shape
     * @return the function of arrays
     */
    public static ArrayFunction of(UnaryOperator<Tensor> f) {
        return new ArrayFunction(Objects.requireNonNull(f, "array function: the function is null"));
    }

    /**
     * The value of a function with a single result.
     *
     * @param x the point, n numbers
     * @return the value
     * @throws IllegalArgumentException if there is more than one result, or none
     */
    public double value(double... x) {
        return Tensor.unrecorded(() -> single("value").apply(vector(x))).value();
    }

    /**
     * The values of a function.
     *
     * @param x the point, n numbers
     * @return the m results
     */
    public double[] values(double... x) {
        return Tensor.unrecorded(() -> flat().apply(vector(x))).toArray();
    }

    /**
     * The gradient of a function with a single result.
     *
     * @param x the point, n numbers
     * @return n numbers
     * @throws IllegalArgumentException if there is more than one result, or none
     */
    public double[] gradient(double... x) {
        return Tensor.unrecorded(() -> Differentiate.gradient(single("gradient"), vector(x)))
                .toArray();
    }

    /**
     * A value with its gradient.
     *
     * @param value the value
     * @param gradient as many numbers as the point has
     */
    public record ValueAndGradient(double value, double[] gradient) {}

    /**
     * The value and the gradient of a function with a single result, from one run.
     *
     * @param x the point, n numbers
     * @return both
     * @throws IllegalArgumentException if there is more than one result, or none
     */
    public ValueAndGradient valueAndGradient(double... x) {
        UnaryOperator<Tensor> single = single("valueAndGradient");
        Differentiate.ValueAndGradient both =
                Tensor.unrecorded(() -> Differentiate.valueAndGradient(single, vector(x)));
        return new ValueAndGradient(both.value().value(), both.gradient().toArray());
    }

    /**
     * The Jacobian.
     *
     * @param x the point, n numbers
     * @return m rows of n numbers: row i has the derivatives of result i
     * @throws IllegalArgumentException if that are too many numbers
     */
    public double[][] jacobian(double... x) {
        return rows(Tensor.unrecorded(() -> Differentiate.jacobian(flat(), vector(x))));
    }

    /**
     * Values with their Jacobian.
     *
     * @param values the m results
     * @param jacobian m rows, each of as many numbers as the point has
     */
    public record ValuesAndJacobian(double[] values, double[][] jacobian) {}

    /**
     * The values and the Jacobian, from one run, as least-squares methods want them.
     *
     * @param x the point, n numbers
     * @return both
     * @throws IllegalArgumentException if the Jacobian has too many numbers
     */
    public ValuesAndJacobian valuesAndJacobian(double... x) {
        Differentiate.ValueAndJacobian both =
                Tensor.unrecorded(() -> Differentiate.valueAndJacobian(flat(), vector(x)));
        return new ValuesAndJacobian(both.value().toArray(), rows(both.jacobian()));
    }

    /**
     * The Hessian of a function with a single result.
     *
     * @param x the point, n numbers
     * @return n rows of n numbers
     * @throws IllegalArgumentException if there is more than one result, or none
     */
    public double[][] hessian(double... x) {
        return rows(Tensor.unrecorded(() -> Differentiate.hessian(single("hessian"), vector(x))));
    }

    /**
     * The Hessian of a function with a single result times a vector, at the cost of a few
     * gradients.
     *
     * @param x the point, n numbers
     * @param v the vector, n numbers
     * @return n numbers
     * @throws IllegalArgumentException if the vector has another length, or there is more than one
     *     result, or none
     */
    public double[] hessianVectorProduct(double[] x, double[] v) {
        UnaryOperator<Tensor> single = single("hessianVectorProduct");
        return Tensor.unrecorded(
                        () -> Differentiate.hessianVectorProduct(single, vector(x), vector(v)))
                .toArray();
    }

    private UnaryOperator<Tensor> flat() {
        return x -> result(x).reshape(-1);
    }

    private UnaryOperator<Tensor> single(String method) {
        return x -> {
            Tensor y = result(x);
            if (y.size() != 1) {
                throw new IllegalArgumentException(
                        method
                                + ": the function's result has shape "
                                + Arrays.toString(y.shape())
                                + "; it must have one element, else use values and jacobian");
            }
            return y.reshape();
        };
    }

    private Tensor result(Tensor x) {
        return Objects.requireNonNull(f.apply(x), "array function: the function gave null");
    }

    private static Tensor vector(double... x) {
        return Tensor.vector(Objects.requireNonNull(x, "array function: an array is null"));
    }

    /** The rows of a matrix; at shape [0, n] none, at [m, 0] empty ones. */
    private static double[][] rows(Tensor matrix) {
        double[] elements = matrix.toArray();
        int width = matrix.size(1);
        double[][] rows = new double[matrix.size(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(elements, i * width, (i + 1) * width);
        }
        return rows;
    }
}
