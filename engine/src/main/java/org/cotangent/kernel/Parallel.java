package org.cotangent.kernel;

/**
 * Work over a range, divided among threads.
 *
 * <p>What a piece computes must not depend on where it begins or ends: then the results are the
 * same to the last bit for any number of threads.
 */
final class Parallel {
    /** The system property that sets the number of threads. */
    static final String PROPERTY = "cotangent.threads";

    /** How many threads share a piece of work that is large enough. */
    static final int THREADS = threads();

    /** Pieces in the share of a thread: one that is slowed down leaves some to others. */
    private static final int PIECES = 4;

    private Parallel() {}

    private static int threads() {
        int all = Runtime.getRuntime().availableProcessors();
        String wanted = System.getProperty(PROPERTY);
        if (wanted == null) {
            return all;
        }
        try {
            int threads = Integer.parseInt(wanted.trim());
            if (threads >= 1) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                PROPERTY + ": \"" + wanted + "\"; it must be a whole number of at least 1");
    }

    /**
     * Runs work over 0 to n.
     *
     * @param n the end of the range
     * @param unit pieces begin at multiples of it
     * @param least the smallest range worth a thread of its own
     * @param piece the work
     */
    static void run(int n, int unit, int least, Piece piece) {
        int shares = n / Math.max(1, least);
        int units = (n + unit - 1) / unit;
        int pieces = Math.min(units, PIECES * Math.min(THREADS, shares));
        boolean shared =
                THREADS > 1
                        && shares > 1
                        && pieces > 1
                        && Crew.share(
                                shares,
                                pieces,
                                i -> {
                                    int from = (int) ((long) units * i / pieces) * unit;
                                    int to = (int) ((long) units * (i + 1) / pieces) * unit;
                                    piece.run(from, Math.min(n, to));
                                });
        if (!shared) {
            piece.run(0, n);
        }
    }
}
