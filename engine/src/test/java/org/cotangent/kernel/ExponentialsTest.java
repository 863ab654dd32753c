package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.dfp.DfpMath;
import org.junit.jupiter.api.Test;

/** Errors of exponentials and what is made of them beside 60 digits, the far ends too. */
class ExponentialsTest {
    private static final DfpField DIGITS = new DfpField(60);
    private static final int TRIES = 60;

    private final SplittableRandom random = new SplittableRandom(7);

    // Arguments by themselves are the worst of some millions, by another program.

    @Test
    void exponential() {
        assertErrors(Elementary::exp, DfpMath::exp, -745, 709.7, 1.01);
        assertErrors(Elementary::exp, DfpMath::exp, -1, 1, 1.01);
        assertErrors(Elementary::exp, DfpMath::exp, 707.9, 709.78, 1.01);
        assertErrors(Elementary::exp, DfpMath::exp, -745.1, -707.9, 1.01);
        assertErrorsAt(Elementary::exp, DfpMath::exp, 1.01, 690.7266300596383, -1.0054159104484914);
    }

    @Test
    void logarithm() {
        assertErrors(Elementary::log, DfpMath::log, 0, 3, 1);
        assertErrors(Elementary::log, DfpMath::log, 0.7, 1.42, 1);
        assertErrors(Elementary::log, DfpMath::log, 0x1p-1074, 0x1p-1000, 1);
        assertErrors(Elementary::log, DfpMath::log, 1, 1e308, 1);
    }

    @Test
    void hyperbolicTangent() {
        UnaryOperator<Dfp> exact =
                x -> {
                    Dfp e = DfpMath.exp(x.multiply(2));
                    return e.subtract(1).divide(e.add(1));
                };
        double[] worst = {
            0.20994203859695965, 0.060720125233717531, 0.20655738398590312, 0.51237267770052397
        };
        assertErrorsAt(Elementary::tanh, exact, 1.7, worst);
        for (double most : new double[] {1e-4, 0.18, 0.35, 1, 5, 25}) {
            assertErrors(Elementary::tanh, exact, -most, most, 1.7);
        }
        assertErrors(Elementary::tanh, exact, 0.17, 0.18, 1.7); // k becomes 1
        assertErrors(Elementary::tanh, exact, 0.549, 0.5495, 1.7); // h becomes 1
    }

    @Test
    void sigmoid() {
        UnaryOperator<Dfp> exact = x -> DIGITS.getOne().divide(DfpMath.exp(x.negate()).add(1));
        double[] worst = {-4.1574290890249745, -1.9530950550157036, 0.63898583907530404};
        assertErrorsAt(Elementary::sigmoid, exact, 1.7, worst);
        for (double most : new double[] {1, 3, 8, 40, 708, 745}) {
            assertErrors(Elementary::sigmoid, exact, -most, most, 1.7);
        }
    }

    @Test
    void logisticDensity() {
        UnaryOperator<Dfp> exact =
                x -> {
                    Dfp e = DfpMath.exp(x.greaterThan(DIGITS.getZero()) ? x.negate() : x);
                    return e.divide(e.add(1).multiply(e.add(1)));
                };
        double[] worst = {4.8460328544648554, 0.30315732109448684, 1.9774025930102161};
        assertErrorsAt(Elementary::logisticDensity, exact, 1.9, worst);
        for (double most : new double[] {1, 3, 8, 40, 708, 745}) {
            assertErrors(Elementary::logisticDensity, exact, -most, most, 1.9);
        }
        assertErrors(Elementary::logisticDensity, exact, 1.96, 1.963, 1.9); // e becomes 9 / 64
        UnaryOperator<Dfp> squared = x -> exact.apply(x.multiply(2)).multiply(4);
        for (double most : new double[] {1, 3, 8, 40, 354, 372}) {
            assertErrors(Elementary::sechSquared, squared, -most, most, 1.9);
        }
        assertErrorsAt(Elementary::sechSquared, squared, 1.9, 4.8460328544648554 / 2);
    }

    @Test
    void ends() {
        assertEquals(0, Elementary.exp(-746));
        assertEquals(Double.POSITIVE_INFINITY, Elementary.exp(709.8));
        assertEquals(Double.NEGATIVE_INFINITY, Elementary.log(0));
        assertEquals(1, Elementary.tanh(30));
        assertEquals(-1, Elementary.tanh(Double.NEGATIVE_INFINITY));
        assertEquals(0, Elementary.sigmoid(Double.NEGATIVE_INFINITY));
        assertEquals(1, Elementary.sigmoid(800));
        for (DoubleUnaryOperator f :
                new DoubleUnaryOperator[] {
                    Elementary::exp, Elementary::log, Elementary::tanh, Elementary::sigmoid
                }) {
            assertTrue(Double.isNaN(f.applyAsDouble(Double.NaN)));
        }
        assertEquals(-0.0, Elementary.tanh(-0.0));
    }

    private void assertErrors(
            DoubleUnaryOperator f,
            UnaryOperator<Dfp> exact,
            double least,
            double most,
            double bound) {
        assertErrorsAt(f, exact, bound, random.doubles(TRIES, least, most).toArray());
    }

    private static void assertErrorsAt(
            DoubleUnaryOperator f, UnaryOperator<Dfp> exact, double bound, double... arguments) {
        for (double x : arguments) {
            double found = f.applyAsDouble(x);
            Dfp right = exact.apply(DIGITS.newDfp(x));
            double unit = Math.ulp(right.toDouble());
            double error =
                    right.subtract(DIGITS.newDfp(found)).divide(DIGITS.newDfp(unit)).toDouble();
            assertTrue(Math.abs(error) <= bound, "at " + x + ": " + found + " is off by " + error);
        }
    }
}
