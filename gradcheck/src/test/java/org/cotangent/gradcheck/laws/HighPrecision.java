package org.cotangent.gradcheck.laws;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Derivatives up to order 3 of a function of one or two numbers from its values alone, to at least
 * 40 digits.
 *
 * <p>Central differences with four steps h, 2h, 4h, 8h and Richardson's extrapolation, which leaves
 * an error of the order of h^8 (h^6 for third derivatives). All is done twice, with other digits
 * and another step; where the two agree to fewer than 40 digits, because a tail cancels or because
 * the stencil reaches over a kink or out of the domain, both start again with more digits and
 * smaller steps.
 *
 * <p>Derivatives of a function of two numbers are combined from those along (1, 0), (0, 1), (1, 1)
 * and (1, -1).
 */
final class HighPrecision {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final int[] DIGITS = {100, 450, 900, 2000};

    /** Minus the exponents of the steps. */
    private static final int[] EXPONENTS = {10, 22, 45, 100};

    private static final BigDecimal RELATIVE = new BigDecimal("1e-40");

    /** What is smaller than this is 0 for a double, whose least is 4.9e-324. */
    private static final BigDecimal NOTHING = new BigDecimal("1e-370");

    /** As many digits are needed to tell such a number from what cancels. */
    private static final int DIGITS_FOR_NOTHING = 900;

    /** With fewer, an exact 0 may be a tail that the digits do not reach. */
    private static final int DIGITS_FOR_ZERO = 450;

    private static final int[] MULTIPLES = {0, 1, -1, 2, -2, 4, -4, 8, -8};
    private static final int[] STEPS = {1, 2, 4, 8};

    /** What {@link #of} returns for one argument. */
    static final String[] UNARY = {"f", "f'", "f''", "f'''"};

    /** What {@link #of} returns for two arguments. */
    static final String[] BINARY = {
        "f", "f_a", "f_b", "f_aa", "f_ab", "f_bb", "f_aaa", "f_aab", "f_abb", "f_bbb"
    };

    private final BigFunction f;
    private final BigDecimal[] x;
    private final int[] scale;
    private final MathContext mc;
    private final int exponent;

    private HighPrecision(BigFunction f, BigDecimal[] x, int[] scale, int digits, int exponent) {
        this.f = f;
        this.mc = new MathContext(digits);
        this.x = Arrays.stream(x).map(v -> v.round(mc)).toArray(BigDecimal[]::new);
        this.scale = scale;
        this.exponent = exponent;
    }

    /**
     * The value and all partial derivatives up to order 3.
     *
     * @param f the function, of one or two numbers
     * @param roots whether steps must be small beside x however small x is, because of a pole, a
     *     branch point or a kink at 0
     * @param at the point
     * @return in the order of {@link #UNARY} or {@link #BINARY}
     * @throws ArithmeticException if 40 digits cannot be had, as at a kink
     */
    static BigDecimal[] of(BigFunction f, boolean roots, double... at) {
        BigDecimal[] x = Arrays.stream(at).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
        int[] scale = new int[x.length];
        boolean center = true;
        for (int i = 0; i < x.length; i++) {
            double size = Math.abs(at[i]);
            int power = size == 0 ? 0 : (int) Math.floor(Math.log10(size));
            scale[i] = roots ? power : Math.max(power, 0);
            center &= size == 0;
        }
        ArithmeticException trouble = null;
        for (int rung = 0; rung < DIGITS.length; rung++) {
            int digits = DIGITS[rung];
            int exponent = EXPONENTS[rung];
            try {
                BigDecimal[] first = new HighPrecision(f, x, scale, digits, exponent).derivatives();
                BigDecimal[] second =
                        new HighPrecision(f, x, scale, digits + 20, exponent + 3).derivatives();
                if (agree(first, second, digits, center)) {
                    return second;
                }
            } catch (ArithmeticException e) {
                trouble = e; // out of the domain, or nothing left to divide by: more digits
            }
        }
        throw (ArithmeticException)
                new ArithmeticException("no 40 digits at " + Arrays.toString(at))
                        .initCause(trouble);
    }

    private static boolean agree(BigDecimal[] p, BigDecimal[] q, int digits, boolean center) {
        for (int i = 0; i < p.length; i++) {
            BigDecimal size = p[i].abs().max(q[i].abs());
            if (size.compareTo(NOTHING) < 0) {
                // derivatives of even and odd functions at 0 vanish exactly
                boolean zero = size.signum() == 0;
                int needed = !zero ? DIGITS_FOR_NOTHING : center ? 0 : DIGITS_FOR_ZERO;
                if (digits < needed) {
                    return false;
                }
            } else if (p[i].subtract(q[i]).abs().compareTo(size.multiply(RELATIVE)) > 0) {
                return false;
            }
        }
        return true;
    }

