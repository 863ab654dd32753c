package org.cotangent.gradcheck;

/**
 * A numerical derivative with an error bound; at a kink an interval of slopes.
 *
 * @param value the derivative; at a kink the mean of the slopes on either side
 * @param error the bound on its error
 * @param least the smaller of the slopes, the value itself where there is no kink
 * @param most the larger of the slopes, the value itself where there is no kink
 * @param flips whether other branches were taken at every step
 */
record NumericalSlope(double value, double error, double least, double most, boolean flips) {
    NumericalSlope(double value, double error, double least, double most) {
        this(value, error, least, most, false);
    }

    boolean isKink() {
        return least < most;
    }

    /** The value; at a kink the slopes on either side, with few digits. */
    String brief() {
        return isKink()
                ? Format.rounded(least) + " to " + Format.rounded(most)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return isKink()
                ? "between " + least + " and " + most + " +- " + Format.rounded(error)
                : value + " +- " + Format.rounded(error);
    }
}
