package org.cotangent.kernel;

/**
 * Sine, cosine and tangent: multiples of pi/2 are taken off by three parts of it, so that the rest
 * is a sum of two numbers, and on the rest stand the polynomials of fdlibm (Sun Microsystems, 1993,
 * k_sin.c and k_cos.c). Arguments beyond 2^20, infinities and NaN are left to {@link StrictMath}.
 */
final class Circular {
    private static final double FAR = 0x1p20;
    private static final double QUARTER = 0.7853981633974483; // pi / 4
    private static final double TWO_OVER_PI = 0.6366197723675814;

    /** pi / 2 in three parts. */
    private static final double HIGH = 1.5707963267948966;

    private static final double MIDDLE = 6.123233995736766e-17;
    private static final double LOW = -1.4973849048591698e-33;

    private static final double S1 = -1.66666666666666324348e-01;
    private static final double S2 = 8.33333333332248946124e-03;
    private static final double S3 = -1.98412698298579493134e-04;
    private static final double S4 = 2.75573137070700676789e-06;
    private static final double S5 = -2.50507602534068634195e-08;
    private static final double S6 = 1.58969099521155010221e-10;

    private static final double C1 = 4.16666666666666019037e-02;
    private static final double C2 = -1.38888888888741095749e-03;
    private static final double C3 = 2.48015872894767294178e-05;
    private static final double C4 = -2.75573143513906633035e-07;
    private static final double C5 = 2.08757232129817482790e-09;
    private static final double C6 = -1.13596475577881948265e-11;

    private Circular() {}

    /** The sine, in error by less than 0.8 units in the last place. */
    static double sin(double x) {
        return Math.abs(x) <= QUARTER ? ofSine(x, 0) : shifted(x, 0);
    }

    /** The cosine, in error by less than 0.8 units in the last place. */
    static double cos(double x) {
        return Math.abs(x) <= QUARTER ? ofCosine(x, 0) : shifted(x, 1);
    }

    /** The sine of x and some quarters of a turn, beyond pi / 4. */
    private static double shifted(double x, int quarters) {
        if (!(Math.abs(x) <= FAR)) {
            return quarters == 0 ? StrictMath.sin(x) : StrictMath.cos(x);
        }
        double n = Math.rint(x * TWO_OVER_PI);
        double r = rest(x, n);
        double low = lost(x, n, r);
        int turn = (int) n + quarters;
        double y = (turn & 1) == 0 ? ofSine(r, low) : ofCosine(r, low);
        return (turn & 2) == 0 ? y : -y;
    }

    /** The tangent, in error by less than one unit in the last place. */
    static double tan(double x) {
        double size = Math.abs(x);
        if (!(size >= 0x1p-27 && size <= FAR)) {
            return size < 1 ? x : StrictMath.tan(x);
        }
        double n = Math.rint(x * TWO_OVER_PI);
        double r = rest(x, n);
        double low = lost(x, n, r);
        double fall = fall(r, low);
        double sine = r - fall;
        double sineLow = (r - sine) - fall;
        double half = 0.5 * (r * r);
        double top = 1 - half;
        double rise = ((1 - top) - half) + rise(r, low);
        double cosine = top + rise;
        double cosineLow = (top - cosine) + rise;
        return ((int) n & 1) == 0
                ? quotient(sine, sineLow, cosine, cosineLow)
                : -quotient(cosine, cosineLow, sine, sineLow);
    }

    /** (a + aLow) / (b + bLow). */
    private static double quotient(double a, double aLow, double b, double bLow) {
        double q = a / b;
        return q + (Math.fma(-q, b, a) + (aLow - q * bLow)) / b;
    }

    /** x - n pi / 2. */
    private static double rest(double x, double n) {
        return Math.fma(-n, HIGH, x) - n * MIDDLE; // the first is exact
    }

    /** What the rest r lost by rounding. */
    private static double lost(double x, double n, double r) {
        double first = Math.fma(-n, HIGH, x);
        double part = n * MIDDLE;
        double back = r - first;
        double lost = (first - (r - back)) - (part + back);
        return lost - Math.fma(n, LOW, Math.fma(n, MIDDLE, -part));
    }

    /** sin(r + low) near 0, where low is below the last place of r. */
    private static double ofSine(double r, double low) {
        return r - fall(r, low);
    }

    /** r - sin(r + low). */
    private static double fall(double r, double low) {
        double z = r * r;
        double cube = z * r;
        double p = Math.fma(z * z, Math.fma(z, S6, S5), Math.fma(z, S4, S3));
        return (z * (0.5 * low - cube * Math.fma(z, p, S2)) - low) - cube * S1;
    }

    /** cos(r + low) near 0, where low is below the last place of r. */
    private static double ofCosine(double r, double low) {
        double half = 0.5 * (r * r);
        double top = 1 - half;
        return top + (((1 - top) - half) + rise(r, low));
    }

    /** cos(r + low) - (1 - r² / 2). */
    private static double rise(double r, double low) {
        double z = r * r;
        double fourth = z * z;
        double p =
                Math.fma(
                        fourth * fourth,
                        Math.fma(z, C6, C5),
                        Math.fma(fourth, Math.fma(z, C4, C3), Math.fma(z, C2, C1)));
        return fourth * p - r * low;
    }
}
