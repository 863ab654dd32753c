package org.cotangent.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.kernel.Normal;
import org.junit.jupiter.api.Test;

class DrawsTest {
    @Test
    void aMillionDrawsAreTheSameOnEveryJdk() {
        SplittableRandom random = new SplittableRandom(5);
        long sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sum = 31 * sum + Double.doubleToRawLongBits(Draws.gaussian(random));
        }
        assertEquals(1287045651980192422L, sum);
    }

    @Test
    void drawsAreNormal() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 1_000_000;
        int[] below = new int[8];
        double[] powers = new double[5];
        int beyond = 0;
        for (int i = 0; i < n; i++) {
            double x = Draws.gaussian(random);
            for (int k = 1; k < powers.length; k++) {
                powers[k] += Math.pow(x, k) / n;
            }
            for (int k = 0; k < below.length; k++) {
                below[k] += x < 0.5 * k - 2 ? 1 : 0;
            }
            beyond += Math.abs(x) > Draws.TAIL ? 1 : 0;
        }
        assertEquals(0, powers[1], 4e-3);
        assertEquals(1, powers[2], 6e-3);
        assertEquals(0, powers[3], 16e-3);
        assertEquals(3, powers[4], 40e-3);
        for (int k = 0; k < below.length; k++) {
            double p = Normal.cdf(0.5 * k - 2);
            assertEquals(n * p, below[k], 4 * Math.sqrt(n * p * (1 - p)));
        }
        assertEquals(258.03, beyond, 4 * Math.sqrt(258.03));
    }

    /** P(x > 4), P(x > 4.5) and P(x > 5), each over P(x > TAIL) = 1.2902e-4. */
    @Test
    void theTailIsThatOfTheNormalDistribution() {
        SplittableRandom random = new SplittableRandom(2);
        int n = 1_000_000;
        int[] beyond = new int[3];
        for (int i = 0; i < n; i++) {
            double x = Draws.tail(random);
            for (int k = 0; k < 3; k++) {
                beyond[k] += x > 4 + 0.5 * k ? 1 : 0;
            }
        }
        double[] expected = {3.16712418e-5, 3.39767312e-6, 2.86651572e-7};
        for (int k = 0; k < 3; k++) {
            double mean = n * expected[k] / 1.29016244e-4;
            assertEquals(mean, beyond[k], 4 * Math.sqrt(mean));
        }
    }

    @Test
    void aGeneratorWithAMethodOfItsOwnIsAsked() {
        assertEquals(new Random(3).nextGaussian(), Draws.gaussian(new Random(3)));
        RandomGenerator seven =
                new RandomGenerator() {
                    @Override
                    public long nextLong() {
                        return 0;
                    }

                    @Override
                    public double nextGaussian() {
                        return 7;
                    }
                };
        assertEquals(7, Draws.gaussian(seven));
    }
}
