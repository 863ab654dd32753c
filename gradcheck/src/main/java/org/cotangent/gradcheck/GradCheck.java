package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;

/**
 * A check of the derivatives that a backward pass computes against numerical ones with error
 * bounds. Immutable: each setting gives another check.
 *
 * <pre>{@code
 * GradCheck.check(x -> x.tanh(), Tensor.vector(-1, 0, 2)).requirePassed();
 * GradCheck.check(x -> x[0].mul(x[1]), Tensor.of(3), Tensor.of(4)).requirePassed();
 *
 * Tensor logits = Tensor.vector(1, 2, 3);
 * Report report = GradCheck.of(x -> x.softmax(-1), logits).order(2).run();
 * }</pre>
 *
 * <p>The numerical derivatives are central differences at steps that shrink from a tenth of the
 * point's size, extrapolated to step 0 (Ridders' method). Their error is estimated from how the
 * extrapolation converges and from the function's noise, which is measured. An analytic derivative
 * that differs by more than that, plus {@linkplain #tolerance 1e-9} of it, is a {@link
 * Verdict#MISMATCH}. There is no absolute tolerance: a gradient of scale 1e-9 is judged as sharply
 * as one of scale 1. Where the numerical derivative is not known to 0.1 % of the analytic one, the
 * verdict is {@link Verdict#INCONCLUSIVE}, and a check with more than {@linkplain #inconclusive a
 * tenth} of these does not pass. {@link Report#sensitivity()} says what was the smallest relative
 * error that would have been seen.
 *
 * <p>At a kink, as of relu at 0, the analytic derivative must lie between the slopes on either
 * side: {@link Verdict#SUBGRADIENT}. Kinks are known from the {@linkplain Graph#branches()
 * branches} that the graph takes beside the point, and, of custom operations, from slopes that
 * differ on either side. Steps do not cross kinks nor the edge of the domain.
 *
 * <p>A tensor result is contracted with a fixed random cotangent in which every element counts, or
 * {@linkplain #jacobian() compared element by element}. At order 2 the gradient's inner product
 * with a fixed random direction is differentiated once more (a Hessian-vector product) and compared
 * with differences of the <em>analytic</em> gradient, at order 3 likewise; orders below are checked
 * too.
 *
 * <p>The function gets fresh variables with the numbers and names of the inputs at every call,
 * whether these are variables or constants. It is called about fifteen times for every element and
 * order, and some hundred times more where the differences do not agree or cannot tell, as beside
 * poles and edges. Above 5,000 elements random {@linkplain #directions directions} are checked
 * instead.
 *
 * <p>Before that: the function must give the same value twice, and the same on constants, where
 * nothing is recorded, as on variables. NaN and infinite analytic derivatives never pass, nor does
 * a gradient that differs from call to call, or that is not linear in the cotangent.
 */
@SuppressWarnings("overloads") // told apart by arity: one tensor takes the UnaryOperator
@CheckReturnValue
public final class GradCheck extends CheckSettings<GradCheck> {
    /** The relative error that passes if {@link #tolerance} does not say otherwise: 1e-9. */
    public static final double DEFAULT_TOLERANCE = CheckSettings.DEFAULT_TOLERANCE;

    private static final int HIGHEST_ORDER = 3;

    private final TensorFunction f;
    private final Point point;
    private int order = 1;
    private boolean jacobian;

    private GradCheck(TensorFunction f, Point point) {
        this.f = f;
        this.point = point;
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
        Objects.requireNonNull(f, "gradient check: the function is null");
        return new GradCheck(f, Point.of("gradient check", at));
    }

    /**
     * Checks every operation of a graph by itself, at the values that its inputs have there: what
     * to show on a page, {@code graph.toHtml(gradients, GradCheck.ofNodes(graph))}.
     *
     * @param graph the graph
     * @return a sentence for each node that is an operation and varies, such as "agrees with
     *     differences"
     */
    public static Map<Graph.Node, String> ofNodes(Graph graph) {
        return NodeVerdicts.of(graph);
    }

