package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.ArrayCheckTest.AT;
import static org.cotangent.gradcheck.ArrayCheckTest.hessian;
import static org.cotangent.gradcheck.ArrayCheckTest.map;
import static org.cotangent.gradcheck.ArrayCheckTest.mapJacobian;
import static org.cotangent.gradcheck.ArrayCheckTest.times;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How functions of arrays may behave, and what is refused. */
class ArrayBehaviorTest {
    @Test
    void resultsMayBeTheSameArrayAtEveryCall() {
        double[] values = new double[3];
        double[][] rows = new double[3][];
        Report report =
                ArrayCheck.jacobian(
                                x -> {
                                    System.arraycopy(map(x), 0, values, 0, 3);
                                    return values;
                                },
                                x -> {
                                    System.arraycopy(mapJacobian(x), 0, rows, 0, 3);
                                    return rows;
                                },
                                AT)
                        .run()
                        .requirePassed();
        assertEquals(12, report.entries());
    }

    @Test
    void thePointIsNotChangedAndMayBeChangedAfterwards() {
        double[] at = {0.7, -1.3};
        double[] v = {1, -2};
        ArrayCheck check =
                ArrayCheck.jvp(
                        ArrayCheckTest::gradient,
                        (x, d) -> {
                            double[] product = times(hessian(x), d);
                            d[0] = Double.NaN; // theirs to scribble on
                            return product;
                        },
                        v,
                        at);
        assertArrayEquals(new double[] {0.7, -1.3}, at);
        at[0] = Double.NaN;
        v[0] = Double.NaN;
        check.run().requirePassed();
        check.run().requirePassed();
    }

    private static void refused(ArrayCheck check, String what) {
        Exception e = assertThrows(IllegalArgumentException.class, check::run);
        assertTrue(e.getMessage().contains(what), e::getMessage);
    }

    @Test
    void changedArgumentsAreRefused() {
        refused(
                ArrayCheck.gradient(x -> x[0]++, x -> new double[] {1}, 2),
                "the function changed its argument");
        refused(
                ArrayCheck.gradient(
                        x -> x[0] * x[0],
                        x -> {
                            x[0] *= 2;
                            return x;
                        },
                        2),
                "the derivative changed its argument");
    }

    @Test
    void aFunctionThatDrawsNumbersIsRefused() {
        SplittableRandom random = new SplittableRandom(1);
        refused(
                ArrayCheck.gradient(x -> x[0] * random.nextDouble(), x -> new double[] {0.5}, 2),
                "different results at the same point");
    }

    @Test
    void wrongLengthsAreRefused() {
        refused(
                ArrayCheck.gradient(x -> x[0] * x[1], x -> new double[] {x[1]}, 2, 3),
                "the derivative gave 1 elements; there must be 2");
        refused(
                ArrayCheck.vjp(ArrayCheckTest::map, (x, w) -> new double[4], new double[2], AT),
                "the function gave 3 results; there must be 2");
        refused(
                ArrayCheck.jvp(ArrayCheckTest::map, (x, v) -> new double[4], new double[4], AT),
                "the derivative gave 4 elements; there must be 3");
        refused(
                ArrayCheck.jacobian(ArrayCheckTest::map, x -> new double[3][3], AT),
                "row 0 of the Jacobian has 3 elements; there must be 4");
        refused(
                ArrayCheck.jacobian(ArrayCheckTest::map, x -> new double[2][4], AT),
                "the derivative gave 8 elements; there must be 12");
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ArrayCheck.jvp(ArrayCheckTest::map, (x, v) -> v, new double[3], AT));
        assertTrue(e.getMessage().contains("3 elements and the point 4"), e::getMessage);
    }

    @Test
    void pointsWithoutOrdinaryNumbersAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> ArrayCheck.gradient(x -> 1, x -> x.clone()));
        assertThrows(
                IllegalArgumentException.class,
                () -> ArrayCheck.gradient(x -> 1, x -> x.clone(), 1, Double.NaN));
    }

    @Test
    void whatIsNotANumberNeverPasses() {
        assertFalse(ArrayCheck.derivative(x -> x, x -> Double.NaN, 1).run().passed());
        assertFalse(ArrayCheck.derivative(Math::sqrt, x -> 0.5 / Math.sqrt(x), 0).run().passed());
    }

    @Test
    void exceptionsPassThrough() {
        ArrayCheck check =
                ArrayCheck.gradient(
                        x -> {
                            throw new IllegalStateException("mine");
                        },
                        x -> x,
                        1);
        assertEquals("mine", assertThrows(IllegalStateException.class, check::run).getMessage());
        ArrayCheck outside = ArrayCheck.gradient(x -> root(x[0]), x -> x, -1);
        assertEquals("-1.0", assertThrows(ArithmeticException.class, outside::run).getMessage());
    }

    private static double root(double x) {
        if (x < 0) {
            throw new ArithmeticException("" + x);
        }
        return Math.sqrt(x);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-3, 0.01, 1})
    void differencesStayWhereTheFunctionDoesNotThrow(double x) {
        Report right =
                ArrayCheck.derivative(ArrayBehaviorTest::root, t -> 0.5 / Math.sqrt(t), x).run();
        assertEquals(Verdict.MATCH, right.verdict(), right::toString);
        Report wrong =
                ArrayCheck.derivative(ArrayBehaviorTest::root, t -> 0.500001 / Math.sqrt(t), x)
                        .run();
        assertEquals(Verdict.MISMATCH, wrong.verdict(), wrong::toString);
    }

    @Test
    void aBugBesideThePointIsNotTakenForAnEdge() {
        ArrayCheck check =
                ArrayCheck.gradient(
                        x -> {
                            if (x[0] != 1) {
                                throw new IllegalStateException("mine");
                            }
                            return x[0];
                        },
                        x -> x,
                        1);
        assertThrows(IllegalStateException.class, check::run);
    }
}
