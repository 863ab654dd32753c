package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/**
 * Gradient descent with momentum: for each parameter x with gradient g, v ← momentum · v + g and
 * then x ← x - rate · v, where v starts at 0.
 *
 * <p>Called stochastic because the gradients usually come from mini-batches. B. Polyak, "Some
 * methods of speeding up the convergence of iteration methods", 1964, with the learning rate
 * outside the velocity: changing it acts at once. Momentum 0 is plain gradient descent.
 */
public final class Sgd implements Optimizer {
    private double learningRate;
    private final double momentum;
    private final Map<String, Tensor> velocities = new LinkedHashMap<>();

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
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "sgd: momentum " + momentum + "; it must be at least 0 and less than 1");
        }
        setLearningRate(learningRate);
        this.momentum = momentum;
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    @Override
    public void setLearningRate(double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "sgd: learning rate " + rate + "; it must be finite and not negative");
        }
        learningRate = rate;
    }

    @Override
    public State state() {
        return new State("sgd", Map.of("learning rate", "" + learningRate), velocities);
    }

    @Override
    public void restore(State state) {
        setLearningRate(state.require("sgd").number("learning rate"));
        velocities.clear();
        velocities.putAll(state.tensors());
    }

    @Override
    public void step(List<Parameter> parameters, Gradients gradients) {
        Map<String, Tensor> next = new LinkedHashMap<>();
        List<Tensor> values = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
            Tensor velocity = velocity(parameter, gradients);
            if (next.put(parameter.name(), velocity) != null) {
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
        Tensor before = velocities.get(parameter.name());
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
