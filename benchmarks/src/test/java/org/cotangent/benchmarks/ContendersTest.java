package org.cotangent.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All that is written in Java computes what the engine computes, number by number. */
class ContendersTest {
    private static final double CLOSE = 1e-9;

    /** Sizes at which a test is quick, of work whose sizes are not that small. */
    private static int[] small(Work work) {
        switch (work.name()) {
            case "matmul":
            case "matmul-tn":
            case "matmul-nt":
                return new int[] {5, 7, 3};
            case "two-layer":
            case "two-layer-products":
                return new int[] {6, 9, 5, 4};
            case "mlp-epoch":
            case "mlp-products":
                return new int[] {11, 8, 6, 4};
            case "convolution":
            case "convolution-products":
                return new int[] {3, 7, 2, 3};
            case "logistic":
                return new int[] {40, 5};
            case "hessian":
                return new int[] {4};
            default:
                return new int[] {9};
        }
    }

    @TestFactory
    List<DynamicTest> agree() {
        List<DynamicTest> tests = new ArrayList<>();
        Contender ours = new Ours();
        for (Contender other : Contenders.BUILT_IN) {
            for (Work work : Work.ALL) {
                Job theirs = other.job(work.name(), small(work));
                if (theirs != null) {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    other.name() + " " + work.name(),
                                    () -> {
                                        Job expected = ours.job(work.name(), small(work));
                                        assertArrayEquals(
                                                expected.result(), theirs.result(), CLOSE);
                                    }));
                }
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    @Test
    void everyWorkIsDoneByUsAndByHand() {
        for (Work work : Work.ALL) {
            assertNotNull(new Ours().job(work.name(), small(work)), work.name());
            assertNotNull(new ByHand().job(work.name(), small(work)), work.name());
        }
    }

    @Test
    void aStepStartsOverForItsResult() {
        for (String work : List.of("two-layer", "mlp-epoch")) {
            int[] size = work.equals("two-layer") ? new int[] {6, 9, 5, 4} : new int[] {11, 8, 4};
            for (Contender contender : Contenders.BUILT_IN) {
                Job job = contender.job(work, size);
                if (job == null) {
                    continue;
                }
                double[] first = job.result();
                job.run();
                assertArrayEquals(first, job.result(), 0);
            }
        }
    }

    @Test
    void whatIsNotWrittenIsNull() {
        assertNull(new Ejml().job("chain", new int[] {10}));
        assertNull(new Ours().job("no such work", new int[] {10}));
    }
}
