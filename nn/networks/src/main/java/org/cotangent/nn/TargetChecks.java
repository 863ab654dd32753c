package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.SideEffects;

/**
 * Checks of targets that are tensors: they must have the shape of the predictions, since nothing is
 * broadcast, and values within a range.
 */
final class TargetChecks {
    /** How far the probabilities of a row may be from summing to 1: labels may be rounded. */
    private static final double ROUNDED = 1e-3;

    private TargetChecks() {}

    /** Refuses targets of another shape. */
    static void shape(String what, Tensor predictions, Tensor targets) {
        Checks.present(what, "the predictions", predictions);
        Checks.present(what, "the targets", targets);
        // [n, 1] against [n] would broadcast to [n, n]: a wrong number, not an error
        if (!Arrays.equals(predictions.shape(), targets.shape())) {
            throw Checks.illegal(
                    "%s: the predictions have shape %s and the targets %s; they must be the same",
                    what, predictions.shape(), targets.shape());
        }
    }

    /** Refuses targets that are not, in each row, probabilities. */
    static void distributions(String what, Tensor targets) {
        each(what, "target", targets, Checks.FRACTION);
        SideEffects.read(targets, x -> sums(what, x));
    }

    private static void sums(String what, Tensor targets) {
        double[] all = targets.toArray();
        int columns = targets.size(-1);
        for (int row = 0; row * columns < all.length; row++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += all[row * columns + c];
            }
            if (!(Math.abs(sum - 1) <= ROUNDED)) {
                throw Checks.illegal(
                        "%s: the targets of row %s sum to %s; they must be probabilities that sum"
                                + " to 1%s",
                        what, row, sum, columns == 1 ? ScoreChecks.ONE_COLUMN : "");
            }
        }
    }

    /** Refuses a tensor with an element that is not as it must be, and names the first. */
    static void each(String what, String name, Tensor tensor, Checks.Range range) {
        SideEffects.read(tensor, x -> eachOf(what, name, x, range));
    }

    private static void eachOf(String what, String name, Tensor tensor, Checks.Range range) {
        double[] all = tensor.toArray();
        for (int i = 0; i < all.length; i++) {
            if (!range.holds().test(all[i])) {
                throw Checks.illegal(
                        "%s: the %s at %s is %s; it must be %s",
                        what, name, Checks.index(i, tensor.shape()), all[i], range.text());
            }
        }
    }
}
