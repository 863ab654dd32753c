package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.function.Function;
import org.cotangent.Tensor;

/**
 * Centred differences of a function with several tensors in and several out, its results contracted
 * with fixed weights w: for one entry x of the input
 *
 * <pre>d = Σ w (f(x + h) - f(x - h)) / 2h,  h = step · max(|x|, 1)</pre>
 *
 * <p>The results are subtracted before they are summed, so that those which the entry does not
 * touch add no round-off. h is rounded to what x + h and x - h can hold, so that 2h is exact.
 */
final class Differences {
    /**
     * The cube root of the machine epsilon, 6.1e-6: balances the truncation error h²/6 f''' with
     * the round-off ε f / h (Press et al., Numerical Recipes, 3rd ed., 5.7).
     */
    static final double STEP = Math.cbrt(Math.ulp(1.0));

    /** How many roundings a value is granted: those of a short composition of library functions. */
    private static final double ROUNDINGS = 10;

    /**
     * A numerical derivative.
     *
     * @param value the difference quotient
     * @param noise how far it may be off by itself
     */
    record Estimate(double value, double noise) {}

    private final Function<Tensor[], Tensor[]> f;
    private final Tensor[] weights;
    private final Tensor[] at;
    private final double step;
    private final double scale;

    /**
     * Differences around a point.
     *
     * @param f the function; called with fresh variables
     * @param weights one for each result, in its shape
     * @param at the point
     * @param step h relative to the size of an entry
     * @param scale the size of what the results were computed from, where they may be small because
     *     larger terms cancelled, as in a gradient; 0 where they are not
     */
    Differences(
            Function<Tensor[], Tensor[]> f,
            Tensor[] weights,
            Tensor[] at,
            double step,
            double scale) {
        this.f = f;
        this.weights = weights;
        this.at = at;
        this.step = step;
        this.scale = scale;
    }

    /**
     * The derivative with respect to one element of one input, and its error: round-off, and the
     * distance to the quotient of twice the step, three times what truncation does at the single
     * step.
     */
    Estimate estimate(int input, int element) {
        Estimate near = quotient(input, element, step);
        double wide = quotient(input, element, 2 * step).value;
        // beyond the edge of a domain there is nothing to learn
        double truncation = Double.isFinite(wide) ? Math.abs(near.value - wide) : 0;
        return new Estimate(near.value, near.noise + truncation);
    }

    /** The plain difference quotient, and its round-off. */
    Estimate quotient(int input, int element) {
        return quotient(input, element, step);
    }

    private Estimate quotient(int input, int element, double relative) {
        double x = at[input].toArray()[element];
        double above = x + relative * Math.max(Math.abs(x), 1);
        double below = x - (above - x);
        double span = above - below;
        Tensor[] high = f.apply(shifted(input, element, above));
        Tensor[] low = f.apply(shifted(input, element, below));
        double value = 0;
        double touched = 0;
        double largest = 0;
        for (int i = 0; i < weights.length; i++) {
            double[] p = values(high[i], i);
            double[] q = values(low[i], i);
            double[] w = weights[i].toArray();
            for (int k = 0; k < w.length; k++) {
                double part = Math.abs(w[k]) * Math.max(Math.abs(p[k]), Math.abs(q[k]));
                largest = Math.max(largest, part);
                if (p[k] != q[k]) { // also where one is NaN
                    value += w[k] * (p[k] - q[k]) / span;
                    touched += part;
                }
            }
        }
        // a result that did not move may yet have moved by less than it can show
        double size = (touched > 0 ? touched : largest) + scale;
        return new Estimate(value, ROUNDINGS * Math.ulp(1.0) * size / span);
    }

    private Tensor[] shifted(int input, int element, double x) {
        Tensor[] point = new Tensor[at.length];
        for (int i = 0; i < at.length; i++) {
            if (i == input) {
                double[] values = at[i].toArray();
                values[element] = x;
                Tensor moved = Tensor.variable(values, at[i].shape());
                point[i] = at[i].name() == null ? moved : moved.named(at[i].name());
            } else {
                point[i] = at[i].asVariable();
            }
        }
        return point;
    }

    private double[] values(Tensor result, int i) {
        if (!Arrays.equals(result.shape(), weights[i].shape())) {
            throw new IllegalArgumentException(
                    "gradient check: the function's result has shape "
                            + Arrays.toString(weights[i].shape())
                            + " at the point and "
                            + Arrays.toString(result.shape())
                            + " beside it; it must depend on nothing but the inputs' shapes");
        }
        return result.toArray();
    }
}
