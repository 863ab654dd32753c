package org.cotangent.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/** Measurements of memory in bytes. */
final class Memory {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final MemoryMXBean HEAP = ManagementFactory.getMemoryMXBean();

    private Memory() {}

    /** The bytes that work allocates in this thread, whatever becomes of them. */
    static long allocated(Supplier<?> work) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        work.get();
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    /** The bytes that a thing holds: the heap in use after collecting garbage, with and without. */
    static long retained(Supplier<?> maker) {
        long before = used();
        Object held = maker.get();
        long after = used();
        Reference.reachabilityFence(held);
        return after - before;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return HEAP.getHeapMemoryUsage().getUsed();
    }
}
