package org.cotangent.nn.optim;

/**
 * Adam with weight decay apart from the gradients: first x ← (1 - rate · decay) · x, then a step of
 * {@link Adam} without decay. All weights shrink alike, which they do not if the decay goes through
 * Adam's quotient.
 *
 * <p>Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019. The
 * decay is 0.01 unless set otherwise; the other defaults are Adam's.
 */
public final class AdamW extends AdamFamily<AdamW> {
    /**
     * AdamW with a decay of 0.01 and the defaults of Adam.
     *
     * @param learningRate about the size of a step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public AdamW(double learningRate) {
        super(new AdamRule("adamw", true), new Common(learningRate).weightDecay(0.01), AdamW::new);
    }

    private AdamW(AdamRule rule, Common common) {
        super(rule, common, AdamW::new);
    }
}
