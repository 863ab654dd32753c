package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;

/** A loss that is taken row by row, of scores [rows, classes] or [..., classes] and classes. */
@CheckReturnValue
abstract class ClassLoss extends ReducedLoss<int[]> {
    final ClassWeights weights; // or null
    final Common common;

    /** The settings that all have; weights and label to ignore may be null. */
    record Common(ClassWeights weights, Integer ignored, Reduction reduction) {
        static final Common NONE = new Common(null, null, Reduction.MEAN);

        Common weights(String loss, double... each) {
            return new Common(new ClassWeights(loss, each), ignored, reduction);
        }

        Common ignoring(int label) {
            return new Common(weights, label, reduction);
        }

        Common reduced(Reduction other) {
            return new Common(weights, ignored, other);
        }
    }

    ClassLoss(String name, Common common) {
        super(name, common.reduction);
        this.common = common;
        this.weights = common.weights;
    }

    /** The losses of rows, of the shape of the scores without their last axis. */
    abstract Tensor rows(Tensor scores, Labels classes);

    /** The weight of each row in the mean, of the shape of the rows; null if all are alike. */
    Tensor inMean(Labels classes, int[] shape) {
        return null;
    }

    /**
     * This loss of sequences: a class for each step. Settings come before, reductions behind it:
     *
     * <pre>{@code
     * Loss<int[][]> loss = Losses.softmaxCrossEntropy().ignore(-1).steps();
     * Tensor logits = Tensor.zeros(2, 3, 4);   // [rows, steps, classes]
     * loss.apply(logits, new int[][] {{1, 0, 2}, {3, -1}});   // 1.38629
     * }</pre>
     *
     * <p>The scores have shape [rows, steps, classes]. A row of classes may be shorter than the
     * longest sequence: steps behind its end do not count, as with a mask.
     *
     * @return a loss of scores and of the classes of each row
     */
    public final ReducedLoss<int[][]> steps() {
        return new StepLoss(this, reduction);
    }

    @Override
    final Terms terms(Tensor scores, int[] classes, Tensor mask) {
        Labels labels = labels(scores, classes);
        Tensor counted = counted(scores, labels, mask);
        Labels kept = labels.kept(counted);
        kept.requireRange(name, scores.size(-1));
        // rows that do not count get no gradient, not even NaN from scores that are
        Tensor open = counted == null ? null : counted.unsqueeze(-1);
        Tensor losses = kept(counted, rows(kept(open, scores, 0), kept), 0);
        return new Terms(losses, counted, inMean(kept, losses.shape()));
    }

    @Override
    final double count(Tensor scores, int[] classes, Tensor mask) {
        Labels labels = labels(scores, classes);
        Tensor counted = counted(scores, labels, mask);
        Tensor each = inMean(labels.kept(counted), rowsOf(scores));
        Tensor counts = new Terms(null, counted, each).counts();
        return counts == null ? classes.length : counts.sum().value();
    }

    private Labels labels(Tensor scores, int[] classes) {
        Checks.present(name, "the classes", classes);
        ScoreChecks.rows(name, scores, classes);
        return Labels.of(classes, rowsOf(scores));
    }

    /** 1 for a row that counts, 0 for another; null if all count. */
    private Tensor counted(Tensor scores, Labels classes, Tensor mask) {
        int[] shape = rowsOf(scores);
        Tensor given = expanded(mask, shape);
        Integer ignored = common.ignored;
        if (ignored == null) {
            return given;
        }
        Tensor own = classes.known(ignored, shape);
        return given == null ? own : own.mul(given);
    }

    private static int[] rowsOf(Tensor scores) {
        return Arrays.copyOf(scores.shape(), scores.rank() - 1);
    }

    @Override
    String settings() {
        return (weights == null ? "" : "class weights " + weights + ", ")
                + (common.ignored == null ? "" : "ignore " + common.ignored + ", ");
    }
}
