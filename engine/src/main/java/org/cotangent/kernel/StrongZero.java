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
     * A product, exactly 0 where either factor is, whatever the other one is.
     *
     * @param p a factor
     * @param mask the other, often a mask
     * @return p mask, or 0
     */
    public static double gate(double p, double mask) {
        return Masks.where(Masks.nonzero(mask), strong(p * mask, p));
    }

    /**
     * A product, 0 where p is, and where q is and p a number, infinite or not.
     *
     * @param p a factor
     * @param q the other
     * @return p q, or 0
     */
    public static double timesEven(double p, double q) {
        return p == p ? Masks.where(Masks.nonzero(q), strong(p * q, p)) : p * q;
    }
}
