package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.cotangent.internal.Shape;

// Longer than 400 lines: public operators with their contracts.

/**
 * Derivatives of functions: code from tensor to tensor goes in, derivatives come out.
 *
 * <p>All of them nest, in any order: what a function uses from outside counts as constant for the
 * derivative at hand and as variable for those around it. A result is recorded only if something
 * outside varies.
 */
public final class Differentiate {
    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    private Differentiate() {}

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
        return x -> valueAndGradient(f, x).gradient();
    }

    /**
     * The gradients of a function of several tensors.
     *
     * @param f the function, with a scalar result
     * @param x the point
     * @return the gradient with respect to each argument, of its shape
     */
    public static List<Tensor> gradients(TensorFunction f, Tensor... x) {
        return Inner.at(f, x).pull(null);
    }

    /**
     * A value with its gradient.
     *
     * @param value the value, a scalar
     * @param gradient the gradient, of the shape of the argument
     */
    public record ValueAndGradient(Tensor value, Tensor gradient) {}

    /**
     * The value of a function with a scalar result, and its gradient, from one run.
     *
     * @param f the function
     * @param x the point
     * @return both
     */
    public static ValueAndGradient valueAndGradient(UnaryOperator<Tensor> f, Tensor x) {
        Inner inner = Inner.at(y -> f.apply(y[0]), x);
        Tensor gradient = inner.pull(null).get(0);
        Tensor value = inner.varies ? inner.value : inner.value.detached();
        return new ValueAndGradient(value, gradient);
    }

    // ---- products with the Jacobian

    /**
     * The vector-Jacobian product vᵀ J: the gradient of the inner product of f and v.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @param v the cotangent, of the shape of the result
     * @return of the shape of x
     */
    public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        Objects.requireNonNull(v, "vjp: the cotangent is null");
        Inner inner = Inner.at(y -> f.apply(y[0]), x);
        if (!v.shape.equals(inner.value.shape)) {
            throw new IllegalArgumentException(
                    "vjp: the cotangent has shape "
                            + v.shape
                            + " and the function's result "
                            + inner.value.shape
                            + "; they must be the same");
        }
        return inner.pull(v).get(0);
    }

    /**
     * The vector-Jacobian products with respect to those of several arguments that vary, from one
     * run; null for the others.
     */
    static List<Tensor> vjps(TensorFunction f, Tensor v, Tensor... x) {
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
        Iterator<Tensor> products = Inner.at(ofVarying, varying).pull(v).iterator();
        List<Tensor> all = new ArrayList<>();
        for (Tensor one : x) {
            all.add(one.varies() ? products.next() : null);
        }
        return all;
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
     */
    public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor t) {
        requireShapeOf("jvp", "direction", t, x);
        Inner inner = Inner.at(y -> f.apply(y[0]), x);
        try {
            Tensor product = tangent(f, x, t, inner.value.shape);
            return product.varies() ? product : inner.withoutNaN(product, t);
        } catch (FirstOrderOnlyException e) {
            return inner.timesRows(t, e);
        }
    }

    /**
     * The product of the Jacobian and t; NaN where some factor of 0 met one that was not finite.
     */
    private static Tensor tangent(UnaryOperator<Tensor> f, Tensor x, Tensor t, Shape result) {
        return Inner.at(v -> vjp(f, x, v[0]), somewhere(result)).pullTangent(t);
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
     * The derivative of some order along a direction: the k-th derivative of f(x + s d) with
     * respect to the number s, at 0.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @param direction d, of the shape of x
     * @param order k, 0 for the value itself; the cost grows exponentially with it
     * @return of the shape of the result
     */
    public static Tensor directional(
            UnaryOperator<Tensor> f, Tensor x, Tensor direction, int order) {
        if (order < 0) {
            throw new IllegalArgumentException(
                    "directional: the order is " + order + "; it must be 0 or more");
        }
        requireShapeOf("directional", "direction", direction, x);
        UnaryOperator<Tensor> derivative = f;
        for (int i = 0; i < order; i++) {
            UnaryOperator<Tensor> lower = derivative;
            derivative = y -> jvp(lower, y, direction);
        }
        return derivative.apply(x);
    }

    // ---- whole matrices

    /**
     * The Jacobian: all derivatives of all results. Row by row with vector-Jacobian products, or
     * column by column with Jacobian-vector products where there are far fewer elements than
     * results.
     *
     * @param f the function, with a result of any shape
     * @param x the point
     * @return shape [shape of the result …, shape of x …]
     */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        Inner inner = Inner.at(y -> f.apply(y[0]), x);
        Shape result = inner.value.shape;
        Shape both = joined(result, x.shape);
        if (both.size == 0) {
            return Tensor.full(0, both);
        }
        // a column costs about three times a row
        if (3L * x.size() < result.size) {
            Tensor columns = columns(f, x, result);
            if (columns != null) {
                return Structure.reshape(columns, both);
            }
        }
        Tensor[] rows = new Tensor[result.size];
        Arrays.setAll(rows, i -> inner.pull(unit(result, i)).get(0));
        return Structure.reshape(Tensor.stack(0, rows), both);
    }

    /**
     * The Jacobian as [results, elements], by its columns; null if rows alone can tell some of its
     * elements.
     */
    private static Tensor columns(UnaryOperator<Tensor> f, Tensor x, Shape result) {
        Tensor[] columns = new Tensor[x.size()];
        try {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = tangent(f, x, unit(x.shape, i), result).reshape(-1);
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
     * The Jacobians of a function that treats the rows of its argument independently, as a network
     * does: row i of the result depends on row i of x alone. One pass serves all rows at once.
     *
     * @param f the function, from [rows, n] to [rows, m]
     * @param x shape [rows, n]
     * @return shape [rows, m, n]
     */
    public static Tensor jacobianOfRows(UnaryOperator<Tensor> f, Tensor x) {
        Inner inner = Inner.at(y -> f.apply(y[0]), x);
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
     * A function applied to every slice along the first axis, the results stacked: a loop that
     * reads like a function of the whole.
     *
     * @param f the function, from a slice to a result of the same shape for all
     * @param x shape [n, …], n at least 1
     * @return shape [n, …]
     */
    public static Tensor map(UnaryOperator<Tensor> f, Tensor x) {
        if (x.rank() == 0 || x.size(0) == 0) {
            throw new IllegalArgumentException(
                    "map: shape " + x.shape + " has no slices along a first axis");
        }
        Tensor[] results = new Tensor[x.size(0)];
        Arrays.setAll(results, i -> f.apply(x.slice(0, i, i + 1).squeeze(0)));
        for (int i = 0; i < results.length; i++) {
            if (!results[i].shape.equals(results[0].shape)) {
                throw new IllegalArgumentException(
                        "map: the function gives shape "
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
     * The Hessian of a function with a scalar result.
     *
     * @param f the function
     * @param x the point
     * @return shape [shape of x …, shape of x …]
     */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
        return jacobian(gradient(f), x);
    }

    /**
     * The Hessian of a function with a scalar result times a vector, at the cost of a few
     * gradients.
     *
     * @param f the function
     * @param x the point
     * @param v the vector, of the shape of x
     * @return of the shape of x
     */
    public static Tensor hessianVector(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        requireShapeOf("hessianVector", "vector", v, x);
        return vjp(gradient(f), x, v);
    }

    private static void requireShapeOf(String op, String what, Tensor v, Tensor x) {
        Objects.requireNonNull(v, () -> op + ": the " + what + " is null");
        if (!v.shape.equals(x.shape)) {
            throw new IllegalArgumentException(
                    op
                            + ": the "
                            + what
                            + " has shape "
                            + v.shape
                            + " and the point "
                            + x.shape
                            + "; they must be the same");
        }
    }

    private static Tensor unit(Shape shape, int place) {
        double[] elements = new double[shape.size];
        elements[place] = 1;
        return Tensor.constant(shape, elements);
    }

    private static Shape joined(Shape first, Shape second) {
        int[] extents = Arrays.copyOf(first.extents, first.rank() + second.rank());
        System.arraycopy(second.extents, 0, extents, first.rank(), second.rank());
        return Shape.of("jacobian", extents);
    }

    // ---- derivatives by other means

    /**
     * A function whose intermediate results are not kept for the backward pass but computed again
     * there: memory for time. Values and gradients are the same to the last bit.
     *
     * @param f the function; it must use nothing that varies but its arguments, and give the same
     *     values when it is run again: random numbers are drawn outside and passed in. A backward
     *     pass throws {@link IllegalStateException} where it gives others
     * @return the function with the same values
     */
    public static TensorFunction checkpoint(TensorFunction f) {
        return x -> new Implicit.Checkpoint(f).apply(x);
    }

    /**
     * A function with a derivative rule of its own, used instead of the rules of the operations in
     * it.
     *
     * @param f the function; it must use nothing that varies but its argument
     * @param rule from the adjoint of the result, the result and the argument to the adjoint of the
     *     argument
     * @return the function with the same values
     */
    public static UnaryOperator<Tensor> customVjp(
            UnaryOperator<Tensor> f, CustomOp.ElementwiseRule rule) {
        return x -> new Implicit.OwnRule(f, rule).apply(x);
    }

    /**
     * The fixed point z = f(z, p…) that iteration from a start reaches, differentiated with respect
     * to the parameters by the implicit function theorem: neither memory nor gradients depend on
     * how many steps there were.
     *
     * @param f from z and the parameters to the next z; a contraction near the fixed point
     * @param start where to start, without influence on the result
     * @param tolerance the largest change of an element in the last step, relative to 1 + |element|
     * @param steps the most steps that are tried
     * @param parameters what the fixed point depends on, one or more
     * @return the fixed point, of the shape of the start
     * @throws ArithmeticException if the steps do not suffice
     */
    public static Tensor fixedPoint(
            TensorFunction f, Tensor start, double tolerance, int steps, Tensor... parameters) {
        return new Implicit.FixedPoint(f, tolerance, steps)
                .apply(Implicit.before(start.fixed(), parameters));
    }

    /**
     * The root f(z, p…) = 0 that Newton's method from a start reaches, differentiated with respect
     * to the parameters by the implicit function theorem.
     *
     * @param f from z and the parameters to as many residuals as z has elements
     * @param start where to start; of several roots it decides which one is found
     * @param tolerance the largest change of an element in the last step, relative to 1 + |element|
     * @param steps the most steps that are tried
     * @param parameters what the root depends on, one or more
     * @return the root, of the shape of the start
     * @throws ArithmeticException if the steps do not suffice, or a Jacobian is singular
     */
    public static Tensor root(
            TensorFunction f, Tensor start, double tolerance, int steps, Tensor... parameters) {
        return new Implicit.Root(f, tolerance, steps)
                .apply(Implicit.before(start.fixed(), parameters));
    }

    /** One run of a function on arguments that are nodes of their own, and passes back to these. */
    private static final class Inner {
        private final Tensor[] own;
        private final Tensor value;
        private final boolean quiet;
        private final boolean outside;

        /** Whether the last pass was recorded, for something outside varies. */
        private boolean varies;

        private Inner(Tensor[] own, Tensor value, boolean quiet, boolean outside) {
            this.own = own;
            this.value = value;
            this.quiet = quiet;
            this.outside = outside;
        }

        static Inner at(TensorFunction f, Tensor... x) {
            Recorder recorder = Recorder.current();
            // where nobody records outside, the function itself must be recorded all the same
            boolean quiet = recorder.setOff(false);
            try {
                boolean outside = false;
                Tensor[] own = new Tensor[x.length];
                for (int i = 0; i < x.length; i++) {
                    // a node of its own: x itself may be in use outside
                    boolean recorded = x[i].isRecorded();
                    own[i] = recorded && !quiet ? x[i].asVaryingNode() : x[i].asVariable();
                    outside |= recorded;
                }
                Tensor value =
                        Objects.requireNonNull(f.apply(own), "gradient: the function gave null");
                return new Inner(own, value, quiet, outside && !quiet);
            } finally {
                recorder.setOff(quiet);
            }
        }

        List<Tensor> pull(Tensor seed) {
            if (seed == null && value.rank() > 0) {
                throw new IllegalArgumentException(
                        "gradient: the function's result has shape "
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
            // constants of a pass without a record are constant for all that varies outside
            return Arrays.stream(own)
                    .map(g::of)
                    .map(x -> x.varies() || varies ? x : x.detached())
                    .collect(Collectors.toUnmodifiableList());
        }

        /**
         * A Jacobian-vector product with its NaN found again by rows, as a backward pass has them.
         */
        Tensor withoutNaN(Tensor product, Tensor t) {
            if (!hasNaN(product)) {
                return product;
            }
            double[] elements = product.array().clone();
            for (int i = 0; i < elements.length; i++) {
                Tensor row = elements[i] == elements[i] ? null : pullConstant(unit(value.shape, i));
                if (row != null) {
                    elements[i] = row.timesOrZero(t).sum().value();
                }
            }
            return Tensor.constant(product.shape, elements);
        }

        /**
         * The Jacobian-vector product by a pass for every result, none of them recorded: for rules
         * that are right for first derivatives only.
         */
        Tensor timesRows(Tensor t, FirstOrderOnlyException refusal) {
            Tensor[] products = new Tensor[value.size()];
            for (int i = 0; i < products.length; i++) {
                Tensor row = pullConstant(unit(value.shape, i));
                if (row == null) {
                    throw refusal;
                }
                products[i] = row.timesOrZero(t).sum();
            }
            return products.length == 0
                    ? Tensor.full(0, value.shape)
                    : Structure.reshape(Tensor.stack(0, products), value.shape);
        }

        /** The product of a seed with the Jacobian by the only argument; null if it would vary. */
        Tensor pullConstant(Tensor seed) {
            Backward pass = Backward.of(value).wrt(own).seed(seed);
            Gradients g = quiet ? pass.runUnchecked() : outside ? null : pass.runOnNothingOlder();
            return g == null ? null : g.of(own[0]).detached();
        }
    }
}
