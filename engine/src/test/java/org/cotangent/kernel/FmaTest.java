package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The emulated fused multiply-add has the bits of the specified one. */
class FmaTest {
    private static void assertSame(double a, double b, double c) {
        assertEquals(
                Double.doubleToLongBits(Math.fma(a, b, c)),
                Double.doubleToLongBits(Fma.emulated(a, b, c)),
                () -> a + " * " + b + " + " + c);
    }

    @Test
    void sameBitsAnywhere() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            double a = Math.scalb(random.nextDouble() - 0.5, random.nextInt(40) - 20);
            double b = Math.scalb(random.nextDouble() - 0.5, random.nextInt(40) - 20);
            assertSame(a, b, Math.scalb(random.nextDouble() - 0.5, random.nextInt(160) - 80));
            assertSame(a, b, -a * b); // what is left is the rounding error
            assertSame(a, b, Math.nextUp(-a * b));
            // next to the middle between two numbers
            double few = random.nextInt(1 << 26) + 1;
            assertSame(few, random.nextInt(1 << 28) + 1, Math.scalb(1.0, random.nextInt(120) - 60));
            assertSame(1 + Math.scalb(few, -53), 1, Math.scalb(1.0, -53));
        }
    }

    @Test
    void sameBitsOfExtremes() {
        double[] some = {
            0.0,
            -0.0,
            1,
            -1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            0x1p450,
            0x1p-450,
            0x1.fffffffffffffp450,
            0x1p-900,
            -0x1p900,
            0x1p-537,
            0x1.8p511,
            1e-200,
            3.7
        };
        for (double a : some) {
            for (double b : some) {
                for (double c : some) {
                    assertSame(a, b, c);
                }
            }
        }
    }
}
