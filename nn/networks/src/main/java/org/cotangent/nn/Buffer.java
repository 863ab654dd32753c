package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A named tensor that belongs to a layer's state but is not trained by gradients, as a running
 * mean. The name and the shape are fixed, the values change.
 */
public final class Buffer {
    private final String name;
    private Tensor value;
    private long updater; // the thread of the last pass that changed it, 0 for none
    private long updated; // when that was

    /**
     * A buffer with its first values.
     *
     * @param name its name, as "norm1.mean"
     * @param initial the first values, which also fix the shape
     * @throws IllegalArgumentException if the name is blank
     */
    public Buffer(String name, Tensor initial) {
        this.name = new String(Checks.name("buffer", name)); // known as an object
        Origins.note(this.name);
        this.value = Checks.present(name, "the values", initial).stopGradient();
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
        LayerChecks.sameShape(name, "new value", values, "buffer", value);
        value = values.stopGradient();
    }

    /** Sets what a pass has found; two passes at once would depend on which is first. */
    synchronized void update(Tensor values, long began) {
        long now = Thread.currentThread().getId();
        if (updater != 0 && updater != now && began < updated) {
            throw Checks.illegalState(
                    "%s: two passes of training change it at once, in two threads: the result would"
                            + " depend on which is first. Run them one after the other, each pass"
                            + " made when the one before is done, or give each thread a copy of the"
                            + " model",
                    name);
        }
        set(values);
        updater = now;
        updated = System.nanoTime();
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
