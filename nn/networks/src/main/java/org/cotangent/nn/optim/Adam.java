package org.cotangent.nn.optim;

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
public final class Adam extends AdamFamily<Adam> {
    /**
     * Adam with the defaults of the paper.
     *
     * @param learningRate about the size of a step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Adam(double learningRate) {
        super(new AdamRule("adam", false), new Common(learningRate), Adam::new);
    }

    private Adam(AdamRule rule, Common common) {
        super(rule, common, Adam::new);
    }
}
