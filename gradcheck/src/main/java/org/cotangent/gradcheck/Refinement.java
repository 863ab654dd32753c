package org.cotangent.gradcheck;

import java.util.function.Function;

/**
 * The refinement of comparisons that do not agree or are known badly: of the slopes by a {@link
 * LocalRegression}, and of the noise of the claimed derivative by another.
 *
 * <p>A refinement costs several times what a comparison does. After several in a row that changed
 * nothing, no more are made.
 */
final class Refinement {
    private static final int PATIENCE = 16;

    private final Tolerance tolerance;

    /**
     * The number of useless refinements in a row, by verdict; the last is of negligible entries.
     */
    private final int[] inVain = new int[Verdict.values().length + 1];

    Refinement(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * A comparison's refined data.
     *
     * @param n the numerical derivative
     * @param uncertain the noise of the claimed derivative
     */
    record Refined(NumericalSlope n, double uncertain) {}

    /**
     * The data of one comparison, refined if that may change anything.
     *
     * @param slopes along the line
     * @param reading reads the numerical derivative from the slopes
     * @param claimed the claimed derivative along the line, as its only result
     * @param a the claimed derivative at the point
     * @param uncertain the noise of the claimed derivative, as far as it is known
     * @param scale of derivatives of this function
     */
    Refined at(
            NumericalSlopes slopes,
            Function<NumericalSlopes, NumericalSlope> reading,
            LineFunction claimed,
            double a,
            double uncertain,
            DerivativeScale scale) {
        NumericalSlope n = reading.apply(slopes);
        Verdict first = tolerance.verdict(a, n, uncertain, scale.values());
        Refined refined = new Refined(n, uncertain);
        boolean negligible =
                first != Verdict.MISMATCH
                        && tolerance.isNegligible(a, n, uncertain, scale.others());
        boolean doubtful =
                slopes.isSuspect()
                        || first != Verdict.MATCH
                        || a != 0 && tolerance.isPoor(a, n, uncertain);
        int kind = negligible ? inVain.length - 1 : first.ordinal();
        if (!slopes.canBeRefined()
                || !doubtful
                || !Double.isFinite(a)
                || inVain[kind] >= PATIENCE) {
            return refined;
        }
        refined = new Refined(reading.apply(slopes.refine()), uncertain);
        double within = slopes.smoothWithin();
        if (within > 0 && doubtful(a, refined, scale)) {
            LineFunction.Sample center =
                    new LineFunction.Sample(0, new double[] {a}, LineFunction.Sample.UNKNOWN);
            LocalRegression levels = LocalRegression.levels(claimed, center, within);
            // one that stands out from its neighbors by more than they do is not noisy but wrong
            double off = Math.min(levels.scatter[0], Math.abs(levels.value[0])) + levels.error[0];
            if (off < Double.POSITIVE_INFINITY) {
                refined = new Refined(refined.n, Tolerance.noiseOf(off));
            }
        }
        boolean better =
                tolerance.verdict(a, refined.n, refined.uncertain, scale.values()) != first
                        || refined.n.error() + refined.uncertain < (n.error() + uncertain) / 2;
        inVain[kind] = better ? 0 : inVain[kind] + 1;
        return refined;
    }

    private boolean doubtful(double a, Refined refined, DerivativeScale scale) {
        return tolerance.verdict(a, refined.n, refined.uncertain, scale.values()) != Verdict.MATCH
                || tolerance.isPoor(a, refined.n, refined.uncertain);
    }
}
