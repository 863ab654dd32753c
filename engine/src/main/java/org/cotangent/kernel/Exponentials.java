package org.cotangent.kernel;

import static org.cotangent.kernel.Fma.fma;

/**
 * exp, log and tanh of a number by polynomials, operation for operation as {@link VectorStages} has
 * them for vectors: the bits are the same. What is out of their range is done by {@link
 * StrictMath}.
 *
 * <p>exp: x = k log 2 + r with |r| at most half of log 2, a polynomial of degree 12 in r, times 2^k
 * (J.-M. Muller, Elementary Functions, 3rd ed., ch. 11). log: x = 2^k m with m next to 1, and log m
 * as a series in s = (m - 1) / (m + 1) with the coefficients of FDLIBM's e_log.c (Sun Microsystems,
 * 1993).
 *
 * <p>What is made of an exponential has the form a - q, with a q so small beside a that the errors
 * of its sums, products and quotient count less. With h = (exp(2 |x|) - 1) / 2, tanh h / (1 + h) is
 * a - a (a / (1 + h)) for a = h, and also for a = 1, the less of which is taken; sigmoid likewise.
 * The density e / d, d = (1 + e)², is a - (a d - e) / d for any a; a = e does for small e, and 9 /
 * 64 is between those of the others.
 */
final class Exponentials {
    /** Beyond, exp is subnormal or infinite, or 2^k would be. */
    static final double EXP_RANGE = 708;

    /** Beyond, tanh is 1. */
    static final double TANH_RANGE = EXP_RANGE / 2;

    static final double DENSITY_SPLIT = 9.0 / 64;

    static final double LOG2_E = 1.4426950408889634;
    static final double LN2_HIGH = 6.93147180369123816490e-01; // 21 low bits are zero
    static final double LN2_LOW = 1.90821492927058770002e-10;

    /**
     * Added to a number of fewer than 51 bits, it leaves the nearest integer in the low bits, with
     * the bias of exponents.
     */
    static final double BIASED_ROUNDER = 0x1.8p52 + 1023;

    /** The same for half a power of 2. */
    static final double TANH_ROUNDER = BIASED_ROUNDER - 1;

    // (exp(r) - 1 - r) / r²: the polynomial of degree 10 that is right at the eleven Chebyshev
    // points of |r| <= 0.34662, computed with 80 digits. Times r² it is off by 0.003 · 2^-53.

    static final double C1 = 0x1.5555555555557p-3;
    static final double C2 = 0x1.5555555555556p-5;
    static final double C3 = 0x1.11111111100dap-7;
    static final double C4 = 0x1.6c16c16c162d3p-10;
    static final double C5 = 0x1.a01a01abe89b8p-13;
    static final double C6 = 0x1.a01a01a6d8e3bp-16;
    static final double C7 = 0x1.71de022fa2b45p-19;
    static final double C8 = 0x1.27e4db634dd1cp-22;
    static final double C9 = 0x1.af4ded8bc133cp-26;
    static final double C10 = 0x1.1f73059b2800fp-29;

    static final double LG1 = 6.666666666666735130e-01;
    static final double LG2 = 3.999999999940941908e-01;
    static final double LG3 = 2.857142874366239149e-01;
    static final double LG4 = 2.222219843214978396e-01;
    static final double LG5 = 1.818357216161805012e-01;
    static final double LG6 = 1.531383769920937332e-01;
    static final double LG7 = 1.479819860511658591e-01;

    static final long ONE_BITS = 0x3FF0000000000000L;
    static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
    static final long HALF_ROOT_BITS = Double.doubleToRawLongBits(Math.sqrt(0.5));
    static final long TWO_52_BITS = 0x4330000000000000L;

    private Exponentials() {}

    /** Whether exp of so large an argument is done here, NaN being none. */
    static boolean hasExp(double x) {
        return Math.abs(x) <= EXP_RANGE;
    }

    /** Whether log of an argument is. */
    static boolean hasLog(double x) {
        return x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE;
    }

    static double exp(double x) {
        if (!hasExp(x)) {
            return StrictMath.exp(x);
        }
        double rounded = fma(x, LOG2_E, BIASED_ROUNDER); // k + 1023 in its low bits
        double k = rounded - BIASED_ROUNDER;
        double r = fma(k, -LN2_LOW, fma(k, -LN2_HIGH, x));
        double power = powerOfTwo(rounded);
        return fma(fma(r * r, quotient(r), r), power, power);
    }

    private static double powerOfTwo(double rounded) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(rounded) << 52);
    }

    private static double quotient(double r) {
        double s = r * r;
        double q = s * s;
        double b0 = fma(s, fma(r, C3, C2), fma(r, C1, 0.5));
        double b1 = fma(s, fma(r, C7, C6), fma(r, C5, C4));
        double b2 = fma(s, C10, fma(r, C9, C8));
        return fma(q, fma(q, b2, b1), b0);
    }

    static double tanh(double x) {
        double v = Math.abs(x);
        if (!(v <= TANH_RANGE)) {
            return x != x ? x : Math.copySign(1, x);
        }
        double rounded = fma(v, 2 * LOG2_E, TANH_ROUNDER); // k + 1022 in its low bits
        double k = rounded - TANH_ROUNDER;
        double rest = fma(k, -LN2_HIGH, v + v);
        double low = k * -LN2_LOW;
        double r = rest + low;
        double power = powerOfTwo(rounded); // 2^k / 2
        double h = fma(fma(r * r, quotient(r), low), power, fma(rest, power, power - 0.5));
        double least = Double.longBitsToDouble(Math.min(Double.doubleToRawLongBits(h), ONE_BITS));
        return Math.copySign(fma(least, least / (-1 - h), least), x);
    }

    /** 1 / (1 + e) for e = exp(-|x|) if x is not negative, else e / (1 + e). */
    static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        double whole = x >= 0 ? 1 : e;
        return fma(whole, e / (-1 - e), whole);
    }

    /** e / (1 + e)² for e = exp(-|x|). */
    static double logisticDensity(double x) {
        double e = exp(-Math.abs(x));
        double more = fma(e, e, e + e);
        double least = e < DENSITY_SPLIT ? e : DENSITY_SPLIT;
        return least - fma(least, more, least - e) / (more + 1);
    }

    static double log(double x) {
        if (!hasLog(x)) {
            return StrictMath.log(x);
        }
        // the exponent of x over the root of 1/2 is k, biased
        long shifted = Double.doubleToRawLongBits(x) + (ONE_BITS - HALF_ROOT_BITS);
        double k = Double.longBitsToDouble(shifted >>> 52 | TWO_52_BITS) - (0x1p52 + 1023);
        double f = Double.longBitsToDouble((shifted & MANTISSA) + HALF_ROOT_BITS) - 1;
        double s = f / (f + 2);
        double z = s * s;
        double w = z * z;
        double odd = fma(w, fma(w, LG6, LG4), LG2);
        double even = fma(w, fma(w, fma(w, LG7, LG5), LG3), LG1);
        double square = f * f * 0.5;
        double sum = square + fma(w, odd, z * even);
        double low = fma(s, sum, k * LN2_LOW);
        return fma(k, LN2_HIGH, f - (square - low));
    }
}
