package org.cotangent.internal;

import org.cotangent.kernel.ArrayKernels;

/** A parallel loop over a range, by the threads of the kernels. */
public final class ParallelFor {
    private ParallelFor() {}

    /** The work on a part of a range. */
    @FunctionalInterface
    public interface RangeTask {
        /**
         * Processes the range [from, to). The result must not depend on how the range was split.
         *
         * @param from where it begins
         * @param to where it ends, exclusive
         */
        void run(int from, int to);
    }

    /**
     * Does work over 0 to n, in pieces by several threads if there is enough of it.
     *
     * @param n the end of the range
     * @param unit pieces begin at multiples of it
     * @param least the smallest range worth a thread of its own
     * @param task the work
     */
    public static void range(int n, int unit, int least, RangeTask task) {
        ArrayKernels.share(n, unit, least, task::run);
    }
}
