package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FunctionLoopsTest {
    @Test
    void aFunctionThatIsCalledOftenHasLoopsOfItsOwn() {
        DoubleUnaryOperator often = x -> x > 0 ? x : 0.25 * x;
        DoubleUnaryOperator seldom = x -> 3 * x;
        DoubleBinaryOperator ofTwo = (p, q) -> p > q ? p - q : 1 / q;
        FunctionLoops.Loops shared = FunctionLoops.of(seldom, 10);
        assertSame(shared, FunctionLoops.of(often, 10));
        assertSame(shared, FunctionLoops.of(ofTwo, 10));

        FunctionLoops.Loops own = FunctionLoops.of(often, (int) FunctionLoops.OFTEN);
        FunctionLoops.Loops other = FunctionLoops.of(ofTwo, (int) FunctionLoops.OFTEN);
        assertNotSame(shared.getClass(), own.getClass());
        assertNotSame(other.getClass(), own.getClass());
        assertTrue(own.getClass().isHidden());
        assertSame(own, FunctionLoops.of(often, 1));
        assertSame(shared, FunctionLoops.of(seldom, 1));

        double[] a = {-2, -0.0, 0, 1, Double.NaN, Double.NEGATIVE_INFINITY, 5};
        double[] b = {1, 2, -0.0, 0.5, 3, 4, Double.NaN};
        double[] expected = new double[9];
        double[] y = new double[9];
        shared.map(often, a, 1, expected, 2, 6);
        own.map(often, a, 1, y, 2, 6);
        assertArrayEquals(expected, y);
        shared.zip(ofTwo, a, 0, b, 1, expected, 3, 6);
        other.zip(ofTwo, a, 0, b, 1, y, 3, 6);
        assertArrayEquals(expected, y);
        double[] inPlace = a.clone();
        own.map(often, inPlace, 0, inPlace, 0, 7);
        assertArrayEquals(Arrays.stream(a).map(often).toArray(), inPlace);
    }
}
