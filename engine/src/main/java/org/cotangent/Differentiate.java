package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.internal.Shape;

// Longer than 400 lines: public operators with their contracts.

/**
 * Derivatives of functions: code from tensor to tensor goes in, derivatives come out.
 *
 * <p>Each transform has a <em>direct</em> form, of a function and a point, and a <em>curried</em>
 * form, of the function alone, whose result is a function of the point:
 *
 * <pre>{@code
 * Tensor x = Tensor.of(2);
 * gradient(y -> y.pow(3), x);   // 12
 * UnaryOperator<Tensor> slope = gradient(y -> y.pow(3));
 * slope.apply(x);               // 12
 * gradient(slope, x);           // 12
 * }</pre>
 *
 * <p>A function of one tensor is a {@link UnaryOperator}, one of several a {@link TensorFunction}.
 * The names in the plural take several tensors and give a result for each, in a list:
 *
 * <pre>{@code
 * gradients(in -> in[0].mul(in[1]), Tensor.of(2), Tensor.of(3));   // [3, 2]
 * }</pre>
 *
 * <p>Where several tensors have one result, as of {@link #jvp(TensorFunction, List, List) jvp}, the
 * name is the same as for one tensor, the points come in a list, and there is no curried form: a
 * lambda would not tell which of the two is meant.
 *
 * <p>All of them nest, in any order: what a function uses from outside counts as constant for the
 * derivative at hand and as variable for those around it. A result is recorded only if something
 * outside varies. Arguments may be variables, results or constants. A function must not return
 * null, and lists and their elements must not be null ({@link NullPointerException}).
 */
@CheckReturnValue
public final class Differentiate {
    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    private Differentiate() {}

    /**
     * A transform of a function of several tensors, still to be given its point.
     *
     * @param <R> the type of its result
     */
    @FunctionalInterface
    public interface Transformed<R> {
        /**
         * The result at a point.
         *
         * @param x the arguments, one tensor for each
         * @return the result of the transform
         */
        R apply(Tensor... x);
    }

    // ---- gradients

    /**
     * The gradient of a function with a scalar result, as a function that can be differentiated
     * again.
     *
     * <pre>{@code
     * UnaryOperator<Tensor> cube = x -> x.pow(3);
     * UnaryOperator<Tensor> third = gradient(gradient(gradient(cube)));
     * third.apply(Tensor.of(2));   // 6
     * }</pre>
     *
     * @param f the function, with a scalar result
     * @return x to the gradient of f at x, of the shape of x
     */
    public static UnaryOperator<Tensor> gradient(UnaryOperator<Tensor> f) {
        required("gradient", f);
        return x -> gradient(f, x);
    }

    /**
     * The gradient of a function with a scalar result.
     *
     * @param f the function
     * @param x the point
     * @return of the shape of x; zeros if the result does not rest on x
     * @throws IllegalArgumentException if the result is not a scalar
     */
    public static Tensor gradient(UnaryOperator<Tensor> f, Tensor x) {
        return gradients("gradient", one("gradient", f), x).get(0);
    }

    /**
     * The gradients of a function of several tensors, as a function of these.
     *
     * @param f the function, with a scalar result
     * @return the point to the gradient with respect to each argument
     */
    public static Transformed<List<Tensor>> gradients(TensorFunction f) {
        required("gradients", f);
        return x -> gradients(f, x);
    }

    /**
     * The gradients of a function of several tensors.
     *
     * @param f the function, with a scalar result
     * @param x the point
     * @return the gradient with respect to each argument, of its shape
     * @throws IllegalArgumentException if the result is not a scalar
     */
    public static List<Tensor> gradients(TensorFunction f, Tensor... x) {
        return gradients("gradients", f, x);
    }

    private static List<Tensor> gradients(String op, TensorFunction f, Tensor... x) {
        return Inner.at(op, f, x).pull(null);
    }

    /**
     * A value with its gradient.
     *
     * @param value the value, a scalar
     * @param gradient the gradient, of the shape of the argument
     */
    public record ValueAndGradient(Tensor value, Tensor gradient) {}

    /**
     * The value and the gradient of a function, as a function.
     *
     * @param f the function, with a scalar result
     * @return x to both
     */
    public static Function<Tensor, ValueAndGradient> valueAndGradient(UnaryOperator<Tensor> f) {
        required("valueAndGradient", f);
        return x -> valueAndGradient(f, x);
    }

    /**
     * The value of a function with a scalar result, and its gradient, from one run.
     *
     * @param f the function
     * @param x the point
     * @return both
     * @throws IllegalArgumentException if the result is not a scalar
     */
    public static ValueAndGradient valueAndGradient(UnaryOperator<Tensor> f, Tensor x) {
        Inner inner = Inner.at("valueAndGradient", one("valueAndGradient", f), x);
        Tensor gradient = inner.pull(null).get(0);
        return new ValueAndGradient(inner.outcome(), gradient);
    }

