package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A limit on the length of each unit's incoming weights: after a step of the optimizer, columns of
 * weight matrices that have become longer are shortened to it. N. Srivastava and others, "Dropout:
 * a simple way to prevent neural networks from overfitting", JMLR 2014, section 5.1.
 *
 * <pre>{@code
 * Parameter w = new Parameter("w", Tensor.of(new double[][] {{3, 0.5}, {4, 0}}));
 * new MaxNorm(1).project(List.of(w));
 * w.value();   // [[0.6, 0.5], [0.8, 0]]
 * }</pre>
 *
 * <p>It is a projection, not a penalty: nothing is added to the loss. Weights have shape [inputs,
 * outputs], or [..., inputs, outputs], or [inputs] for one output; the lengths are Euclidean, along
 * the axis of the inputs.
 */
public final class MaxNorm {
    private final double limit;
    private final Predicate<Parameter> chosen;

    /**
     * A limit on all {@linkplain Parameter#isWeight weights} that have an axis.
     *
     * @param limit the greatest length, positive and finite; 3 or 4 is usual
     * @throws IllegalArgumentException if the limit is not positive and finite
     */
    public MaxNorm(double limit) {
        this(limit, parameter -> parameter.isWeight() && parameter.value().rank() > 0);
    }

    /**
     * A limit on chosen parameters.
     *
     * @param limit the greatest length, positive and finite
     * @param chosen which parameters are limited; each must have two axes or more, a weight at
     *     least one
     * @throws IllegalArgumentException if the limit is not positive and finite
     */
    public MaxNorm(double limit, Predicate<Parameter> chosen) {
        this.limit = Checks.POSITIVE.check("maxNorm", "limit", limit);
        this.chosen = Checks.present("maxNorm", "the choice", chosen);
    }

    /**
     * The greatest length.
     *
     * @return the limit
     */
    public double limit() {
        return limit;
    }

    /**
     * Checks that this limit can be kept, which a loop does before its first step.
     *
     * @param parameters all parameters of a model
     * @throws IllegalArgumentException if a chosen parameter has no axis of inputs
     */
    public void require(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (chosen.test(parameter) && inputs(parameter) == 0) {
                throw Checks.illegal(
                        "maxNorm: %s has no axis of inputs; it must be [inputs, outputs], or a"
                                + " weight [inputs]. Nothing was changed",
                        parameter);
            }
        }
    }

    /**
     * Shortens columns that are too long, to within a rounding error. Columns within the limit keep
     * their bits, and a parameter without a longer one its {@linkplain Parameter#value() variable}.
     *
     * @param parameters the parameters of a model that a step has changed; frozen ones would be
     *     shortened too
     * @throws IllegalArgumentException if a chosen parameter has no axis of inputs; nothing is
     *     changed then
     * @throws ArithmeticException if a chosen parameter is not finite; nothing is changed then
     */
    public void project(List<Parameter> parameters) {
        require(parameters);
        List<Parameter> longer = new ArrayList<>();
        List<Tensor> shortened = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (!chosen.test(parameter)) {
                continue;
            }
            Tensor w = parameter.value().stopGradient();
            Axes inputs = Axes.keep(inputs(parameter));
            Tensor lengths = w.norm(inputs);
            Tensor over = lengths.gt(limit);
            if (!Double.isFinite(w.sum().value())) {
                requireFinite(parameter, w);
            }
            if (over.sum().value() > 0) {
                longer.add(parameter);
                // a length may overflow where its weights do not: first to their own size
                Tensor largest = w.abs().amax(inputs);
                Tensor unit = w.div(Tensor.where(over, largest, Tensor.of(1)));
                Tensor projected = unit.div(unit.norm(inputs)).mul(limit);
                shortened.add(Tensor.where(over, projected, w));
            }
        }
        // from here on nothing can fail
        for (int i = 0; i < longer.size(); i++) {
            longer.get(i).set(shortened.get(i));
        }
    }

    /** The axis of the inputs, from the end; 0 if there is none. */
    private static int inputs(Parameter parameter) {
        int rank = parameter.value().rank();
        return rank >= 2 ? -2 : rank == 1 && parameter.isWeight() ? -1 : 0;
    }

    private static void requireFinite(Parameter parameter, Tensor w) {
        for (double number : w.toArray()) {
            if (!Double.isFinite(number)) {
                throw Checks.arithmetic(
                        "maxNorm: %s holds %s; nothing was changed. Look for a learning"
                                + " rate that is too large",
                        parameter, number);
            }
        }
    }

    /**
     * The constraint and its limit.
     *
     * @return as "maxNorm(3.0)"
     */
    @Override
    public String toString() {
        return "maxNorm(" + limit + ")";
    }
}
