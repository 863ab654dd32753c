package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * Gradients from values alone, by centred differences: (f(x + h) - f(x - h)) / 2h for every
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
        Tensor[] point = Inputs.checked("numerical gradient", f, at);
        Differences differences =
                new Differences(
                        x -> new Tensor[] {scalar(f.apply(x))},
                        new Tensor[] {Tensor.of(1)},
                        point,
                        Differences.STEP,
                        0);
        return IntStream.range(0, point.length)
                .mapToObj(input -> gradient(differences, input, point[input]))
                .collect(Collectors.toUnmodifiableList());
    }

    private static Tensor gradient(Differences differences, int input, Tensor x) {
        double[] gradient = new double[x.size()];
        Arrays.setAll(gradient, element -> differences.quotient(input, element).value());
        return Tensor.of(gradient, x.shape());
    }

    private static Tensor scalar(Tensor y) {
        Objects.requireNonNull(y, "numerical gradient: the function returned null");
        if (y.rank() > 0) {
            throw new IllegalArgumentException(
                    "numerical gradient: the function's result has shape "
                            + Arrays.toString(y.shape())
                            + ", and only a scalar has a gradient; sum it first");
        }
        return y;
    }
}
