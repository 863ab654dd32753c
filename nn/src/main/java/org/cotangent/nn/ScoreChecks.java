package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/** Checks of a matrix of scores, one row a sample and one column a class. */
final class ScoreChecks {
    /** The advice for one column and two classes. */
    static final String ONE_COLUMN =
            ". One column is one class: for yes or no a model needs two outputs, or one and"
                    + " binaryCrossEntropy";

    private ScoreChecks() {}

    /** Refuses scores that are not a matrix with rows, and classes that do not fit them. */
    static void check(String what, Tensor scores, int[] classes) {
        matrix(what, scores);
        fitting(what, scores, classes);
    }

    /** Refuses scores that are not a matrix, also one without rows, and classes that do not fit. */
    static void fitting(String what, Tensor scores, int[] classes) {
        Objects.requireNonNull(classes, () -> what + ": the classes are null");
        rankTwo(what, scores);
        if (scores.size(0) != classes.length) {
            throw new IllegalArgumentException(
                    what
                            + ": scores of shape "
                            + Arrays.toString(scores.shape())
                            + " for "
                            + classes.length
                            + " classes; there must be one class for each of the "
                            + scores.size(0)
                            + " rows");
        }
        for (int row = 0; row < classes.length; row++) {
            range(what, classes[row], row, scores.size(1));
        }
    }

    static void matrix(String what, Tensor scores) {
        rankTwo(what, scores);
        if (scores.size(0) == 0) {
            throw new IllegalArgumentException(
                    what
                            + ": the batch is empty, scores of shape "
                            + Arrays.toString(scores.shape()));
        }
    }

    static void rankTwo(String what, Tensor scores) {
        Objects.requireNonNull(scores, () -> what + ": the scores are null");
        if (scores.rank() != 2) {
            throw new IllegalArgumentException(
                    what
                            + ": the scores have shape "
                            + Arrays.toString(scores.shape())
                            + "; they must be a matrix [rows, classes]"
                            + (scores.rank() == 1
                                    ? ", for a single sample reshape(1, " + scores.size() + ")"
                                    : ""));
        }
    }

    static void range(String what, int index, int row, int classes) {
        if (index < 0 || index >= classes) {
            throw new IndexOutOfBoundsException(
                    what
                            + ": class "
                            + index
                            + " at row "
                            + row
                            + "; with "
                            + classes
                            + (classes == 1 ? " class" : " classes")
                            + " it must lie in 0 .. "
                            + (classes - 1)
                            + (classes == 1 ? ONE_COLUMN : ""));
        }
    }
}
