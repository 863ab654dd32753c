package org.cotangent.nn.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

/** A comparison of numbers bit by bit: 0 and -0 differ, and so do two kinds of NaN. */
public final class Bits {
    private Bits() {}

    public static void assertSame(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    Double.doubleToRawLongBits(expected[i]),
                    Double.doubleToRawLongBits(actual[i]),
                    () -> Arrays.toString(actual));
        }
    }
}
