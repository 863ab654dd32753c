package org.cotangent.benchmarks;

import java.util.Locale;

/**
 * A fingerprint of a result, to see that contenders computed the same.
 *
 * @param sum the sum of all numbers, each weighted by 1 to 2 according to its place
 * @param scale the sum of the magnitudes so weighted, which errors are measured by
 */
public record Checksum(double sum, double scale) {
    /**
     * The fingerprint of numbers.
     *
     * @param x the numbers, in order
     * @return their fingerprint
     */
    public static Checksum of(double... x) {
        double sum = 0;
        double scale = 0;
        for (int i = 0; i < x.length; i++) {
            double weighted = x[i] * (1 + i % 97 / 97.0);
            sum += weighted;
            scale += Math.abs(weighted);
        }
        return new Checksum(sum, scale);
    }

    /**
     * Whether two results are the same but for rounding.
     *
     * @param other the other result
     * @param tolerance how far apart they may be, relative to their scale
     * @return whether they are closer than that; never if either is not finite
     */
    public boolean agrees(Checksum other, double tolerance) {
        double bound = tolerance * Math.max(scale, other.scale);
        return Math.abs(sum - other.sum) <= bound && Math.abs(scale - other.scale) <= bound;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.12g of %.6g", sum, scale);
    }
}
