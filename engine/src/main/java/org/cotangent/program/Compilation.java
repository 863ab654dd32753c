package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * The straight-line bytecode of a program that runs often. A daemon thread makes it when there have
 * been so many runs, and tries it on arrays of its own, beside the interpreter. It takes over when
 * it gives the same bits and has been faster for some rounds. Functions of whole arrays may be of
 * users, and are nothing to be tried: a program that calls some is not compiled.
 */
final class Compilation {
    /** Runs after which a program is hot: about what it takes until compiling has paid. */
    static final int HOT = 50_000;

    /** Operations in a round, which are timed together. */
    private static final int ROUND = 10_000;

    /** Rounds in a row that bytecode must win. */
    private static final int WINS = 3;

    /** By so much it must be faster. */
    private static final double MARGIN = 0.95;

    /** Runs and nanoseconds after which a program stays with the interpreter. */
    private static final int TRIES = 30_000;

    private static final long PATIENCE = 2_000_000_000L;
    private static final long PATIENCE_FOR_OPERATION = 1_000_000;

    /** The same however few runs there were. */
    private static final int END = 10;

    /** The part of one processor that trials take: with one alone, the program has most of it. */
    private static final int SHARE = Runtime.getRuntime().availableProcessors() > 1 ? 2 : 10;

    private static final Queue<Compilation> REQUESTS = new ArrayDeque<>();
    private static boolean running;

    private final Slots slots;
    private final Interpreter interpreter;
    private volatile StraightCode code;
    private volatile String state;
    private boolean wanted;
    private int runs;

    /** A point of the user's, for the trial. */
    private double[] point;

    /**
     * Prepares it; makes it if the system property says so.
     *
     * @param slots the program
     * @param interpreter its interpreter
     * @throws IllegalArgumentException if the system property cannot be meant
     */
    Compilation(Slots slots, Interpreter interpreter) {
        this.slots = slots;
        this.interpreter = interpreter;
        Tier forced = Tier.chosen();
        if (slots.calls) {
            state = "the interpreter, since it calls functions of arrays";
        } else if (slots.operations > StraightCode.MOST) {
            state = "the interpreter, since it has so many";
        } else if (forced == Tier.COMPILED) {
            code = make();
        } else if (forced == Tier.INTERPRETER) {
            state = "the interpreter, as the system property " + Tier.PROPERTY + " says";
        } else {
            wanted = true;
            state = "the interpreter, until it has run often";
        }
    }

    /** The bytecode; null as long as the interpreter is to run. */
    StraightCode code() {
        return code;
    }

    /** What runs, in some words. */
    String explain() {
        return code != null ? "bytecode" : state;
    }

    /**
     * Takes notice of runs.
     *
     * @param count how many
     * @param x the point of the last
     */
    synchronized void ran(int count, double[] x) {
        runs += count;
        if (!wanted || runs < HOT) {
            return;
        }
        wanted = false;
        point = x.clone();
        state = "the interpreter, while bytecode is made";
        synchronized (REQUESTS) {
            REQUESTS.add(this);
            if (!running) {
                Thread thread =
                        new Thread(null, Compilation::compileAll, "cotangent-programs", 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(null);
                try {
                    thread.start();
                    running = true;
                } catch (OutOfMemoryError e) {
                    REQUESTS.clear(); // where no more threads can be had, interpreters go on
                }
            }
        }
    }

    private static void compileAll() {
        for (Compilation next = next(); next != null; next = next()) {
            try {
                next.compile();
            } catch (Throwable e) {
                next.state = "the interpreter, since bytecode could not be tried (" + e + ")";
            }
        }
    }

    private static Compilation next() {
        synchronized (REQUESTS) {
            Compilation next = REQUESTS.poll();
            running = next != null;
            return next;
        }
    }

    private void compile() {
        StraightCode made = make();
        double[] x = point;
        point = null;
        if (made != null && wins(made, x)) {
            code = made;
        }
    }

    /** The bytecode; null, and why is kept, if it cannot be made. */
    private StraightCode make() {
        try {
            StraightCode made = StraightCode.of(slots);
            if (made == null) {
                state = "the interpreter, since it has so many constants";
            }
            return made;
        } catch (Exception | Error e) { // native images throw errors of their own
            state = "the interpreter, since classes cannot be made here (" + e + ")";
            return null;
        }
    }

    private boolean wins(StraightCode made, double[] x) {
        double[] memory = interpreter.memory();
        double[] y = new double[slots.results.length];
        double[] expected = new double[y.length];
        made.runAll(x, y, memory);
        interpreter.run(x, expected, memory);
        if (!Arrays.equals(expected, y)) {
            state = "the interpreter, since bytecode gave other bits";
            return false;
        }
        int count = Math.max(1, ROUND / Math.max(1, slots.operations));
        long patience = PATIENCE + PATIENCE_FOR_OPERATION * slots.operations;
        long spent = 0;
        long tries = 0;
        for (int wins = 0; wins < WINS; tries += count) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                made.runAll(x, y, memory);
            }
            long between = System.nanoTime();
            for (int i = 0; i < count; i++) {
                interpreter.run(x, expected, memory);
            }
            long end = System.nanoTime();
            wins = between - start <= MARGIN * (end - between) ? wins + 1 : 0;
            spent += end - start;
            if (spent > END * patience || spent > patience && tries > TRIES) {
                state = "the interpreter, since bytecode was not faster";
                return false;
            }
            LockSupport.parkNanos((end - start) * (SHARE - 1));
        }
        return true;
    }
}
