package org.cotangent.kernel;

import java.util.function.IntConsumer;

/**
 * A parallel loop over a range. The results must not depend on how the range is split, so that they
 * are the same to the last bit for any number of threads.
 */
final class Parallel {
    /** The system property that sets the number of threads. */
    static final String PROPERTY = "cotangent.threads";

    /** More threads than any machine has processors are a mistake, and cost memory. */
    private static final int MOST = 10_000;

    /** How many threads share a piece of work that is large enough. */
    static final int THREADS = threads(System.getProperty(PROPERTY));

    /** The fault of the property; null if there is none. */
    static final String REFUSAL =
            THREADS > 0
                    ? null
                    : PROPERTY
                            + ": \""
                            + System.getProperty(PROPERTY)
                            + "\"; it must be a whole number from 1 to "
                            + MOST;

    /** Pieces in the share of a thread: one that is slowed down leaves some to others. */
    private static final int PIECES = 4;

    private Parallel() {}

    /** The number that a property says, 0 if it says none that can be meant. */
    private static int threads(String wanted) {
        if (wanted == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(wanted.trim());
            return threads <= MOST ? Math.max(0, threads) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Runs work over 0 to n.
     *
     * @param n the end of the range
     * @param unit pieces begin at multiples of it
     * @param least the smallest range worth a thread of its own
     * @param piece the work
     */
    static void run(int n, int unit, int least, RangeTask piece) {
        int shares = n / Math.max(1, least);
        if (shares > 1) {
            KernelProvider.advise(shares);
        }
        int units = (n + unit - 1) / unit;
        int pieces = Math.min(units, PIECES * Math.min(THREADS, shares));
        boolean shared =
                THREADS > 1
                        && shares > 1
                        && pieces > 1
                        && WorkerPool.share(
                                shares, pieces, new Pieces(n, unit, units, pieces, piece));
        if (!shared) {
            piece.run(0, n);
        }
    }

    /**
     * Whether {@link #run} would do all in the calling thread. Kernels ask before they make a
     * lambda: the first ones of a process take milliseconds.
     *
     * @param n the end of the range
     * @param least the smallest range worth a thread of its own
     */
    static boolean isAlone(int n, int least) {
        int shares = n / least;
        if (shares > 1 && THREADS == 1) {
            KernelProvider.advise(shares);
        }
        return shares < 2 || THREADS == 1;
    }

    /** A range in pieces of whole units, by their numbers. */
    private record Pieces(int n, int unit, int units, int pieces, RangeTask piece)
            implements IntConsumer {
        @Override
        public void accept(int i) {
            int from = (int) ((long) units * i / pieces) * unit;
            int to = (int) ((long) units * (i + 1) / pieces) * unit;
            piece.run(from, Math.min(n, to));
        }
    }
}
