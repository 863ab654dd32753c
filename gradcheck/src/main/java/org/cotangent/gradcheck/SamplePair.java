package org.cotangent.gradcheck;

/** Two samples of a line, at equal distances on either side of the point. */
final class SamplePair {
    final double step;
    final double span;
    final LineFunction.Sample upper;
    final LineFunction.Sample lower;

    /** Whether the function takes the same pieces at both as at the point. */
    final boolean valid;

    private final LineFunction.Sample center;

    SamplePair(
            double step,
            LineFunction.Sample upper,
            LineFunction.Sample lower,
            LineFunction.Sample center) {
        this.step = step;
        this.upper = upper;
        this.lower = lower;
        this.center = center;
        this.span = upper.where() - lower.where();
        this.valid =
                upper.samePieces(center)
                        && lower.samePieces(center)
                        && upper.values().length == center.values().length
                        && lower.values().length == center.values().length;
    }

    /** The difference quotient of a result. */
    double quotient(int i) {
        return (upper.values()[i] - lower.values()[i]) / span;
    }

    /**
     * The error from the rounding of the arguments: of a large change, and of a curved one where
     * the two steps are not equally long.
     */
    double rounding(int i) {
        double f = center.values()[i];
        double change = Math.abs(upper.values()[i] - f) + Math.abs(lower.values()[i] - f);
        double lopsided = Math.abs(bend(i) * ((upper.where() + lower.where()) / step));
        return 2 * Math.ulp(1.0) * change + lopsided;
    }

    /** The second difference of a result. */
    double bend(int i) {
        return (upper.values()[i] - center.values()[i]) + (lower.values()[i] - center.values()[i]);
    }
}
