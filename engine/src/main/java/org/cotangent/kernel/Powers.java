package org.cotangent.kernel;

/**
 * Powers and decimal logarithms by a logarithm of about 66 bits, a sum of two numbers. A positive x
 * is 2^e m with m next to 1, and with k = rint(64 / m) and r = m k / 64 - 1, which is exact, log(x)
 * is e log(2) - log(k / 64) + log(1 + r): a table and a short polynomial (P. T. P. Tang, ACM TOMS
 * 16, 1990). The exponential of y log(x) is a polynomial on one period of the powers of 2.
 *
 * <p>Far ends and special arguments are left to {@link StrictMath}.
 */
final class Powers {
    /** log(2) in two parts; multiples of the first by exponents are exact. */
    private static final double LOG_2_HIGH = 0.6931471805598903;

    private static final double LOG_2_LOW = 5.497923018708371e-14;
    private static final double ONE_OVER_LOG_2 = 1.4426950408889634;

    private static final double ONE_OVER_LOG_10_HIGH = 0.4342944819032518;
    private static final double ONE_OVER_LOG_10_LOW = 1.098319650216765e-17;

    /** Adding and subtracting it rounds to a whole number. */
    private static final double ROUNDER = 0x1.8p52;

    private static final long ROOT_HALF = Double.doubleToRawLongBits(0.7071067811865476);
    private static final double FIRST = 45;

    /** -log(k / 64) in two parts for k from 45 to 91; the first are multiples of 2^-42. */
    // spotless:off
    private static final double[] LOGS = {
        0.35222059358943625, -8.414918193489195e-14, // 45/64
        0.33024168687052224, 5.4612144489920215e-14, // 46/64
        0.30873548164959175, 2.1522127491642888e-14, // 47/64
        0.28768207245184385, -6.292357389008195e-14, // 48/64
        0.2670627852489815, 6.371947269815667e-14, // 49/64
        0.2468600779316148, -8.899851356560444e-14, // 50/64
        0.22705745063535687, -1.078736749871691e-14, // 51/64
        0.20763936477828793, -4.3425422595242564e-14, // 52/64
        0.18859116980752333, 2.6693431578015818e-14, // 53/64
        0.16989903679541385, -1.6376276414097503e-14, // 54/64
        0.151549898127314, -1.1307104809870373e-13, // 55/64
        0.13353139262449076, 3.1859736349078334e-14, // 56/64
        0.11583181552509814, 2.3568822182038756e-14, // 57/64
        0.09844007281321865, 3.3871241029241416e-14, // 58/64
        0.08134563945395712, -4.713370778300984e-15, // 59/64
        0.0645385211375924, -2.1225608044809997e-14, // 60/64
        0.04800921918626955, 9.106054379130929e-14, // 61/64
        0.03174869831468641, -1.0610652735224087e-13, // 62/64
        0.01574835696806076, 7.840703382506278e-14, // 63/64
        0.0, 0.0, // 64/64
        -0.015504186535963527, -1.7274567499706107e-15, // 65/64
        -0.03077165866670839, -4.529814257790929e-14, // 66/64
        -0.0458095360313564, 6.219834199475792e-14, // 67/64
        -0.06062462181648698, 5.213620639136504e-14, // 68/64
        -0.07522342123752424, -6.329065958724544e-14, // 69/64
        -0.08961215868976069, 7.355770219435029e-14, // 70/64
        -0.10379679368156758, -7.598636597194141e-14, // 71/64
        -0.11778303565643, 4.654729747598445e-14, // 72/64
        -0.13157635778861732, -1.0195735223708473e-13, // 73/64
        -0.14518200984457508, 7.718001336828099e-14, // 74/64
        -0.15860503017665906, 2.0472357800461955e-14, // 75/64
        -0.17185025692674571, 8.649239607212071e-14, // 76/64
        -0.18492233849406148, 4.9485167661250996e-14, // 77/64
        -0.19782574332998593, 6.604544877082384e-14, // 78/64
        -0.21056476910735, 3.6507188831790577e-16, // 79/64
        -0.22314355131425145, 4.169796584527195e-14, // 80/64
        -0.23556607131286, 9.30945949519689e-14, // 81/64
        -0.2478361639045943, 1.3029797173308663e-14, // 82/64
        -0.25995752443691345, -1.2621729398885316e-14, // 83/64
        -0.2719337154835557, -8.604306772808733e-14, // 84/64
        -0.28376817313073843, 9.3834172236637e-14, // 85/64
        -0.2954642128938758, 3.993416384387844e-14, // 86/64
        -0.30702503529482783, -8.403156304792425e-14, // 87/64
        -0.31845373111855224, 1.7625431312172662e-14, // 88/64
        -0.32975328637257917, 1.1118671389559323e-13, // 89/64
        -0.34092658697068146, 8.82452633212564e-14, // 90/64
        -0.35197642315711164, -6.654491643324795e-14, // 91/64
    };
    // spotless:on

