package org.cotangent.nn.optim;

import java.util.List;
import org.cotangent.Gradients;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;

/**
 * A rule that updates parameters by their gradients. It may keep state for each parameter from step
 * to step, under the parameter's name, so a model keeps its optimizer: one that holds such state
 * refuses another model's parameters of the same names, unless its state was {@linkplain #restore
 * restored} for them.
 *
 * <p>A gradient that is missing does not count as 0: {@link Parameter#gradients} tells why, and
 * every optimizer, also one written as a lambda, should ask there. A parameter that the loss is not
 * to reach is left out of the list, {@linkplain ParameterGroup#frozen() frozen}, or has a gradient
 * of 0 by {@link Gradients#withZeros}, with which weight decay and momentum go on. So two losses
 * may have an optimizer each, on a part of the model each.
 */
public interface Optimizer extends Stateful {
    /**
     * Updates all parameters, or none if it throws.
     *
     * @param parameters the parameters to update, each once
     * @param gradients the gradients of the loss, computed at the parameters' current values, by a
     *     backward pass, as a sum or mean of several, or {@linkplain Gradients#of(java.util.Map) by
     *     other means}; those of other tensors are ignored
     * @throws ArithmeticException if a gradient is NaN or infinite, or the update would make a
     *     parameter so
     * @throws IllegalArgumentException if a parameter is listed twice, or two have the same name,
     *     or one is not that which the state under its name was made with, or the gradients hold
     *     none of the current value of one: it has been set since, or the loss does not reach it
     */
    void step(List<Parameter> parameters, Gradients gradients);

    /**
     * The step size, in the units that the rule gives it.
     *
     * @return the learning rate now, finite and not negative
     * @throws UnsupportedOperationException if the rule has none, as one that is a lambda
     */
    default double learningRate() {
        throw withoutRate();
    }

    /**
     * Changes the step size, as schedules do. It is part of the {@linkplain #state() state}.
     *
     * @param rate the new learning rate
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     * @throws UnsupportedOperationException if the rule has none, as one that is a lambda
     */
    default void setLearningRate(double rate) {
        throw withoutRate();
    }

    private UnsupportedOperationException withoutRate() {
        String which = getClass().isHidden() ? "a lambda" : toString();
        return new UnsupportedOperationException("optimizer: " + which + " has no learning rate");
    }

    @Override
    default State state() {
        return new State("stateless");
    }

    @Override
    default void restore(State state) {
        state.require("stateless");
    }
}
