package org.cotangent.gradcheck;

/**
 * A function of one number with several results: what a function of many does along a straight line
 * through a point, which is at 0.
 */
@FunctionalInterface
interface LineFunction {
    /**
     * The function somewhere on the line.
     *
     * @param t how far from the point
     * @return what it is there
     */
    Sample at(double t);

    /**
     * Results, and the pieces of its domain that the function took.
     *
     * @param where how far from the point it really is: t, but for the last bits
     * @param values the results; NaN where the function is not defined
     * @param branches equal for two samples if the function is smooth between them as far as it
     *     knows itself; a constant if it does not know
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
