package org.cotangent.door;

import org.cotangent.kernel.Loops;

/** Large pieces of work, shared with the threads of the kernels. */
public final class Share {
    private Share() {}

    /** A piece of work. */
    @FunctionalInterface
    public interface Piece {
        /**
         * Does what lies from an index to below another, and nothing that depends on which pieces
         * there are.
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
     * @param piece the work
     */
    public static void run(int n, int unit, int least, Piece piece) {
        Loops.share(n, unit, least, piece::run);
    }
}
