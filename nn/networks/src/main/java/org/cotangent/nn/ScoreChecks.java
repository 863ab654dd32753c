package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** Checks of scores, whose last axis is that of the classes. */
final class ScoreChecks {
    /** The advice for one column and two classes. */
    static final String ONE_COLUMN =
            ". One column is one class: for yes or no a model needs two outputs, or one and"
                    + " binaryCrossEntropy";

    private ScoreChecks() {}

    /** Refuses scores that are not [rows, classes] or [..., classes]. */
    static void rankTwo(String what, Tensor scores) {
        Checks.present(what, "the scores", scores);
        if (scores.rank() < 2) {
            throw Checks.illegal(
                    "%s: the scores have shape %s; they must be a matrix [rows, classes]%s",
                    what,
                    scores.shape(),
                    scores.rank() == 1
                            ? ", for a single sample reshape(1, " + scores.size() + ")"
                            : "");
        }
    }

    /** Refuses scores that have not a row for each class. */
    static void rows(String what, Tensor scores, int[] classes) {
        rankTwo(what, scores);
        long rows = 1;
        for (int axis = 0; axis < scores.rank() - 1; axis++) {
            rows *= scores.size(axis);
        }
        if (rows != classes.length) {
            throw Checks.illegal(
                    "%s: scores of shape %s for %s classes; there must be one class for each of"
                            + " the %s rows%s",
                    what,
                    scores.shape(),
                    classes.length,
                    rows,
                    scores.rank() == 3 && classes.length == scores.size(0)
                            ? ". For a class at each step of sequences take loss.steps() and"
                                    + " classes int[][], in a trainer new SupervisedTrainer<>(model,"
                                    + " loss.steps(), optimizer)"
                            : "");
        }
    }

    /** Refuses classes that the scores have no column for. */
    static void range(String what, int[] classes, int columns) {
        for (int row = 0; row < classes.length; row++) {
            range(what, classes[row], row, columns);
        }
    }

    static void range(String what, int index, int row, int classes) {
        range(what, index, row, -1, classes);
    }

    /** The same at a step of a sequence; below 0 for none. */
    static void range(String what, int index, int row, int step, int classes) {
        if (index < 0 || index >= classes) {
            throw new IndexOutOfBoundsException(
                    Checks.text(
                            "%s: class %s at row %s%s; with %s %s it must lie in 0 .. %s%s",
                            what,
                            index,
                            row,
                            step < 0 ? "" : ", step " + step,
                            classes,
                            classes == 1 ? "class" : "classes",
                            classes - 1,
                            classes == 1 ? ONE_COLUMN : ""));
        }
    }

    /**
     * Refuses scores of which none is to be chosen: NaN, and a single column, which always wins.
     */
    static void choice(String what, Tensor scores) {
        if (scores.size(-1) < 2) {
            throw Checks.illegal(
                    "%s: the scores have shape %s; there must be a column for each of two classes"
                            + " or more",
                    what, scores.shape());
        }
        TargetChecks.each(what, "score", scores, Checks.NUMBER);
    }

    /** Refuses scores that are not a matrix with rows. */
    static void matrix(String what, Tensor scores) {
        rankTwo(what, scores);
        if (scores.rank() > 2) {
            throw Checks.illegal(
                    "%s: the scores have shape %s; they must be a matrix [rows, classes]",
                    what, scores.shape());
        }
        if (scores.size(0) == 0) {
            throw Checks.illegal(
                    "%s: the batch is empty, scores of shape %s", what, scores.shape());
        }
    }
}
