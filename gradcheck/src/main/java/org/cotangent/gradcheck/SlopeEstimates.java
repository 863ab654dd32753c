package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * Estimates of the slopes of several results at a point, with error bounds, one or two for each.
 */
final class SlopeEstimates {
    /** Relative error above which a slope counts as known badly. */
    static final double POOR = 1e-3;

    /** The slopes; where there is a kink, the mean of the two. */
    final double[] value;

    /** Bounds on the errors of the slopes. */
    final double[] error;

    /** The slopes on the lower side, equal to the value where there is no kink. */
    final double[] left;

    /** The slopes on the upper side, equal to the value where there is no kink. */
    final double[] right;

    /** Which results have a kink at the point. */
    final boolean[] kink;

    SlopeEstimates(int results) {
        this.value = new double[results];
        this.error = new double[results];
        this.left = new double[results];
        this.right = new double[results];
        this.kink = new boolean[results];
    }

    /** Forgets everything: no slope is known, and every result may have a kink. */
    void setUnknown() {
        Arrays.fill(value, Double.NaN);
        Arrays.fill(error, Double.POSITIVE_INFINITY);
        Arrays.fill(kink, true);
    }

    /** Sets the one slope of a result. */
    void set(int i, double slope, double bound) {
        value[i] = slope;
        left[i] = slope;
        right[i] = slope;
        error[i] = Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
        kink[i] = false;
    }

    /** Sets the two slopes of a result that has a kink. */
    void setKink(int i, double lower, double upper, double bound) {
        value[i] = (lower + upper) / 2;
        left[i] = lower;
        right[i] = upper;
        error[i] = Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
        kink[i] = true;
    }

    /** Takes a result's estimate from elsewhere. */
    void take(int i, SlopeEstimates from) {
        value[i] = from.value[i];
        error[i] = from.error[i];
        left[i] = from.left[i];
        right[i] = from.right[i];
        kink[i] = from.kink[i];
    }

    boolean isKnown(int i) {
        return !kink[i] && error[i] <= POOR * Math.abs(value[i]);
    }

    boolean allKnown() {
        for (int i = 0; i < kink.length; i++) {
            if (!isKnown(i)) {
                return false;
            }
        }
        return true;
    }

    /** The distance of the two slopes of a result. */
    double jump(int i) {
        return Math.abs(right[i] - left[i]);
    }

    /** One result's slope. */
    NumericalSlope numerical(int i, boolean flips) {
        double l = kink[i] ? left[i] : value[i];
        double r = kink[i] ? right[i] : value[i];
        return new NumericalSlope(value[i], error[i], Math.min(l, r), Math.max(l, r), flips);
    }
}
