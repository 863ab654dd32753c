package org.cotangent.gradcheck.math3;

import java.util.Objects;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.analysis.MultivariateMatrixFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableVectorFunction;
import org.apache.commons.math3.analysis.differentiation.UnivariateDifferentiableFunction;
import org.cotangent.gradcheck.ArrayCheck;

/**
 * Checks of derivatives that were written against Commons Math's interfaces, for its optimizers,
 * solvers and integrators.
 *
 * <pre>{@code
 * MultivariateFunction f = p -> p[0] * p[0] * p[1];
 * MultivariateVectorFunction gradient = p -> new double[] {2 * p[0] * p[1], p[0] * p[0]};
 * MathCheck.gradient(f, gradient, 3, 4).run().passed();   // true
 *
 * UnivariateDifferentiableFunction logit = new org.apache.commons.math3.analysis.function.Logit();
 * MathCheck.derivative(logit, 3, 0.2).run().requirePassed();
 * }</pre>
 *
 * <p>Each method gives an {@link ArrayCheck}, with all its options, not yet run. The older
 * interfaces are covered as well, since theirs carry their derivatives as functions: {@code
 * gradient(f, f.gradient(), at)} for a {@code DifferentiableMultivariateFunction}, {@code
 * jacobian(f, f.jacobian(), at)} for a {@code DifferentiableMultivariateVectorFunction}.
 *
 * <p>A function of {@link DerivativeStructure}s must have the same values as its plain form. They
 * may differ in their roundings, by no more than 1e-6 of the larger of the value and the change
 * that the arguments' own size would make at the slope found; otherwise the check throws {@link
 * IllegalArgumentException} when it runs.
 */
@SuppressWarnings("exports") // optional: its users have Commons Math
public final class MathCheck {
    private static final int HIGHEST_ORDER = 3;
    private static final double ROUNDING = 1e-6;

    private MathCheck() {}

    /**
     * A check of a gradient.
     *
     * @param f a function of n numbers
     * @param gradient what is said to be its gradient: an array of n
     * @param at the point, n numbers
     * @return the check, not yet run
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck gradient(
            MultivariateFunction f, MultivariateVectorFunction gradient, double... at) {
        requireFunction(f);
        Objects.requireNonNull(gradient, "gradient check: the gradient is null");
        return ArrayCheck.gradient(f::value, gradient::value, at);
    }

    /**
     * A check of a Jacobian.
     *
     * @param f a function of n numbers with m results
     * @param jacobian what is said to be its Jacobian: m rows of n
     * @param at the point, n numbers
     * @return the check, not yet run
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck jacobian(
            MultivariateVectorFunction f, MultivariateMatrixFunction jacobian, double... at) {
        requireFunction(f);
        Objects.requireNonNull(jacobian, "gradient check: the Jacobian is null");
        return ArrayCheck.jacobian(f::value, jacobian::value, at);
    }

    /**
     * A check of one order of the derivatives that a function carries with it. Order 1 is compared
     * with differences of {@code value(double)}, a higher one with differences of the order below,
     * which is taken for right: check the orders one after the other.
     *
     * @param f the function
     * @param order of the derivative: 1, 2 or 3
     * @param at the point
     * @return the check, not yet run
     * @throws IllegalArgumentException if the order is none of these or the point is not finite
     */
    public static ArrayCheck derivative(UnivariateDifferentiableFunction f, int order, double at) {
        requireFunction(f);
        if (order < 1 || order > HIGHEST_ORDER) {
            throw new IllegalArgumentException(
                    "gradient check: the order of the derivative is "
                            + order
                            + "; it must be 1, 2 or 3");
        }
        return ArrayCheck.derivative(
                x -> order == 1 ? f.value(x) : derivativeAt(f, order - 1, x),
                x -> derivativeAt(f, order, x),
                at);
    }

    private static double derivativeAt(UnivariateDifferentiableFunction f, int order, double x) {
        DerivativeStructure y =
                requireResult(f.value(new DerivativeStructure(1, order, 0, x)), 1, order);
        requireSame(f.value(x), y.getValue(), x * y.getPartialDerivative(1));
        return y.getPartialDerivative(order);
    }

