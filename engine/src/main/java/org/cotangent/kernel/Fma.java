package org.cotangent.kernel;

/**
 * The fused multiply-add a b + c, rounded once: {@link Math#fma} where the processor has an
 * instruction for it, and else the same bits by sums and products of its own, since the method is
 * then a hundred times slower.
 */
public final class Fma {
    /** The first call of an instruction takes less, the first of a method of big decimals more. */
    private static final long SLOW_NANOSECONDS = 2_000;

    private static final boolean FUSED = isFused();

    /** 2^27 + 1, which splits a significand into halves (T. J. Dekker, 1971). */
    private static final double SPLITTER = 0x1p27 + 1;

    // sizes between which neither halves, products nor rests overflow or vanish

    private static final double LEAST_FACTOR = 0x1p-450;
    private static final double MOST_FACTOR = 0x1p450;
    private static final double LEAST_TERM = 0x1p-900;
    private static final double MOST_TERM = 0x1p900;

    private Fma() {}

    /**
     * The sum of a product and a number, rounded once.
     *
     * @param a a factor
     * @param b the other factor
     * @param c what the product is added to
     * @return a b + c
     */
    public static double fma(double a, double b, double c) {
        return FUSED ? Math.fma(a, b, c) : emulated(a, b, c);
    }

    private static boolean isFused() {
        long least = Long.MAX_VALUE;
        double x = 1;
        for (int i = 0; i < 32; i++) {
            long start = System.nanoTime();
            x = Math.fma(x, 0x1.000001p0, 0x1.000003p-30);
            least = Math.min(least, System.nanoTime() - start);
        }
        return least < SLOW_NANOSECONDS && x > 0;
    }

    /**
     * The sum with one rounding to odd before the last (S. Boldo and G. Melquiond, Emulation of FMA
     * and Correctly Rounded Sums, IEEE Trans. Comput. 57, 2008).
     */
    static double emulated(double a, double b, double c) {
        if (a == 0 || b == 0) {
            return a * b + c;
        }
        if (!isWithin(a, LEAST_FACTOR, MOST_FACTOR)
                || !isWithin(b, LEAST_FACTOR, MOST_FACTOR)
                || c != 0 && !isWithin(c, LEAST_TERM, MOST_TERM)) {
            return Math.fma(a, b, c);
        }
        double product = a * b;
        double t = SPLITTER * a;
        double a1 = t - (t - a);
        double a2 = a - a1;
        t = SPLITTER * b;
        double b1 = t - (t - b);
        double b2 = b - b1;
        double rest = a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2);
        double low = c + rest;
        double lowRest = restOfSum(c, rest, low);
        double high = product + low;
        double highRest = restOfSum(product, low, high);
        return high + toOdd(lowRest, highRest);
    }

    private static boolean isWithin(double x, double least, double most) {
        double size = Math.abs(x);
        return size >= least && size <= most;
    }

    /** a + b - sum, which is a number (D. E. Knuth, The Art of Computer Programming, vol. 2). */
    private static double restOfSum(double a, double b, double sum) {
        double fromB = sum - a;
        return (a - (sum - fromB)) + (b - fromB);
    }

    /** a + b, if that is no number the one of its two neighbors whose last bit is 1. */
    private static double toOdd(double a, double b) {
        double sum = a + b;
        double rest = restOfSum(a, b, sum);
        if (rest == 0 || (Double.doubleToRawLongBits(sum) & 1) == 1) {
            return sum;
        }
        return rest > 0 == sum > 0
                ? Double.longBitsToDouble(Double.doubleToRawLongBits(sum) + 1)
                : Double.longBitsToDouble(Double.doubleToRawLongBits(sum) - 1);
    }
}
