package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.dfp.DfpMath;
import org.junit.jupiter.api.Test;

/** Errors beside 60 digits, on random and on hard arguments. */
class CircularAndPowersTest {
    private static final DfpField DIGITS = new DfpField(60);
    private static final Dfp LN_10 = DfpMath.log(DIGITS.newDfp(10));
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        2,
        -2,
        3,
        -3,
        1e300,
        -1e300,
        1e-300,
        -1e-300,
        0x1p53,
        0x1p53 + 2,
        -0x1p53,
        1e20,
        -1e20,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void sine() {
        assertErrors(Elementary::sin, DfpMath::sin, 0.8);
    }

    @Test
    void cosine() {
        assertErrors(Elementary::cos, DfpMath::cos, 0.8);
    }

    @Test
    void tangent() {
        assertErrors(Elementary::tan, x -> DfpMath.sin(x).divide(DfpMath.cos(x)), 1);
    }

    private void assertErrors(DoubleUnaryOperator f, UnaryOperator<Dfp> exact, double bound) {
        for (int i = 0; i < 128; i++) {
            double x = random.nextDouble(-4, 4);
            if (i % 4 == 1) { // next to a multiple of pi / 2
                x = random.nextInt(-667_000, 667_000) * (0.5 * Math.PI);
                x = i % 8 == 1 ? x : Math.nextUp(x);
            } else if (i % 4 == 2) {
                x = random.nextDouble(-0x1p20, 0x1p20);
            } else if (i % 16 == 3) {
                x = Math.scalb(random.nextDouble(), -random.nextInt(60));
            }
            assertError(f.applyAsDouble(x), exact.apply(DIGITS.newDfp(x)), bound, "at " + x);
        }
    }

    private static void assertError(double found, Dfp exact, double bound, String where) {
        double nearest = exact.toDouble();
        double error = exact.subtract(DIGITS.newDfp(found)).toDouble() / Math.ulp(nearest);
        assertTrue(Math.abs(error) < bound, where + ": " + found + " is off by " + error);
    }

    @Test
    void farAndSpecialAnglesAreThoseOfStrictMath() {
        for (double x : SPECIAL) {
            if (Math.abs(x) > 4 || Math.abs(x) < 0.5 || x != x) {
                assertSame(StrictMath.sin(x), Elementary.sin(x), "sin " + x);
                assertSame(StrictMath.cos(x), Elementary.cos(x), "cos " + x);
                assertSame(StrictMath.tan(x), Elementary.tan(x), "tan " + x);
            }
        }
    }

    @Test
    void sinesAreOddAndCosinesEven() {
        for (int i = 0; i < 1000; i++) {
            double x = random.nextDouble(0, 100);
            assertSame(-Elementary.sin(x), Elementary.sin(-x), "sin " + x);
            assertSame(Elementary.cos(x), Elementary.cos(-x), "cos " + x);
            assertSame(-Elementary.tan(x), Elementary.tan(-x), "tan " + x);
        }
    }

    @Test
    void powers() {
        DoubleBinaryOperator f = Elementary::pow;
        BinaryOperator<Dfp> exact = DfpMath::pow;
        for (int i = 0; i < 64; i++) {
            double x = Math.scalb(random.nextDouble(0.5, 1), random.nextInt(-40, 40));
            double y = random.nextDouble(-4, 4);
            if (i % 4 == 1) { // a large power of what is next to 1
                x = 1 + random.nextDouble(-1e-3, 1e-3);
                y = random.nextDouble(-6e5, 6e5);
            } else if (i % 4 == 2) { // up to the ends of the range
                y = random.nextDouble(-0.99, 0.99) * 708 / Math.log(x);
            } else if (i % 16 == 3) {
                x = Math.scalb(random.nextDouble(), -1030);
                y = random.nextDouble(-0.9, 0.9);
            }
            String where = x + " to the power " + y;
            Dfp big = exact.apply(DIGITS.newDfp(x), DIGITS.newDfp(y));
            if (Math.abs(Math.log(big.toDouble())) < 708) {
                assertError(f.applyAsDouble(x, y), big, 0.53, where);
            }
        }
    }

    @Test
    void powersThatAreNumbersAreExact() {
        for (int x = 1; x <= 30; x++) {
            double product = 1;
            for (int n = 0; product <= 0x1p53; n++, product *= x == 1 ? 0x1p10 : x) {
                double expected = x == 1 ? 1 : product;
                assertEquals(expected, Elementary.pow(x, n));
                assertEquals(n % 2 == 0 ? expected : -expected, Elementary.pow(-x, n));
                assertEquals(x, Elementary.pow(x * (double) x, 0.5));
            }
        }
        for (int n = -1074; n < 1024; n++) {
            assertEquals(Math.scalb(1.0, n), Elementary.pow(2, n));
        }
        for (int n = 0; n <= 22; n++) {
            assertEquals(n, Elementary.log10(Elementary.pow(10, n)));
        }
    }