    /**
     * A value with its gradients.
     *
     * @param value the value, a scalar
     * @param gradients the gradient with respect to each argument, of its shape
     */
    public record ValueAndGradients(Tensor value, List<Tensor> gradients) {}

    /**
     * The value and the gradients of a function of several tensors, as a function of these.
     *
     * @param f the function, with a scalar result
     * @return the point to both
     */
    public static Transformed<ValueAndGradients> valueAndGradients(TensorFunction f) {
        required("valueAndGradients", f);
        return x -> valueAndGradients(f, x);
    }

    /**
     * The value of a function of several tensors, and its gradients, from one run.
     *
     * @param f the function, with a scalar result
     * @param x the point
     * @return both
     * @throws IllegalArgumentException if the result is not a scalar
     */
    public static ValueAndGradients valueAndGradients(TensorFunction f, Tensor... x) {
        Inner inner = Inner.at("valueAndGradients", f, x);
        List<Tensor> gradients = inner.pull(null);
        return new ValueAndGradients(inner.outcome(), gradients);
    }

    // ---- products with the Jacobian

    /**
     * The vector-Jacobian product as a function.
     *
     * @param f the function, with a result of any shape
     * @return x and the cotangent v to vᵀ J; see {@link #vjp(UnaryOperator, Tensor, Tensor)}
     */
    public static BinaryOperator<Tensor> vjp(UnaryOperator<Tensor> f) {
        required("vjp", f);
        return (x, v) -> vjp(f, x, v);
    }

