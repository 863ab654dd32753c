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
    private static final int TRIES = 150;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void exponential() {
        assertErrors(Elementary::exp, DfpMath::exp, -745, 709.7, 1);
        assertErrors(Elementary::exp, DfpMath::exp, -1, 1, 1);
        assertErrors(Elementary::exp, DfpMath::exp, 707.9, 709.78, 1);
        assertErrors(Elementary::exp, DfpMath::exp, -745.1, -707.9, 1);
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
        for (double most : new double[] {1e-4, 0.2, 1, 5, 25}) {
            assertErrors(Elementary::tanh, exact, -most, most, 2.2);
        }
    }

    @Test
    void sigmoid() {
        UnaryOperator<Dfp> exact = x -> DIGITS.getOne().divide(DfpMath.exp(x.negate()).add(1));
        for (double most : new double[] {1, 8, 40, 708, 745}) {
            assertErrors(Elementary::sigmoid, exact, -most, most, 2);
        }
    }

    @Test
    void logisticDensity() {
        UnaryOperator<Dfp> exact =
                x -> {
                    Dfp e = DfpMath.exp(x.greaterThan(DIGITS.getZero()) ? x.negate() : x);
                    return e.divide(e.add(1).multiply(e.add(1)));
                };
        for (double most : new double[] {1, 8, 40, 708, 745}) {
            assertErrors(Elementary::logisticDensity, exact, -most, most, 2.2);
        }
        UnaryOperator<Dfp> squared = x -> exact.apply(x.multiply(2)).multiply(4);
        for (double most : new double[] {1, 8, 40, 354, 372}) {
            assertErrors(Elementary::sechSquared, squared, -most, most, 2.2);
        }
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
        for (int i = 0; i < TRIES; i++) {
            double x = random.nextDouble(least, most);
            double found = f.applyAsDouble(x);
            Dfp right = exact.apply(DIGITS.newDfp(x));
            double unit = Math.ulp(right.toDouble());
            double error =
                    right.subtract(DIGITS.newDfp(found)).divide(DIGITS.newDfp(unit)).toDouble();
            assertTrue(Math.abs(error) <= bound, "at " + x + ": " + found + " is off by " + error);
        }
    }
}
