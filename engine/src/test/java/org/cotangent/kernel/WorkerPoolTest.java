package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Work that is shared: done once, all of it, whoever helps. */
class WorkerPoolTest {
    /** Enough to call helpers who sleep. */
    private static final int MUCH = 100;

    private static void share(int pieces, IntConsumer piece) {
        assertTrue(WorkerPool.share(MUCH, pieces, piece));
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static Thread helper() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cotangent-1") && thread.isAlive())
                .findFirst()
                .orElse(null);
    }

    @Test
    void everyPieceIsDoneOnceAndBeforeTheEnd() {
        for (int round = 0; round < 3000; round++) {
            int pieces = 1 + round % 17;
            AtomicIntegerArray done = new AtomicIntegerArray(pieces);
            int[] plain = new int[pieces];
            share(
                    pieces,
                    i -> {
                        done.incrementAndGet(i);
                        plain[i] = i + 1;
                    });
            for (int i = 0; i < pieces; i++) {
                assertEquals(1, done.get(i));
                assertEquals(i + 1, plain[i]); // written by another thread, seen by this one
            }
            if (round % 500 == 0) {
                sleep(2); // helpers fall asleep meanwhile
            }
        }
    }

    @Test
    void helpersHelp() {
        if (Parallel.THREADS == 1) {
            return; // there is none
        }
        meet();
        sleep(100); // they are asleep then, and would be for ten seconds
        meet();
    }

    private static void meet() {
        // two pieces that wait for each other: one thread alone would wait for ever
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger met = new AtomicInteger();
        share(
                2,
                i -> {
                    both.countDown();
                    try {
                        met.addAndGet(both.await(5, TimeUnit.SECONDS) ? 1 : 0);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertEquals(2, met.get());
    }

    @Test
    void whatAPieceThrowsIsThrownWhenAllHaveEnded() {
        IllegalStateException mine = new IllegalStateException("piece 3");
        AtomicInteger running = new AtomicInteger();
        Throwable thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                WorkerPool.share(
                                        MUCH,
                                        8,
                                        i -> {
                                            running.incrementAndGet();
                                            if (i == 3) {
                                                running.decrementAndGet();
                                                throw mine;
                                            }
                                            sleep(3);
                                            running.decrementAndGet();
                                        }));
        assertSame(mine, thrown);
        assertEquals(0, running.get());
        assertThrows(StackOverflowError.class, () -> share(4, i -> endless(i)));
        everyPieceIsDoneOnceAndBeforeTheEnd();
    }

    private static int endless(int i) {
        return endless(i + 1) + 1;
    }

    @Test
    void aPieceHasNoHelpersOfItsOwn() {
        AtomicInteger refused = new AtomicInteger();
        share(
                6,
                i -> {
                    if (!WorkerPool.share(MUCH, 2, j -> {})) {
                        refused.incrementAndGet();
                    }
                });
        assertEquals(6, refused.get());
        int[] sum = {0};
        share(1, i -> Parallel.run(1 << 20, 1, 1, (from, to) -> sum[0] += to - from));
        assertEquals(1 << 20, sum[0], "alone, but done");
    }

    @Test
    void severalThreadsAtATime() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        Thread[] users = new Thread[4];
        for (int u = 0; u < users.length; u++) {
            users[u] =
                    new Thread(
                            () -> {
                                for (int round = 0; round < 500; round++) {
                                    AtomicInteger sum = new AtomicInteger();
                                    Parallel.run(
                                            1000, 10, 50, (from, to) -> sum.addAndGet(to - from));
                                    wrong.addAndGet(sum.get() == 1000 ? 0 : 1);
                                }
                            });
            users[u].start();
        }
        for (Thread user : users) {
            user.join();
        }
        assertEquals(0, wrong.get());
    }

    @Test
    void nothingOfTheWorkIsKept() {
        WeakReference<double[]> array = new WeakReference<>(use(new double[1000]));
        for (int i = 0; array.get() != null && i < 500; i++) {
            System.gc();
            sleep(10);
        }
        assertNull(array.get());
    }

    private static double[] use(double[] array) {
        share(10, i -> array[i] = i);
        return array;
    }

    @Test
    void helpersAreDaemonsAndEndIfInterrupted() throws InterruptedException {
        if (Parallel.THREADS == 1) {
            return;
        }
        helpersHelp();
        Thread helper = helper();
        assertTrue(helper.isDaemon());
        assertNull(helper.getContextClassLoader());
        helper.interrupt();
        helper.join(5_000); // less than helpers are kept
        assertFalse(helper.isAlive());
        helpersHelp(); // another one has come
        assertTrue(helper() != helper && helper() != null);
    }

    @Test
    void piecesBeginAtUnitsAndCoverTheRange() {
        for (int n : new int[] {0, 1, 7, 63, 64, 65, 1000, 1023}) {
            for (int unit : new int[] {1, 4, 64}) {
                AtomicIntegerArray seen = new AtomicIntegerArray(n);
                Parallel.run(
                        n,
                        unit,
                        1,
                        (from, to) -> {
                            assertEquals(0, from % unit);
                            for (int i = from; i < to; i++) {
                                seen.incrementAndGet(i);
                            }
                        });
                for (int i = 0; i < n; i++) {
                    assertEquals(1, seen.get(i));
                }
            }
        }
    }
}
