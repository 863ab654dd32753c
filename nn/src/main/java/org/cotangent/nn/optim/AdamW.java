package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;

/**
 * Adam with weight decay apart from the gradients: first x ← (1 - rate · decay) · x, then a step of
 * {@link Adam} without decay. All weights shrink alike, which they do not if the decay goes through
 * Adam's quotient.
 *
 * <p>Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019. The
 * decay is 0.01 unless set otherwise; the other defaults are Adam's.
 */
public final class AdamW extends FirstOrder<AdamW> {
    private final AdamStep moments = new AdamStep("adamw");

    /**
     * AdamW with a decay of 0.01 and the defaults of Adam.
     *
     * @param learningRate about the size of a step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public AdamW(double learningRate) {
        super("adamw", learningRate);
        weightDecay(0.01);
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
    public AdamW betas(double first, double second) {
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
    public AdamW epsilon(double value) {
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
    public AdamW amsgrad() {
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
    void run(ParameterStep step, int from, int to) {
        moments.run(step, 0, 1 - step.rate() * step.decay(), from, to);
    }
}
