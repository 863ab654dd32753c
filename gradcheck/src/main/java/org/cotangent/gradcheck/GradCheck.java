package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * A comparison of the gradients that a backward pass computes with centred differences of the
 * function's values.
 *
 * <pre>{@code
 * GradCheck.check(x -> x.tanh(), Tensor.vector(-1, 0, 2)).requirePassed();
 * GradCheck.check(x -> x[0].mul(x[1]), Tensor.of(3), Tensor.of(4)).requirePassed();
 *
 * Tensor logits = Tensor.vector(1, 2, 3);
 * Report report = GradCheck.of(x -> x.softmax(-1), logits).order(2).tolerance(1e-6).run();
 * }</pre>
 *
 * <p>An entry passes if its relative error is not above the tolerance, for an analytic derivative a
 * and a numerical one n
 *
 * <pre>error = |a - n| / max(|a|, |n|, floor),  floor = noise / tolerance</pre>
 *
 * <p>where noise is how far the difference quotient may be off by itself: about ten roundings of
 * the values subtracted, divided by 2h, and its distance to the quotient with twice the step, which
 * shows truncation. It grows and shrinks with the function, so that a gradient of scale 1e-9 is
 * judged as sharply as one of scale 1, and an entry that is zero passes if its difference quotient
 * is nothing but noise. Above order 1, where the values subtracted are gradients, noise also counts
 * the roundings of the largest value of any order below, since gradients are sums of terms that may
 * cancel.
 *
 * <p>With the default step and tolerance the floor of a smooth function is about 2e-5 of its
 * values; a derivative wrong by 0.1 % is found wherever it is larger than about 4e-7 of them, and
 * {@linkplain Report#unresolved() counted} where it is not.
 *
 * <p>A tensor result is contracted with a fixed random cotangent in which every element counts. At
 * order 2 the gradient's inner product with a fixed random direction is differentiated once more (a
 * Hessian-vector product) and compared with centred differences of the <em>analytic</em> gradient,
 * at order 3 likewise; orders below are checked too.
 *
 * <p>The function gets fresh variables with the numbers and names of the inputs at every call,
 * whether these are variables or constants. It is called four times for every element and order.
 *
 * <p>At a kink the difference quotient is the mean of the slopes on either side; where the gradient
 * is by convention another, as of relu at 0, the check fails. At the edge of a domain, as of log at
 * 1e-7, a smaller step is needed.
 *
 * <p>NaN and infinite derivatives never pass, whether analytic or numerical.
 */
@SuppressWarnings("overloads") // told apart by arity: one tensor takes the UnaryOperator
public final class GradCheck {
    /**
     * The largest relative error that passes if {@link #tolerance} does not say otherwise: 1e-5.
     */
    public static final double DEFAULT_TOLERANCE = 1e-5;

    /** The step if {@link #step} does not say otherwise: the cube root of the machine epsilon. */
    public static final double DEFAULT_STEP = Differences.STEP;

    private static final int HIGHEST_ORDER = 3;

    private final TensorFunction f;
    private final Tensor[] at;
    private String name = "";
    private double step = DEFAULT_STEP;
    private double tolerance = DEFAULT_TOLERANCE;
    private int order = 1;
    private long seed = 1;

    private GradCheck(TensorFunction f, Tensor[] at) {
        this.f = f;
        this.at = at;
    }

    /**
     * Checks the gradient of a function of one tensor, with the default options.
     *
     * @param f the function, with a result of any shape
     * @param at the point, variable or constant
     * @return what was found
     * @throws IllegalArgumentException if the point has no element, or one that is not finite
     */
    public static Report check(UnaryOperator<Tensor> f, Tensor at) {
        return of(f, at).run();
    }

    /**
     * Checks the gradients of a function of several tensors, with the default options.
     *
     * @param f the function, with a result of any shape
     * @param at the point, one tensor for each argument, variables or constants
     * @return what was found
     * @throws IllegalArgumentException if the point has no element, or one that is not finite
     */
    public static Report check(TensorFunction f, Tensor... at) {
        return of(f, at).run();
    }

