package org.cotangent.nn;

import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A module from one tensor to one, with or without trainable parameters.
 *
 * <p>{@link #forward} is the one method that computes. There is no mode to switch: the {@link Pass}
 * that it is given says whether this is training, where chance comes from and where penalties and
 * statistics go, and a layer made of others hands it on. {@link #apply} is {@code forward} in a
 * pass of evaluation.
 *
 * <pre>{@code
 * // a sparse layer: a penalty on what it puts out becomes part of the loss
 * class Sparse extends Block implements Layer {
 *     private final Dense dense;
 *
 *     Sparse(int inputs, int outputs, RandomGenerator random) {
 *         super("sparse");
 *         dense = child(new Dense(inputs, outputs, Initializers.he(), random));
 *     }
 *
 *     public Tensor forward(Tensor x, Pass pass) {
 *         Tensor y = dense.forward(x, pass).relu();
 *         pass.addLoss("sparsity", y.mean().mul(0.01));
 *         return y;
 *     }
 * }
 * Layer layer = new Sparse(3, 4, new SplittableRandom(1));
 * layer.apply(Tensor.zeros(1, 3));   // [[0, 0, 0, 0]]
 * layer.parameters();                // [dense.weight [3, 4], dense.bias [4]]
 * }</pre>
 *
 * <p>A layer without parameters can be a lambda, {@code (x, pass) -> x.mul(2)}, or a function of
 * the input alone, {@link #of Layer.of(Tensor::square)}, or one with a name, {@link Lambda}.
 */
@FunctionalInterface
public interface Layer extends Module {
    /**
     * The output for a batch of inputs in a pass. Dropout and batch normalization behave in
     * training as training asks for. The computation is recorded, so that a loss of it can be
     * differentiated.
     *
     * @param x the inputs, one sample a row
     * @param pass the pass, to be handed on to the modules that this one calls
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if the shape does not fit this layer
     */
    Tensor forward(Tensor x, Pass pass);

    /**
     * The output for a batch of inputs in evaluation, the same whenever it is asked for: nothing is
     * drawn at random and nothing is changed. The computation is recorded, so that a loss of it can
     * be differentiated; wrap the call in {@link Tensor#unrecorded} if only the numbers matter.
     *
     * @param x the inputs, one sample a row
     * @return the outputs, one sample a row
     * @throws IllegalArgumentException if the shape does not fit this layer
     * @throws IllegalStateException if this layer belongs to a model that is in a pass of training:
     *     it would be evaluated in the midst of it. Call {@link #forward forward(x, pass)}, or
     *     {@code forward(x, pass.evaluating())} where that is meant
     */
    default Tensor apply(Tensor x) {
        return Pass.ofApply(this).through(this, Pass.DIRECT, x);
    }

    /**
     * The name of this layer in messages, drawings and tables.
     *
     * @return the name that it was given, as "dense1", or what it is, as "flatten"; "layer" for a
     *     lambda
     */
    @Override
    default String name() {
        String name = Module.super.name();
        return name.equals("module") ? "layer" : name;
    }

    /**
     * A layer that applies a function without parameters, the same in training and evaluation.
     *
     * @param function the function
     * @return a layer called "layer"; {@link Lambda} gives it another name
     */
    static Layer of(UnaryOperator<Tensor> function) {
        Checks.present("layer", "the function", function);
        return (x, pass) -> function.apply(x);
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
