package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;

/** A loss of classes, step by step of sequences. */
final class StepLoss extends ReducedLoss<int[][]> {
    private final ClassLoss loss;

    StepLoss(ClassLoss loss, Reduction reduction) {
        super(loss.name, reduction);
        this.loss = loss;
    }

    @Override
    StepLoss reduced(Reduction other) {
        return new StepLoss(loss, other);
    }

    /** The classes of all steps, and a mask if some rows are shorter. */
    private record Flat(int[] classes, Tensor mask) {}

    private Flat flat(Tensor scores, int[][] classes, Tensor mask) {
        Checks.present(name, "the scores", scores);
        Checks.present(name, "the classes", classes);
        if (scores.rank() != 3 || classes.length != scores.size(0)) {
            throw Checks.illegal(
                    "%s: scores of shape %s for %s rows of classes; they must be [rows, steps,"
                            + " classes], a row of classes for each",
                    name, scores.shape(), classes.length);
        }
        int steps = scores.size(1);
        int[] flat = new int[classes.length * steps];
        double[] there = new double[flat.length];
        boolean shorter = false;
        for (int row = 0; row < classes.length; row++) {
            int length = Checks.present(name, "row " + row, classes[row]).length;
            if (length > steps) {
                throw Checks.illegal(
                        "%s: row %s has %s classes for scores of shape %s; there must be %s at most",
                        name, row, length, scores.shape(), steps);
            }
            shorter |= length < steps;
            for (int step = 0; step < length; step++) {
                flat[row * steps + step] = classes[row][step];
                there[row * steps + step] = 1;
            }
        }
        Tensor own = shorter ? Tensor.of(there, classes.length, steps) : null;
        Tensor given = expanded(mask, new int[] {classes.length, steps});
        Tensor counted = own == null ? given : given == null ? own : own.mul(given);
        range(scores, classes, counted);
        return new Flat(flat, counted);
    }

    /** Refuses classes that the scores have no column for, where they count. */
    private void range(Tensor scores, int[][] classes, Tensor counted) {
        int steps = scores.size(1);
        Integer ignored = loss.common.ignored();
        double[] counts = counted == null ? null : counted.toArray();
        for (int row = 0; row < classes.length; row++) {
            for (int step = 0; step < classes[row].length; step++) {
                int index = classes[row][step];
                boolean known = ignored == null || index != ignored;
                if (known && (counts == null || counts[row * steps + step] != 0)) {
                    ScoreChecks.range(name, index, row, step, scores.size(2));
                }
            }
        }
    }

    @Override
    Terms terms(Tensor scores, int[][] classes, Tensor mask) {
        Flat flat = flat(scores, classes, mask);
        return loss.terms(scores, flat.classes, flat.mask);
    }

    @Override
    double count(Tensor scores, int[][] classes, Tensor mask) {
        Flat flat = flat(scores, classes, mask);
        return loss.count(scores, flat.classes, flat.mask);
    }

    @Override
    String settings() {
        return "steps, " + loss.settings();
    }
}
