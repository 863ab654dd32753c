package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitializersTest {
    private static final int IN = 300;
    private static final int OUT = 700;

    /** 210,000 draws: the standard error of the variance is 0.3 % of it, that of the mean 0.2 %. */
    private static void hasVariance(double variance, Initializer initializer) {
        // normal, not uniform: the fourth moment is 3 and not 1.8 times the squared variance
        hasMoments(variance, 3, initializer);
    }

    private static void hasMoments(double variance, double fourthMoment, Initializer initializer) {
        double[] values = initializer.values(IN, OUT, new SplittableRandom(3));
        assertEquals(IN * OUT, values.length);
        double mean = Arrays.stream(values).average().orElseThrow();
        double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
        assertEquals(0, mean / Math.sqrt(variance), 0.01);
        assertEquals(1, square / variance, 0.015);
        double fourth = Arrays.stream(values).map(x -> x * x * x * x).average().orElseThrow();
        assertEquals(fourthMoment, fourth / (variance * variance), 0.1);
    }

    @Test
    void variances() {
        hasVariance(2.0 / (IN + OUT), Initializers.xavier());
        hasVariance(1.0 / IN, Initializers.lecun());
        hasVariance(2.0 / IN, Initializers.he());
        hasVariance(1e-4, Initializers.normal(0.01));
        hasVariance(1e-4, Initializers.small());
        hasVariance(1, Initializers.unit());
        hasVariance(2.0 / IN, Initializers.he(0));
        hasVariance(1.0 / IN, Initializers.he(1));
        hasVariance(2.0 / IN / 1.04, Initializers.he(0.2));
    }

    @Test
    void uniformDistributionsOfTheSameVariances() {
        hasMoments(2.0 / (IN + OUT), 1.8, Initializers.xavierUniform());
        hasMoments(1.0 / IN, 1.8, Initializers.lecunUniform());
        hasMoments(2.0 / IN, 1.8, Initializers.heUniform());
        hasMoments(0.25 / 3, 1.8, Initializers.uniform(0.5));
        double[] x = Initializers.uniform(0.5).values(IN, OUT, new SplittableRandom(1));
        assertEquals(0.5, Arrays.stream(x).max().orElseThrow(), 1e-4);
        assertEquals(-0.5, Arrays.stream(x).min().orElseThrow(), 1e-4);
    }

    @Test
    void orthogonalMatricesAreOrthogonal() {
        for (int[] shape : new int[][] {{5, 5}, {7, 3}, {3, 7}, {1, 4}, {1, 1}}) {
            double[] values =
                    Initializers.orthogonal(1.5)
                            .values(shape[0], shape[1], new SplittableRandom(4));
            Tensor w = Tensor.of(values, shape);
            Tensor product =
                    shape[0] < shape[1] ? w.matmul(w.transpose()) : w.transpose().matmul(w);
            assertArrayEquals(
                    Tensor.eye(Math.min(shape[0], shape[1])).mul(2.25).toArray(),
                    product.toArray(),
                    1e-13);
        }
    }

    /** Without the right signs the first element would nearly always have the same one. */
    @Test
    void orthogonalMatricesAreUniformlyDistributed() {
        SplittableRandom random = new SplittableRandom(6);
        int trials = 4000;
        double[] mean = new double[9];
        double[] square = new double[9];
        for (int trial = 0; trial < trials; trial++) {
            double[] q = Initializers.orthogonal(1).values(3, 3, random);
            for (int i = 0; i < 9; i++) {
                mean[i] += q[i] / trials;
                square[i] += q[i] * q[i] / trials;
            }
        }
        // standard errors: sqrt(1/3 / 4000) = 0.009 and 0.005
        assertArrayEquals(new double[9], mean, 0.045);
        double[] third = new double[9];
        Arrays.fill(third, 1.0 / 3);
        assertArrayEquals(third, square, 0.025);
    }

    @Test
    void constants() {
        SplittableRandom random = new SplittableRandom(1);
        assertArrayEquals(new double[] {2.5, 2.5}, Initializers.constant(2.5).values(1, 2, random));
        assertArrayEquals(new double[6], Initializers.zeros().values(3, 2, random));
    }

    @Test
    void badNumbersAreRefused() {
        double nan = Double.NaN;
        Refusal.of(IllegalArgumentException.class, () -> Initializers.he(nan), "slope NaN");
        Refusal.of(IllegalArgumentException.class, () -> Initializers.constant(nan), "value NaN");
        Refusal.of(IllegalArgumentException.class, () -> Initializers.orthogonal(nan), "gain NaN");
        Refusal.of(IllegalArgumentException.class, () -> Initializers.uniform(-1), "limit -1.0");
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
