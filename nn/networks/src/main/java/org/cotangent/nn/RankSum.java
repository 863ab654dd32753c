package org.cotangent.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** The area under the receiver operating characteristic, by the ranks of the scores. */
final class RankSum {
    private static final String NAME = "areaUnderCurve";

    private RankSum() {}

    /**
     * The Mann-Whitney statistic divided by the number of pairs: counts of pairs are whole and so
     * exact.
     */
    static double areaUnderCurve(Tensor scores, int[] classes) {
        Checks.present(NAME, "the classes", classes);
        double[] keys = keys(scores);
        if (keys.length != classes.length) {
            throw Checks.illegal(
                    "%s: scores of shape %s for %s classes; there must be one class for each row",
                    NAME, scores.shape(), classes.length);
        }
        int ones = 0;
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] != 0 && classes[row] != 1) {
                throw Checks.illegal(
                        "%s: class %s at row %s; it must be 0 or 1", NAME, classes[row], row);
            }
            ones += classes[row];
        }
        int zeros = classes.length - ones;
        if (ones == 0 || zeros == 0) {
            throw Checks.illegal(
                    "%s: %s rows of class 0 and %s of class 1; there must be some of either",
                    NAME, zeros, ones);
        }
        double[] ofZeros = sorted(keys, classes, 0);
        double[] ofOnes = sorted(keys, classes, 1);
        // twice the pairs won, where a tie is half a pair
        double won = 0;
        int below = 0;
        int upTo = 0;
        for (double score : ofOnes) {
            while (below < zeros && ofZeros[below] < score) {
                below++;
            }
            while (upTo < zeros && ofZeros[upTo] <= score) {
                upTo++;
            }
            won += (double) below + upTo;
        }
        return won / 2 / ((double) zeros * ones);
    }

    private static double[] sorted(double[] keys, int[] classes, int label) {
        // -0 and 0 tie, but would not when sorted
        return IntStream.range(0, keys.length)
                .filter(row -> classes[row] == label)
                .mapToDouble(row -> keys[row] + 0.0)
                .sorted()
                .toArray();
    }

    private static double[] keys(Tensor scores) {
        Checks.present(NAME, "the scores", scores);
        int columns = scores.rank() == 2 ? scores.size(1) : 1;
        if (scores.rank() < 1 || scores.rank() > 2 || columns < 1 || columns > 2) {
            throw Checks.illegal(
                    "%s: the scores have shape %s; it must be [rows], [rows, 1] or [rows, 2]",
                    NAME, scores.shape());
        }
        double[] all = scores.toArray();
        double[] keys = all;
        if (columns == 2) {
            keys = new double[scores.size(0)];
            Arrays.setAll(keys, row -> all[2 * row + 1] - all[2 * row]);
        }
        for (int row = 0; row < keys.length; row++) {
            if (Double.isNaN(keys[row])) {
                throw Checks.illegal(
                        "%s: the score of row %s is NaN; it must be a number", NAME, row);
            }
        }
        return keys;
    }
}
