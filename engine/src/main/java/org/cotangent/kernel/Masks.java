package org.cotangent.kernel;

/**
 * Choices between a number and 0 without a branch, which would be mispredicted where signs or masks
 * are random: a mask has all bits or none.
 */
final class Masks {
    private static final long INFINITY = 0x7FF0000000000000L;

    private Masks() {}

    /** Where x is above 0, infinite or not. */
    static long positive(double x) {
        long below = Double.doubleToRawLongBits(x) - 1; // +0 and what is negative turn negative
        return (~below & (below - INFINITY)) >> 63;
    }

    /** Where x is neither 0 nor -0. */
    static long nonzero(double x) {
        long magnitude = Double.doubleToRawLongBits(x) << 1;
        return (magnitude | -magnitude) >> 63;
    }

    /** x, or 0 where the mask has no bits. */
    static double where(long mask, double x) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & mask);
    }
}
