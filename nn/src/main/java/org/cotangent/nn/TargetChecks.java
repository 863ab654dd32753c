package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoublePredicate;
import org.cotangent.Tensor;

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
        Objects.requireNonNull(predictions, () -> what + ": the predictions are null");
        Objects.requireNonNull(targets, () -> what + ": the targets are null");
        // [n, 1] against [n] would broadcast to [n, n]: a wrong number, not an error
        if (!Arrays.equals(predictions.shape(), targets.shape())) {
            throw new IllegalArgumentException(
                    what
                            + ": the predictions have shape "
                            + Arrays.toString(predictions.shape())
                            + " and the targets "
                            + Arrays.toString(targets.shape())
                            + "; they must be the same");
        }
    }

    /** Refuses targets of another shape, and such as are not finite. */
    static void numbers(String what, Tensor predictions, Tensor targets) {
        shape(what, predictions, targets);
        each(what, "target", targets, Double::isFinite, "finite");
    }

    /** Refuses targets other than -1 and 1. */
    static void signs(String what, Tensor predictions, Tensor targets) {
        shape(what, predictions, targets);
        each(what, "target", targets, t -> t == 1 || t == -1, "-1 or 1");
    }

    /** Refuses targets outside 0 .. 1. */
    static void shares(String what, Tensor predictions, Tensor targets) {
        shape(what, predictions, targets);
        each(what, "target", targets, t -> t >= 0 && t <= 1, "in 0 .. 1");
    }

    /** Refuses targets that are not, in each row, probabilities. */
    static void distributions(String what, Tensor predictions, Tensor targets) {
        shares(what, predictions, targets);
        double[] all = targets.toArray();
        int columns = targets.size(-1);
        for (int row = 0; row < targets.size(0); row++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += all[row * columns + c];
            }
            if (!(Math.abs(sum - 1) <= ROUNDED)) {
                throw new IllegalArgumentException(
                        what
                                + ": the targets of row "
                                + row
                                + " sum to "
                                + sum
                                + "; they must be probabilities that sum to 1"
                                + (columns == 1 ? ScoreChecks.ONE_COLUMN : ""));
            }
        }
    }

    /** Refuses a tensor with an element that is not as it must be, and names the first. */
    static void each(
            String what, String name, Tensor tensor, DoublePredicate right, String required) {
        double[] all = tensor.toArray();
        for (int i = 0; i < all.length; i++) {
            if (!right.test(all[i])) {
                throw new IllegalArgumentException(
                        what
                                + ": the "
                                + name
                                + " at "
                                + Arrays.toString(index(i, tensor.shape()))
                                + " is "
                                + all[i]
                                + "; it must be "
                                + required);
            }
        }
    }

    private static int[] index(int position, int[] shape) {
        int[] index = new int[shape.length];
        for (int axis = shape.length - 1, rest = position; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }

    /** Refuses a setting of a loss, such as a margin, that is not as it must be. */
    static double setting(
            String what, String name, double value, DoublePredicate right, String required) {
        if (!right.test(value)) {
            throw new IllegalArgumentException(
                    what + ": " + name + " " + value + "; it must be " + required);
        }
        return value;
    }
}
