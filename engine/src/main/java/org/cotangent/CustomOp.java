package org.cotangent;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * An operation of a user's own: a value and a derivative rule, written like those of the library. A
 * record makes a good one, its components are the operation's attributes:
 *
 * <pre>{@code
 * record Softsign(double scale) implements CustomOp {
 *     public Tensor forward(Tensor... x) {
 *         return x[0].div(x[0].abs().add(scale));
 *     }
 *
 *     public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
 *         return g.mul(scale).div(x[0].abs().add(scale).square());
 *     }
 * }
 * Tensor x = Tensor.variable(-1);
 * Tensor y = new Softsign(1).apply(x);
 * y.backward().of(x);   // 0.25
 * }</pre>
 *
 * <p>A rule that uses operations on tensors alone, on the y and x that it is given, can be
 * differentiated again, to any order. One that leaves them on the way from g is right for first
 * derivatives only: a pass that is recorded throws {@link UnsupportedOperationException}. {@link
 * #ofPartials} is the form that says so. In a pass that is not recorded a rule gets constants, and
 * may record and sweep a graph of its own.
 */
public interface CustomOp {
    /**
     * The value. Runs without recording, on constants: how it is computed does not matter.
     *
     * @param x the inputs, as constants
     * @return the result
     */
    Tensor forward(Tensor... x);

    /**
     * The share of the result's adjoint that goes to one input.
     *
     * @param input which input, 0 the first
     * @param g the adjoint of the result, of its shape
     * @param y the result
     * @param x the inputs
     * @return the share of the input's adjoint, in the input's shape or one that it broadcasts to
     *     (it is summed back); null where it is zero whatever the values are
     */
    Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x);

    /**
     * The attributes of this operation by name, as graphs show them: numbers, truth values, texts
     * and lists of these.
     *
     * @return the attributes; none, if not overridden
     */
    default Map<String, Object> attributes() {
        return Map.of();
    }

    /**
     * The name in printed graphs.
     *
     * @return the simple name of the class, if not overridden; of an anonymous class its name with
     *     its number, such as "Main$1"
     */
    default String name() {
        Class<?> type = getClass();
        String full = type.getName();
        return type.isAnonymousClass()
                ? full.substring(full.lastIndexOf('.') + 1)
                : type.getSimpleName();
    }

    /**
     * Applies the operation and records it.
     *
     * @param x the inputs, one or more
     * @return the result
     * @throws IllegalArgumentException if there are no inputs
     * @throws NullPointerException if an input or the value is null
     */
    default Tensor apply(Tensor... x) {
        return Custom.apply(this, x);
    }

    /**
     * An operation on every element by itself.
     *
     * <pre>{@code
     * CustomOp softsign =
     *         CustomOp.elementwise(
     *                 "softsign",
     *                 x -> x / (1 + Math.abs(x)),
     *                 (g, y, x) -> g.div(x.abs().add(1).square()));
     * softsign.apply(Tensor.of(3));   // 0.75
     * }</pre>
     *
     * @param name what a printed graph calls it
     * @param function the value of an element, which depends on nothing else: if there are
     *     thousands of elements, several threads call it at a time
     * @param rule the share of the input's adjoint
     * @return the operation, of one input
     */
    static CustomOp elementwise(String name, DoubleUnaryOperator function, ElementwiseRule rule) {
        return new Custom.OfElements(
                Objects.requireNonNull(name, "custom op: the name is null"),
                Objects.requireNonNull(function, () -> name + ": the function is null"),
                Objects.requireNonNull(rule, () -> name + ": the rule is null"));
    }

    /** An operation whose shares for all inputs come out of one piece of work. */
    interface Joint extends CustomOp {
        /**
         * The shares of the result's adjoint that go to the inputs, as {@link #adjoint(int, Tensor,
         * Tensor, Tensor...)} says for one.
         *
         * @param g the adjoint of the result
         * @param y the result
         * @param x the inputs
         * @return a share for each input; null where it is zero whatever the values are
         */
        List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x);

        @Override
        default Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return adjoints(g, y, x).get(input);
        }
    }

    /** The derivative rule of an operation on every element by itself. */
    @FunctionalInterface
    interface ElementwiseRule {
        /**
         * The share of the result's adjoint.
         *
         * @param g the adjoint of the result
         * @param y the result
         * @param x the input
         * @return the adjoint of the input
         */
        Tensor apply(Tensor g, Tensor y, Tensor x);
    }

    /**
     * A function from numbers to a number that is known only by its value and its partial
     * derivatives, as when another library computes it. It has first derivatives: a pass that is
     * recorded throws {@link UnsupportedOperationException} rather than return wrong ones of higher
     * order.
     *
     * <pre>{@code
     * CustomOp length =
     *         CustomOp.ofPartials(
     *                 "length",
     *                 x -> Math.hypot(x[0], x[1]),
     *                 x -> new double[] {x[0] / Math.hypot(x[0], x[1]), x[1] / Math.hypot(x[0], x[1])});
     * Tensor x = Tensor.variable(new double[] {3, 4});
     * length.apply(x).backward().of(x);   // [0.6, 0.8]
     * }</pre>
     *
     * @param name what a printed graph calls it
     * @param value the value, of the elements of all inputs in order
     * @param partials the partial derivatives, as many
     * @return the operation, of any number of inputs, with a scalar result
     */
    static CustomOp ofPartials(
            String name, ToDoubleFunction<double[]> value, UnaryOperator<double[]> partials) {
        return new Custom.OfPartials(
                Objects.requireNonNull(name, "custom op: the name is null"),
                Objects.requireNonNull(value, () -> name + ": the value is null"),
                Objects.requireNonNull(partials, () -> name + ": the partials are null"));
    }
}
