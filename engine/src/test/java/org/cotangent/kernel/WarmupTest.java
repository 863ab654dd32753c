package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When vectors take over, with kernels that are slow on purpose. */
@Timeout(60)
class WarmupTest {
    /** Kernels over vectors, as far as the daemon knows. */
    private static final class Others extends PlainKernels {}

    private final Warmup warmup = new Warmup(Others::new, 1_000_000, 0);

    private Twin twin(Consumer<PlainKernels> trial) {
        return new Twin(false, trial, 1, warmup);
    }

    private static void slowly(boolean slow) {
        long end = System.nanoTime() + (slow ? 20_000 : 0);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Works until the twin is asked for. */
    private static void work(Twin twin) {
        for (double spent = 0; spent <= Twin.ENOUGH; spent += 50_000) {
            twin.takes(50_000);
        }
    }

    private static void await(Twin twin) throws InterruptedException {
        while (!twin.isTaken()) {
            Thread.sleep(1);
        }
    }

    /** Tried after the others: when it was, they have been. */
    private void awaitLast() throws InterruptedException {
        AtomicBoolean last = new AtomicBoolean();
        work(twin(k -> last.set(true)));
        while (!last.get()) {
            Thread.sleep(1);
        }
    }

    @Test
    void fasterOnesTakeOverAfterSomeWork() throws Exception {
        Thread[] caller = new Thread[1];
        Twin twin =
                twin(
                        k -> {
                            caller[0] = Thread.currentThread();
                            slowly(!(k instanceof Others));
                        });
        for (double spent = 0; spent < 0.9 * Twin.ENOUGH; spent += 50_000) {
            assertFalse(twin.takes(50_000));
        }
        Thread.sleep(50);
        assertFalse(twin.isTaken());
        assertEquals(null, caller[0], "nothing is tried before the work is worth it");
        work(twin);
        await(twin);
        assertTrue(twin.takes(64));
        assertFalse(twin.takes(63), "small arrays stay with plain loops");
        assertNotSame(Thread.currentThread(), caller[0]);
        assertTrue(caller[0].isDaemon());
        assertTrue(warmup.vectors() instanceof Others);
    }

    @Test
    void slowerOnesDoNot() throws Exception {
        Twin faster = twin(k -> slowly(!(k instanceof Others)));
        work(faster);
        await(faster);
        Twin slower = twin(k -> slowly(k instanceof Others));
        work(slower);
        awaitLast();
        assertFalse(slower.isTaken());
        assertFalse(slower.takes(1_000_000));
    }

    @Test
    void whereNoneIsFasterNoMoreAreTried() throws Exception {
        List<String> tried = new ArrayList<>();
        List<Twin> twins = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            twins.add(
                    twin(
                            k -> {
                                if (!tried.contains(name)) {
                                    tried.add(name);
                                }
                                slowly(k instanceof Others);
                            }));
            work(twins.get(twins.size() - 1));
        }
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("cotangent-warmup"))) {
            Thread.sleep(1);
        }
        assertEquals(List.of("one", "two"), tried);
    }

    @Test
    void everyOtherCallForTests() {
        Twin twin = new Twin(true, "some", 1, warmup);
        for (int i = 0; i < 10; i++) {
            assertEquals(i % 2 == 1, twin.takes(1));
        }
    }
}
