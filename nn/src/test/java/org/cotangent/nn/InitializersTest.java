package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitializersTest {
    private static final int IN = 300;
    private static final int OUT = 700;

    /** 210,000 draws: the standard error of the variance is 0.3 % of it, that of the mean 0.2 %. */
    private static void hasVariance(double variance, Initializer initializer) {
        double[] values = initializer.values(IN, OUT, new SplittableRandom(3));
        assertEquals(IN * OUT, values.length);
        double mean = Arrays.stream(values).average().orElseThrow();
        double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
        assertEquals(0, mean / Math.sqrt(variance), 0.01);
        assertEquals(1, square / variance, 0.015);
        // normal, not uniform: the fourth moment is 3 and not 1.8 times the squared variance
        double fourth = Arrays.stream(values).map(x -> x * x * x * x).average().orElseThrow();
        assertEquals(3, fourth / (variance * variance), 0.1);
    }

    @Test
    void variances() {
        hasVariance(2.0 / (IN + OUT), Initializers.xavier());
        hasVariance(1.0 / IN, Initializers.lecun());
        hasVariance(2.0 / IN, Initializers.he());
        hasVariance(1e-4, Initializers.normal(0.01));
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
        Initializer he = Initializers.he();
        double[] one = he.values(4, 5, new SplittableRandom(7));
        assertArrayEquals(one, he.values(4, 5, new SplittableRandom(7)));
        assertNotEquals(one[0], he.values(4, 5, new SplittableRandom(8))[0]);
    }

    @Test
    void deviationZeroGivesZeros() {
        assertArrayEquals(
                new double[6],
                Arrays.stream(Initializers.normal(0).values(2, 3, new SplittableRandom(1)))
                        .map(Math::abs)
                        .toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void badDeviationsAreRefused(double deviation) {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Initializers.normal(deviation),
                "" + deviation,
                "finite");
    }
}
