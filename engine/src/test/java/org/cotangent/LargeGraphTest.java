package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Deep, wide and shared graphs. */
class LargeGraphTest {
    /** Deep enough to overflow the stack of any recursion over nodes. */
    private static final int MANY = 200_000;

    @Test
    void aLongChain() {
        Tensor x = Tensor.variable(1);
        Tensor y = x;
        for (int i = 0; i < MANY; i++) {
            y = y.add(1);
        }
        assertEquals(MANY + 1, y.value());
        assertEquals(1, y.backward().of(x).value());
        assertTrue(Graph.of(y).toText().contains("nodes left out"));
    }

    @Test
    void aBalancedTree() {
        Tensor x = Tensor.variable(1);
        List<Tensor> level = new ArrayList<>();
        for (int i = 0; i < MANY / 2; i++) {
            level.add(x.mul(2));
        }
        while (level.size() > 1) {
            List<Tensor> next = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                next.add(level.get(i).add(level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                next.add(level.get(level.size() - 1));
            }
            level = next;
        }
        assertEquals(MANY, level.get(0).backward().of(x).value());
    }

    @Test
    void exponentiallyManyPathsAreSweptOnce() {
        Tensor x = Tensor.variable(1);
        Tensor y = x;
        for (int i = 0; i < 60; i++) {
            y = y.add(y);
        }
        assertEquals(Math.pow(2, 60), y.backward().of(x).value());
    }

    @Test
    void aResultKeptFromLongAgoIsReached() {
        Tensor x = Tensor.variable(3);
        Tensor old = x.square();
        Tensor older = x.mul(5);
        Tensor other = Tensor.variable(1);
        for (int i = 0; i < 100_000; i++) {
            other.add(1);
        }
        Tensor f = old.mul(old).add(other.mul(old)).add(older);
        // x⁴ + x² + 5 x
        assertEquals(4 * 27 + 6 + 5, f.backward().of(x).value());
    }

    @Test
    void nodesMadeByOtherThreadsKeepTheirOrder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Tensor x = Tensor.variable(1.5);
            Tensor z = x;
            double slope = 1;
            for (int i = 0; i < 2000; i++) {
                Tensor input = z;
                z = threads.submit(() -> input.mul(0.25).add(x)).get();
                slope = 0.25 * slope + 1;
            }
            assertEquals(slope, z.backward().of(x).value(), 1e-15);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void twoThreadsGetTheSameBitsAsOne() throws Exception {
        Tensor shared = Tensor.variable(new double[] {0.1, 0.2, 0.3});
        Tensor trunk = shared.exp().mul(shared).tanh();
        double[] alone = work(shared, trunk);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<double[]>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> work(shared, trunk)));
            }
            for (Future<double[]> one : all) {
                assertArrayEquals(alone, one.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static double[] work(Tensor leaf, Tensor trunk) {
        Tensor y = trunk;
        for (int i = 0; i < 100; i++) {
            y = y.mul(leaf.add(i * 0.01)).sigmoid().add(trunk);
        }
        return y.sum().backward().of(leaf).toArray();
    }
}
