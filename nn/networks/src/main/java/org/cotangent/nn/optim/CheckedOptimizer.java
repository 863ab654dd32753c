package org.cotangent.nn.optim;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.internal.Checks;

/**
 * The base of the optimizers of this package: it checks what a step is given, and leaves out frozen
 * parameters.
 */
abstract class CheckedOptimizer implements Optimizer {
    @Override
    public final void step(List<Parameter> parameters, Gradients gradients) {
        requireDistinct(rule(), parameters);
        Checks.present(rule(), "the gradients", gradients);
        requireGroups(parameters);
        List<Parameter> live = parameters.stream().filter(p -> !frozen(p.name())).toList();
        update(live, Parameter.gradients(live, gradients));
    }

    static void requireDistinct(String rule, List<Parameter> parameters) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : Objects.requireNonNull(parameters, rule + ": no parameters")) {
            if (!names.add(parameter.name())) {
                throw Checks.illegal(
                        "%s: %s is listed twice; nothing was updated. Each parameter must be listed"
                                + " once, under a name of its own",
                        rule, parameter.name());
            }
        }
    }

    /** The name of the rule, in messages and states. */
    abstract String rule();

    /** Refuses groups that none of the parameters is in. */
    abstract void requireGroups(List<Parameter> parameters);

    /** Whether a parameter is not updated, whatever its gradient. */
    abstract boolean frozen(String name);

    /**
     * Updates all parameters or none.
     *
     * @param parameters the parameters that are not frozen
     * @param gradients one for each; the elements are not to be written to
     */
    abstract void update(List<Parameter> parameters, Tensor[] gradients);
}
