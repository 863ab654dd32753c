package org.cotangent.gradcheck;

import java.util.function.Function;

/**
 * Second looks at derivatives that do not agree, or of which too little is known: at the slopes by
 * a {@link LocalRegression}, and at the noise of what is claimed by another.
 *
 * <p>They cost several times what a first look does. Where so many in a row changed nothing, the
 * next would not either, and none is taken.
 */
final class Refinement {
    private static final int PATIENCE = 16;

    private final Tolerance tolerance;

    /** How many in a row, by verdict; the last is of those that are negligible. */
    private final int[] inVain = new int[Verdict.values().length + 1];

    Refinement(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * What is known of one derivative.
     *
     * @param n the numerical derivative
     * @param uncertain the noise of the claimed one
     */
    record Look(NumericalSlope n, double uncertain) {}

    /**
     * One derivative, looked at again if that may be of use.
     *
     * @param slopes along the line
     * @param reading the numerical derivative, of slopes
     * @param claimed what is claimed to be the derivative, along the line; its only value
     * @param a the same at the point
     * @param uncertain the noise of that, as far as it is known
     * @param scale of derivatives of this function
     */
    Look at(
            NumericalSlopes slopes,
            Function<NumericalSlopes, NumericalSlope> reading,
            LineFunction claimed,
            double a,
            double uncertain,
            DerivativeScale scale) {
        NumericalSlope n = reading.apply(slopes);
        Verdict first = tolerance.verdict(a, n, uncertain, scale.values());
        Look look = new Look(n, uncertain);
        boolean negligible =
                first != Verdict.MISMATCH && tolerance.isNegligible(a, n, uncertain, scale.others());
        boolean doubtful =
                slopes.isSuspect()
                        || first != Verdict.MATCH
                        || a != 0 && tolerance.isPoor(a, n, uncertain);
        int kind = negligible ? inVain.length - 1 : first.ordinal();
        if (!slopes.canBeRefined() || !doubtful || !Double.isFinite(a) || inVain[kind] >= PATIENCE) {
            return look;
        }
        look = new Look(reading.apply(slopes.refine()), uncertain);
        double within = slopes.smoothWithin();
        if (within > 0 && doubtful(a, look, scale)) {
            LineFunction.Sample center = new LineFunction.Sample(0, new double[] {a}, LineFunction.Sample.UNKNOWN);
            LocalRegression levels = LocalRegression.levels(claimed, center, within);
            // one that stands out from its neighbors by more than they do is not noisy but wrong
            double off = Math.min(levels.scatter[0], Math.abs(levels.value[0])) + levels.error[0];
            if (off < Double.POSITIVE_INFINITY) {
                look = new Look(look.n, Tolerance.noiseOf(off));
            }
        }
        boolean better =
                tolerance.verdict(a, look.n, look.uncertain, scale.values()) != first
                        || look.n.error() + look.uncertain < (n.error() + uncertain) / 2;
        inVain[kind] = better ? 0 : inVain[kind] + 1;
        return look;
    }

    private boolean doubtful(double a, Look look, DerivativeScale scale) {
        return tolerance.verdict(a, look.n, look.uncertain, scale.values()) != Verdict.MATCH
                || tolerance.isPoor(a, look.n, look.uncertain);
    }
}
