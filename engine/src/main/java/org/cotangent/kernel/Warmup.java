package org.cotangent.kernel;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The daemon thread that warms vector kernels. Until the JIT compiler has compiled it, a kernel
 * over vectors takes a thousand times as long, since every vector is an object. So it is called on
 * small arrays here, beside its plain twin, and takes over when it has been faster for some rounds.
 * The thread is started when a kernel is asked for, and ends when none is left.
 */
final class Warmup implements Runnable {
    /** Calls in a round, which are timed together. */
    private static final int CALLS = 16;

    /** Rounds in a row that vectors must win. */
    private static final int WINS = 3;

    /** By so much vectors must be faster. */
    private static final double MARGIN = 0.95;

    /** Rounds and nanoseconds after which a kernel stays with plain loops. */
    static final int ROUNDS = 2_000;

    private static final long PATIENCE = 3_000_000_000L;

    /** Nanoseconds after which it does however few rounds there were. */
    private static final long END = 30_000_000_000L;

    /**
     * Nanoseconds after the first use of kernels before which none is warmed: the program's own
     * code is being compiled then, and has the processors for itself.
     */
    private static final long QUIET = 1_000_000_000L;

    /** Kernels that were given up, with none taken over, after which no other is tried. */
    private static final int HOPELESS = 2;

    /** With one processor, the program has nine tenths of it. */
    private static final int SHARE = Runtime.getRuntime().availableProcessors() > 1 ? 1 : 10;

    private final Supplier<PlainKernels> loader;
    private final long patience;
    private final long start; // when the first may be warmed, by System.nanoTime()
    private final Queue<Twin> requests = new ArrayDeque<>();
    private final PlainKernels plain = new PlainKernels();
    private volatile PlainKernels vectors;
    private boolean running;
    private int given;
    private int taken;

    Warmup() {
        this(null, PATIENCE, QUIET);
    }

    /**
     * Creates one.
     *
     * @param loader gives the kernels over vectors, null if there are none; itself null for those
     *     of this library, without a lambda in the way of the first call
     * @param patience nanoseconds after which a kernel stays with plain loops
     * @param quiet nanoseconds from now before which none is warmed
     */
    Warmup(Supplier<PlainKernels> loader, long patience, long quiet) {
        this.loader = loader;
        this.patience = patience;
        this.start = System.nanoTime() + quiet;
    }

    /** Asks that a kernel be warmed. */
    synchronized void request(Twin twin) {
        requests.add(twin);
        if (!running) {
            Thread thread = new Thread(null, this, "cotangent-warmup", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            try {
                thread.start();
                running = true;
            } catch (OutOfMemoryError e) {
                requests.clear(); // where no more threads can be had, plain loops go on
            }
        }
    }

    /** The kernels over vectors; null before the first is asked for, or where there are none. */
    PlainKernels vectors() {
        return vectors;
    }

    /** Loads the kernels over vectors, in the calling thread. */
    PlainKernels load() {
        if (vectors == null) {
            PlainKernels loaded = loader == null ? KernelProvider.vectors() : loader.get();
            if (loaded != null) {
                mix(loaded);
            }
            vectors = loaded;
        }
        return vectors;
    }

    @Override
    public void run() {
        for (long left = left(); left > 0; left = left()) {
            LockSupport.parkNanos(left);
        }
        for (Twin twin = next(); twin != null; twin = next()) {
            try {
                tryOut(twin);
            } catch (Throwable e) {
                given = HOPELESS; // whatever it was, plain loops go on
                taken = 0;
            }
        }
    }

    private long left() {
        return start - System.nanoTime();
    }

    private void tryOut(Twin twin) {
        if (taken == 0 && given >= HOPELESS || load() == null) {
            return;
        }
        if (wins(Trials.of(twin.kernel))) {
            taken++;
            twin.take();
        } else {
            given++;
        }
    }

    private synchronized Twin next() {
        Twin twin = requests.poll();
        running = twin != null;
        return twin;
    }

    /**
     * Calls functions in turn, before any is called often: the JIT compiler inlines what it has
     * seen alone, and too many vector operations in one method are never compiled well.
     */
    private static void mix(PlainKernels kernels) {
        Consumer<PlainKernels>[] trials = Trials.ofFew();
        for (int round = 0; round < 60; round++) {
            for (Consumer<PlainKernels> trial : trials) {
                trial.accept(kernels);
            }
        }
    }

    private boolean wins(Consumer<PlainKernels> trial) {
        long start = System.nanoTime();
        int wins = 0;
        for (int round = 0; wins < WINS; round++) {
            long before = System.nanoTime();
            long byVectors = time(trial, vectors);
            long byLoops = time(trial, plain);
            wins = byVectors <= MARGIN * byLoops ? wins + 1 : 0;
            long now = System.nanoTime();
            long spent = (now - start) / SHARE;
            if (spent > END || spent > patience && round > ROUNDS) {
                return false;
            }
            if (SHARE > 1) {
                LockSupport.parkNanos((now - before) * (SHARE - 1));
            }
        }
        return true;
    }

    private static long time(Consumer<PlainKernels> trial, PlainKernels kernels) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            trial.accept(kernels);
        }
        return System.nanoTime() - start;
    }
}
