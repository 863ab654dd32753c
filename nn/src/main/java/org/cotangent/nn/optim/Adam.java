package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;

/**
 * Adam: steps of about the same size whatever the scale of the gradients, from running means of
 * gradients and of their squares. For each parameter x with gradient g, to which weight decay adds
 * decay · x, m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g², and at step t = 1, 2, … of that
 * parameter x ← x - rate · (m / (1 - β₁^t)) / (√(v / (1 - β₂^t)) + ε).
 *
 * <p>Source: D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, with its
 * defaults: β₁ = 0.9, β₂ = 0.999, ε = 10^-8; it proposes the rate 0.001. AMSGrad is {@link
 * #amsgrad()}. Decay that shrinks the weights themselves is {@link AdamW}.
 *
 * <pre>{@code
 * Optimizer adam = new Adam(0.001).betas(0.9, 0.99).weightDecay(0.01).amsgrad();
 * adam.learningRate();   // 0.001
 * }</pre>
 */
public final class Adam extends FirstOrder<Adam> {
    private final AdamStep moments = new AdamStep("adam");

    /**
     * Adam with the defaults of the paper.
     *
     * @param learningRate about the size of a step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Adam(double learningRate) {
        super("adam", learningRate);
    }

    /**
     * Sets how much of the running means stays from step to step.
     *
     * @param first β₁, of the gradients, from 0 to below 1; 0.9 is the default
     * @param second β₂, of their squares, from 0 to below 1; 0.999 is the default
     * @return this rule
     * @throws IllegalArgumentException if one is NaN or outside its range
     * @throws IllegalStateException if a step has been made
     */
    public Adam betas(double first, double second) {
        requireFresh("betas");
        moments.betas(first, second);
        return this;
    }

    /**
     * Sets ε, which keeps the quotient finite where all gradients were 0; with ε = 0, such a step
     * is refused.
     *
     * @param value ε, finite and not negative; 10^-8 is the default
     * @return this rule
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     * @throws IllegalStateException if a step has been made
     */
    public Adam epsilon(double value) {
        requireFresh("epsilon");
        moments.epsilon(value);
        return this;
    }

    /**
     * Makes this AMSGrad: the largest v so far replaces v, so that no rate grows again. S. Reddi,
     * S. Kale and S. Kumar, "On the convergence of Adam and beyond", ICLR 2018.
     *
     * @return this rule
     * @throws IllegalStateException if a step has been made
     */
    public Adam amsgrad() {
        requireFresh("amsgrad");
        moments.amsgrad();
        return this;
    }

    @Override
    Map<String, Object> settings() {
        return moments.settings();
    }

    @Override
    List<String> arrays() {
        return moments.arrays();
    }

    @Override
    boolean overwritesGradient(double decay) {
        return decay != 0;
    }

    @Override
    void run(ParameterStep step, int from, int to) {
        moments.run(step, step.decay(), 1, from, to);
    }
}
