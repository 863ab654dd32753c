package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What nodes weigh, and that nothing lives longer than it is held. */
class LifeTest {
    private static final int STEPS = 100_000;

    @Test
    void aScalarNodeWeighsAtMost56Bytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tensor x = Tensor.variable(1);
        Tensor[] kept = new Tensor[10_000];
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            Tensor y = x;
            for (int i = 0; i < kept.length; i++) {
                y = y.add(x);
                kept[i] = y;
            }
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            bytes = Math.min(bytes, after - before);
        }
        System.out.printf(Locale.ROOT, "a scalar node: %.2f bytes%n", bytes / (double) kept.length);
        assertTrue(bytes <= 56.5 * kept.length, bytes + " bytes for " + kept.length + " nodes");
    }

    @Test
    void aHundredThousandStepsLeaveNothingBehind() {
        Tensor longLived = Tensor.variable(new double[] {0.5, -0.25, 2});
        Tensor weights = Tensor.variable(new double[] {0.1, 0.2, 0.3});
        long early = 0;
        long start = System.nanoTime();
        for (int step = 1; step <= STEPS; step++) {
            Tensor loss = weights.mul(longLived).sum().sub(1).square().add(longLived.sum());
            Gradients g = loss.backward();
            assertEquals(3, g.of(longLived).size());
            weights = weights.sub(g.of(weights).mul(0.01)).asVariable();
            if (step == STEPS / 10) {
                early = held();
            }
            if (step % (STEPS / 5) == 0) {
                long now = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "steps to %d: %.2f microseconds each%n",
                        step,
                        (now - start) / 1e3 / (STEPS / 5));
                start = now;
            }
        }
        long late = held();
        assertTrue(late - early < 2_000_000, early + " bytes early, " + late + " bytes late");
        assertEquals(1, weights.mul(longLived).sum().value(), 1e-9);
    }

    @Test
    void aLeafDoesNotHoldWhatRestsOnIt() throws InterruptedException {
        Tensor leaf = Tensor.variable(1);
        WeakReference<Tensor> result = new WeakReference<>(leaf.exp().mul(leaf));
        WeakReference<Gradients> gradients = new WeakReference<>(leaf.square().backward());
        for (int i = 0; i < 50 && (result.get() != null || gradients.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(result.get());
        assertNull(gradients.get());
        assertEquals(1, leaf.value());
    }

    @Test
    void anUpdatedParameterDoesNotHoldTheStepBefore() throws InterruptedException {
        Tensor leaf = Tensor.variable(1);
        WeakReference<Tensor> before = new WeakReference<>(leaf);
        leaf = leaf.sub(leaf.square().backward().of(leaf).mul(0.1)).asVariable();
        for (int i = 0; i < 50 && before.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(before.get());
        assertEquals(0.8, leaf.value(), 1e-15);
    }

    private static long held() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
