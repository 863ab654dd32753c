package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;
import org.cotangent.nn.internal.Checks;

/** The rule of Adam and AdamW, which differ in where weight decay enters. */
record AdamRule(
        String name, boolean decoupled, double beta1, double beta2, double epsilon, boolean amsgrad)
        implements UpdateRule {
    private static final List<String> PLAIN = List.of("m", "v");
    private static final List<String> WITH_LARGEST = List.of("m", "v", "largest v");

    AdamRule(String name, boolean decoupled) {
        this(name, decoupled, 0.9, 0.999, 1e-8, false);
    }

    AdamRule {
        Checks.BELOW_ONE.check(name, "beta1", beta1);
        Checks.BELOW_ONE.check(name, "beta2", beta2);
        Checks.NOT_NEGATIVE.check(name, "epsilon", epsilon);
    }

    @Override
    public Map<String, Object> settings() {
        return Settings.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon, "amsgrad", amsgrad);
    }

    @Override
    public List<String> arrays() {
        return amsgrad ? WITH_LARGEST : PLAIN;
    }

    @Override
    public boolean overwritesGradient(double decay) {
        return !decoupled && decay != 0;
    }

    @Override
    public void run(ParameterStep step, int from, int to) {
        // of decoupled decay, first the values shrink; else it is part of the gradients
        double coupled = decoupled ? 0 : step.decay();
        double shrink = decoupled ? 1 - step.rate() * step.decay() : 1;
        double[] x = step.x();
        double[] m = step.next(0);
        double[] v = step.next(1);
        // short loops, which the just-in-time compiler vectorizes; one long loop it does not
        gradients(step.g(), x, coupled, from, to);
        means(step, m, v, from, to);
        double size = step.rate() / (1 - StrictMath.pow(beta1, step.t()));
        double byRoot = 1 / Math.sqrt(1 - StrictMath.pow(beta2, step.t()));
        if (amsgrad) {
            double[] before = step.now(2);
            double[] largest = step.next(2);
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
        double[] m0 = step.now(0);
        double[] v0 = step.now(1);
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
