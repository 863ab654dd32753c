package org.cotangent.nn.optim;

import java.util.function.BiFunction;
import org.cotangent.CheckReturnValue;

/**
 * The settings of Adam and AdamW.
 *
 * @param <S> the optimizer
 */
@CheckReturnValue
abstract class AdamFamily<S extends AdamFamily<S>> extends FirstOrder<AdamRule, S> {
    AdamFamily(AdamRule rule, Common common, BiFunction<AdamRule, Common, S> maker) {
        super(rule, common, maker);
    }

    private S with(double beta1, double beta2, double epsilon, boolean amsgrad) {
        return with(new AdamRule(rule.name(), rule.decoupled(), beta1, beta2, epsilon, amsgrad));
    }

    /**
     * A copy in which another part of the running means stays from step to step.
     *
     * @param first β₁, of the gradients, from 0 to below 1; 0.9 is the default
     * @param second β₂, of their squares, from 0 to below 1; 0.999 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if one is NaN or outside its range
     */
    public final S betas(double first, double second) {
        return with(first, second, rule.epsilon(), rule.amsgrad());
    }

    /**
     * A copy with another ε, which keeps the quotient finite where all gradients were 0; with ε =
     * 0, such a step is refused.
     *
     * @param value ε, finite and not negative; 10^-8 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public final S epsilon(double value) {
        return with(rule.beta1(), rule.beta2(), value, rule.amsgrad());
    }

    /**
     * A copy with AMSGrad: the largest v so far replaces v, so that no rate grows again. S. Reddi,
     * S. Kale and S. Kumar, "On the convergence of Adam and beyond", ICLR 2018.
     *
     * @return another optimizer, which goes on from the steps of this one
     */
    public final S amsgrad() {
        return with(rule.beta1(), rule.beta2(), rule.epsilon(), true);
    }
}
