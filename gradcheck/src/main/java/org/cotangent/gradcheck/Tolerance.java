package org.cotangent.gradcheck;

/** The tolerance of a check, which decides the verdict of a comparison. */
final class Tolerance {
    /** The relative error that a comparison must have been able to show: 0.1 %. */
    static final double TELLING = 1e-3;

    /** The part of the largest derivatives of an input below which a derivative does not matter. */
    private static final double NEGLIGIBLE = 1e-9;

    /** Safety factor on noise that is measured from few samples. */
    private static final double CLAIM_SAFETY = 4;

    private final double tolerance;
    private final boolean fixedStep;

    /**
     * A tolerance.
     *
     * @param tolerance the relative error that is granted to the analytic derivative
     * @param fixedStep whether numerical derivatives come from a fixed step, without error bounds
     */
    Tolerance(double tolerance, boolean fixedStep) {
        this.tolerance = tolerance;
        this.fixedStep = fixedStep;
    }

    /** The largest difference of the two that passes. */
    double slack(double analytic, NumericalSlope n, double noise) {
        double size = Math.max(Math.abs(analytic), Math.abs(n.value()));
        return n.error() + CLAIM_SAFETY * noise + tolerance * size;
    }

    /**
     * The verdict.
     *
     * @param analytic the analytic derivative
     * @param n the numerical one
     * @param noise of the analytic one
     * @param scale of derivatives of this function, to judge one that is 0 by
     */
    Verdict verdict(double analytic, NumericalSlope n, double noise, double scale) {
        if (!Double.isFinite(analytic)) {
            return Verdict.MISMATCH;
        }
        double slack = slack(analytic, n, noise);
        if (!Double.isFinite(slack)) {
            return Verdict.INCONCLUSIVE;
        }
        if (analytic < n.least() - slack || analytic > n.most() + slack) {
            return Verdict.MISMATCH;
        }
        if (n.isKink() && n.most() - n.least() > slack) {
            return Verdict.SUBGRADIENT;
        }
        double unknown = n.error() + CLAIM_SAFETY * noise;
        boolean zero = Math.abs(analytic) <= 2 * CLAIM_SAFETY * noise;
        double size = zero ? Math.max(scale, Math.abs(analytic)) : Math.abs(analytic);
        // a function that is 0 all around
        boolean nothing = analytic == 0 && n.error() < Double.MIN_NORMAL;
        return fixedStep || nothing || unknown <= TELLING * size
                ? Verdict.MATCH
                : Verdict.INCONCLUSIVE;
    }

    /** Whether an error that must be found might pass. */
    boolean isPoor(double analytic, NumericalSlope n, double noise) {
        double unknown = n.error() + CLAIM_SAFETY * noise;
        return unknown > TELLING / 8 * Math.abs(analytic);
    }

    /** The noise of a derivative that is known to be off by no more than a bound. */
    static double noiseOf(double bound) {
        return bound / CLAIM_SAFETY;
    }

    /**
     * Whether a derivative is too small beside others to matter, though the differences cannot tell
     * how small.
     *
     * @param scale of the largest derivatives of this input
     */
    boolean isNegligible(double analytic, NumericalSlope n, double noise, double scale) {
        double unknown = n.error() + CLAIM_SAFETY * noise;
        return Math.abs(analytic) + unknown <= NEGLIGIBLE * scale;
    }
}
