package org.cotangent.nn;

import java.util.List;
import org.cotangent.Tensor;

/**
 * A function from tensors to tensors, with or without trainable parameters.
 *
 * <p>A layer of one's own without parameters is a lambda: {@code Layer twice = x -> x.mul(2);}
 */
@FunctionalInterface
public interface Layer {
    /**
     * The output for a batch of inputs. What is computed is recorded, so that its loss can be
     * differentiated; wrap the call in {@link Tensor#unrecorded} where only the numbers matter.
     *
     * @param x the inputs, one sample a row
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if the shape does not fit this layer
     */
    Tensor apply(Tensor x);

    /**
     * The trainable parameters, each once, in a fixed order.
     *
     * @return an unmodifiable list, empty unless the layer says otherwise
     */
    default List<Parameter> parameters() {
        return List.of();
    }
}
