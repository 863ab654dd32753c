package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * Gradient descent, plain, with momentum, or with Nesterov's. For each parameter x with gradient g,
 * to which weight decay adds decay · x, plain gradient descent is x ← x - rate · g. With momentum
 * there is a velocity v, at the first step g and then v ← momentum · v + (1 - dampening) · g, and x
 * ← x - rate · v; Nesterov's looks ahead, x ← x - rate · (g + momentum · v).
 *
 * <p>Called stochastic because the gradients usually come from mini-batches: nothing in the rule
 * changes with that. The learning rate is not part of the velocity, so a change takes effect at
 * once.
 *
 * <p>Sources: B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964;
 * Y. Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)",
 * 1983, in the form of I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of
 * initialization and momentum in deep learning", 2013.
 *
 * <pre>{@code
 * Optimizer plain = new Sgd(0.1);
 * Optimizer momentum = new Sgd(0.01, 0.9);
 * Optimizer nesterov = new Sgd(0.01, 0.9).nesterov().weightDecay(0.0001);
 * plain;   // sgd(learning rate 0.1, momentum 0.0, dampening 0.0, nesterov false, weight decay 0.0)
 * }</pre>
 */
@CheckReturnValue
public final class Sgd extends FirstOrder<Sgd.Rule, Sgd> {
    /**
     * Gradient descent without momentum.
     *
     * @param learningRate the step per unit of gradient, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Sgd(double learningRate) {
        this(learningRate, 0);
    }

    /**
     * Gradient descent with momentum.
     *
     * @param learningRate the step per unit of velocity, finite and not negative
     * @param momentum how much of the velocity stays from step to step, from 0 to below 1
     * @throws IllegalArgumentException if either is NaN or outside its range
     */
    public Sgd(double learningRate, double momentum) {
        super(new Rule(momentum, 0, false), new Common(learningRate), Sgd::new);
    }

    private Sgd(Rule rule, Common common) {
        super(rule, common, Sgd::new);
    }

    /**
     * A copy in which the velocity leaves out a part of every gradient but the first.
     *
     * @param amount from 0, the default, to 1; 1 would keep the velocity for ever along the first
     *     gradient
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if the amount is NaN or outside its range, there is no
     *     momentum to dampen, or this is Nesterov's
     */
    public Sgd dampening(double amount) {
        return with(new Rule(rule.momentum, amount, rule.nesterov));
    }

    /**
     * A copy with Nesterov's momentum.
     *
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if the momentum is 0, or there is dampening
     */
    public Sgd nesterov() {
        return with(new Rule(rule.momentum, rule.dampening, true));
    }

    /** Momentum of both kinds, and none. */
    record Rule(double momentum, double dampening, boolean nesterov) implements UpdateRule {
        Rule {
            Checks.BELOW_ONE.check("sgd", "momentum", momentum);
            Checks.FRACTION.check("sgd", "dampening", dampening);
            if (momentum == 0 && (dampening > 0 || nesterov)) {
                throw Checks.illegal(
                        "sgd: %s needs momentum above 0, as in new Sgd(0.01, 0.9)",
                        nesterov ? "Nesterov's momentum" : "dampening");
            }
            if (nesterov && dampening > 0) {
                throw Checks.illegal(
                        "sgd: dampening %s; Nesterov's momentum has no dampening", dampening);
            }
        }

        @Override
        public String name() {
            return "sgd";
        }

        @Override
        public Map<String, Object> settings() {
            return Settings.of("momentum", momentum, "dampening", dampening, "nesterov", nesterov);
        }

        @Override
        public List<String> arrays() {
            return momentum > 0 ? List.of("velocity") : List.of();
        }

        @Override
        public void run(ParameterStep step, int from, int to) {
            double[] x = step.x();
            double[] g = step.g();
            double rate = step.rate();
            double decay = step.decay();
            if (momentum == 0) {
                for (int i = from; i < to; i++) {
                    x[i] -= rate * (g[i] + decay * x[i]);
                }
                return;
            }
            double[] before = step.now(0);
            double[] after = step.next(0);
            double keep = momentum;
            double gain = step.t() == 1 ? 1 : 1 - dampening;
            // the direction: v, or Nesterov's g + momentum v
            double ofGradient = nesterov ? 1 : 0;
            double ofVelocity = nesterov ? momentum : 1;
            for (int i = from; i < to; i++) {
                double d = g[i] + decay * x[i];
                double v = keep * before[i] + gain * d;
                after[i] = v;
                x[i] -= rate * (ofGradient * d + ofVelocity * v);
            }
        }
    }
}
