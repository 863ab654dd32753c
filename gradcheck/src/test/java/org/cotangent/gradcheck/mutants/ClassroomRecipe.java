package org.cotangent.gradcheck.mutants;

import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * The rule that is taught: central differences with the step 1e-5, a relative error |a - n| /
 * max(|a|, |n|) of at most 1e-7.
 */
final class ClassroomRecipe extends Recipe {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-7;

    @Override
    public String name() {
        return "classroom rule";
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
                    double x = at[input].toArray()[element];
                    double high = dot(g, values(f, at, input, element, x + STEP));
                    double low = dot(g, values(f, at, input, element, x - STEP));
                    double n = (high - low) / (2 * STEP);
                    return a == n
                            || Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n)) <= TOLERANCE;
                });
    }
}