    private Powers() {}

    /** x to the power y, in error by less than 0.65 units in the last place. */
    static double pow(double x, double y) {
        if (y == 2) {
            return x * x;
        }
        double size = Math.abs(x);
        if (!(size > 0 && size <= Double.MAX_VALUE)) {
            return StrictMath.pow(x, y);
        }
        boolean negative = false;
        if (x < 0) {
            if (Math.rint(y) != y || Math.abs(y) >= 0x1p53) {
                return StrictMath.pow(x, y);
            }
            negative = ((long) y & 1) == 1;
        }
        double power = timesLog(size, y, 0, true);
        if (power != power) {
            return StrictMath.pow(x, y);
        }
        return negative ? -power : power;
    }

    /** The logarithm to base 10, in error by less than 0.52 units in the last place. */
    static double log10(double x) {
        return x > 0 && x <= Double.MAX_VALUE
                ? timesLog(x, ONE_OVER_LOG_10_HIGH, ONE_OVER_LOG_10_LOW, false)
                : StrictMath.log10(x);
    }

    /**
     * (y + yLow) log(x) for a positive, finite x, or its exponential, NaN where this is or may be
     * no normal number.
     */
    private static double timesLog(double x, double y, double yLow, boolean exponential) {
        double size = x;
        int below = 0;
        if (size < Double.MIN_NORMAL) {
            size *= 0x1p54;
            below = 54;
        }
        long bits = Double.doubleToRawLongBits(size);
        long steps = bits - ROOT_HALF; // of the exponent from the root of 1/2 on
        int exponent = (int) (steps >> 52) - below;
        double m = Double.longBitsToDouble(bits - (steps & 0xfff0000000000000L));
        int at = (int) (64 / m + (0.5 - FIRST));
        double r = Math.fma(m, (at + FIRST) * 0x1p-6, -1);
        double whole = exponent * LOG_2_HIGH + LOGS[2 * at];
        double rest = exponent * LOG_2_LOW + LOGS[2 * at + 1];
        double sum = whole + r;
        double square = r * r;
        double half = 0.5 * square;
        double top = sum - half;
        double small =
                ((sum - top) - half)
                        + ((whole - sum) + r)
                        + (rest - 0.5 * Math.fma(r, r, -square))
                        + r * square * cubic(r, square);
        double high = top + small;
        double low = (top - high) + small;
        double product = y * high;
        double lost = Math.fma(y, high, -product) + y * low + yLow * high;
        if (!exponential) {
            return product + lost;
        }
        return Math.abs(product) < 708 ? exp(product, lost) : Double.NaN;
    }

    /** (log(1 + r) - r + r² / 2) / r³. */
    private static double cubic(double r, double square) {
        double a = Math.fma(r, -1.0 / 4, 1.0 / 3);
        double b = Math.fma(r, -1.0 / 6, 1.0 / 5);
        double c = Math.fma(r, -1.0 / 8, 1.0 / 7);
        double d = Math.fma(r, -1.0 / 10, 1.0 / 9);
        return Math.fma(square, Math.fma(square, Math.fma(square, d, c), b), a);
    }

    /** exp(high + low) where it is neither too large nor too small for a normal number. */
    private static double exp(double high, double low) {
        double shifted = high * ONE_OVER_LOG_2 + ROUNDER;
        double n = shifted - ROUNDER;
        double exact = Math.fma(-n, LOG_2_HIGH, high);
        double other = Math.fma(-n, LOG_2_LOW, low);
        double r = exact + other;
        double square = r * r;
        double a = Math.fma(r, 1.0 / 6, 1.0 / 2);
        double b = Math.fma(r, 1.0 / 120, 1.0 / 24);
        double c = Math.fma(r, 1.0 / 5040, 1.0 / 720);
        double d = Math.fma(r, 1.0 / 362_880, 1.0 / 40_320);
        double e = Math.fma(r, 1.0 / 39_916_800, 1.0 / 3_628_800);
        double f = Math.fma(r, 1.0 / 6_227_020_800.0, 1.0 / 479_001_600);
        double g = Math.fma(square, 1.0 / 87_178_291_200.0, f);
        double fourth = square * square;
        double low4 = Math.fma(square, b, a);
        double mid4 = Math.fma(square, d, c);
        double top4 = Math.fma(square, g, e);
        double tail = Math.fma(fourth, Math.fma(fourth, top4, mid4), low4);
        double sum = 1 + r;
        double lost = (1 - sum) + r + ((exact - r) + other);
        double power = sum + Math.fma(square, tail, lost);
        return power * Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) + 1023 << 52);
    }
}
