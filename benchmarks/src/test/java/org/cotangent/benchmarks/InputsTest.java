package org.cotangent.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

/** Inputs, fingerprints, times and patterns. */
class InputsTest {
    /** From worker.py: uniform(3, 4, 1.0), classes(2, 6, 10) and rows(1)[:4]. */
    @Test
    void areThoseOfPython() {
        double[] python = {
            -0.9884029505774379, -0.6688571167178452, 0.6894171922467649, -0.07824119878932834
        };
        assertArrayEquals(python, Inputs.uniform(3, 4, 1), 0);
        assertArrayEquals(new int[] {6, 1, 6, 8, 1, 0}, Inputs.classes(2, 6, 10));
        int[] rows = Inputs.rows(1, 128, Work.MLP_ROWS);
        assertArrayEquals(new int[] {2432, 111, 350, 589}, Arrays.copyOf(rows, 4));
    }

    @Test
    void lookRandom() {
        SummaryStatistics statistics = new SummaryStatistics();
        for (double x : Inputs.uniform(1, 100_000, 2)) {
            statistics.addValue(x);
        }
        assertEquals(0, statistics.getMean(), 0.02);
        assertEquals(4 / 3.0, statistics.getVariance(), 0.02);
        assertTrue(statistics.getMax() < 2 && statistics.getMin() >= -2);
    }

    @Test
    void anEpochHasEveryRowOnce() {
        boolean[] seen = new boolean[Work.MLP_ROWS];
        for (int batch = 0; batch < Work.MLP_ROWS / 128; batch++) {
            for (int row : Inputs.rows(batch, 128, Work.MLP_ROWS)) {
                assertFalse(seen[row]);
                seen[row] = true;
            }
        }
    }

    @Test
    void aFingerprintSeesOrderAndNaN() {
        Checksum one = Checksum.of(1, 2, -3);
        assertTrue(one.agrees(Checksum.of(1, 2, -3 - 1e-12), 1e-9));
        assertFalse(one.agrees(Checksum.of(2, 1, -3), 1e-9));
        assertFalse(one.agrees(Checksum.of(1, 2, Double.NaN), 1e-9));
    }

    @Test
    void medians() {
        assertEquals(2, Timing.median(new double[] {1, 2, 9}));
        assertEquals(1.5, Timing.median(new double[] {0, 1, 2, 9}));
    }

    @Test
    void workThatIsDoneOnceHasATime() {
        int[] runs = new int[1];
        Timing timing =
                Timing.of(
                        () -> {
                            runs[0]++;
                            Thread.onSpinWait();
                        },
                        0);
        assertEquals(1, runs[0]);
        assertEquals(1, timing.runs());
        assertTrue(timing.median() > 0);
    }

    @Test
    void patternsNameWorkAndSizes() {
        Map<Work, List<String>> found = Match.work(List.of("matmul:512*", "ex*"), false);
        assertEquals(List.of("matmul", "exp"), found.keySet().stream().map(Work::name).toList());
        assertEquals(List.of("512x512x512"), found.values().iterator().next());
        assertThrows(IllegalArgumentException.class, () -> Match.work(List.of("matmull"), false));
        assertEquals(Work.ALL.size(), Match.work(List.of(), true).size());
    }

    @Test
    void exponentsAreFitted() {
        Fit fit = new Fit();
        for (int n = 1; n <= 1000; n *= 10) {
            fit.add(n, 7 * Math.pow(n, 1.5));
        }
        assertEquals(1.5, fit.exponent(4), 1e-9);
        assertEquals(1.5, fit.exponent(2), 1e-9);
    }

    @Test
    void durationsHaveThreeDigits() {
        assertEquals("0.50 ns", Report.duration(0.5));
        assertEquals("1.00 us", Report.duration(999.9));
        assertEquals("12.3 ms", Report.duration(12.34e6));
        assertEquals("125 s", Report.duration(125e9));
    }
}
