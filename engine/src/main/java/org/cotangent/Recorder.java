package org.cotangent;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread's state of recording: whether it records, and the numbers it may give to new nodes.
 *
 * <p>Threads take numbers in blocks, so that counting is not shared, and a block is left early when
 * an input made by another thread has a number too large for it: a node's number always exceeds
 * those of its inputs, and no number is given twice.
 */
final class Recorder {
    private static final int BLOCK = 1024;
    private static final AtomicLong BLOCKS = new AtomicLong();
    private static final ThreadLocal<Recorder> CURRENT = ThreadLocal.withInitial(Recorder::new);

    /** Whose a recorder is: an object that nobody writes to, so that others may look at it. */
    private static final class Owner extends WeakReference<Thread> {
        private final Recorder recorder;

        Owner(Recorder recorder) {
            super(Thread.currentThread());
            this.recorder = recorder;
        }
    }

    // the thread that took numbers last: asked first, for a ThreadLocal costs a quarter of
    // recording an operation on numbers. Any thread may see an old one; it is asked whose it is
    private static Owner recent;

    private final Owner owner = new Owner(this);
    private boolean off;
    private boolean tangents;
    private long next;
    private long end;

    private Note.Scope scope;
    private boolean detecting;
    private boolean plain = true; // neither a scope nor detection: nothing to note

    private Recorder() {}

    static Recorder current() {
        Owner likely = recent;
        return likely != null && likely.refersTo(Thread.currentThread())
                ? likely.recorder
                : CURRENT.get();
    }

    boolean records() {
        return !off;
    }

    /** A pool may have cleared the thread's locals between two tasks; the recent one would stay. */
    private void hold() {
        if (CURRENT.get() != this) {
            CURRENT.set(this);
        }
    }

    /** Stops recording, or starts it again; returns what was so that it can be put back. */
    boolean setOff(boolean now) {
        hold();
        boolean before = off;
        off = now;
        return before;
    }

    /** Whether the adjoints of the pass that runs are tangents, with zeros that are not strong. */
    boolean sweepsTangents() {
        return tangents;
    }

    /** Says what the adjoints of a pass are; returns what was so that it can be put back. */
    boolean setTangents(boolean now) {
        hold();
        boolean before = tangents;
        tangents = now;
        return before;
    }

    /** Enters a scope, or leaves one. */
    void setScope(Note.Scope now) {
        hold();
        scope = now;
        plain = scope == null && !detecting;
    }

    Note.Scope scope() {
        return scope;
    }

    boolean detects() {
        return detecting;
    }

    /** Starts or stops looking for numbers that are not finite; returns what was. */
    boolean setDetecting(boolean now) {
        hold();
        boolean before = detecting;
        detecting = now;
        plain = scope == null && !detecting;
        return before;
    }

    /** What every recorded node passes through when it is new. */
    Tensor made(Tensor node) {
        if (plain) {
            return node;
        }
        StackTraceElement madeAt = detecting ? Anomalies.userLine() : null;
        node.with(new Note(null, scope, madeAt, Note.Origin.NO_GRADIENT));
        if (detecting) {
            Anomalies.check(node);
        }
        return node;
    }

    /** A number larger than those of the inputs. */
    long number(long largestInput) {
        if (next >= end || largestInput >= next) {
            next = BLOCKS.incrementAndGet() * BLOCK;
            end = next + BLOCK;
            recent = owner;
        }
        return next++;
    }
}
