package org.cotangent.kernel;

/** The strong zero: a product or quotient with a factor of 0 is 0, whatever the other one is. */
public final class StrongZero {
    private StrongZero() {}

    /**
     * A product or quotient, and 0 where it is NaN because its factor is 0.
     *
     * @param v the product or quotient
     * @param p the factor
     * @return v, or 0
     */
    public static double strong(double v, double p) {
        return v != v && p == 0 ? 0 : v;
    }
}
