package org.cotangent.gradcheck;

/**
 * A function of flat arrays together with derivatives that are claimed to be its own. This is all
 * that a check knows: whether the claim comes from a backward pass or was written by hand makes no
 * difference.
 */
interface DerivativeClaim {
    /**
     * The function's results.
     *
     * @param where how far from the point, for the sample
     * @param x the arguments; the function may keep the array
     */
    LineFunction.Sample sample(double where, double[] x);

    /**
     * The weights of the sum of results that is differentiated; null if each result is compared by
     * itself.
     */
    double[] weights();

    /** The direction that the derivatives are along; null if they are by each argument. */
    default double[] direction() {
        return null;
    }

    /**
     * Values that the results were derived from by more than one derivative, whose size says what
     * round-off may be in them; null for derivatives of order 1.
     */
    default double[] origin(double[] x) {
        return null;
    }

    /**
     * The claimed derivatives: with weights one for each argument, without a row of them for each
     * result, in one flat array; along a direction one for each result.
     */
    double[] derivatives(double[] x);

    /** The claimed derivatives for the weights times a factor; null if they cannot be had. */
    default double[] scaled(double[] x, double factor) {
        return null;
    }

    /**
     * The sum of the claimed derivatives for two vectors that add up to the weights; null if it
     * cannot be had, and if there is only one weight.
     */
    default double[] inParts(double[] x) {
        return null;
    }
}
