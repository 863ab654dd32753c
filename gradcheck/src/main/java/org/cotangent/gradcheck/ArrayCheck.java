package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.cotangent.CheckReturnValue;

/**
 * A check of derivatives written by hand, of functions over arrays of numbers without tensors.
 *
 * <pre>{@code
 * double[] at = {3, 4};
 * ArrayCheck.gradient(
 *                 x -> Math.hypot(x[0], x[1]),
 *                 x -> new double[] {x[0] / Math.hypot(x[0], x[1]), x[1] / Math.hypot(x[0], x[1])},
 *                 at)
 *         .run()
 *         .requirePassed();
 * ArrayCheck.derivative(Math::sin, Math::cos, 1.5).run().passed();   // true
 * ArrayCheck.derivative(Math::sin, Math::sin, 1.5).run().passed();   // false
 * }</pre>
 *
 * <p>Numerical derivatives, verdicts and options are those of {@link GradCheck}. A second
 * derivative is checked as the first of a first: {@link #hessian} takes the gradient and the
 * Hessian, {@link #jvp} the gradient and Hessian-vector products. Kinks are found from slopes that
 * differ on either side.
 *
 * <p>Every call of a function gets a new array, which the function must not change; it may return
 * the same array at every call. Where the function throws an {@link IllegalArgumentException} or
 * {@link ArithmeticException} beside the point, it counts as not defined there, and differences are
 * taken on the other side or nearer by; at the point itself every exception passes through.
 */
@CheckReturnValue
public final class ArrayCheck extends CheckSettings<ArrayCheck> {
    private final Point point;
    private final DerivativeClaim claim;
    private String form = "";

    private ArrayCheck(Point point, DerivativeClaim claim) {
        this.point = point;
        this.claim = claim;
    }

