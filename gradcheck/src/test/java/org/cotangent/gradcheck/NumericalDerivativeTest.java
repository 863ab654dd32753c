package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The error bars of numerical derivatives hold, and are not wide without need. */
class NumericalDerivativeTest {
    record Known(
            String name,
            DoubleUnaryOperator f,
            DoubleUnaryOperator slope,
            double from,
            double to,
            double bound) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Known> known() {
        return Stream.of(
                new Known("exp", Math::exp, Math::exp, -3, 3, 1e-9),
                new Known(
                        "exp 50 x", x -> Math.exp(50 * x), x -> 50 * Math.exp(50 * x), -3, 3, 1e-9),
                new Known(
                        "sin 1e4 x",
                        x -> Math.sin(1e4 * x),
                        x -> 1e4 * Math.cos(1e4 * x),
                        -3,
                        3,
                        1e-5),
                new Known("log near 0", Math::log, x -> 1 / x, 1e-12, 1e-6, 1e-9),
                new Known("1/x near 0", x -> 1 / x, x -> -1 / x / x, 1e-9, 1e-3, 1e-9),
                new Known("sqrt near 0", Math::sqrt, x -> 0.5 / Math.sqrt(x), 1e-9, 1e-3, 1e-9),
                new Known(
                        "asin near 1",
                        Math::asin,
                        x -> 1 / Math.sqrt((1 - x) * (1 + x)),
                        0.999,
                        1,
                        1e-5),
                new Known(
                        "tan near a pole",
                        Math::tan,
                        x -> 1 + Math.tan(x) * Math.tan(x),
                        1.56,
                        1.57,
                        1e-5),
                new Known("x^20", x -> Math.pow(x, 20), x -> 20 * Math.pow(x, 19), -2, 2, 1),
                new Known(
                        "tiny", x -> 1e-200 * Math.sin(x), x -> 1e-200 * Math.cos(x), -1, 1, 1e-9),
                new Known("huge", x -> 1e200 * Math.sin(x), x -> 1e200 * Math.cos(x), -1, 1, 1e-9),
                new Known(
                        "a large argument",
                        x -> Math.sin(x / 1e8),
                        x -> 1e-8 * Math.cos(x / 1e8),
                        1e7,
                        1e8,
                        1e-9),
                new Known("a small argument", Math::sin, Math::cos, -1e-8, 1e-8, 1e-9),
                new Known("rounded away", x -> 1e8 + x - 1e8, x -> 1, -3, 3, 1e-3),
                new Known(
                        "fine structure",
                        x -> x + 1e-6 * Math.sin(1e6 * x),
                        x -> 1 + Math.cos(1e6 * x),
                        -3,
                        3,
                        1),
                new Known("abs beside its kink", Math::abs, Math::signum, -0.01, 0.01, 1e-6),
                new Known("x |x|", x -> x * Math.abs(x), x -> 2 * Math.abs(x), -0.3, 0.3, 1),
                new Known(
                        "twice smooth",
                        x -> Math.pow(Math.abs(x), 3.5),
                        x -> 3.5 * Math.signum(x) * Math.pow(Math.abs(x), 2.5),
                        -1,
                        1,
                        1e-2),
                new Known(
                        "narrow bell",
                        x -> Math.exp(-x * x * 1e6),
                        x -> -2e6 * x * Math.exp(-x * x * 1e6),
                        -2e-3,
                        2e-3,
                        1e-3));
    }

    @ParameterizedTest
    @MethodSource("known")
    void theErrorIsWithinItsBound(Known k) {
        Random random = new Random(11);
        int wide = 0;
        for (int i = 0; i < 3000; i++) {
            double x = k.from + (k.to - k.from) * random.nextDouble();
            NumericalDerivative d = NumericalDerivative.of(k.f, x);
            double slope = k.slope.applyAsDouble(x);
            // the function itself is rounded, and so is the slope it is compared with
            double own = 4 * Math.ulp(slope);
            double least = Math.min(d.left(), d.right());
            double most = Math.max(d.left(), d.right());
            if (d.error() > k.bound * Math.abs(slope)) {
                wide++;
            }
            if (d.error() == Double.POSITIVE_INFINITY) {
                continue;
            }
            assertTrue(
                    slope >= least - d.error() - own && slope <= most + d.error() + own,
                    () -> k + " at " + x + ": " + d + ", not " + slope);
        }
        int most = 3000 / 100;
        int found = wide;
        assertTrue(found <= most, () -> k + ": " + found + " bounds are wider than " + k.bound);
    }

    @Test
    void noiseIsMeasured() {
        Random random = new Random(3);
        int kinks = 0;
        for (double noise : new double[] {1e-12, 1e-9, 1e-6, 1e-3}) {
            for (int i = 0; i < 1000; i++) {
                double x = random.nextDouble() * 4 - 2;
                NumericalDerivative d = NumericalDerivative.of(y -> noisy(y, noise), x);
                double off = Math.abs(d.value() - Math.cos(x));
                assertTrue(off <= d.error(), () -> noise + " at " + x + ": " + d);
                kinks += d.isKink() ? 1 : 0;
            }
        }
        // by chance noise may look like one
        assertTrue(kinks <= 4, "kinks: " + kinks);
    }

    /** A sine with noise that only depends on the argument. */
    private static double noisy(double x, double noise) {
        long bits = Double.doubleToLongBits(x) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 29)) * 0xBF58476D1CE4E5B9L;
        return Math.sin(x) + noise * ((bits >>> 11) * 0x1p-53 - 0.5);
    }

    @Test
    void aKinkHasTwoSlopes() {
        NumericalDerivative abs = NumericalDerivative.of(Math::abs, 0);
        assertTrue(abs.isKink());
        assertEquals(-1, abs.left(), abs.error());
        assertEquals(1, abs.right(), abs.error());
        NumericalDerivative bent = NumericalDerivative.of(x -> Math.exp(Math.max(x, 3 * x)), 0);
        assertTrue(bent.isKink());
        assertEquals(1, bent.left(), bent.error());
        assertEquals(3, bent.right(), bent.error());
        assertTrue(bent.error() < 1e-8, bent::toString);
        assertTrue(NumericalDerivative.of(Math::abs, 1e-3).error() < 1e-9);
    }

    @Test
    void whereThereIsNothingTheErrorIsInfinite() {
        NumericalDerivative d = NumericalDerivative.of(x -> Double.NaN, 1);
        assertEquals(Double.POSITIVE_INFINITY, d.error());
        assertThrows(
                IllegalArgumentException.class,
                () -> NumericalDerivative.of(Math::sin, Double.NaN));
    }
}
