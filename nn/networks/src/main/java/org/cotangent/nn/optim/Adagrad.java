package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * Adagrad: gradient descent with a learning rate for each element that falls as its squared
 * gradients add up. For each parameter x with gradient g, to which weight decay adds decay · x, s ←
 * s + g² and then x ← x - rate / (1 + (t - 1) · rate decay) · g / (√s + ε) at step t = 1, 2, …
 *
 * <p>Source: J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning
 * and stochastic optimization", JMLR 12, 2011. Here s starts at 0 and ε is 10^-10 unless set
 * otherwise; 0.01 is a usual rate.
 */
@CheckReturnValue
public final class Adagrad extends FirstOrder<Adagrad.Rule, Adagrad> {
    /**
     * Adagrad without decay of the rate.
     *
     * @param learningRate the size of the first step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Adagrad(double learningRate) {
        super(new Rule(0, 0, 1e-10), new Common(learningRate), Adagrad::new);
    }

    private Adagrad(Rule rule, Common common) {
        super(rule, common, Adagrad::new);
    }

    /**
     * A copy whose rate also decays with the number of steps, in addition to that by the sums.
     *
     * @param decay the fall per step, finite and not negative; 0 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if the decay is NaN, infinite or negative
     */
    public Adagrad rateDecay(double decay) {
        return with(new Rule(decay, rule.initial, rule.epsilon));
    }

    /**
     * A copy whose sums of squares start elsewhere, to make the first steps smaller.
     *
     * @param sum the start, finite and not negative; 0 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if the sum is NaN, infinite or negative
     */
    public Adagrad initialSum(double sum) {
        return with(new Rule(rule.rateDecay, sum, rule.epsilon));
    }

    /**
     * A copy with another ε, which keeps the quotient finite where all gradients were 0; with ε =
     * 0, such a step is refused.
     *
     * @param value ε, finite and not negative; 10^-10 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public Adagrad epsilon(double value) {
        return with(new Rule(rule.rateDecay, rule.initial, value));
    }

    /** Sums of squares. */
    record Rule(double rateDecay, double initial, double epsilon) implements UpdateRule {
        Rule {
            Checks.NOT_NEGATIVE.check("adagrad", "rate decay", rateDecay);
            Checks.NOT_NEGATIVE.check("adagrad", "initial sum", initial);
            Checks.NOT_NEGATIVE.check("adagrad", "epsilon", epsilon);
        }

        @Override
        public String name() {
            return "adagrad";
        }

        @Override
        public Map<String, Object> settings() {
            return Settings.of("rate decay", rateDecay, "initial sum", initial, "epsilon", epsilon);
        }

        @Override
        public List<String> arrays() {
            return List.of("sum");
        }

        @Override
        public void run(ParameterStep step, int from, int to) {
            double[] x = step.x();
            double[] g = step.g();
            double[] before = step.now(0);
            double[] after = step.next(0);
            double rate = step.rate() / (1 + (step.t() - 1) * rateDecay);
            double decay = step.decay();
            double e = epsilon;
            for (int i = from; i < to; i++) {
                double d = g[i] + decay * x[i];
                double s = before[i] + d * d;
                after[i] = s;
                x[i] -= rate * d / (Math.sqrt(s) + e);
            }
        }
    }
}
