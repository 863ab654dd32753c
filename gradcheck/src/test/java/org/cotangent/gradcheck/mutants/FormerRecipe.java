package org.cotangent.gradcheck.mutants;

import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * The recipe of this module before it estimated errors: central differences with the step cbrt(eps)
 * max(|x|, 1), a relative error of at most 1e-5, and a floor from ten roundings of the values and
 * from the distance to the quotient of twice the step.
 */
final class FormerRecipe extends Recipe {
    private static final double STEP = Math.cbrt(Math.ulp(1.0));
    private static final double TOLERANCE = 1e-5;
    private static final double ROUNDINGS = 10;

    private record Quotient(double value, double noise) {}

    @Override
    public String name() {
        return "our former rule";
    }

    @Override
    boolean passes(TensorFunction f, Tensor[] at, long seed) {
        Tensor cotangent = Cotangent.of(seed, f.apply(at));
        double[] g = cotangent.toArray();
        return all(
                f,
                at,
                cotangent,
                (a, input, element) -> {
                    Quotient near = quotient(f, at, g, input, element, STEP);
                    double wide = quotient(f, at, g, input, element, 2 * STEP).value;
                    double n = near.value;
                    double noise = near.noise + (Double.isFinite(wide) ? Math.abs(n - wide) : 0);
                    double size = Math.max(Math.max(Math.abs(a), Math.abs(n)), noise / TOLERANCE);
                    return size == 0 || Math.abs(a / 2 - n / 2) / (size / 2) <= TOLERANCE;
                });
    }

    private static Quotient quotient(
            TensorFunction f, Tensor[] at, double[] g, int input, int element, double step) {
        double x = at[input].toArray()[element];
        double above = x + step * Math.max(Math.abs(x), 1);
        double below = x - (above - x);
        double[] high = values(f, at, input, element, above);
        double[] low = values(f, at, input, element, below);
        double value = 0;
        double touched = 0;
        double largest = 0;
        for (int k = 0; k < g.length; k++) {
            double part = Math.abs(g[k]) * Math.max(Math.abs(high[k]), Math.abs(low[k]));
            largest = Math.max(largest, part);
            if (high[k] != low[k]) {
                value += g[k] * (high[k] - low[k]) / (above - below);
                touched += part;
            }
        }
        double size = touched > 0 ? touched : largest;
        return new Quotient(value, ROUNDINGS * Math.ulp(1.0) * size / (above - below));
    }
}
