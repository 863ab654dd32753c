package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * Gradients from values alone, by central differences: (f(x + h) - f(x - h)) / 2h for every
 * element, with h = ∛ε · max(|x|, 1), about 6e-6, and 2h exact in floating point.
 *
 * <p>Good to about ten digits where the function is smooth and of the size of its derivative. It
 * costs two calls of the function an element: for looking and checking, not for training.
 *
 * <pre>{@code
 * Tensor slope = NumericalGradient.of(x -> x.pow(3), Tensor.of(2));               // about 12
 * List<Tensor> both = NumericalGradient.of(x -> x[0].mul(x[1]), Tensor.of(3), Tensor.of(4));
 * }</pre>
 */
@SuppressWarnings("overloads") // told apart by arity: one tensor takes the UnaryOperator
public final class NumericalGradient {
    /**
     * The cube root of the machine epsilon, 6.1e-6: balances the truncation error h²/6 f''' with
     * the round-off ε f / h (Press et al., Numerical Recipes, 3rd ed., 5.7).
     */
    private static final double STEP = StrictMath.cbrt(Math.ulp(1.0));

    private NumericalGradient() {}

    /**
     * The gradient of a function of one tensor.
     *
     * @param f the function, with a scalar result
     * @param at the point, variable or constant
     * @return a constant of the point's shape
     * @throws IllegalArgumentException if the result is not a scalar, or the point has no element
     *     or one that is not finite
     */
    public static Tensor of(UnaryOperator<Tensor> f, Tensor at) {
        Objects.requireNonNull(f, "numerical gradient: the function is null");
        return of((Tensor... x) -> f.apply(x[0]), new Tensor[] {at}).get(0);
    }

    /**
     * The gradients of a function of several tensors.
     *
     * @param f the function, with a scalar result
     * @param at the point, one tensor for each argument, variables or constants
     * @return for each argument a constant of its shape, in a list that cannot be changed
     * @throws IllegalArgumentException if the result is not a scalar, or the point has no element
     *     or one that is not finite
     */
    public static List<Tensor> of(TensorFunction f, Tensor... at) {
        return gradient(STEP, true, f, at);
    }

    /**
     * The gradients with another step, the same for every element: h = 1e-5 is that of textbooks.
     *
     * @param h the step, above 0
     * @param f the function, with a scalar result
     * @param at the point, one tensor for each argument, variables or constants
     * @return for each argument a constant of its shape, in a list that cannot be changed
     * @throws IllegalArgumentException if the step is not above 0 and finite, the result is not a
     *     scalar, or the point has no element or one that is not finite
     */
    public static List<Tensor> withStep(double h, TensorFunction f, Tensor... at) {
        return gradient(CheckSettings.requireStep("numerical gradient", h), false, f, at);
    }

    private static List<Tensor> gradient(
            double h, boolean relative, TensorFunction f, Tensor... at) {
        Objects.requireNonNull(f, "numerical gradient: the function is null");
        Point point = Point.of("numerical gradient", at);
        double[] gradient = new double[point.size()];
        double[] x = point.values();
        for (int i = 0; i < x.length; i++) {
            double middle = x[i];
            x[i] = middle + h * (relative ? Math.max(Math.abs(middle), 1) : 1);
            double above = x[i];
            double high = scalar(f.apply(point.variables(x)));
            x[i] = middle - (above - middle);
            double low = scalar(f.apply(point.variables(x)));
            gradient[i] = (high - low) / (above - x[i]);
            x[i] = middle;
        }
        return point.blocks.stream()
                .map(
                        b ->
                                Tensor.of(
                                        Arrays.copyOfRange(
                                                gradient, b.offset(), b.offset() + b.size()),
                                        b.shape()))
                .collect(Collectors.toUnmodifiableList());
    }

    private static double scalar(Tensor y) {
        Objects.requireNonNull(y, "numerical gradient: the function returned null");
        if (y.rank() > 0) {
            throw new IllegalArgumentException(
                    "numerical gradient: the function's result has shape "
                            + Arrays.toString(y.shape())
                            + ", and only a scalar has a gradient; sum it first");
        }
        return y.value();
    }
}
