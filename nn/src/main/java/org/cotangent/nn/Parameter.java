package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * A named trainable tensor: a fixed name and shape, and the current values.
 *
 * <p>Tensors are immutable, so an update is a new tensor: {@link #set} puts a <em>fresh</em>
 * variable in place of the old one. Graphs and gradients made before belong to the old variable;
 * ask gradients for {@link #value()} before it is replaced.
 */
public final class Parameter {
    private final String name;
    private Tensor value;

    /**
     * A parameter with its first values.
     *
     * @param name its name, as "dense1.weight"
     * @param initial the first values, which also fix the shape; copied into a variable
     * @throws IllegalArgumentException if the name is blank
     */
    public Parameter(String name, Tensor initial) {
        this.name = Names.checked("parameter", name);
        this.value = fresh(Objects.requireNonNull(initial, () -> name + ": the values are null"));
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
     * @return a variable that carries this parameter's name
     */
    public Tensor value() {
        return value;
    }

    /**
     * Replaces the values. Whatever the new tensor rests on is forgotten.
     *
     * @param values the new values, of this parameter's shape
     * @throws IllegalArgumentException if the shape differs; nothing is changed then
     */
    public void set(Tensor values) {
        Objects.requireNonNull(values, () -> name + ": the new values are null");
        if (!Arrays.equals(values.shape(), value.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": the new values have shape "
                            + Arrays.toString(values.shape())
                            + ", the parameter has "
                            + Arrays.toString(value.shape())
                            + "; they must be the same");
        }
        value = fresh(values);
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
