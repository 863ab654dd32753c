package org.cotangent.kernel;

import java.util.function.Consumer;

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

    final String name;

    /** Calls the kernel on arrays of the trial's own, for some microseconds. */
    final Consumer<PlainKernels> trial;

    private final double cost;
    private final Consumer<Twin> request;

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
     * @param request asks that vectors be warmed; called once
     */
    Twin(
            boolean alternates,
            String name,
            double cost,
            Consumer<PlainKernels> trial,
            Consumer<Twin> request) {
        this.alternates = alternates;
        this.name = name;
        this.cost = cost;
        this.trial = trial;
        this.request = request;
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
                request.accept(this);
            }
        }
        return taken;
    }

    boolean isTaken() {
        return taken;
    }

    /** From now on vectors do the work. */
    void take() {
        taken = true;
    }
}
