package org.cotangent.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A pool of daemon threads that share the range of one task at a time with the thread that asks for
 * it. Workers spin for 200 µs before they park, since unparking takes longer than most operations.
 *
 * <p>Parts of the range are taken one at a time, by the calling thread too: the task is done even
 * if no worker is free, and a thread on a busy processor does fewer parts.
 */
final class WorkerPool {
    /** Nanoseconds of spinning; none where threads would take processors from each other. */
    private static final long LOOKOUT =
            Parallel.THREADS <= Runtime.getRuntime().availableProcessors() ? 200_000 : 0;

    /** Nanoseconds after which a helper that sleeps is dismissed. */
    private static final long KEPT = 10_000_000_000L;

    /** Looks from one reading of the clock, or one yielding, to the next. */
    private static final int LOOKS = 64;

    /** Shares of work, done without helpers who sleep, after which it pays to wake them. */
    private static final int PAYS = 16;

    private static final AtomicReferenceArray<Helper> HELPERS =
            new AtomicReferenceArray<>(Math.max(0, Parallel.THREADS - 1));

    /** Whether somebody has the helpers. */
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    /** The work at hand, or null. */
    private static volatile Work work;

    /** How much work there has been; read and written by whoever has the helpers. */
    private static long turns;

    /** Shares of work since helpers were called the last time; see {@link #turns}. */
    private static long owed;

    private WorkerPool() {}

    /**
     * Does all pieces of some work, with helpers.
     *
     * @param shares how many threads it is worth, this one included
     * @param pieces how many pieces there are
     * @param piece does one of them, in any thread
     * @return false if nothing was done since the helpers are busy: with the work of another
     *     thread, or with that of which this is a piece
     */
    static boolean share(int shares, int pieces, IntConsumer piece) {
        if (!TAKEN.compareAndSet(false, true)) {
            return false;
        }
        Work mine;
        try {
            int threads = Math.min(Parallel.THREADS, shares);
            owed += shares;
            boolean calls = owed >= PAYS;
            if (calls) {
                owed = 0;
            }
            mine = new Work(++turns, calls ? threads : 0, pieces, piece);
            work = mine;
            mine.callHelpers(0);
            mine.help();
            mine.await();
        } finally {
            work = null;
            TAKEN.set(false);
        }
        mine.check();
        return true;
    }

    private static final class Work {
        final long turn;
        private final int called;
        private final int pieces;
        private final IntConsumer piece;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Throwable failure;

        /**
         * Creates work.
         *
         * @param called how many threads are called to it; others come if they are awake
         */
        Work(long turn, int called, int pieces, IntConsumer piece) {
            this.turn = turn;
            this.called = called;
            this.pieces = pieces;
            this.piece = piece;
        }

        /** Calls the two helpers below a place in a tree; they call those below theirs. */
        void callHelpers(int place) {
            for (int below = 2 * place + 1; below <= 2 * place + 2 && below < called; below++) {
                Helper.call(below);
            }
        }

        /** Does pieces as long as there are some. */
        void help() {
            for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
                try {
                    if (failure == null) {
                        piece.accept(i);
                    }
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        /** Waits for pieces that helpers have begun. */
        void await() {
            for (int looks = 1; done.get() < pieces; looks++) {
                if (LOOKOUT == 0 || looks % LOOKS == 0) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
        }

        /** Throws what a piece has thrown. */
        void check() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private static final class Helper implements Runnable {
        private final int place;
        private final Thread thread;
        private volatile boolean asleep;
        private volatile boolean gone;

        Helper(int place) {
            this.place = place;
            thread = new Thread(null, this, "cotangent-" + place, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
        }

        /** Makes sure that the helper of a place learns of the work. */
        static void call(int place) {
            Helper helper = HELPERS.get(place - 1);
            if (helper == null || helper.gone) {
                Helper another = new Helper(place);
                if (HELPERS.compareAndSet(place - 1, helper, another)) {
                    another.start();
                }
            } else if (helper.asleep) {
                LockSupport.unpark(helper.thread);
            }
        }

        /** Starts, or is gone at once where no more threads can be had. */
        private void start() {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                gone = true; // the work is done without
            }
        }

        @Override
        public void run() {
            try {
                long seen = 0;
                while (seen >= 0) {
                    seen = turn(seen);
                }
            } finally {
                gone = true;
            }
        }

        /**
         * Waits for work and helps with it; nothing of it is kept.
         *
         * @return its number, -1 if none came
         */
        private long turn(long seen) {
            Work next = lookOut(seen);
            if (next == null) {
                next = rest(seen);
            }
            if (next == null) {
                return -1;
            }
            next.callHelpers(place);
            next.help();
            return next.turn;
        }

        private static Work lookOut(long seen) {
            long start = System.nanoTime();
            for (int looks = 1; ; looks++) {
                Work next = work;
                if (next != null && next.turn != seen) {
                    return next;
                }
                if (LOOKOUT == 0 || looks % LOOKS == 0 && System.nanoTime() - start > LOOKOUT) {
                    return null;
                }
                Thread.onSpinWait();
            }
        }

        /** Work, or null if none came for long or somebody wants the thread to end. */
        private Work rest(long seen) {
            long start = System.nanoTime();
            asleep = true;
            try {
                while (true) {
                    Work next = work;
                    if (next != null && next.turn != seen) {
                        return next;
                    }
                    long left = start + KEPT - System.nanoTime();
                    if (left <= 0 || Thread.interrupted()) {
                        return null;
                    }
                    LockSupport.parkNanos(this, left);
                }
            } finally {
                asleep = false;
            }
        }
    }
}
