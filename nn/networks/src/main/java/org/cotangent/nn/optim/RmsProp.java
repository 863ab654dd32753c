package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * RMSProp: gradients divided by the root of their running mean square. For each parameter x with
 * gradient g, to which weight decay adds decay · x, s ← α s + (1 - α) g² and d = g / (√s + ε); then
 * x ← x - rate · d, or with momentum b ← momentum · b + d and x ← x - rate · b.
 *
 * <p>With centering, the running variance replaces the mean square: s less the square of the
 * running mean m ← α m + (1 - α) g. It is updated as such, q ← α (q + (1 - α) (g - m)²) with the m
 * from before, which is the same and neither cancels nor becomes negative when gradients hardly
 * change.
 *
 * <p>Sources: T. Tieleman and G. Hinton, "Lecture 6.5 - RMSProp", 2012; centered: A. Graves,
 * "Generating sequences with recurrent neural networks", 2013. Here α is 0.99 and ε 10^-8 unless
 * set otherwise; 0.001 to 0.01 are usual rates.
 */
@CheckReturnValue
public final class RmsProp extends FirstOrder<RmsProp.Rule, RmsProp> {
    /**
     * RMSProp, neither centered nor with momentum.
     *
     * @param learningRate about the size of a step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public RmsProp(double learningRate) {
        super(new Rule(0.99, 1e-8, 0, false), new Common(learningRate), RmsProp::new);
    }

    private RmsProp(Rule rule, Common common) {
        super(rule, common, RmsProp::new);
    }

    /**
     * A copy in which another part of the running means stays from step to step.
     *
     * @param value α, from 0 to below 1; 0.99 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if it is NaN or outside its range
     */
    public RmsProp alpha(double value) {
        return with(new Rule(value, rule.epsilon, rule.momentum, rule.centered));
    }

    /**
     * A copy with another ε, which keeps the quotient finite where all gradients were 0; with ε =
     * 0, such a step is refused.
     *
     * @param value ε, finite and not negative; 10^-8 is the default
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public RmsProp epsilon(double value) {
        return with(new Rule(rule.alpha, value, rule.momentum, rule.centered));
    }

    /**
     * A copy with momentum.
     *
     * @param value how much of the velocity stays from step to step, from 0, the default, to below
     *     1
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if it is NaN or outside its range
     */
    public RmsProp momentum(double value) {
        return with(new Rule(rule.alpha, rule.epsilon, value, rule.centered));
    }

    /**
     * A copy that divides by the running standard deviation of the gradients in place of their root
     * mean square.
     *
     * @return another optimizer, which goes on from the steps of this one
     */
    public RmsProp centered() {
        return with(new Rule(rule.alpha, rule.epsilon, rule.momentum, true));
    }

    /** A running mean square, or a running variance, and a velocity. */
    record Rule(double alpha, double epsilon, double momentum, boolean centered)
            implements UpdateRule {
        Rule {
            Checks.BELOW_ONE.check("rmsprop", "alpha", alpha);
            Checks.NOT_NEGATIVE.check("rmsprop", "epsilon", epsilon);
            Checks.BELOW_ONE.check("rmsprop", "momentum", momentum);
        }

        @Override
        public String name() {
            return "rmsprop";
        }

        @Override
        public Map<String, Object> settings() {
            return Settings.of(
                    "alpha", alpha, "epsilon", epsilon, "momentum", momentum, "centered", centered);
        }

        @Override
        public List<String> arrays() {
            if (centered) {
                return momentum == 0
                        ? List.of("variance", "mean")
                        : List.of("variance", "mean", "velocity");
            }
            return momentum == 0 ? List.of("square") : List.of("square", "velocity");
        }

        @Override
        public boolean overwritesGradient(double decay) {
            return true;
        }

        @Override
        public void run(ParameterStep step, int from, int to) {
            // the gradients give way to the quotients d
            if (centered) {
                divideByDeviation(step, from, to);
            } else {
                divideByRootMeanSquare(step, from, to);
            }
            double[] x = step.x();
            double[] d = step.g();
            double rate = step.rate();
            if (momentum == 0) {
                for (int i = from; i < to; i++) {
                    x[i] -= rate * d[i];
                }
                return;
            }
            double[] before = step.now(centered ? 2 : 1);
            double[] after = step.next(centered ? 2 : 1);
            double keep = momentum;
            for (int i = from; i < to; i++) {
                double b = keep * before[i] + d[i];
                after[i] = b;
                x[i] -= rate * b;
            }
        }

        private void divideByRootMeanSquare(ParameterStep step, int from, int to) {
            double[] x = step.x();
            double[] g = step.g();
            double[] before = step.now(0);
            double[] after = step.next(0);
            double decay = step.decay();
            double keep = alpha;
            double gain = 1 - alpha;
            double e = epsilon;
            for (int i = from; i < to; i++) {
                double d = g[i] + decay * x[i];
                double s = keep * before[i] + gain * d * d;
                after[i] = s;
                g[i] = d / (Math.sqrt(s) + e);
            }
        }

        private void divideByDeviation(ParameterStep step, int from, int to) {
            double[] x = step.x();
            double[] g = step.g();
            double[] before = step.now(0);
            double[] after = step.next(0);
            double[] meanBefore = step.now(1);
            double[] meanAfter = step.next(1);
            double decay = step.decay();
            double keep = alpha;
            double gain = 1 - alpha;
            double e = epsilon;
            for (int i = from; i < to; i++) {
                double d = g[i] + decay * x[i];
                double off = d - meanBefore[i];
                double q = keep * (before[i] + gain * off * off);
                after[i] = q;
                meanAfter[i] = meanBefore[i] + gain * off;
                g[i] = d / (Math.sqrt(q) + e);
            }
        }
    }
}
