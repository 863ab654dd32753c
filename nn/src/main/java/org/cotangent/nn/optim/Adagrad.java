package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adagrad: gradient descent with a learning rate for each element that falls as its squared
 * gradients add up. For each parameter x with gradient g, to which weight decay adds decay · x, s ←
 * s + g² and then x ← x - rate / (1 + (t - 1) · rate decay) · g / (√s + ε) at step t = 1, 2, …
 *
 * <p>Source: J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning
 * and stochastic optimization", JMLR 12, 2011. Here s starts at 0 and ε is 10^-10 unless set
 * otherwise; 0.01 is a usual rate.
 */
public final class Adagrad extends FirstOrder<Adagrad> {
    private double rateDecay;
    private double initial;
    private double epsilon = 1e-10;

    /**
     * Adagrad without decay of the rate.
     *
     * @param learningRate the size of the first step, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public Adagrad(double learningRate) {
        super("adagrad", learningRate);
    }

    /**
     * Sets the decay of the rate with the number of steps, in addition to that by the sums.
     *
     * @param decay the fall per step, finite and not negative; 0 is the default
     * @return this rule
     * @throws IllegalArgumentException if the decay is NaN, infinite or negative
     * @throws IllegalStateException if a step has been made
     */
    public Adagrad rateDecay(double decay) {
        double checked = RangeChecks.notNegative("adagrad", "rate decay", decay);
        requireFresh("rate decay");
        rateDecay = checked;
        return this;
    }

    /**
     * Sets where the sums of squares start, to make the first steps smaller.
     *
     * @param sum the start, finite and not negative; 0 is the default
     * @return this rule
     * @throws IllegalArgumentException if the sum is NaN, infinite or negative
     * @throws IllegalStateException if a step has been made
     */
    public Adagrad initialSum(double sum) {
        double checked = RangeChecks.notNegative("adagrad", "initial sum", sum);
        requireFresh("initial sum");
        initial = checked;
        return this;
    }

    /**
     * Sets ε, which keeps the quotient finite where all gradients were 0; with ε = 0, such a step
     * is refused.
     *
     * @param value ε, finite and not negative
     * @return this rule
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     * @throws IllegalStateException if a step has been made
     */
    public Adagrad epsilon(double value) {
        double checked = RangeChecks.notNegative("adagrad", "epsilon", value);
        requireFresh("epsilon");
        epsilon = checked;
        return this;
    }

    @Override
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rate decay", rateDecay);
        settings.put("initial sum", initial);
        settings.put("epsilon", epsilon);
        return settings;
    }

    @Override
    List<String> arrays() {
        return List.of("sum");
    }

    @Override
    double initial() {
        return initial;
    }

    @Override
    void run(ParameterStep step, int from, int to) {
        double[] x = step.x();
        double[] g = step.g();
        double[] before = step.state().now(0);
        double[] after = step.state().next(0);
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