    /**
     * A check of the gradient that a function carries with it, against differences of its {@code
     * value(double[])}.
     *
     * @param f a function of n numbers
     * @param at the point, n numbers
     * @return the check, not yet run
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck gradient(MultivariateDifferentiableFunction f, double... at) {
        requireFunction(f);
        return ArrayCheck.gradient(f::value, x -> gradientAt(f, x), at);
    }

    /**
     * A check of the second derivatives that a function carries with it, against differences of its
     * gradient, which is taken for right: check that first.
     *
     * @param f a function of n numbers
     * @param at the point, n numbers
     * @return the check, not yet run
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck hessian(MultivariateDifferentiableFunction f, double... at) {
        requireFunction(f);
        return ArrayCheck.hessian(x -> gradientAt(f, x), x -> hessianAt(f, x), at);
    }

    private static double[] gradientAt(MultivariateDifferentiableFunction f, double[] x) {
        DerivativeStructure y = requireResult(f.value(variables(1, x)), x.length, 1);
        double[] gradient = row(y, x.length);
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            size += Math.abs(x[i] * gradient[i]);
        }
        requireSame(f.value(x.clone()), y.getValue(), size);
        return gradient;
    }

    private static double[][] hessianAt(MultivariateDifferentiableFunction f, double[] x) {
        int n = x.length;
        DerivativeStructure y = requireResult(f.value(variables(2, x)), n, 2);
        double[][] hessian = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int[] orders = new int[n];
                orders[i]++;
                orders[j]++;
                hessian[i][j] = y.getPartialDerivative(orders);
            }
        }
        return hessian;
    }

    /**
     * A check of the Jacobian that a function carries with it, against differences of its {@code
     * value(double[])}.
     *
     * @param f a function of n numbers with m results
     * @param at the point, n numbers
     * @return the check, not yet run
     * @throws IllegalArgumentException if the point is empty or not finite
     */
    public static ArrayCheck jacobian(MultivariateDifferentiableVectorFunction f, double... at) {
        requireFunction(f);
        return ArrayCheck.jacobian(f::value, x -> jacobianAt(f, x), at);
    }

    private static double[][] jacobianAt(MultivariateDifferentiableVectorFunction f, double[] x) {
        DerivativeStructure[] y =
                Objects.requireNonNull(
                        f.value(variables(1, x)), "gradient check: the function returned null");
        double[] plain = f.value(x.clone());
        if (y.length != plain.length) {
            throw new IllegalArgumentException(
                    "gradient check: the function gave "
                            + plain.length
                            + " results for numbers and "
                            + y.length
                            + " for derivative structures; there must be as many");
        }
        double[][] rows = new double[y.length][];
        for (int r = 0; r < y.length; r++) {
            rows[r] = row(requireResult(y[r], x.length, 1), x.length);
            double size = 0;
            for (int i = 0; i < x.length; i++) {
                size += Math.abs(x[i] * rows[r][i]);
            }
            requireSame(plain[r], y[r].getValue(), size);
        }
        return rows;
    }

    private static DerivativeStructure[] variables(int order, double[] x) {
        DerivativeStructure[] variables = new DerivativeStructure[x.length];
        for (int i = 0; i < x.length; i++) {
            variables[i] = new DerivativeStructure(x.length, order, i, x[i]);
        }
        return variables;
    }

    private static double[] row(DerivativeStructure y, int n) {
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            int[] orders = new int[n];
            orders[i] = 1;
            row[i] = y.getPartialDerivative(orders);
        }
        return row;
    }

    private static void requireFunction(Object f) {
        Objects.requireNonNull(f, "gradient check: the function is null");
    }

    private static DerivativeStructure requireResult(DerivativeStructure y, int n, int order) {
        Objects.requireNonNull(y, "gradient check: the function returned null");
        if (y.getFreeParameters() != n || y.getOrder() != order) {
            throw new IllegalArgumentException(
                    "gradient check: the function was given "
                            + n
                            + " free parameters at order "
                            + order
                            + " and gave back "
                            + y.getFreeParameters()
                            + " at order "
                            + y.getOrder()
                            + "; both must stay as they are");
        }
        return y;
    }

    private static void requireSame(double plain, double carried, double change) {
        double size = Math.max(Math.max(Math.abs(plain), Math.abs(carried)), Math.abs(change));
        if (Math.abs(plain - carried) > ROUNDING * size) {
            throw new IllegalArgumentException(
                    "gradient check: the function gave "
                            + plain
                            + " for numbers and "
                            + carried
                            + " for derivative structures with the same values; it must compute"
                            + " the same");
        }
    }
}