    /**
     * A check of a derivative, not yet run.
     *
     * @param f a function of one number
     * @param derivative what is said to be its derivative
     * @param at the point
     * @return the check
     * @throws IllegalArgumentException if the point is not finite
     */
    public static ArrayCheck derivative(
            DoubleUnaryOperator f, DoubleUnaryOperator derivative, double at) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        Objects.requireNonNull(derivative, "gradient check: the derivative is null");
        return gradient(
                        x -> f.applyAsDouble(x[0]),
                        x -> new double[] {derivative.applyAsDouble(x[0])},
                        at)
                .form("derivative(f, derivative");
    }

    /**
     * A check of a gradient, not yet run.
     *
     * @param f a function of n numbers
     * @param gradient what is said to be its gradient: an array of n
     * @param at the point, n numbers
     * @return the check
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck gradient(
            ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double... at) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        Objects.requireNonNull(gradient, "gradient check: the gradient is null");
        return of(x -> new double[] {f.applyAsDouble(x)}, new double[] {1}, null, gradient, at)
                .form("gradient(f, gradient");
    }

    /**
     * A check of a Jacobian, not yet run.
     *
     * @param f a function of n numbers with m results
     * @param jacobian what is said to be its Jacobian: m rows of n
     * @param at the point, n numbers
     * @return the check
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck jacobian(
            UnaryOperator<double[]> f, Function<double[], double[][]> jacobian, double... at) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        Objects.requireNonNull(jacobian, "gradient check: the Jacobian is null");
        return of(f, null, null, x -> flat(jacobian.apply(x), x.length), at)
                .form("jacobian(f, jacobian");
    }

    /**
     * A check of a Hessian, not yet run; the gradient is taken for right.
     *
     * @param gradient the gradient of a function of n numbers: an array of n
     * @param hessian what is said to be the function's Hessian: n rows of n
     * @param at the point, n numbers
     * @return the check
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck hessian(
            UnaryOperator<double[]> gradient,
            Function<double[], double[][]> hessian,
            double... at) {
        return jacobian(gradient, hessian, at).form("hessian(gradient, hessian");
    }

    /**
     * A check of a vector-Jacobian product, not yet run.
     *
     * @param f a function of n numbers with m results
     * @param vjp what is said to be the product wᵀJ of a vector of m with the function's Jacobian,
     *     as (x, w) → an array of n
     * @param w the vector, m numbers
     * @param at the point, n numbers
     * @return the check
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck vjp(
            UnaryOperator<double[]> f, BinaryOperator<double[]> vjp, double[] w, double... at) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        Objects.requireNonNull(vjp, "gradient check: the product is null");
        Objects.requireNonNull(w, "gradient check: the vector is null");
        double[] weights = w.clone();
        return of(f, weights, null, x -> vjp.apply(x, weights.clone()), at)
                .form("vjp(f, vjp, " + ReproSnippet.vector(weights));
    }

    /**
     * A check of a Jacobian-vector product, not yet run. With a gradient as the function, a check
     * of a Hessian-vector product.
     *
     * @param f a function of n numbers with m results
     * @param jvp what is said to be the product J v of the function's Jacobian with a vector of n,
     *     as (x, v) → an array of m
     * @param v the vector, n numbers
     * @param at the point, n numbers
     * @return the check
     * @throws IllegalArgumentException if the point is empty or not finite, or the vector has
     *     another length
     */
    public static ArrayCheck jvp(
            UnaryOperator<double[]> f, BinaryOperator<double[]> jvp, double[] v, double... at) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        Objects.requireNonNull(jvp, "gradient check: the product is null");
        Objects.requireNonNull(v, "gradient check: the vector is null");
        double[] direction = v.clone();
        if (at != null && v.length != at.length) {
            throw new IllegalArgumentException(
                    "gradient check: the vector has "
                            + v.length
                            + " elements and the point "
                            + at.length
                            + "; a Jacobian-vector product takes one for each argument");
        }
        return of(f, null, direction, x -> jvp.apply(x, direction.clone()), at)
                .form("jvp(f, jvp, " + ReproSnippet.vector(direction));
    }

    /**
     * Runs the check. Exceptions from the functions at the point pass through.
     *
     * @return what was found
     * @throws NullPointerException if a function returns null
     * @throws IllegalArgumentException if a function changes its argument, gives different results
     *     at the same point, or an array of the wrong length
     */
    public Report run() {
        double[] first = claim.sample(0, point.values()).values();
        if (!Arrays.equals(first, claim.sample(0, point.values()).values())) {
            throw new IllegalArgumentException(
                    "gradient check: the function gave different results at the same point; it must"
                            + " depend on nothing but its arguments");
        }
        List<Entry> entries = new ArrayList<>(Checker.run(this, 1, point, claim));
        List<String> remarks = List.of();
        if (claim.direction() == null) {
            Consistency consistency = Consistency.of(this, point, claim, entries);
            entries.addAll(consistency.entries);
            remarks = consistency.remarks;
        }
        CheckSource source =
                new CheckSource("ArrayCheck." + form, "", false, k -> claim, () -> InputUses.NONE);
        return new Report(new CheckResult(this, point, 1, entries), source, remarks);
    }

    /** A copy that knows how the check was made, for the snippet. */
    private ArrayCheck form(String call) {
        ArrayCheck copy = copy();
        copy.form = call;
        return copy;
    }

    private static ArrayCheck of(
            UnaryOperator<double[]> f,
            double[] weights,
            double[] direction,
            UnaryOperator<double[]> derivatives,
            double... at) {
        Point point = Point.of("gradient check", at);
        return new ArrayCheck(
                point,
                new DerivativeClaim() {
                    private int results = weights == null ? -1 : weights.length;

                    @Override
                    public LineFunction.Sample sample(double where, double[] x) {
                        double[] y;
                        try {
                            y = called("function", f, x);
                        } catch (OutsideTheDomain e) {
                            if (where == 0 || results < 0) {
                                throw e.cause;
                            }
                            y = new double[results];
                            Arrays.fill(y, Double.NaN);
                        }
                        results = results < 0 ? y.length : results;
                        requireLength("function", y.length, results, "results");
                        return new LineFunction.Sample(where, y, LineFunction.Sample.UNKNOWN);
                    }

                    @Override
                    public double[] weights() {
                        return weights;
                    }

                    @Override
                    public double[] direction() {
                        return direction;
                    }

                    @Override
                    public double[] derivatives(double[] x) {
                        double[] d;
                        try {
                            d = called("derivative", derivatives, x);
                        } catch (OutsideTheDomain e) {
                            throw e.cause;
                        }
                        int expected =
                                direction != null
                                        ? results
                                        : weights != null ? x.length : results * x.length;
                        requireLength("derivative", d.length, expected, "elements");
                        return d;
                    }
                });
    }

    /** An exception from a function that is not defined at its argument. */
    @SuppressWarnings("serial") // never leaves this class
    private static final class OutsideTheDomain extends Exception {
        final RuntimeException cause;

        OutsideTheDomain(RuntimeException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /**
     * A copy of a function's result, once it is known that the function did not change its
     * argument.
     */
    private static double[] called(String what, UnaryOperator<double[]> f, double[] x)
            throws OutsideTheDomain {
        double[] before = x.clone();
        double[] y;
        try {
            y = f.apply(x);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new OutsideTheDomain(e);
        }
        Supplier<String> nothing = () -> "gradient check: the " + what + " returned null";
        double[] copy = Objects.requireNonNull(y, nothing).clone();
        if (!Arrays.equals(before, x)) {
            throw new IllegalArgumentException(
                    "gradient check: the "
                            + what
                            + " changed its argument; it must work on a copy");
        }
        return copy;
    }

    private static void requireLength(String what, int found, int expected, String unit) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "gradient check: the "
                            + what
                            + " gave "
                            + found
                            + " "
                            + unit
                            + "; there must be "
                            + expected);
        }
    }

    private static double[] flat(double[][] rows, int columns) {
        Objects.requireNonNull(rows, "gradient check: the derivative returned null");
        double[] flat = new double[rows.length * columns];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r] == null || rows[r].length != columns) {
                throw new IllegalArgumentException(
                        "gradient check: row "
                                + r
                                + " of the Jacobian has "
                                + (rows[r] == null ? "no" : "" + rows[r].length)
                                + " elements; there must be "
                                + columns
                                + ", one for each argument");
            }
            System.arraycopy(rows[r], 0, flat, r * columns, columns);
        }
        return flat;
    }

    @Override
    ArrayCheck fresh() {
        ArrayCheck fresh = new ArrayCheck(point, claim);
        fresh.form = form;
        return fresh;
    }
}