    /**
     * A copy that checks derivatives up to another order.
     *
     * @param highest 1 for the gradient, 2 for the Hessian too, 3 for the third derivatives too; 1
     *     if not called
     * @return another check
     * @throws IllegalArgumentException if it is none of these
     */
    public GradCheck order(int highest) {
        if (highest < 1 || highest > HIGHEST_ORDER) {
            throw new IllegalArgumentException(
                    "gradient check: the order is "
                            + highest
                            + "; it must be 1 (gradient), 2 (Hessian) or 3");
        }
        GradCheck copy = copy();
        copy.order = highest;
        return copy;
    }

    /**
     * A copy that compares the derivatives of every element of a tensor result by itself, at order
     * 1, rather than those of a random contraction. Costs a backward pass for each element of the
     * result.
     *
     * @return another check
     */
    public GradCheck jacobian() {
        GradCheck copy = copy();
        copy.jacobian = true;
        return copy;
    }

    /**
     * Runs the check. Exceptions from the function pass through.
     *
     * @return what was found
     * @throws NullPointerException if the function returns null
     * @throws IllegalArgumentException if it gives different results at the same point, other
     *     results for constants than for variables, or a result of another shape beside the point
     *     than at it
     */
    public Report run() {
        requireFunction();
        Derivatives derivatives = new Derivatives(f, point, seed);
        List<Entry> entries = new ArrayList<>();
        for (int k = 1; k <= order; k++) {
            DerivativeClaim claim =
                    k == 1 && jacobian ? derivatives.jacobian() : derivatives.claim(k);
            entries.addAll(Checker.run(this, k, point, claim));
        }
        Consistency consistency = Consistency.of(this, point, derivatives.claim(1), entries);
        entries.addAll(consistency.entries);
        String options =
                (jacobian ? ".jacobian()" : "") + (order > 1 ? ".order(" + order + ")" : "");
        IntFunction<DerivativeClaim> claims =
                k -> k == 1 && jacobian ? derivatives.jacobian() : derivatives.claim(k);
        CheckSource source =
                new CheckSource(
                        "GradCheck.of(f",
                        options,
                        true,
                        claims,
                        () -> InputUses.of(f, point, claims.apply(1).weights()));
        return new Report(
                new CheckResult(this, point, order, entries), source, consistency.remarks);
    }

    /**
     * Refuses a function that draws random numbers, whose differences tell nothing, and one that
     * computes something else where nothing is recorded, which is not the function in use.
     */
    private void requireFunction() {
        double[] first = values(point.variables(point.values()));
        if (!Arrays.equals(first, values(point.variables(point.values())))) {
            throw new IllegalArgumentException(
                    "gradient check: the function gave different results at the same point; it must"
                            + " depend on nothing but its arguments (seed random numbers anew in"
                            + " every call)");
        }
        double[] plain;
        try {
            plain = values(point.constants(point.values()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "gradient check: the function works on variables and throws on constants with"
                            + " the same values; it must do the same on both",
                    e);
        }
        if (!Arrays.equals(first, plain)) {
            throw new IllegalArgumentException(
                    "gradient check: the function gave "
                            + Arrays.toString(Arrays.copyOf(first, Math.min(first.length, 6)))
                            + " for variables and "
                            + Arrays.toString(Arrays.copyOf(plain, Math.min(plain.length, 6)))
                            + " for constants with the same values (the first elements); it must"
                            + " compute the same, recorded or not");
        }
    }

    private double[] values(Tensor[] x) {
        return Objects.requireNonNull(f.apply(x), "gradient check: the function returned null")
                .toArray();
    }

    @Override
    GradCheck fresh() {
        GradCheck fresh = new GradCheck(f, point);
        fresh.order = order;
        fresh.jacobian = jacobian;
        return fresh;
    }
}