    /**
     * The vector-Jacobian product vᵀ J: the gradient of the inner product of f and v.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @param v the cotangent, of the shape of the result
     * @return of the shape of x
     * @throws IllegalArgumentException if the cotangent is of another shape
     */
    public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        return vjps("vjp", one("vjp", f), v, x).get(0);
    }

    /**
     * The vector-Jacobian products of a function of several tensors, as a function.
     *
     * @param f the function, with a result of any shape
     * @return the point and the cotangent to the product for each argument
     */
    public static BiFunction<List<Tensor>, Tensor, List<Tensor>> vjps(TensorFunction f) {
        required("vjps", f);
        return (x, v) -> vjps(f, x, v);
    }

    /**
     * The vector-Jacobian products of a function of several tensors, from one run: the gradients of
     * the inner product of f and v.
     *
     * @param f the function, with a result of any shape
     * @param x the point, one tensor for each argument
     * @param v the cotangent, of the shape of the result
     * @return the product with respect to each argument, of its shape
     * @throws IllegalArgumentException if the cotangent is of another shape
     */
    public static List<Tensor> vjps(TensorFunction f, List<Tensor> x, Tensor v) {
        return vjps("vjps", f, v, array("vjps", x));
    }

    private static List<Tensor> vjps(String op, TensorFunction f, Tensor v, Tensor... x) {
        Objects.requireNonNull(v, () -> op + ": the cotangent is null");
        Inner inner = Inner.at(op, f, x);
        if (!v.shape.equals(inner.value.shape)) {
            throw new IllegalArgumentException(
                    op
                            + ": the cotangent has shape "
                            + v.shape
                            + " and the function's result "
                            + inner.value.shape
                            + "; they must be the same");
        }
        return inner.pull(v);
    }

    /**
     * The vector-Jacobian products with respect to those of several arguments that vary, from one
     * run; null for the others.
     */
    static List<Tensor> vjpsOfVarying(TensorFunction f, Tensor v, Tensor... x) {
        Tensor[] varying = Arrays.stream(x).filter(Tensor::varies).toArray(Tensor[]::new);
        TensorFunction ofVarying =
                own -> {
                    Tensor[] all = x.clone();
                    int next = 0;
                    for (int i = 0; i < all.length; i++) {
                        all[i] = x[i].varies() ? own[next++] : x[i];
                    }
                    return f.apply(all);
                };
        Iterator<Tensor> products = Inner.at("vjp", ofVarying, varying).pull(v).iterator();
        List<Tensor> all = new ArrayList<>();
        for (Tensor one : x) {
            all.add(one.varies() ? products.next() : null);
        }
        return all;
    }

    /**
     * The Jacobian-vector product as a function.
     *
     * @param f the function, with a result of any shape
     * @return x and the direction t to J t; see {@link #jvp(UnaryOperator, Tensor, Tensor)}
     */
    public static BinaryOperator<Tensor> jvp(UnaryOperator<Tensor> f) {
        required("jvp", f);
        return (x, t) -> jvp(f, x, t);
    }

    /**
     * The Jacobian-vector product J t: the derivative of f along a direction. It is found by
     * differentiating the vector-Jacobian product, which is linear in v, with respect to v; the
     * cost is a small multiple of that of f, whatever the sizes. Infinities and NaN are those of a
     * backward pass; where a zero meets one of them, and for rules of {@link CustomOp} that are
     * right for first derivatives only, it costs a pass for each such result.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @param t the direction, of the shape of x
     * @return of the shape of the result
     * @throws IllegalArgumentException if the direction is of another shape
     */
    public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor t) {
        return jvp("jvp", one("jvp", f), new Tensor[] {x}, t);
    }

    /**
     * The Jacobian-vector product of a function of several tensors: the sum of the products with
     * respect to each, the derivative of f along a direction in all of them together.
     *
     * @param f the function, with a result of any shape
     * @param x the point, one tensor for each argument and at least one
     * @param t the direction, one tensor for each argument, of its shape
     * @return of the shape of the result
     * @throws IllegalArgumentException if there are no arguments, or the direction is of another
     *     number or shape
     */
    public static Tensor jvp(TensorFunction f, List<Tensor> x, List<Tensor> t) {
        return jvp("jvp", f, array("jvp", x), array("jvp", t));
    }

    private static Tensor jvp(String op, TensorFunction f, Tensor[] x, Tensor... t) {
        requireShapesOf(op, "direction", t, x);
        Inner inner = Inner.at(op, f, x);
        try {
            Tensor product = tangent(op, f, x, joined(List.of(t)), inner.value.shape);
            return product.varies() ? product : inner.withoutNaN(product, t);
        } catch (FirstOrderOnlyException e) {
            return inner.timesRows(t, e);
        }
    }

    /**
     * The product of the Jacobian and t, the directions of all arguments {@linkplain #joined
     * joined}; NaN where some factor of 0 met one that was not finite.
     */
    private static Tensor tangent(String op, TensorFunction f, Tensor[] x, Tensor t, Shape result) {
        TensorFunction product = v -> joined(vjps(op, f, v[0], x));
        return Inner.at(op, product, somewhere(result)).pullTangent(t);
    }

    /** One tensor as it is, several as one vector of all of their elements. */
    private static Tensor joined(List<Tensor> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : Tensor.concat(0, parts.stream().map(x -> x.reshape(-1)).toArray(Tensor[]::new));
    }

    /**
     * Where the product with the Jacobian, linear in its vector, is differentiated: by an element
     * of the vector that is 0 nothing could be told of a rule that leaves tensors.
     */
    private static Tensor somewhere(Shape shape) {
        double[] elements = new double[shape.size];
        Arrays.setAll(elements, i -> 1 + (i * GOLDEN_RATIO) % 1);
        return Tensor.constant(shape, elements);
    }

    /**
     * The derivative of some order along a direction, as a function.
     *
     * @param f the function, with a result of any shape
     * @param order the order, 0 for the value itself
     * @return x and the direction to the derivative; see {@link #directional(UnaryOperator, Tensor,
     *     Tensor, int)}
     * @throws IllegalArgumentException if the order is negative
     */
    public static BinaryOperator<Tensor> directional(UnaryOperator<Tensor> f, int order) {
        required("directional", f);
        requireOrder(order);
        return (x, direction) -> directional(f, x, direction, order);
    }

    /**
     * The derivative of some order along a direction: the k-th derivative of f(x + s d) with
     * respect to the number s, at 0.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @param direction d, of the shape of x
     * @param order k, 0 for the value itself; the cost grows exponentially with it
     * @return of the shape of the result
     * @throws IllegalArgumentException if the order is negative or the direction of another shape
     */
    public static Tensor directional(
            UnaryOperator<Tensor> f, Tensor x, Tensor direction, int order) {
        return directional(
                one("directional", f), new Tensor[] {x}, new Tensor[] {direction}, order);
    }

    /**
     * The derivative of some order of a function of several tensors along a direction in all of
     * them together.
     *
     * @param f the function, with a result of any shape
     * @param x the point, one tensor for each argument and at least one
     * @param direction one tensor for each argument, of its shape
     * @param order the order, 0 for the value itself; the cost grows exponentially with it
     * @return of the shape of the result
     * @throws IllegalArgumentException if the order is negative, there are no arguments, or the
     *     direction is of another number or shape
     */
    public static Tensor directional(
            TensorFunction f, List<Tensor> x, List<Tensor> direction, int order) {
        return directional(
                required("directional", f),
                array("directional", x),
                array("directional", direction),
                order);
    }

    private static Tensor directional(TensorFunction f, Tensor[] x, Tensor[] direction, int order) {
        requireOrder(order);
        requireShapesOf("directional", "direction", direction, x);
        TensorFunction derivative = f;
        for (int i = 0; i < order; i++) {
            TensorFunction lower = derivative;
            derivative = y -> jvp("directional", lower, y, direction);
        }
        return derivative.apply(x.clone());
    }

    private static void requireOrder(int order) {
        if (order < 0) {
            throw new IllegalArgumentException(
                    "directional: the order is " + order + "; it must be 0 or more");
        }
    }

    // ---- whole matrices

    /**
     * The Jacobian as a function.
     *
     * @param f the function, with a result of any shape
     * @return x to the Jacobian; see {@link #jacobian(UnaryOperator, Tensor)}
     */
    public static UnaryOperator<Tensor> jacobian(UnaryOperator<Tensor> f) {
        required("jacobian", f);
        return x -> jacobian(f, x);
    }

    /**
     * The Jacobian: all derivatives of all results. Row by row with vector-Jacobian products, or
     * column by column with Jacobian-vector products where there are far fewer elements than
     * results.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @return shape [shape of the result …, shape of x …]
     * @throws IllegalArgumentException if that would have too many elements
     */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        return jacobians("jacobian", one("jacobian", f), x).get(0);
    }

    /**
     * The Jacobians of a function of several tensors, as a function of these.
     *
     * @param f the function, with a result of any shape
     * @return the point to the Jacobian with respect to each argument
     */
    public static Transformed<List<Tensor>> jacobians(TensorFunction f) {
        required("jacobians", f);
        return x -> jacobians(f, x);
    }

    /**
     * The Jacobians of a function of several tensors, from one run.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @return for each argument a tensor of shape [shape of the result …, shape of the argument …]
     * @throws IllegalArgumentException if one of them would have too many elements
     */
    public static List<Tensor> jacobians(TensorFunction f, Tensor... x) {
        return jacobians("jacobians", f, x);
    }

    private static List<Tensor> jacobians(String op, TensorFunction f, Tensor... x) {
        return jacobians(Inner.at(op, f, x), f, x);
    }

    private static List<Tensor> jacobians(Inner inner, TensorFunction f, Tensor... x) {
        Shape result = inner.value.shape;
        Shape[] shapes = new Shape[x.length];
        long elements = 0;
        for (int i = 0; i < x.length; i++) {
            shapes[i] = joined(inner.op, result, x[i].shape);
            elements += x[i].size();
        }
        if (result.size == 0 || elements == 0) {
            return mapped(x.length, i -> Tensor.full(0, shapes[i]));
        }
        // a column costs about three times a row
        if (3 * elements < result.size) {
            Tensor columns = columns(inner.op, f, x, result, (int) elements);
            if (columns != null) {
                int[] from = new int[x.length + 1];
                Arrays.setAll(from, i -> i == 0 ? 0 : from[i - 1] + x[i - 1].size());
                return mapped(
                        x.length,
                        i ->
                                Structure.reshape(
                                        x.length == 1
                                                ? columns
                                                : columns.slice(1, from[i], from[i + 1]),
                                        shapes[i]));
            }
        }
        List<List<Tensor>> rows = new ArrayList<>();
        for (int i = 0; i < result.size; i++) {
            rows.add(inner.pull(unit(result, i)));
        }
        return mapped(
                x.length,
                k -> {
                    Tensor[] own = rows.stream().map(row -> row.get(k)).toArray(Tensor[]::new);
                    return Structure.reshape(Tensor.stack(0, own), shapes[k]);
                });
    }

    private static <T> List<T> mapped(int n, IntFunction<T> f) {
        return IntStream.range(0, n).mapToObj(f).collect(Collectors.toUnmodifiableList());
    }

    /**
     * The Jacobians side by side as [results, elements], by their columns; null if rows alone can
     * tell some of their elements.
     */
    private static Tensor columns(
            String op, TensorFunction f, Tensor[] x, Shape result, int elements) {
        Shape all = x.length == 1 ? x[0].shape : Shape.of(elements);
        Tensor[] columns = new Tensor[elements];
        try {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = tangent(op, f, x, unit(all, i), result).reshape(-1);
                if (!columns[i].varies() && hasNaN(columns[i])) {
                    return null;
                }
            }
        } catch (FirstOrderOnlyException e) {
            return null;
        }
        return Tensor.stack(1, columns);
    }

    private static boolean hasNaN(Tensor x) {
        return Arrays.stream(x.array()).anyMatch(Double::isNaN);
    }

    /**
     * A value with its Jacobian.
     *
     * @param value the value, of any shape
     * @param jacobian shape [shape of the value …, shape of the argument …]
     */
    public record ValueAndJacobian(Tensor value, Tensor jacobian) {}

    /**
     * The value and the Jacobian of a function, as a function.
     *
     * @param f the function, with a result of any shape
     * @return x to both
     */
    public static Function<Tensor, ValueAndJacobian> valueAndJacobian(UnaryOperator<Tensor> f) {
        required("valueAndJacobian", f);
        return x -> valueAndJacobian(f, x);
    }

    /**
     * The value of a function, and its {@linkplain #jacobian(UnaryOperator, Tensor) Jacobian}, from
     * one run.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @return both
     * @throws IllegalArgumentException if the Jacobian would have too many elements
     */
    public static ValueAndJacobian valueAndJacobian(UnaryOperator<Tensor> f, Tensor x) {
        TensorFunction ofOne = one("valueAndJacobian", f);
        Inner inner = Inner.at("valueAndJacobian", ofOne, x);
        Tensor jacobian = jacobians(inner, ofOne, x).get(0);
        return new ValueAndJacobian(inner.outcome(), jacobian);
    }

    /**
     * A value with its Jacobians.
     *
     * @param value the value, of any shape
     * @param jacobians for each argument shape [shape of the value …, shape of the argument …]
     */
    public record ValueAndJacobians(Tensor value, List<Tensor> jacobians) {}

    /**
     * The value and the Jacobians of a function of several tensors, as a function of these.
     *
     * @param f the function, with a result of any shape
     * @return the point to both
     */
    public static Transformed<ValueAndJacobians> valueAndJacobians(TensorFunction f) {
        required("valueAndJacobians", f);
        return x -> valueAndJacobians(f, x);
    }

    /**
     * The value of a function of several tensors, and its {@linkplain #jacobians(TensorFunction,
     * Tensor...) Jacobians}, from one run.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @return both
     * @throws IllegalArgumentException if a Jacobian would have too many elements
     */
    public static ValueAndJacobians valueAndJacobians(TensorFunction f, Tensor... x) {
        Inner inner = Inner.at("valueAndJacobians", f, x);
        List<Tensor> jacobians = jacobians(inner, f, x);
        return new ValueAndJacobians(inner.outcome(), jacobians);
    }

    /**
     * The Jacobians of rows as a function.
     *
     * @param f the function, from [rows, n] to [rows, m]
     * @return x to the Jacobians; see {@link #jacobianOfRows(UnaryOperator, Tensor)}
     */
    public static UnaryOperator<Tensor> jacobianOfRows(UnaryOperator<Tensor> f) {
        required("jacobianOfRows", f);
        return x -> jacobianOfRows(f, x);
    }

    /**
     * The Jacobians of a function that treats the rows of its argument independently, as a network
     * does: row i of the result depends on row i of x alone. One pass serves all rows at once.
     *
     * @param f the function, from [rows, n] to [rows, m]
     * @param x shape [rows, n]
     * @return shape [rows, m, n]
     * @throws IllegalArgumentException if argument and result are not matrices with as many rows
     */
    public static Tensor jacobianOfRows(UnaryOperator<Tensor> f, Tensor x) {
        Inner inner = Inner.at("jacobianOfRows", one("jacobianOfRows", f), x);
        Shape result = inner.value.shape;
        if (x.rank() != 2 || result.rank() != 2 || result.extents[0] != x.size(0)) {
            throw new IllegalArgumentException(
                    "jacobianOfRows: from shape "
                            + x.shape
                            + " to "
                            + result
                            + "; both must be matrices with as many rows");
        }
        int outputs = result.extents[1];
        if (outputs == 0) {
            return Tensor.zeros(x.size(0), 0, x.size(1));
        }
        Tensor[] rows = new Tensor[outputs];
        Arrays.setAll(
                rows, i -> inner.pull(Structure.expand(unit(Shape.of(outputs), i), result)).get(0));
        return Tensor.stack(1, rows);
    }

    /**
     * A function applied to every slice along the first axis, as a function of the whole.
     *
     * @param f the function, from a slice to a result of the same shape for all
     * @return x to the stacked results; see {@link #mapSlices(UnaryOperator, Tensor)}
     */
    public static UnaryOperator<Tensor> mapSlices(UnaryOperator<Tensor> f) {
        required("mapSlices", f);
        return x -> mapSlices(f, x);
    }

    /**
     * A function applied to every slice along the first axis, the results stacked: a loop that
     * reads like a function of the whole.
     *
     * @param f the function, from a slice to a result of the same shape for all
     * @param x shape [n, …], n at least 1
     * @return shape [n, …]
     * @throws IllegalArgumentException if there is no slice, or results differ in shape
     */
    public static Tensor mapSlices(UnaryOperator<Tensor> f, Tensor x) {
        return mapSlices(one("mapSlices", f), List.of(x));
    }

    /**
     * A function of several tensors applied to the slices of each along its first axis: the first
     * slices together, then the second ones and so on, the results stacked.
     *
     * @param f the function, from a slice of each to a result of the same shape for all
     * @param x one tensor for each argument, of shape [n, …] with the same n, at least 1
     * @return shape [n, …]
     * @throws IllegalArgumentException if there is no slice, the arguments differ in how many there
     *     are, or results differ in shape
     */
    public static Tensor mapSlices(TensorFunction f, List<Tensor> x) {
        required("mapSlices", f);
        Tensor[] whole = array("mapSlices", x);
        requireSome("mapSlices", whole);
        for (Tensor one : whole) {
            if (one.rank() == 0 || one.size(0) == 0) {
                throw new IllegalArgumentException(
                        "mapSlices: shape " + one.shape + " has no slices along a first axis");
            }
            if (one.size(0) != whole[0].size(0)) {
                throw new IllegalArgumentException(
                        "mapSlices: the arguments have shapes "
                                + whole[0].shape
                                + " and "
                                + one.shape
                                + "; they must have as many slices along the first axis");
            }
        }
        Tensor[] results = new Tensor[whole[0].size(0)];
        for (int i = 0; i < results.length; i++) {
            int at = i;
            results[i] =
                    f.apply(
                            Arrays.stream(whole)
                                    .map(one -> one.slice(0, at, at + 1).squeeze(0))
                                    .toArray(Tensor[]::new));
            if (!results[i].shape.equals(results[0].shape)) {
                throw new IllegalArgumentException(
                        "mapSlices: the function gives shape "
                                + results[0].shape
                                + " for slice 0 and "
                                + results[i].shape
                                + " for slice "
                                + i
                                + "; they must be the same");
            }
        }
        return Tensor.stack(0, results);
    }

    /**
     * The Hessian as a function.
     *
     * @param f the function, with a scalar result
     * @return x to the Hessian; see {@link #hessian(UnaryOperator, Tensor)}
     */
    public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f) {
        required("hessian", f);
        return x -> hessian(f, x);
    }

    /**
     * The Hessian of a function with a scalar result.
     *
     * @param f the function
     * @param x the point
     * @return shape [shape of x …, shape of x …]
     * @throws IllegalArgumentException if the result is not a scalar, or the Hessian would have too
     *     many elements
     */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
        return hessians("hessian", one("hessian", f), x).get(0).get(0);
    }

    /**
     * The blocks of the Hessian of a function of several tensors, as a function of these.
     *
     * @param f the function, with a scalar result
     * @return the point to the blocks; see {@link #hessians(TensorFunction, Tensor...)}
     */
    public static Transformed<List<List<Tensor>>> hessians(TensorFunction f) {
        required("hessians", f);
        return x -> hessians(f, x);
    }

    /**
     * The blocks of the Hessian of a function of several tensors with a scalar result: block (i, j)
     * is the Jacobian of the gradient with respect to argument i with respect to argument j.
     *
     * @param f the function
     * @param x the point
     * @return in list i at j shape [shape of argument i …, shape of argument j …]
     * @throws IllegalArgumentException if the result is not a scalar, or a block would have too
     *     many elements
     */
    public static List<List<Tensor>> hessians(TensorFunction f, Tensor... x) {
        return hessians("hessians", f, x);
    }

    private static List<List<Tensor>> hessians(String op, TensorFunction f, Tensor... x) {
        return mapped(x.length, i -> jacobians(op, y -> gradients(op, f, y).get(i), x));
    }

    /**
     * The Hessian times a vector, as a function.
     *
     * @param f the function, with a scalar result
     * @return x and the vector to the product; see {@link #hessianVectorProduct(UnaryOperator,
     *     Tensor, Tensor)}
     */
    public static BinaryOperator<Tensor> hessianVectorProduct(UnaryOperator<Tensor> f) {
        required("hessianVectorProduct", f);
        return (x, v) -> hessianVectorProduct(f, x, v);
    }

    /**
     * The Hessian of a function with a scalar result times a vector, at the cost of a few
     * gradients.
     *
     * @param f the function
     * @param x the point
     * @param v the vector, of the shape of x
     * @return of the shape of x
     * @throws IllegalArgumentException if the result is not a scalar, or the vector is of another
     *     shape
     */
    public static Tensor hessianVectorProduct(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        String op = "hessianVectorProduct";
        return hessianVectorProducts(op, one(op, f), new Tensor[] {x}, v).get(0);
    }

    /**
     * The Hessian of a function of several tensors times a vector, as a function.
     *
     * @param f the function, with a scalar result
     * @return the point and the vector to the product; see {@link
     *     #hessianVectorProducts(TensorFunction, List, List)}
     */
    public static BiFunction<List<Tensor>, List<Tensor>, List<Tensor>> hessianVectorProducts(
            TensorFunction f) {
        required("hessianVectorProducts", f);
        return (x, v) -> hessianVectorProducts(f, x, v);
    }

    /**
     * The Hessian of a function of several tensors with a scalar result times a vector, at the cost
     * of a few gradients: for each argument the sum over all arguments of its {@linkplain #hessians
     * blocks} times their parts of the vector.
     *
     * @param f the function
     * @param x the point, one tensor for each argument and at least one
     * @param v the vector, one tensor for each argument, of its shape
     * @return for each argument a tensor of its shape
     * @throws IllegalArgumentException if the result is not a scalar, there are no arguments, or
     *     the vector is of another number or shape
     */
    public static List<Tensor> hessianVectorProducts(
            TensorFunction f, List<Tensor> x, List<Tensor> v) {
        String op = "hessianVectorProducts";
        return hessianVectorProducts(op, f, array(op, x), array(op, v));
    }

    private static List<Tensor> hessianVectorProducts(
            String op, TensorFunction f, Tensor[] x, Tensor... v) {
        requireShapesOf(op, "vector", v, x);
        return vjps(op, y -> joined(gradients(op, f, y)), joined(List.of(v)), x);
    }

    // ---- checks

    private static <F> F required(String op, F f) {
        return Objects.requireNonNull(f, () -> op + ": the function is null");
    }

    /** A function of one tensor as one of several. */
    private static TensorFunction one(String op, UnaryOperator<Tensor> f) {
        required(op, f);
        return x -> f.apply(x[0]);
    }

    private static Tensor[] array(String op, List<Tensor> x) {
        return Objects.requireNonNull(x, () -> op + ": a list of tensors is null")
                .toArray(Tensor[]::new);
    }

    private static void requireSome(String op, Tensor... x) {
        if (x.length == 0) {
            throw new IllegalArgumentException(
                    op + ": the list of arguments is empty; there must be at least one");
        }
    }

    private static void requireShapesOf(String op, String what, Tensor[] v, Tensor... x) {
        requireSome(op, x);
        if (v.length != x.length) {
            throw new IllegalArgumentException(
                    op
                            + ": the "
                            + what
                            + " has "
                            + v.length
                            + " tensors and the point "
                            + x.length
                            + "; there must be one for each argument");
        }
        for (int i = 0; i < x.length; i++) {
            String part = x.length == 1 ? "" : " of argument " + i;
            if (x[i] == null || v[i] == null) {
                throw new NullPointerException(
                        op + ": the " + (x[i] == null ? "point" : what) + part + " is null");
            }
            if (!v[i].shape.equals(x[i].shape)) {
                throw new IllegalArgumentException(
                        op
                                + ": the "
                                + what
                                + part
                                + " has shape "
                                + v[i].shape
                                + " and the point "
                                + x[i].shape
                                + "; they must be the same");
            }
        }
    }

    private static Tensor unit(Shape shape, int place) {
        double[] elements = new double[shape.size];
        elements[place] = 1;
        return Tensor.constant(shape, elements);
    }

    private static Shape joined(String op, Shape first, Shape second) {
        int[] extents = Arrays.copyOf(first.extents, first.rank() + second.rank());
        System.arraycopy(second.extents, 0, extents, first.rank(), second.rank());
        return Shape.of(op, extents);
    }

    // ---- derivatives by other means

    /**
     * A function whose intermediate results are not kept for the backward pass but computed again
     * there: memory for time. Values and gradients are the same to the last bit.
     *
     * @param f the function; it must use nothing that varies but its argument, and give the same
     *     values when it is run again: random numbers are drawn outside and passed in. A backward
     *     pass throws {@link IllegalStateException} where it gives others
     * @return the function with the same values
     */
    public static UnaryOperator<Tensor> checkpoint(UnaryOperator<Tensor> f) {
        required("checkpoint", f);
        return x -> checkpoint(f, x);
    }

    /**
     * The result of a function as one node: see {@link #checkpoint(UnaryOperator)}.
     *
     * @param f the function
     * @param x its argument
     * @return the function's result, to the same bits
     */
    public static Tensor checkpoint(UnaryOperator<Tensor> f, Tensor x) {
        return new FunctionOps.Checkpoint(one("checkpoint", f)).apply(x);
    }

    /**
     * The result of a function of several tensors as one node, whose intermediate results are
     * computed again in a backward pass: see {@link #checkpoint(UnaryOperator)}.
     *
     * @param f the function; it must use nothing that varies but its arguments
     * @param x its arguments, one or more
     * @return the function's result, to the same bits
     */
    public static Tensor checkpoint(TensorFunction f, List<Tensor> x) {
        return new FunctionOps.Checkpoint(required("checkpoint", f)).apply(array("checkpoint", x));
    }

    /**
     * A function with a derivative rule of its own, used instead of the rules of the operations in
     * it. {@link CustomOp} does the same for several inputs.
     *
     * @param f the function; it must use nothing that varies but its argument
     * @param rule from the adjoint of the result, the result and the argument to the adjoint of the
     *     argument
     * @return the function with the same values
     */
    public static UnaryOperator<Tensor> customVjp(
            UnaryOperator<Tensor> f, CustomOp.ElementwiseRule rule) {
        required("customVjp", f);
        Objects.requireNonNull(rule, "customVjp: the rule is null");
        return x -> new FunctionOps.OwnRule(f, rule).apply(x);
    }

    /**
     * The result of a function with a derivative rule of its own: see {@link
     * #customVjp(UnaryOperator, CustomOp.ElementwiseRule)}.
     *
     * @param f the function
     * @param rule its rule
     * @param x its argument
     * @return the function's result
     */
    public static Tensor customVjp(
            UnaryOperator<Tensor> f, CustomOp.ElementwiseRule rule, Tensor x) {
        return customVjp(f, rule).apply(x);
    }

    /** One run of a function on arguments that are nodes of their own, and passes back to these. */
    private static final class Inner {
        private final String op; // for messages
        private final Tensor[] own;
        private final Tensor value;
        private final boolean quiet;
        private final boolean outside;

        /** Whether the arguments hold at one point, for all that a program knows of them. */
        private final boolean ofOnePoint;

        private boolean passed;

        /** Whether the last pass was recorded, for something outside varies. */
        private boolean varies;

        private Inner(
                String op,
                Tensor[] own,
                Tensor value,
                boolean quiet,
                boolean outside,
                boolean ofOnePoint) {
            this.op = op;
            this.own = own;
            this.value = value;
            this.quiet = quiet;
            this.outside = outside;
            this.ofOnePoint = ofOnePoint;
        }

        static Inner at(String op, TensorFunction f, Tensor... x) {
            required(op, f);
            Recorder recorder = Recorder.current();
            // where nobody records outside, the function itself must be recorded all the same
            boolean quiet = recorder.setOff(false);
            try {
                boolean outside = false;
                boolean ofOnePoint = false;
                Tensor[] own = new Tensor[x.length];
                for (int i = 0; i < x.length; i++) {
                    if (x[i] == null) {
                        throw new NullPointerException(op + ": an argument is null");
                    }
                    // a node of its own: x itself may be in use outside
                    boolean recorded = x[i].isRecorded();
                    own[i] = recorded && !quiet ? x[i].asVaryingNode() : x[i].freshVariable();
                    outside |= recorded;
                    ofOnePoint |= recorded && quiet || x[i].isOfOnePoint();
                }
                Tensor value =
                        Objects.requireNonNull(
                                f.apply(own.clone()), () -> op + ": the function gave null");
                return new Inner(
                        op,
                        own,
                        value,
                        quiet,
                        outside && !quiet,
                        ofOnePoint && Recorder.anyObserved);
            } finally {
                recorder.setOff(quiet);
            }
        }

        List<Tensor> pull(Tensor seed) {
            if (seed == null && value.rank() > 0) {
                throw new IllegalArgumentException(
                        op
                                + ": the function's result has shape "
                                + value.shape
                                + ", and only a scalar has a gradient; sum it, or use jacobian or"
                                + " vjp");
            }
            Backward pass = Backward.of(value).wrt(own);
            return pulled(seed == null ? pass : pass.seed(seed), seed != null && seed.varies());
        }

        /** The adjoint of the only argument, a tangent: see {@link Backward#ofTangents}. */
        Tensor pullTangent(Tensor seed) {
            Backward pass = Backward.of(value).wrt(own).seed(seed).ofTangents();
            return pulled(pass, seed.varies()).get(0);
        }

        private List<Tensor> pulled(Backward pass, boolean seedVaries) {
            Gradients g = quiet ? pass.runUnchecked() : pass.runRecordedIf(outside || seedVaries);
            varies = pass.wasRecorded();
            passed = true;
            // constants of a pass without a record are constant for all that varies outside
            return Arrays.stream(own)
                    .map(g::of)
                    .map(x -> x.varies() || varies ? x : taken(x))
                    .collect(Collectors.toUnmodifiableList());
        }

        private Tensor taken(Tensor x) {
            return ofOnePoint ? x.ofOnePoint() : x.detached();
        }

        /** The function's value, recorded if something outside of it varies. */
        Tensor outcome() {
            if (!passed) {
                pull(Tensor.full(0, value.shape));
            }
            return varies ? value : taken(value);
        }

        /**
         * A Jacobian-vector product with its NaN found again by rows, as a backward pass has them.
         */
        Tensor withoutNaN(Tensor product, Tensor... t) {
            if (!hasNaN(product)) {
                return product;
            }
            double[] elements = product.array().clone();
            for (int i = 0; i < elements.length; i++) {
                List<Tensor> row =
                        elements[i] == elements[i] ? null : pullConstant(unit(value.shape, i));
                if (row != null) {
                    elements[i] = product(row, t).value();
                }
            }
            return Tensor.constant(product.shape, elements);
        }

        /**
         * The Jacobian-vector product by a pass for every result, none of them recorded: for rules
         * that are right for first derivatives only.
         */
        Tensor timesRows(Tensor[] t, FirstOrderOnlyException refusal) {
            Tensor[] products = new Tensor[value.size()];
            for (int i = 0; i < products.length; i++) {
                List<Tensor> row = pullConstant(unit(value.shape, i));
                if (row == null) {
                    throw refusal;
                }
                products[i] = product(row, t);
            }
            return products.length == 0
                    ? Tensor.full(0, value.shape)
                    : Structure.reshape(Tensor.stack(0, products), value.shape);
        }

        private static Tensor product(List<Tensor> row, Tensor... t) {
            Tensor sum = row.get(0).timesOrZero(t[0]).sum();
            for (int i = 1; i < t.length; i++) {
                sum = sum.add(row.get(i).timesOrZero(t[i]).sum());
            }
            return sum;
        }

        /** The products of a seed with the Jacobians; null if they would vary. */
        List<Tensor> pullConstant(Tensor seed) {
            Backward pass = Backward.of(value).wrt(own).seed(seed);
            Gradients g = quiet ? pass.runUnchecked() : outside ? null : pass.runOnNothingOlder();
            return g == null ? null : mapped(own.length, i -> taken(g.of(own[i])));
        }
    }
}
