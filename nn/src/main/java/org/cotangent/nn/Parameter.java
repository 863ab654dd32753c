package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

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
        this.name = NameChecks.checked("parameter", name);
        this.weight = weight;
        this.value = fresh(Objects.requireNonNull(initial, () -> name + ": the values are null"));
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
     * Mlp model = new Mlp(2, 1, 3, 1, Activation.TANH, Activation.LINEAR, new SplittableRandom(1));
     * Tensor x = Tensor.of(new double[][] {{0, 1}, {1, 1}});
     * Tensor t = Tensor.of(new double[][] {{1}, {0}});
     * TensorFunction loss =
     *         Parameter.function(
     *                 model.parameters(), () -> Losses.meanSquaredError(model.apply(x), t));
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
                throw new IllegalArgumentException(
                        "function of parameters: "
                                + all.get(i)
                                + " occurs twice; each must occur once");
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
            throw new IllegalArgumentException(
                    "function of parameters: "
                            + values.length
                            + " tensors for "
                            + parameters.size()
                            + " parameters; there must be one for each");
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

    private void requireShape(String what, Tensor values) {
        Objects.requireNonNull(values, () -> name + ": the " + what + " is null");
        if (!Arrays.equals(values.shape(), value.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": the "
                            + what
                            + " has shape "
                            + Arrays.toString(values.shape())
                            + ", the parameter "
                            + Arrays.toString(value.shape())
                            + "; they must be the same");
        }
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