    @Test
    void specialPowersAreThoseOfStrictMath() {
        for (double x : SPECIAL) {
            for (double y : SPECIAL) {
                String where = x + " to the power " + y;
                assertNext(StrictMath.pow(x, y), Elementary.pow(x, y), where);
            }
            assertNext(StrictMath.log10(x), Elementary.log10(x), "log10 " + x);
        }
    }

    /** Every pair of numbers about the ends, the ends of whole and of odd numbers, and between. */
    @Test
    void domainsOfPowersAreThoseOfStrictMath() {
        double[] ends = {
            0x1p-1074,
            0x1p-1073,
            3e-320,
            0x1p-1022,
            0x1p-1021,
            1e-200,
            1e-16,
            0.3,
            0.5,
            1,
            1.5,
            2,
            2.5,
            3,
            7,
            10,
            21,
            22,
            307,
            308,
            1022,
            1023,
            1024,
            1074,
            1075,
            0x1p31,
            0x1p52,
            0x1p53,
            0x1p54,
            0x1p63,
            1e200,
            0x1p1023,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY
        };
        double[] all = new double[6 * ends.length + 3];
        for (int i = 0; i < ends.length; i++) {
            double[] near = {ends[i], Math.nextUp(ends[i]), Math.nextDown(ends[i])};
            for (int j = 0; j < 3; j++) {
                all[6 * i + 2 * j] = near[j];
                all[6 * i + 2 * j + 1] = -near[j];
            }
        }
        all[all.length - 1] = Double.NaN;
        all[all.length - 2] = -0.0;
        for (double x : all) {
            assertNext(StrictMath.log10(x), Elementary.log10(x), "log10 " + x);
            for (double y : all) {
                String where = x + " to the power " + y;
                assertNext(StrictMath.pow(x, y), Elementary.pow(x, y), where);
            }
        }
    }

    /** On both sides of where a power becomes infinite, subnormal, and zero. */
    @Test
    void farPowersAreThoseOfStrictMath() {
        for (int i = 0; i < 3000; i++) {
            double x = Math.scalb(random.nextDouble(0.5, 1), random.nextInt(-1080, 1025));
            x = i % 3 == 0 ? 1 + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(50)) : x;
            double[] logs = {709.782712893384, -708.3964185322641, -744.4400719213812};
            double y = logs[i % 3] / StrictMath.log(x) * (1 + random.nextDouble(-1e-3, 1e-3));
            String where = x + " to the power " + y;
            assertNext(StrictMath.pow(x, y), Elementary.pow(x, y), where);
            double n = Math.rint(y);
            assertNext(StrictMath.pow(-x, n), Elementary.pow(-x, n), -x + " to the power " + n);
        }
    }

    /** Each interval of the table, on both sides of its ends. */
    @Test
    void tableOfLogarithms() {
        double least = Double.longBitsToDouble(0x3FE6900000000000L);
        for (int i = 0; i <= 128; i++) {
            long bits = Double.doubleToRawLongBits(least) + ((long) i << 45);
            for (long at = bits - 1; at <= bits; at++) {
                double x = Double.longBitsToDouble(at);
                Dfp log = DfpMath.log(DIGITS.newDfp(x));
                assertError(Elementary.log10(x), log.divide(LN_10), 0.51, "log10 " + x);
                double y = i % 2 == 0 ? 700 / Math.log(x) : -700 / Math.log(x);
                Dfp power = DfpMath.exp(log.multiply(DIGITS.newDfp(y)));
                assertError(Elementary.pow(x, y), power, 0.53, x + " to the power " + y);
            }
        }
    }

    /** Equal, or another rounding of the same number. */
    private static void assertNext(double expected, double found, String where) {
        if (Math.abs(expected) < Double.POSITIVE_INFINITY && expected != 0) {
            assertEquals(expected, found, Math.ulp(expected), where);
        } else {
            assertSame(expected, found, where);
        }
    }

    @Test
    void decimalLogarithms() {
        for (int i = 0; i < 64; i++) {
            double x = Math.scalb(random.nextDouble(0.5, 1), random.nextInt(-1074, 1025));
            x = i % 2 == 0 && x > 0 ? x : 1 + Math.scalb(random.nextDouble(-1, 1), -i / 2 - 2);
            Dfp exact = DfpMath.log(DIGITS.newDfp(x)).divide(LN_10);
            if (x != 1) {
                assertError(Elementary.log10(x), exact, 0.51, "log10 " + x);
            }
        }
    }

    private static void assertSame(double expected, double found, String where) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(found), where);
    }
}
