package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.internal.Checks;

/**
 * Checks of losses and penalties before a backward pass. If numbers are not finite, the message
 * names the layer in which the first of them was computed, found in the recorded graph.
 */
final class Guard {
    /** How many times the first loss, or 1 if that is less, a loss may be. */
    private static final double BEYOND = 1e10;

    private Guard() {}

    static Tensor requireScalar(String what, Tensor loss) {
        if (loss == null || loss.rank() != 0) {
            throw Checks.illegal(
                    "%s %s; it must be a scalar, as of mean() or sum()",
                    what, loss == null ? "is null" : "has shape " + Arrays.toString(loss.shape()));
        }
        return loss;
    }

    /**
     * Refuses a loss so far beyond the first one that training cannot have a meaning any more; it
     * would go on to infinity.
     */
    static void requireBounded(double loss, Map<String, Double> first, String turn) {
        double before = first.computeIfAbsent(turn, any -> loss);
        if (Math.abs(loss) > BEYOND * Math.max(1, Math.abs(before))) {
            throw Checks.arithmetic(
                    "the loss is %.3g and was %.3g at first: the training diverges; nothing was"
                            + " updated. Take a smaller learning rate, scale the inputs, or clip"
                            + " the gradients%s",
                    loss, before, loss < 0 ? "; or the loss has no minimum" : "");
        }
    }

    /** The same failure with the place in front of its message. */
    static RuntimeException placed(String where, RuntimeException e) {
        return e instanceof IllegalStateException
                ? new IllegalStateException(where + e.getMessage(), e)
                : placed(where, e, e instanceof ArithmeticException);
    }

    /** A failure of numbers, or of arguments, with the place in front of its message. */
    static RuntimeException placed(String where, RuntimeException e, boolean ofNumbers) {
        String message = where + e.getMessage();
        return ofNumbers
                ? (RuntimeException) new ArithmeticException(message).initCause(e)
                : new IllegalArgumentException(message, e);
    }

    static boolean finite(Tensor x) {
        for (double number : x.toArray()) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    /** Refuses a loss that does not depend on any parameter. */
    static void requireVarying(Tensor total) {
        if (!total.varies()) {
            throw new IllegalStateException(
                    "the loss does not rest on any parameter; was it computed without recording, or"
                            + " from outputs that gradients do not pass?");
        }
    }

    /** Refuses a loss or a penalty that is not finite. */
    static Tensor requireFinite(String what, Tensor total, List<Parameter> parameters) {
        if (!Double.isFinite(total.value())) {
            throw Checks.arithmetic(
                    "%s is %s%s%s; nothing was updated",
                    what, total.value(), forward(total), causes(parameters));
        }
        return total;
    }

    /**
     * The optimizer's exception, with the layer in which a gradient was first not finite, if one
     * was.
     */
    static ArithmeticException namingLayer(
            Tensor total, List<Parameter> parameters, ArithmeticException refusal) {
        String message = refusal.getMessage() + backward(total) + causes(parameters);
        return (ArithmeticException) new ArithmeticException(message).initCause(refusal);
    }

    static String forward(Tensor total) {
        NonFinite graph = new NonFinite(total);
        Graph.Node first = graph.firstValue();
        if (first == null) {
            return "";
        }
        String number = NonFinite.numberIn(first.value());
        if (first.isConstant()) {
            return ". What is computed without parameters (the targets, layers before the first"
                    + " weights) holds "
                    + number;
        }
        return first.isVariable()
                ? ". The parameter " + first.name() + " holds " + number
                : Checks.text(
                        ". The first number that is not finite is %s, made by %s",
                        number, graph.described(first));
    }

    private static String backward(Tensor total) {
        NonFinite graph = new NonFinite(total);
        Graph.Node rule = graph.firstRule(Backward.of(total).keepAll().run());
        return rule == null
                ? ""
                : ". On the way back the first number that is not finite was made by the derivative"
                        + " of "
                        + graph.described(rule);
    }

    private static String causes(List<Parameter> parameters) {
        double largest = 0;
        String name = "";
        for (Parameter parameter : parameters) {
            double size = Tensor.unrecorded(() -> parameter.value().abs().amax().value());
            if (size > largest) {
                largest = size;
                name = parameter.name();
            }
        }
        return Checks.text(
                ". Look for a learning rate that is too large (the largest weight is %.3g, in %s),"
                        + " for inputs that are not scaled, and for logarithms,"
                        + " roots or divisions at 0",
                largest, name.isEmpty() ? "all of them" : name);
    }
}
