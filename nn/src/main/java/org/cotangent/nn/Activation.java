package org.cotangent.nn;

import java.util.function.UnaryOperator;
import org.cotangent.Tensor;

/**
 * A nonlinearity without parameters, as a layer that keeps the shape of its input.
 *
 * <p>Where one is not differentiable the engine decides: relu'(0) = 0.
 */
public enum Activation implements Layer {
    /** The identity, for outputs that may be any number: regression, and logits. */
    LINEAR(x -> x, Initializers.xavier()),
    /** The logistic function 1 / (1 + e^-x), between 0 and 1. */
    SIGMOID(Tensor::sigmoid, Initializers.xavier()),
    /** The hyperbolic tangent, between -1 and 1. */
    TANH(Tensor::tanh, Initializers.xavier()),
    /** The rectifier max(x, 0). */
    RELU(Tensor::relu, Initializers.he()),
    /**
     * The softmax over the last axis: probabilities that sum to 1 in each row. Not for use before
     * {@link Losses#softmaxCrossEntropy}, which takes logits and contains it.
     */
    SOFTMAX(x -> x.softmax(-1), Initializers.xavier());

    private final UnaryOperator<Tensor> function;
    private final Initializer initializer;

    Activation(UnaryOperator<Tensor> function, Initializer initializer) {
        this.function = function;
        this.initializer = initializer;
    }

    @Override
    public Tensor apply(Tensor x) {
        return function.apply(x);
    }

    /**
     * How to draw the weights of a layer that this activation follows, so that signals neither die
     * nor explode with depth.
     *
     * @return {@link Initializers#he()} for {@link #RELU}, {@link Initializers#xavier()} for the
     *     others
     */
    public Initializer initializer() {
        return initializer;
    }
}