    /**
     * A check of a function of one tensor, not yet run.
     *
     * @param f the function, with a result of any shape
     * @param at the point, variable or constant
     * @return the check
     * @throws IllegalArgumentException if the point has no element, or one that is not finite
     */
    public static GradCheck of(UnaryOperator<Tensor> f, Tensor at) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        return of((Tensor... x) -> f.apply(x[0]), new Tensor[] {at});
    }

    /**
     * A check of a function of several tensors, not yet run.
     *
     * @param f the function, with a result of any shape
     * @param at the point, one tensor for each argument, variables or constants
     * @return the check
     * @throws IllegalArgumentException if the point has no element, or one that is not finite
     */
    public static GradCheck of(TensorFunction f, Tensor... at) {
        return new GradCheck(f, Inputs.checked("gradient check", f, at));
    }

    /**
     * Names the function, for the report.
     *
     * @param label the name
     * @return this check
     */
    public GradCheck named(String label) {
        name = Objects.requireNonNull(label, "gradient check: the name is null");
        return this;
    }

    /**
     * Sets h relative to the size of an entry x: h = step · max(|x|, 1).
     *
     * @param relative a number between 0 and 1; {@link #DEFAULT_STEP} if not called
     * @return this check
     * @throws IllegalArgumentException if it is not
     */
    public GradCheck step(double relative) {
        step = Inputs.checkedStep("gradient check", relative);
        return this;
    }

    /**
     * Sets the largest relative error that passes.
     *
     * @param largest a number between 0 and 1; {@link #DEFAULT_TOLERANCE} if not called
     * @return this check
     * @throws IllegalArgumentException if it is not
     */
    public GradCheck tolerance(double largest) {
        if (!(largest > 0 && largest < 1)) {
            throw new IllegalArgumentException(
                    "gradient check: the tolerance is "
                            + largest
                            + "; it must lie between 0 and 1, such as 1e-5");
        }
        tolerance = largest;
        return this;
    }

    /**
     * Sets up to which order derivatives are checked.
     *
     * @param highest 1 for the gradient, 2 for the Hessian too, 3 for the third derivatives too; 1
     *     if not called
     * @return this check
     * @throws IllegalArgumentException if it is none of these
     */
    public GradCheck order(int highest) {
        if (highest < 1 || highest > HIGHEST_ORDER) {
            throw new IllegalArgumentException(
                    "gradient check: the order is "
                            + highest
                            + "; it must be 1 (gradient), 2 (Hessian) or 3");
        }
        order = highest;
        return this;
    }

    /**
     * Sets the seed of the cotangent and of the directions.
     *
     * @param number any number; 1 if not called
     * @return this check
     */
    public GradCheck seed(long number) {
        seed = number;
        return this;
    }

    /**
     * Runs the check. What the function throws passes through.
     *
     * @return what was found
     * @throws NullPointerException if the function returns null
     * @throws IllegalArgumentException if it gives different results at the same point, or a result
     *     of another shape beside the point than at it
     */
    public Report run() {
        Judge judge = new Judge(tolerance);
        Derivatives derivatives = new Derivatives(f, seed);
        requireDeterminism();
        double scale = 0; // at order 1 the size of each value by itself says what its round-off is
        for (int k = 1; k <= order; k++) {
            int below = k - 1;
            Tensor[] results = derivatives.at(below, variables(), false);
            Tensor[] weights = derivatives.weights(below, results);
            Differences differences =
                    new Differences(x -> derivatives.at(below, x, false), weights, at, step, scale);
            compare(k, derivatives.at(k, variables(), false), differences, judge);
            scale = Math.max(scale, largest(results));
        }
        return new Report(name, at, order, step, tolerance, seed, judge);
    }

    private void compare(int k, Tensor[] analytic, Differences differences, Judge judge) {
        for (int input = 0; input < at.length; input++) {
            double[] gradient = analytic[input].toArray();
            for (int element = 0; element < gradient.length; element++) {
                judge.compare(
                        k,
                        input,
                        at[input],
                        element,
                        gradient[element],
                        differences.estimate(input, element));
            }
        }
    }

    private static double largest(Tensor[] results) {
        return Arrays.stream(results)
                .flatMapToDouble(y -> Arrays.stream(y.toArray()))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** Differences of a function that draws random numbers say nothing, and could pass as noise. */
    private void requireDeterminism() {
        Tensor first = f.apply(variables());
        Tensor second = f.apply(variables());
        if (first != null && second != null && !Arrays.equals(first.toArray(), second.toArray())) {
            throw new IllegalArgumentException(
                    "gradient check: the function gave different results at the same point; it must"
                            + " depend on nothing but its arguments (seed random numbers anew in"
                            + " every call)");
        }
    }

    private Tensor[] variables() {
        return Arrays.stream(at).map(Tensor::asVariable).toArray(Tensor[]::new);
    }
}
