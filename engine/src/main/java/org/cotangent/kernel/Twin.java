package org.cotangent.kernel;

import java.util.Locale;

/**
 * One kernel in its two forms of equal bits: by plain loops at first, by vectors as soon as these
 * are known to be faster.
 */
final class Twin {
    /** Fewer elements are not worth a vector. */
    private static final int SMALL = 64;

    /**
     * Nanoseconds in plain loops after which vectors are warmed: about what that takes, so that a
     * program that ends then has not paid twice for nothing.
     */
    static final double ENOUGH = 300e6;

    /** An enumerated kernel, or the name of another; see {@link Trials#of}. */
    final Object kernel;

    private final double cost;
    private final Warmup warmup;

    /** Nanoseconds that plain loops have taken, by estimate; threads may lose some. */
    private double spent;

    private boolean requested;
    private volatile boolean taken;

    /** Whether every other call is by vectors, and how many there were. */
    private final boolean alternates;

    private int calls;

    /**
     * Creates one.
     *
     * @param alternates whether every other call is by vectors, for tests
     * @param cost nanoseconds that a plain loop takes for a unit of work, roughly
     * @param warmup is asked, once, when vectors are to be warmed
     */
    Twin(boolean alternates, Object kernel, double cost, Warmup warmup) {
        this.alternates = alternates;
        this.kernel = kernel;
        this.cost = cost;
        this.warmup = warmup;
    }

    /**
     * Whether work is to be done by vectors.
     *
     * @param n units of work: elements, multiplications
     */
    boolean takes(long n) {
        if (alternates) {
            return (calls++ & 1) == 1;
        }
        if (n < SMALL) {
            return false;
        }
        if (!taken && !requested) {
            spent += n * cost;
            if (spent > ENOUGH) {
                requested = true;
                warmup.request(this);
            }
        }
        return taken;
    }

    String name() {
        return kernel.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean isTaken() {
        return taken;
    }

    /** From now on vectors do the work. */
    void take() {
        taken = true;
    }
}