    private BigDecimal[] derivatives() {
        if (x.length == 1) {
            return along(1);
        }
        BigDecimal[] a = along(1, 0);
        BigDecimal[] b = along(0, 1);
        BigDecimal[] plus = along(1, 1);
        BigDecimal[] minus = along(1, -1);
        BigDecimal sixth = BigDecimal.ONE.divide(BigDecimal.valueOf(6), mc);
        BigDecimal sum = plus[3].add(minus[3]); // 2 f_aaa + 6 f_abb
        BigDecimal difference = plus[3].subtract(minus[3]); // 6 f_aab + 2 f_bbb
        BigDecimal[] scaled = {
            a[0],
            a[1],
            b[1],
            a[2],
            plus[2].subtract(minus[2]).multiply(new BigDecimal("0.25")),
            b[2],
            a[3],
            difference.subtract(b[3].multiply(TWO)).multiply(sixth, mc),
            sum.subtract(a[3].multiply(TWO)).multiply(sixth, mc),
            b[3]
        };
        int[][] orders = {
            {0, 0}, {1, 0}, {0, 1}, {2, 0}, {1, 1}, {0, 2}, {3, 0}, {2, 1}, {1, 2}, {0, 3}
        };
        for (int i = 0; i < scaled.length; i++) {
            int power = scale[0] * orders[i][0] + scale[1] * orders[i][1];
            scaled[i] = scaled[i].scaleByPowerOfTen(-power);
        }
        return scaled;
    }

    /** Derivatives by t of f(x + t scale direction), undone by the scale for a single argument. */
    private BigDecimal[] along(int... direction) {
        BigDecimal[] values = new BigDecimal[17];
        for (int k : MULTIPLES) {
            BigDecimal[] point = x.clone();
            for (int i = 0; i < point.length; i++) {
                BigDecimal steps = BigDecimal.valueOf((long) k * direction[i]);
                point[i] = point[i].add(steps.scaleByPowerOfTen(scale[i] - exponent));
            }
            values[8 + k] = f.at(mc, point).round(mc);
        }
        List<BigDecimal> first = new ArrayList<>();
        List<BigDecimal> second = new ArrayList<>();
        List<BigDecimal> third = new ArrayList<>();
        BigDecimal inverse = BigDecimal.ONE; // of k: a division would look for trailing zeros
        for (int k : STEPS) {
            BigDecimal up = values[8 + k];
            BigDecimal down = values[8 - k];
            BigDecimal odd = up.subtract(down);
            BigDecimal even = up.add(down).subtract(values[8].multiply(TWO));
            first.add(odd.multiply(HALF).multiply(inverse));
            second.add(even.multiply(inverse.pow(2)));
            if (2 * k <= 8) {
                BigDecimal wide = values[8 + 2 * k].subtract(values[8 - 2 * k]);
                BigDecimal bend = wide.subtract(odd.multiply(TWO));
                third.add(bend.multiply(HALF).multiply(inverse.pow(3)));
            }
            inverse = inverse.multiply(HALF);
        }
        BigDecimal[] result = {
            values[8], extrapolated(first), extrapolated(second), extrapolated(third)
        };
        int unit = x.length == 1 ? exponent - scale[0] : exponent;
        for (int order = 1; order < result.length; order++) {
            result[order] = result[order].scaleByPowerOfTen(order * unit);
        }
        return result;
    }

    /** To step 0, from steps h, 2h, 4h, ...: errors have even powers of the step only. */
    private BigDecimal extrapolated(List<BigDecimal> column) {
        List<BigDecimal> left = column;
        BigDecimal four = BigDecimal.valueOf(4);
        for (BigDecimal power = four; left.size() > 1; power = power.multiply(four)) {
            List<BigDecimal> next = new ArrayList<>();
            BigDecimal inverse = BigDecimal.ONE.divide(power.subtract(BigDecimal.ONE), mc);
            for (int i = 0; i + 1 < left.size(); i++) {
                BigDecimal weighted = left.get(i).multiply(power).subtract(left.get(i + 1));
                next.add(weighted.multiply(inverse, mc));
            }
            left = next;
        }
        return left.get(0);
    }
}
