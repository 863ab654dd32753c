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

    /**
     * A product with a mask, whose zeros win over everything.
     *
     * @param g a number
     * @param mask the mask
     * @return 0 where the mask is 0, else the product
     */
    public static double gate(double g, double mask) {
        return mask == 0 ? 0 : g * mask;
    }
}
