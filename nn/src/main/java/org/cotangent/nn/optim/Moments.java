package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings and the loop that Adam and AdamW share: they differ in where decay enters. */
final class Moments {
    private static final List<String> PLAIN = List.of("m", "v");
    private static final List<String> WITH_LARGEST = List.of("m", "v", "largest v");

    private final String rule;
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-8;
    private boolean amsgrad;

    Moments(String rule) {
        this.rule = rule;
    }

    void betas(double first, double second) {
        Ranges.belowOne(rule, "beta1", first);
        Ranges.belowOne(rule, "beta2", second);
        beta1 = first;
        beta2 = second;
    }

    void epsilon(double value) {
        epsilon = Ranges.notNegative(rule, "epsilon", value);
    }

    void amsgrad() {
        amsgrad = true;
    }

    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("beta1", beta1);
        settings.put("beta2", beta2);
        settings.put("epsilon", epsilon);
        settings.put("amsgrad", amsgrad);
        return settings;
    }

    List<String> arrays() {
        return amsgrad ? WITH_LARGEST : PLAIN;
    }

    /**
     * Updates the numbers at from, ..., to - 1.
     *
     * @param coupled the decay that is added to the gradient
     * @param shrink what the values are multiplied by first
     */
    void run(Step step, double coupled, double shrink, int from, int to) {
        double[] x = step.x();
        double[] g = step.g();
        double[] m = step.slot().now(0);
        double[] v = step.slot().now(1);
        double[] nextM = step.slot().next(0);
        double[] nextV = step.slot().next(1);
        double b1 = beta1;
        double b2 = beta2;
        double c1 = 1 - beta1;
        double c2 = 1 - beta2;
        double e = epsilon;
        double size = step.rate() / (1 - Math.pow(beta1, step.t()));
        double byRoot = 1 / Math.sqrt(1 - Math.pow(beta2, step.t()));
        if (!amsgrad) {
            for (int i = from; i < to; i++) {
                double d = g[i] + coupled * x[i];
                double p = b1 * m[i] + c1 * d;
                double q = b2 * v[i] + c2 * d * d;
                nextM[i] = p;
                nextV[i] = q;
                x[i] = shrink * x[i] - size * p / (Math.sqrt(q) * byRoot + e);
            }
            return;
        }
        double[] u = step.slot().now(2);
        double[] nextU = step.slot().next(2);
        for (int i = from; i < to; i++) {
            double d = g[i] + coupled * x[i];
            double p = b1 * m[i] + c1 * d;
            double q = b2 * v[i] + c2 * d * d;
            double largest = Math.max(u[i], q);
            nextM[i] = p;
            nextV[i] = q;
            nextU[i] = largest;
            x[i] = shrink * x[i] - size * p / (Math.sqrt(largest) * byRoot + e);
        }
    }
}
