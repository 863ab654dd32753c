package org.cotangent.nn.optim;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Stateful;

/**
 * A method that minimizes a loss and evaluates it itself at as many points as it needs. An {@link
 * Optimizer} takes one gradient per step, of any mini-batch; a minimizer needs the same function
 * each time: all data, and no dropout.
 *
 * <pre>{@code
 * Parameter x = new Parameter("x", Tensor.vector(-1.2, 1));
 * Supplier<Tensor> rosenbrock =
 *         () -> {
 *             Tensor a = x.value().at(0);
 *             Tensor b = x.value().at(1);
 *             Tensor valley = b.sub(a.square()).square().mul(100);
 *             return valley.add(a.rsub(1).square());
 *         };
 * Minimum minimum = new Lbfgs().minimize(List.of(x), rosenbrock, 100);
 * minimum.converged();   // true
 * minimum.loss() < 1e-10;   // true
 * }</pre>
 */
public interface Minimizer extends Stateful {
    /**
     * Makes one iteration. Where it finds nothing better, the parameters stay as they are.
     *
     * @param parameters the parameters to update, each once; as they were if something is thrown
     * @param loss computes the loss, a scalar, from the parameters' values at that moment
     * @return the loss at the new values
     * @throws ArithmeticException if the loss or its gradient is not finite at the present values
     * @throws IllegalArgumentException if a parameter is listed twice, two have the same name, or
     *     the loss is not a scalar
     */
    double step(List<Parameter> parameters, Supplier<Tensor> loss);

    /**
     * Makes iterations until nothing is left to gain, or the number given.
     *
     * @param parameters the parameters to update, each once
     * @param loss computes the loss, a scalar, from the parameters' values at that moment
     * @param iterations the largest number of iterations, at least 0
     * @return where that ended, and why
     * @throws ArithmeticException if the loss or its gradient is not finite at the start
     * @throws IllegalArgumentException if the number is negative, a parameter is listed twice, two
     *     have the same name, or the loss is not a scalar
     */
    Minimum minimize(List<Parameter> parameters, Supplier<Tensor> loss, int iterations);
}
