package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;

/**
 * Gradient descent with momentum: for each parameter x with gradient g, v ← momentum · v + g and
 * then x ← x - rate · v, where v starts at 0.
 *
 * <p>Called stochastic because the gradients usually come from mini-batches. B. Polyak, "Some
 * methods of speeding up the convergence of iteration methods", 1964, with the learning rate
 * outside the velocity: changing it acts at once. Momentum 0 is plain gradient descent.
 */
public final class Sgd implements Optimizer {
    private final double learningRate;
    private final double momentum;
    private final Map<Parameter, Tensor> velocities = new IdentityHashMap<>();

    /**
     * Gradient descent without momentum.
     *
     * @param learningRate the step per unit of gradient, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Sgd(double learningRate) {
        this(learningRate, 0);
    }

    /**
     * Gradient descent with momentum.
     *
     * @param learningRate the step per unit of velocity, finite and not negative
     * @param momentum how much of the velocity stays from step to step, from 0 to below 1
     * @throws IllegalArgumentException if either is NaN or outside its range
     */
    public Sgd(double learningRate, double momentum) {
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "sgd: learning rate " + learningRate + "; it must be finite and not negative");
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "sgd: momentum " + momentum + "; it must be at least 0 and less than 1");
        }
        this.learningRate = learningRate;
        this.momentum = momentum;
    }

    @Override
    public void step(List<Parameter> parameters, Gradients gradients) {
        Map<Parameter, Tensor> next = new IdentityHashMap<>();
        List<Tensor> values = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
            Tensor velocity = velocity(parameter, gradients);
            if (next.put(parameter, velocity) != null) {
                throw new IllegalArgumentException(
                        "sgd: " + parameter.name() + " is listed twice; nothing was updated");
            }
            Tensor x = parameter.value().stopGradient().axpy(-learningRate, velocity);
            refuseNonFinite("updated value", parameter, x);
            values.add(x);
        }
        // from here on nothing can fail
        for (int i = 0; i < values.size(); i++) {
            parameters.get(i).set(values.get(i));
        }
        if (momentum > 0) {
            velocities.putAll(next);
        }
    }

    private Tensor velocity(Parameter parameter, Gradients gradients) {
        Tensor v = gradients.of(parameter.value()).stopGradient();
        refuseNonFinite("gradient", parameter, v);
        Tensor before = velocities.get(parameter);
        return before == null ? v : v.axpy(momentum, before);
    }

    private static void refuseNonFinite(String what, Parameter parameter, Tensor x) {
        if (Double.isFinite(x.sum().value())) {
            return; // a sum is not finite if a term is not
        }
        double[] numbers = x.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new ArithmeticException(
                        "sgd: the "
                                + what
                                + " of "
                                + parameter.name()
                                + " is "
                                + numbers[i]
                                + " at "
                                + Arrays.toString(index(i, parameter.value().shape()))
                                + "; nothing was updated. Look for a learning rate that is too"
                                + " large, or for inputs that are not finite");
            }
        }
    }

    private static int[] index(int position, int[] shape) {
        int[] index = new int[shape.length];
        for (int axis = shape.length - 1, rest = position; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }

    /**
     * The rule and its constants.
     *
     * @return as "sgd(learning rate 0.1, momentum 0.9)"
     */
    @Override
    public String toString() {
        return "sgd(learning rate " + learningRate + ", momentum " + momentum + ")";
    }
}
