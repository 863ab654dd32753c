package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings and the update loop that Adam and AdamW share; they differ in where weight decay
 * enters.
 */
final class AdamStep {
    private static final List<String> PLAIN = List.of("m", "v");
    private static final List<String> WITH_LARGEST = List.of("m", "v", "largest v");

    private final String rule;
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-8;
    private boolean amsgrad;

    AdamStep(String rule) {
        this.rule = rule;
    }

    void betas(double first, double second) {
        RangeChecks.belowOne(rule, "beta1", first);
        RangeChecks.belowOne(rule, "beta2", second);
        beta1 = first;
        beta2 = second;
    }

    void epsilon(double value) {
        epsilon = RangeChecks.notNegative(rule, "epsilon", value);
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
     * @param shrink the factor by which the values are multiplied first
     */
    void run(ParameterStep step, double coupled, double shrink, int from, int to) {
        ParameterState state = step.state();
        double[] x = step.x();
        double[] m = state.next(0);
        double[] v = state.next(1);
        // short loops, which the just-in-time compiler vectorizes; one long loop it does not
        gradients(step.g(), x, coupled, from, to);
        means(step, m, v, from, to);
        double size = step.rate() / (1 - Math.pow(beta1, step.t()));
        double byRoot = 1 / Math.sqrt(1 - Math.pow(beta2, step.t()));
        if (amsgrad) {
            double[] before = state.now(2);
            double[] largest = state.next(2);
            for (int i = from; i < to; i++) {
                largest[i] = Math.max(before[i], v[i]);
            }
            v = largest;
        }
        move(x, m, v, shrink, size, byRoot, from, to);
    }

    private static void gradients(double[] g, double[] x, double coupled, int from, int to) {
        if (coupled == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            g[i] += coupled * x[i];
        }
    }

    private void means(ParameterStep step, double[] m, double[] v, int from, int to) {
        double[] g = step.g();
        double[] m0 = step.state().now(0);
        double[] v0 = step.state().now(1);
        double b1 = beta1;
        double b2 = beta2;
        double c1 = 1 - beta1;
        double c2 = 1 - beta2;
        for (int i = from; i < to; i++) {
            double d = g[i];
            m[i] = b1 * m0[i] + c1 * d;
            v[i] = b2 * v0[i] + c2 * d * d;
        }
    }

    private void move(
            double[] x,
            double[] m,
            double[] v,
            double shrink,
            double size,
            double byRoot,
            int from,
            int to) {
        double e = epsilon;
        for (int i = from; i < to; i++) {
            x[i] = shrink * x[i] - size * m[i] / (Math.sqrt(v[i]) * byRoot + e);
        }
    }
}
