package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * A named tensor that belongs to a layer's state but is not trained by gradients, as a running
 * mean. The name and the shape are fixed, the values change.
 */
public final class Buffer {
    private final String name;
    private Tensor value;

    /**
     * A buffer with its first values.
     *
     * @param name its name, as "norm1.mean"
     * @param initial the first values, which also fix the shape
     * @throws IllegalArgumentException if the name is blank
     */
    public Buffer(String name, Tensor initial) {
        this.name = new String(NameChecks.checked("buffer", name)); // known as an object
        Origins.note(this.name);
        this.value =
                Objects.requireNonNull(initial, () -> name + ": the values are null")
                        .stopGradient();
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
     * @return a constant
     */
    public Tensor value() {
        return value;
    }

    /**
     * Replaces the values. The graph of the new tensor is dropped. A module in training calls
     * {@link Pass#update} instead, which can be undone.
     *
     * @param values the new values, of this buffer's shape
     * @throws IllegalArgumentException if the shape differs; nothing is changed then
     */
    public void set(Tensor values) {
        Objects.requireNonNull(values, () -> name + ": the new value is null");
        if (!Arrays.equals(values.shape(), value.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": the new value has shape "
                            + Arrays.toString(values.shape())
                            + ", the buffer "
                            + Arrays.toString(value.shape())
                            + "; they must be the same");
        }
        value = values.stopGradient();
    }

    /**
     * The name and the shape.
     *
     * @return as "norm1.mean [64]"
     */
    @Override
    public String toString() {
        return name + " " + Arrays.toString(value.shape());
    }
}
