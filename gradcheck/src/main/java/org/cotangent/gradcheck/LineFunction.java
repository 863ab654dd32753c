package org.cotangent.gradcheck;

/**
 * A function of one number with several results: the restriction of a function of many to a
 * straight line through a point, which is at 0.
 */
@FunctionalInterface
interface LineFunction {
    /**
     * The function at a place on the line.
     *
     * @param t how far from the point
     * @return its results and pieces there
     */
    Sample at(double t);

    /**
     * Results, and the pieces of its domain that the function took.
     *
     * @param where the true distance from the point: t, but for the last bits
     * @param values the results; NaN where the function is not defined
     * @param branches equal for two samples if the function is known to be smooth between them;
     *     {@link #UNKNOWN} if the pieces cannot be told
     */
    record Sample(double where, double[] values, Object branches) {
        static final Object UNKNOWN = "unknown";

        Sample withoutPieces() {
            return new Sample(where, values, UNKNOWN);
        }

        boolean samePieces(Sample other) {
            return branches.equals(other.branches);
        }
    }
}
