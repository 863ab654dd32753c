package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Connectionist temporal classification against the sum over all paths. */
class CtcTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    /** The labels of a path: repetitions merged, blanks left out. */
    private static List<Integer> labels(int[] path, int blank) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < path.length; i++) {
            if (path[i] != blank && (i == 0 || path[i] != path[i - 1])) {
                labels.add(path[i]);
            }
        }
        return labels;
    }

    private static double byPaths(Tensor log, int row, int steps, int blank, int... wanted) {
        int classes = log.size(2);
        double sum = 0;
        for (int code = 0; code < Math.pow(classes, steps); code++) {
            int[] path = new int[steps];
            double p = 1;
            for (int step = 0, rest = code; step < steps; step++, rest /= classes) {
                path[step] = rest % classes;
                p *= Math.exp(log.get(row, step, path[step]));
            }
            boolean same = labels(path, blank).equals(Arrays.stream(wanted).boxed().toList());
            sum += same ? p : 0;
        }
        return -Math.log(sum);
    }

    @Test
    void isTheSumOverAllPaths() {
        Tensor logits = Tensor.normal(new SplittableRandom(4), 5, 5, 3);
        Tensor log = logits.logSoftmax(-1);
        int[][] wanted = {{1, 2}, {1, 1}, {}, {2, 1, 2}, {1}};
        double[] costs = Losses.ctc().unreduced().apply(logits, wanted).toArray();
        double[] last =
                Losses.ctc()
                        .blank(2)
                        .unreduced()
                        .apply(logits, new int[][] {{0, 1}, {1, 1}, {}, {0}, {1}})
                        .toArray();
        int[][] others = {{0, 1}, {1, 1}, {}, {0}, {1}};
        Tensor mask =
                Tensor.of(
                        new double[][] {
                            {1, 1, 1, 0, 0},
                            {1, 1, 1, 1, 0},
                            {1, 0, 0, 0, 0},
                            {1, 1, 1, 1, 1},
                            {1, 1, 0, 0, 0}
                        });
        double[] shorter = Losses.ctc().unreduced().apply(logits, wanted, mask).toArray();
        int[] lengths = {3, 4, 1, 5, 2};
        for (int row = 0; row < 5; row++) {
            assertEquals(byPaths(log, row, 5, 0, wanted[row]), costs[row], 1e-13);
            assertEquals(byPaths(log, row, 5, 2, others[row]), last[row], 1e-13);
            assertEquals(byPaths(log, row, lengths[row], 0, wanted[row]), shorter[row], 1e-13);
        }
        assertEquals(
                Arrays.stream(costs).sum() / 5, Losses.ctc().apply(logits, wanted).value(), 1e-14);
        double perLabel = costs[0] / 2 + costs[1] / 2 + costs[2] + costs[3] / 3 + costs[4];
        assertEquals(perLabel, Losses.ctc().perLabel().sum().apply(logits, wanted).value(), 1e-13);
        assertEquals(
                Losses.ctc().apply(logits, wanted).value(),
                Losses.ctc().ofLogs().apply(log, wanted).value());
    }

    @Test
    void whatIsImpossibleCostsInfinityAndGetsNoGradient() {
        Tensor logits = Tensor.normal(new SplittableRandom(4), 2, 2, 3).asVariable();
        // the same label twice takes a blank between: three steps
        Tensor costs = Losses.ctc().unreduced().apply(logits, new int[][] {{1, 1}, {1, 2}});
        assertEquals(INF, costs.get(0));
        double[] slope = costs.sum().backward().of(logits).toArray();
        assertArrayEquals(new double[6], Arrays.copyOf(slope, 6));
        // confident to the utmost
        Tensor sure = Tensor.variable(new double[] {0, -INF, -INF, -INF, 0, -INF}, 1, 2, 3);
        assertEquals(0, Losses.ctc().apply(sure, new int[][] {{1}}).value());
        assertEquals(INF, Losses.ctc().apply(sure, new int[][] {{2}}).value());
    }

    @Test
    void aLongSequence() {
        int steps = 400;
        int[] labels = new int[100];
        Arrays.setAll(labels, i -> 1 + i % 2);
        Tensor logits = Tensor.normal(new SplittableRandom(4), 1, steps, 3).asVariable();
        Tensor loss = Losses.ctc().apply(logits, new int[][] {labels});
        // probabilities of the classes and of the states both sum to 1
        double[] slope = loss.backward().of(logits).toArray();
        for (int step = 0; step < steps; step++) {
            assertEquals(0, slope[3 * step] + slope[3 * step + 1] + slope[3 * step + 2], 1e-10);
        }
    }

    @Test
    void badInputIsNamed() {
        Tensor scores = Tensor.zeros(1, 4, 3);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.ctc().apply(scores, new int[][] {{1, 0}}),
                "ctc: label 1 of row 0 is 0, the blank");
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> Losses.ctc().apply(scores, new int[][] {{1, 3}}),
                "ctc: class 3 at row 0, step 1");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Losses.ctc().apply(scores, new int[][] {{1}, {2}}),
                "ctc: scores of shape [1, 4, 3] for 2 rows");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Losses.ctc()
                                .apply(
                                        scores,
                                        new int[][] {{1}},
                                        Tensor.of(new double[][] {{1, 0, 1, 0}})),
                "ctc: the mask of row 0 is [1.0, 0.0, 1.0, 0.0]");
        assertEquals("ctc(blank 2, of logs, sum)", Losses.ctc().blank(2).ofLogs().sum().toString());
    }
}
