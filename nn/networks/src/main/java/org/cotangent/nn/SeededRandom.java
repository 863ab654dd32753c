package org.cotangent.nn;

import java.util.random.RandomGenerator;
import org.cotangent.internal.Draws;

/**
 * A random generator whose state can be saved and restored: xoshiro256++ of D. Blackman and S.
 * Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021, with its 256 bits of
 * state filled from the seed by SplitMix64, as its authors advise. Period 2^256 - 1.
 *
 * <p>The generators of the Java library do not give access to their state, so a training that uses
 * one cannot be saved half way. Not for secrets, and not for several threads at once.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * random.nextDouble();
 * State saved = random.state();
 * double next = random.nextGaussian();
 * random.restore(saved);
 * random.nextGaussian() == next;   // true
 * }</pre>
 */
public final class SeededRandom implements RandomGenerator, Stateful {
    private static final long SPLIT = 0x9e3779b97f4a7c15L;
    private static final String KIND = "xoshiro256++";

    private final long seed;
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    /**
     * A generator.
     *
     * @param seed any number; the same seed gives the same numbers
     */
    public SeededRandom(long seed) {
        this.seed = seed;
        // SplitMix64 never returns four zeros in a row: it visits each number once
        s0 = mixed(seed + SPLIT);
        s1 = mixed(seed + 2 * SPLIT);
        s2 = mixed(seed + 3 * SPLIT);
        s3 = mixed(seed + 4 * SPLIT);
    }

    private static long mixed(long x) {
        long z = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** The same on every JDK, which the method that is overridden does not promise. */
    @Override
    public double nextGaussian() {
        return Draws.ofBits(this);
    }

    @Override
    public State state() {
        return new State(KIND).with("s", new long[] {s0, s1, s2, s3});
    }

    @Override
    public void restore(State state) {
        long[] s = state.require(KIND).longs("s");
        if (s.length != 4 || (s[0] | s[1] | s[2] | s[3]) == 0) {
            // of zeros only it would give zeros for ever
            throw state.wrong("s", "four whole numbers that are not all 0");
        }
        s0 = s[0];
        s1 = s[1];
        s2 = s[2];
        s3 = s[3];
    }

    /**
     * The seed that this generator was made with.
     *
     * @return as "seed 7"
     */
    @Override
    public String toString() {
        return "seed " + seed;
    }
}
