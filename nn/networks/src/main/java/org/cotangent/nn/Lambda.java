package org.cotangent.nn;

import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A layer that applies a given function without parameters, with a name that messages, tables and
 * drawings show.
 *
 * <pre>{@code
 * Layer center = new Lambda("center", x -> x.sub(x.mean()));
 * center.apply(Tensor.vector(1, 2, 6));   // [-2, -1, 3]
 * center;                                 // center
 * }</pre>
 */
public final class Lambda implements Layer {
    private final String name;
    private final UnaryOperator<Tensor> function;

    /**
     * A layer that applies a function.
     *
     * @param name the name
     * @param function a function that is the same in training and evaluation
     * @throws IllegalArgumentException if the name is blank
     */
    public Lambda(String name, UnaryOperator<Tensor> function) {
        this.name = Checks.name("lambda", name);
        this.function = Checks.present(name, "the function", function);
    }

    /**
     * {@inheritDoc}
     *
     * @param x the argument of the function
     * @return its result
     * @throws IllegalArgumentException if the function throws one, with the name in its message, or
     *     returns null
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name, "the input", x);
        return pass.within(this, () -> applied(x));
    }

    private Tensor applied(Tensor x) {
        try {
            Tensor y = function.apply(x);
            if (y == null) {
                throw new IllegalArgumentException("the function returned null");
            }
            return y;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The function.
     *
     * @return as given
     */
    public UnaryOperator<Tensor> function() {
        return function;
    }

    /**
     * The name.
     *
     * @return as "center"
     */
    @Override
    public String toString() {
        return name;
    }
}
