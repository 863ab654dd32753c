package org.cotangent;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Scope;

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

    // a thread's locals live as long as the thread, which may be longer than this class and its
    // loader are wanted: they hold nothing of this library by more than a weak reference
    private static final ThreadLocal<WeakReference<Recorder>> CURRENT = new ThreadLocal<>();
    private static final ConcurrentHashMap<Owner, Owner> ALL = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Thread> ENDED = new ReferenceQueue<>();

    /** Whose a recorder is: an object that nobody writes to, so that others may look at it. */
    private static final class Owner extends WeakReference<Thread> {
        private final Recorder recorder;
        private final int hash;

        Owner(Recorder recorder) {
            super(Thread.currentThread(), ENDED);
            this.recorder = recorder;
            hash = System.identityHashCode(Thread.currentThread());
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /** Owners of the same thread; one whose thread is gone equals itself alone. */
        @Override
        public boolean equals(Object other) {
            Thread thread = get();
            return this == other
                    || thread != null && other instanceof Owner owner && owner.refersTo(thread);
        }
    }

    // fast path: the recorder used last. Racy by design: it is checked against the current thread
    private static Owner recent;

    private final Owner owner = new Owner(this);
    private boolean off;
    private boolean tangents;
    private long next;
    private long end;

    private static final List<Observer<?>> OBSERVERS = new CopyOnWriteArrayList<>();

    /**
     * Whether any thread has an observer: a read of numbers need not look for its recorder else.
     */
    static volatile boolean anyObserved;

    private Map<?, ?> masks;
    private Scope scope;
    private Observer<?> observer;
    private boolean plain = true; // neither a scope nor an observer: nothing to note

    private Recorder() {}

    static Recorder current() {
        Owner likely = recent;
        if (likely != null && likely.refersTo(Thread.currentThread())) {
            return likely.recorder;
        }
        WeakReference<Recorder> held = CURRENT.get();
        Recorder recorder = held == null ? null : held.get();
        return recorder != null ? recorder : found();
    }

    /** The thread's recorder, a new one if it has none; a pool may have cleared its locals. */
    private static Recorder found() {
        for (Object ended = ENDED.poll(); ended != null; ended = ENDED.poll()) {
            ALL.remove(ended);
        }
        Owner fresh = new Recorder().owner;
        Owner before = ALL.putIfAbsent(fresh, fresh);
        Recorder recorder = (before == null ? fresh : before).recorder;
        CURRENT.set(new WeakReference<>(recorder));
        return recorder;
    }

    boolean records() {
        return !off;
    }

    /** Stops recording, or starts it again; returns what was so that it can be put back. */
    boolean setOff(boolean now) {
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
        boolean before = tangents;
        tangents = now;
        return before;
    }

    /** Enters a scope, or leaves one; returns what was. */
    Scope setScope(Scope now) {
        Scope before = scope;
        scope = now;
        plain = scope == null && observer == null;
        return before;
    }

    /** The observer of this thread, or null. */
    @SuppressWarnings("unchecked")
    <T> Observer<T> observer() {
        return (Observer<T>) observer;
    }

    /** Sets or takes away the observer; returns what was. */
    @SuppressWarnings("unchecked")
    <T> Observer<T> setObserver(Observer<T> now) {
        Observer<T> before = (Observer<T>) observer;
        observer = now;
        plain = scope == null && observer == null;
        synchronized (OBSERVERS) { // one by one: the list and what is said of it
            if (now != null) {
                OBSERVERS.add(now);
            }
            OBSERVERS.remove(before);
            anyObserved = !OBSERVERS.isEmpty();
        }
        return before;
    }

    /** The observers of all threads. */
    @SuppressWarnings("unchecked")
    static <T> Iterable<Observer<T>> observers() {
        return (Iterable<Observer<T>>) (Iterable<?>) OBSERVERS;
    }

    /** Whether constants that are taken out of the graph are to be nodes of it. */
    boolean recordsPrograms() {
        return !off && observer != null && observer.wantsWholePrograms();
    }

    /** Whether new nodes are complete as they are. */
    boolean isPlain() {
        return plain;
    }

    Scope scope() {
        return scope;
    }

    /** Of the recorded pass that runs, the masks that were found in it so far. */
    @SuppressWarnings("unchecked")
    <K, V> Map<K, V> masks() {
        if (masks == null) {
            masks = new IdentityHashMap<>();
        }
        return (Map<K, V>) masks;
    }

    /** Begins with other masks; returns those before. */
    Map<?, ?> setMasks(Map<?, ?> now) {
        Map<?, ?> before = masks;
        masks = now;
        return before;
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
