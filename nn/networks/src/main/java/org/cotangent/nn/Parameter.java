package org.cotangent.nn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A named trainable tensor. The name, the shape and whether it is a {@linkplain #isWeight weight}
 * are fixed, the values change.
 *
 * <p>Tensors are immutable, so an update is a new tensor: {@link #set} puts a <em>fresh</em>
 * variable in place of the old one. Graphs and gradients made before belong to the old variable;
 * ask gradients for {@link #value()} before it is replaced.
 */
public final class Parameter {
    private final String name;
    private final boolean weight;
    private Tensor value;

    /**
     * A weight with its first values.
     *
     * @param name its name, as "dense1.weight"
     * @param initial the first values, which also fix the shape; copied into a variable
     * @throws IllegalArgumentException if the name is blank
     */
    public Parameter(String name, Tensor initial) {
        this(name, initial, true);
    }

    private Parameter(String name, Tensor initial, boolean weight) {
        // a text of its own, by which the values of this parameter are known among tensors
        this.name = new String(Checks.name("parameter", name));
        Origins.note(this.name);
        this.weight = weight;
        this.value = fresh(Checks.present(name, "the values", initial));
    }

    /**
     * A parameter that is no weight and that penalties leave alone: a bias, a scale of a
     * normalization, a slope of an activation.
     *
     * @param name its name, as "dense1.bias"
     * @param initial the first values, which also fix the shape; copied into a variable
     * @return the parameter
     * @throws IllegalArgumentException if the name is blank
     */
    public static Parameter ofBias(String name, Tensor initial) {
        return new Parameter(name, initial, false);
    }

    /**
     * Whether it multiplies what comes in, so that {@link Regularizers} and {@link MaxNorm} apply
     * to it by default, whatever its shape.
     *
     * @return false for one made by {@link #ofBias}
     */
    public boolean isWeight() {
        return weight;
    }

    /**
     * The name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The current values.
     *
     * @return a variable that carries this parameter's name; within a {@link #function} what that
     *     was given
     */
    public Tensor value() {
        return value;
    }

    /**
     * Replaces the values. The graph of the new tensor is dropped.
     *
     * @param values the new values, of this parameter's shape
     * @throws IllegalArgumentException if the shape differs; nothing is changed then
     */
    public void set(Tensor values) {
        requireShape("new value", values);
        value = fresh(values);
    }

    /**
     * A function of the values of parameters, made from code that reads the parameters, for
     * gradient checks and derivatives of higher order.
     *
     * <pre>{@code
     * Mlp model = Mlp.of(2, 3, 1).activation(Activation.TANH).build(new SplittableRandom(1));
     * Tensor x = Tensor.of(new double[][] {{0, 1}, {1, 1}});
     * Tensor t = Tensor.of(new double[][] {{1}, {0}});
     * TensorFunction loss =
     *         Parameter.function(
     *                 model.parameters(), () -> Losses.meanSquaredError().apply(model.apply(x), t));
     * GradCheck.check(loss, Parameter.values(model.parameters())).requirePassed();
     * }</pre>
     *
     * <p>While the function runs, {@link #value()} of each parameter is the tensor that the
     * function was given, which may be part of a graph; afterwards the old value is restored, also
     * after an exception. So the function leaves nothing behind, but runs on one thread at a time,
     * and not while the parameters are trained or used elsewhere.
     *
     * @param parameters the parameters that it is a function of, copied; others stay fixed
     * @param f computes something from their values, and changes none
     * @return a function that takes one tensor for each parameter, in their order and of their
     *     shapes; it throws {@link IllegalArgumentException} if they are not
     * @throws IllegalArgumentException if a parameter occurs twice
     */
    public static TensorFunction function(
            List<Parameter> parameters, Supplier<? extends Tensor> f) {
        List<Parameter> all = List.copyOf(parameters);
        Objects.requireNonNull(f, "function of parameters: what it computes is null");
        for (int i = 0; i < all.size(); i++) {
            if (all.indexOf(all.get(i)) < i) {
                throw Checks.illegal(
                        "function of parameters: %s occurs twice; each must occur once",
                        all.get(i));
            }
        }
        return values -> {
            requireFitting(all, values);
            Tensor[] before = values(all);
            try {
                for (int i = 0; i < values.length; i++) {
                    all.get(i).value = values[i];
                }
                return f.get();
            } finally {
                for (int i = 0; i < before.length; i++) {
                    all.get(i).value = before[i];
                }
            }
        };
    }

    private static void requireFitting(List<Parameter> parameters, Tensor[] values) {
        if (values.length != parameters.size()) {
            throw Checks.illegal(
                    "function of parameters: %s tensors for %s parameters; there must be one for"
                            + " each",
                    values.length, parameters.size());
        }
        for (int i = 0; i < values.length; i++) {
            parameters.get(i).requireShape("tensor given", values[i]);
        }
    }

    /**
     * The current values of parameters.
     *
     * @param parameters the parameters
     * @return a new array with the {@linkplain #value() variable} of each, in their order
     */
    public static Tensor[] values(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::value).toArray(Tensor[]::new);
    }

    /**
     * The gradients with respect to the current values of parameters, for optimizers: refused where
     * there is none, since it would count as 0, and momentum and weight decay would move the
     * parameter nevertheless.
     *
     * <pre>{@code
     * Parameter w = new Parameter("w", Tensor.vector(3, 4));
     * Optimizer descent =
     *         (parameters, gradients) -> {
     *             Tensor[] g = Parameter.gradients(parameters, gradients);
     *             for (int i = 0; i < g.length; i++) {
     *                 Parameter p = parameters.get(i);
     *                 p.set(p.value().sub(g[i].mul(0.25)));
     *             }
     *         };
     * descent.step(List.of(w), w.value().square().sum().backward());
     * w.value();   // [1.5, 2]
     * }</pre>
     *
     * <p>Four mistakes are told apart: the parameter has been {@linkplain #set set} since the loss
     * was computed; the gradients are those of several passes, some of them from before it was set;
     * they belong to another parameter of the same name; the loss does not reach the parameter. The
     * last may be meant, where a loss rests on a part of a model: then give the optimizer that part
     * alone, freeze the rest, or say that the gradient is 0 by {@link Gradients#withZeros}.
     *
     * @param parameters the parameters
     * @param gradients gradients that hold one of each
     * @return a new array with the gradient of each, in their order
     * @throws IllegalArgumentException if there is none of one of them, or also one of an earlier
     *     value
     */
    public static Tensor[] gradients(List<Parameter> parameters, Gradients gradients) {
        Checks.present("gradients of parameters", "the gradients", gradients);
        Map<String, Parameter> byName = new HashMap<>();
        Tensor[] found = new Tensor[parameters.size()];
        for (int i = 0; i < found.length; i++) {
            Parameter parameter = parameters.get(i);
            byName.put(parameter.name, parameter);
            found[i] = gradients.find(parameter.value).orElse(null);
            if (found[i] == null) {
                throw parameter.without(gradients);
            }
        }
        for (Tensor x : gradients.tensors()) {
            Parameter parameter = byName.get(x.name());
            if (parameter != null && parameter.hadValue(x)) {
                throw Checks.illegal(
                        "gradient of %s: stale in part. The gradients hold one of its value and"
                                + " one of an earlier value, from before it was set, which would be"
                                + " lost. Add up only gradients computed since the last step; if the"
                                + " earlier one is meant to be left out, take"
                                + " restricted(parameter.value())",
                        parameter);
            }
        }
        return found;
    }

    /** Whether a tensor is an earlier value: the name is compared as an object. */
    private boolean hadValue(Tensor x) {
        return x != value && x.isVariable() && x.name() == name;
    }

    /** The refusal of gradients that hold none of the current value. */
    private IllegalArgumentException without(Gradients gradients) {
        String why =
                "the loss does not reach it, or the pass was told to keep others. Compute the loss"
                        + " from its value(); if it is not meant to be updated, leave it out of the"
                        + " parameters or freeze it in a ParameterGroup; if it is to count as 0,"
                        + " take gradients.withZeros(parameter.value())";
        for (Tensor x : gradients.tensors()) {
            if (hadValue(x)) {
                why =
                        "stale. They were computed at a value that it had before it was set, by a"
                                + " step or otherwise. Compute the loss and its gradients again"
                                + " after each step; one backward pass is good for one step";
                break;
            }
            if (x.isVariable() && name.equals(x.name())) {
                why =
                        "they hold one of another tensor of that name, perhaps of another model."
                                + " Compute them by this parameter's value(), or put them under it"
                                + " with Gradients.of(Map.of(parameter.value(), ...))";
            }
        }
        return new IllegalArgumentException("gradient of " + this + ": " + why);
    }

    private void requireShape(String what, Tensor values) {
        LayerChecks.sameShape(name, what, values, "parameter", value);
    }

    private Tensor fresh(Tensor values) {
        return values.asVariable().named(name);
    }

    /**
     * The name and the shape.
     *
     * @return as "dense1.weight [64, 32]"
     */
    @Override
    public String toString() {
        return name + " " + Arrays.toString(value.shape());
    }
}
