package org.cotangent.nn.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * The state that an optimizer keeps for one parameter: the number of steps, and arrays of the
 * parameter's shape. Every array has a twin into which the next step is written, so that a step
 * that fails has changed nothing.
 */
final class ParameterState {
    private static final String STEPS = "/steps";

    private final int[] shape;
    private double[][] now;
    private double[][] next;
    private long steps;
    private Parameter owner; // null until the first step, and after a restore

    /**
     * The state before the first step, with the names of its arrays and the value they start at.
     */
    ParameterState(int[] shape, int size, List<String> names, double initial) {
        this.shape = shape;
        this.now = new double[names.size()][size];
        this.next = new double[names.size()][size];
        for (double[] array : now) {
            Arrays.fill(array, initial);
        }
    }

    private ParameterState(ParameterState other) {
        shape = other.shape;
        now = Arrays.stream(other.now).map(double[]::clone).toArray(double[][]::new);
        next = Arrays.stream(other.next).map(double[]::clone).toArray(double[][]::new);
        steps = other.steps;
        owner = other.owner;
    }

    /** A state that goes on by itself from where this one is. */
    ParameterState copy() {
        return new ParameterState(this);
    }

    private ParameterState(State state, String parameter, String rule, List<String> names) {
        steps = state.integer(parameter + STEPS);
        if (steps < 1) {
            throw Checks.illegal(
                    "%s: the state has %s steps of %s; it must be at least 1",
                    rule, steps, parameter);
        }
        now = new double[names.size()][];
        next = new double[names.size()][];
        int[] common = null;
        for (int k = 0; k < now.length; k++) {
            String name = parameter + "/" + names.get(k);
            now[k] = Finite.saved(rule, state, name, common);
            common = state.tensor(name).shape();
            next[k] = new double[now[k].length];
        }
        shape = common; // null: without arrays, any shape will do
    }

    /** Refuses a parameter of another shape than the arrays. */
    void requireShape(String rule, String parameter, int[] right) {
        if (shape != null && !Arrays.equals(shape, right)) {
            throw Checks.illegal(
                    "%s: the state of %s has shape %s; it must be %s, as the parameter. Nothing was"
                            + " changed",
                    rule, parameter, shape, right);
        }
    }

    /** Refuses another parameter of the same name than the one the arrays are of. */
    void requireOf(String rule, Parameter parameter) {
        if (owner != null && owner != parameter && now.length > 0) {
            throw Checks.illegal(
                    "%s: %s is another parameter than in the steps before, though of the same name;"
                            + " make a new optimizer for each model, or call restore() to go on"
                            + " with another's state. Nothing was updated",
                    rule, parameter.name());
        }
    }

    /** Refuses the replacement of this state by a restored one that does not fit. */
    void requireReplaceableBy(ParameterState restored, String rule, String parameter) {
        if (shape != null) {
            restored.requireShape(rule, parameter, shape);
        }
    }

    long steps() {
        return steps;
    }

    double[] now(int k) {
        return now[k];
    }

    double[] next(int k) {
        return next[k];
    }

    /** Makes the arrays that the step has written the current ones. */
    void commit(Parameter parameter) {
        owner = parameter;
        double[][] old = now;
        now = next;
        next = old;
        steps++;
    }

    void write(String parameter, List<String> names, Map<String, Object> values) {
        values.put(parameter + STEPS, steps);
        for (int k = 0; k < now.length; k++) {
            values.put(parameter + "/" + names.get(k), Tensor.of(now[k], shape));
        }
    }

    /**
     * Reads the states of all parameters from a saved state, and reports which of its values were
     * used.
     */
    static void read(
            State state,
            String rule,
            List<String> names,
            Map<String, ParameterState> into,
            List<String> taken) {
        for (String key : state.values().keySet()) {
            if (key.endsWith(STEPS)) {
                String parameter = key.substring(0, key.length() - STEPS.length());
                into.put(parameter, new ParameterState(state, parameter, rule, names));
                taken.add(key);
                names.forEach(name -> taken.add(parameter + "/" + name));
            }
        }
    }
}
