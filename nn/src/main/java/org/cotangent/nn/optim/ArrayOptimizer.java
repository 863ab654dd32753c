package org.cotangent.nn.optim;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.Gradients;
import org.cotangent.nn.Parameter;

/** An optimizer that takes gradients as arrays, so that {@link Clipping} can change them first. */
abstract class ArrayOptimizer implements Optimizer {
    @Override
    public final void step(List<Parameter> parameters, Gradients gradients) {
        requireDistinct(rule(), parameters);
        Objects.requireNonNull(gradients, () -> rule() + ": the gradients are null");
        double[][] arrays = new double[parameters.size()][];
        for (int i = 0; i < arrays.length; i++) {
            Parameter parameter = parameters.get(i);
            if (!frozen(parameter.name())) {
                arrays[i] = TensorElements.of(gradients.of(parameter.value()));
            }
        }
        update(parameters, arrays);
    }

    static void requireDistinct(String rule, List<Parameter> parameters) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : Objects.requireNonNull(parameters, rule + ": no parameters")) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException(
                        rule
                                + ": "
                                + parameter.name()
                                + " is listed twice; nothing was updated. Each parameter must be"
                                + " listed once, under a name of its own");
            }
        }
    }

    /** The name of the rule, in messages and states. */
    abstract String rule();

    /** Whether a parameter is not updated, whatever its gradient. */
    abstract boolean frozen(String name);

    /**
     * Updates all parameters or none.
     *
     * @param gradients one for each parameter, null for a frozen one; not to be written to
     */
    abstract void update(List<Parameter> parameters, double[][] gradients);
}
