package org.cotangent.nn;

import java.util.List;
import org.cotangent.Gradients;

/**
 * A rule that updates parameters by their gradients. It may keep state for each parameter from step
 * to step, so a model keeps its optimizer.
 */
public interface Optimizer {
    /**
     * Updates all parameters, or none if it throws.
     *
     * @param parameters what to update, each once
     * @param gradients the gradients of the loss, computed at the parameters' current values:
     *     gradients from before an earlier update belong to other variables and count as 0
     * @throws ArithmeticException if a gradient is NaN or infinite, or the update would make a
     *     parameter so
     * @throws IllegalArgumentException if a parameter is listed twice
     */
    void step(List<Parameter> parameters, Gradients gradients);
}
