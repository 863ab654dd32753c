package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.SideEffects;

/**
 * Numbers less their mean over some axes, and the factor 1 / √(variance + ε) that standardizes
 * them. Where the variance is too large or too small for a double, both are those of the numbers
 * times a power of two, which the product does not depend on.
 *
 * @param centered the numbers less their mean, perhaps scaled
 * @param scale the factor that brings them to variance 1
 */
record Standardized(Tensor centered, Tensor scale) {
    /**
     * Between these, no square that counts has overflowed or lost digits below the normal range.
     */
    private static final double LEAST = 1e-280;

    private static final double MOST = 1e280;

    /**
     * The standardization of numbers with the given mean and biased variance over the axes, which
     * are kept with extent 1.
     */
    static Standardized of(Tensor x, Tensor mean, Tensor variance, Axes axes, double epsilon) {
        Tensor spread = variance.add(epsilon);
        if (SideEffects.holds(spread, Standardized::areInRange)) {
            return new Standardized(x.sub(mean), spread.rsqrt());
        }
        // a constant: the result does not depend on it
        Tensor power = Tensor.of(powers(x, spread, axes, epsilon), spread.shape());
        Tensor scaled = x.mul(power);
        Tensor added = power.mul(Math.sqrt(epsilon)).square();
        return new Standardized(
                scaled.sub(scaled.mean(axes)), scaled.var(axes, 0).add(added).rsqrt());
    }

    private static boolean areInRange(double[] spread) {
        return Arrays.stream(spread).allMatch(v -> v >= LEAST && v <= MOST);
    }

    /** The power of two that brings each group into range, 1 where it is in range. */
    private static double[] powers(Tensor x, Tensor spread, Axes axes, double epsilon) {
        double[] all = spread.toArray();
        double[] sizes = x.stopGradient().abs().amax(axes).toArray();
        for (int i = 0; i < all.length; i++) {
            double size = Math.max(sizes[i], Math.sqrt(epsilon));
            boolean helps = !(all[i] >= LEAST && all[i] <= MOST) && size > 0 && size < 1 / 0.0;
            all[i] = helps ? Math.scalb(1.0, -Math.getExponent(size)) : 1;
        }
        return all;
    }
}
