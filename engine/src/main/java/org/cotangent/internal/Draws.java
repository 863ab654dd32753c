package org.cotangent.internal;

import java.util.random.RandomGenerator;
import org.cotangent.kernel.Elementary;

/**
 * Normal draws that are the same on every JDK.
 *
 * <p>{@link RandomGenerator#nextGaussian} is open to change, and JDK 17 and 25 differ: in the tail,
 * beyond 3.636, where one draws fewer random bits than the other, so that all later numbers are
 * others. The tail is drawn here, the rest by the JDK, whose numbers there agree.
 */
public final class Draws {
    /** Where the tail of the JDK's method begins. */
    static final double TAIL = 3.6360066255009457;

    /** Whether the generators of a class have a method of their own, as java.util.Random has. */
    private static final ClassValue<Boolean> OWN =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    try {
                        Class<?> owner = type.getMethod("nextGaussian").getDeclaringClass();
                        return owner != RandomGenerator.class;
                    } catch (NoSuchMethodException e) {
                        throw new AssertionError(e);
                    }
                }
            };

    private Draws() {}

    /**
     * A draw from the standard normal distribution.
     *
     * @param random the generator; one whose class overrides {@code nextGaussian} is asked itself
     * @return a number
     */
    public static double gaussian(RandomGenerator random) {
        return OWN.get(random.getClass()) ? random.nextGaussian() : ofBits(random);
    }

    /**
     * A draw from the standard normal distribution, from the random bits of a generator alone.
     *
     * @param random the generator
     * @return a number
     */
    public static double ofBits(RandomGenerator random) {
        Bits bits = new Bits(random);
        double x = bits.nextGaussian();
        if (bits.count == 1) {
            return x;
        }
        // the first two numbers choose a layer or the tail, those after them a place in it
        bits.count = 0;
        bits.rest = random;
        return Math.abs(x) > TAIL ? Math.copySign(tail(random), x) : bits.nextGaussian();
    }

    /** A draw beyond TAIL: G. Marsaglia and W. W. Tsang, SIAM J. Sci. Stat. Comput. 5, 1984. */
    static double tail(RandomGenerator random) {
        double x;
        double y;
        do {
            x = -Elementary.log(1 - random.nextDouble()) / TAIL;
            y = -Elementary.log(1 - random.nextDouble());
        } while (2 * y < x * x);
        return TAIL + x;
    }

    /**
     * Two random numbers that can be read again, and after them others: from a sequence that is
     * always the same, to see how the two are used, or from the generator.
     */
    private static final class Bits implements RandomGenerator {
        private static final long STEP = 0x9e3779b97f4a7c15L;

        private final RandomGenerator random;
        private final long first;
        private long second;
        private boolean hasSecond;
        private RandomGenerator rest;
        private int count;

        Bits(RandomGenerator random) {
            this.random = random;
            first = random.nextLong();
        }

        @Override
        public long nextLong() {
            int place = count++;
            if (place == 0) {
                return first;
            }
            if (place == 1) {
                if (!hasSecond) {
                    second = random.nextLong();
                    hasSecond = true;
                }
                return second;
            }
            if (rest != null) {
                return rest.nextLong();
            }
            long z = place * STEP; // SplitMix64
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }
    }
}
