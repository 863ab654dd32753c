package org.cotangent.nn;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/**
 * A function from tensors to tensors, with or without trainable parameters.
 *
 * <p>A layer without parameters can be a lambda: {@code Layer twice = x -> x.mul(2);}
 *
 * <p>There is no mode to switch: {@link #apply} computes the output for evaluation, {@link #train}
 * the output during training. The two differ only for dropout, batch normalization and layers that
 * contain them.
 */
@FunctionalInterface
public interface Layer extends Module {
    /**
     * The output for a batch of inputs, the same whenever it is asked for: nothing is drawn at
     * random and nothing is changed. The computation is recorded, so that a loss of it can be
     * differentiated; wrap the call in {@link Tensor#unrecorded} if only the numbers matter.
     *
     * @param x the inputs, one sample a row
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if the shape does not fit this layer
     */
    Tensor apply(Tensor x);

    /**
     * The output for a batch of inputs in training. A layer that draws at random or keeps
     * statistics does so here; the default is {@link #apply}.
     *
     * @param x the inputs, one sample a row
     * @param random where chance comes from
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if the shape does not fit this layer; nothing is changed
     *     then
     */
    default Tensor train(Tensor x, RandomGenerator random) {
        return apply(x);
    }

    /**
     * The output for a batch of inputs in a pass.
     *
     * @param x the inputs, one sample a row
     * @param pass the pass
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if the shape does not fit this layer
     */
    default Tensor forward(Tensor x, Pass pass) {
        return pass.isTraining() ? train(x, pass.random()) : apply(x);
    }

    /**
     * The name of this layer in messages, drawings and tables.
     *
     * @return the name that it was given, as "dense1", or what it is, as "flatten"; "layer" for a
     *     lambda
     */
    @Override
    default String name() {
        Class<?> type = getClass();
        if (type.isHidden() || type.isSynthetic() || type.isAnonymousClass()) {
            return "layer";
        }
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * The layers in this one with the shapes of their outputs and the numbers of their parameters,
     * as a table to print: {@link Summary#of}.
     *
     * @param inputShape the shape of an input <em>with</em> its rows, as 1, 64
     * @return the summary
     * @throws IllegalArgumentException if an extent is negative or this layer refuses that shape
     */
    default Summary summary(int... inputShape) {
        return Summary.of(this, inputShape);
    }
}
