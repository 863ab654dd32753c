package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * Adamax: Adam with a running maximum in place of the running mean square. For each parameter x
 * with gradient g, to which weight decay adds decay · x, m ← β₁ m + (1 - β₁) g and u ← max(β₂ u,
 * |g| + ε), and at step t = 1, 2, … of that parameter x ← x - rate / (1 - β₁^t) · m / u.
 *
 * <p>Source: D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, section
 * 7.1, with its defaults β₁ = 0.9 and β₂ = 0.999; it proposes the rate 0.002. Its rule has no ε,
 * here 10^-8, and divides 0 by 0 where all gradients were 0.
 */
@CheckReturnValue
public final class Adamax extends FirstOrder<Adamax.Rule, Adamax> {
    /**
     * Adamax with the defaults of the paper.
     *
     * @param learningRate the largest step that a number can make when gradients keep their sign,
     *     finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Adamax(double learningRate) {
        super(new Rule(0.9, 0.999, 1e-8), new Common(learningRate), Adamax::new);
    }

    private Adamax(Rule rule, Common common) {
        super(rule, common, Adamax::new);
    }

    /**
     * A copy in which another part of the running mean and maximum stays from step to step.
     *
     * @param first β₁, of the mean, from 0 to below 1; 0.9 is the default
     * @param second β₂, of the maximum, from 0 to below 1; 0.999 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if one is NaN or outside its range
     */
    public Adamax betas(double first, double second) {
        return with(new Rule(first, second, rule.epsilon));
    }

    /**
     * A copy with another ε, which keeps the quotient finite where all gradients were 0; with ε =
     * 0, such a step is refused.
     *
     * @param value ε, finite and not negative; 10^-8 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public Adamax epsilon(double value) {
        return with(new Rule(rule.beta1, rule.beta2, value));
    }

    /** A running mean and a running maximum. */
    record Rule(double beta1, double beta2, double epsilon) implements UpdateRule {
        Rule {
            Checks.BELOW_ONE.check("adamax", "beta1", beta1);
            Checks.BELOW_ONE.check("adamax", "beta2", beta2);
            Checks.NOT_NEGATIVE.check("adamax", "epsilon", epsilon);
        }

        @Override
        public String name() {
            return "adamax";
        }

        @Override
        public Map<String, Object> settings() {
            return Settings.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon);
        }

        @Override
        public List<String> arrays() {
            return List.of("m", "largest");
        }

        @Override
        public void run(ParameterStep step, int from, int to) {
            double[] x = step.x();
            double[] g = step.g();
            double[] m = step.now(0);
            double[] u = step.now(1);
            double[] nextM = step.next(0);
            double[] nextU = step.next(1);
            double decay = step.decay();
            double b1 = beta1;
            double b2 = beta2;
            double c1 = 1 - beta1;
            double e = epsilon;
            double size = step.rate() / (1 - StrictMath.pow(beta1, step.t()));
            for (int i = from; i < to; i++) {
                double d = g[i] + decay * x[i];
                double p = b1 * m[i] + c1 * d;
                double largest = Math.max(b2 * u[i], Math.abs(d) + e);
                nextM[i] = p;
                nextU[i] = largest;
                x[i] -= size * p / largest;
            }
        }
    }
}
