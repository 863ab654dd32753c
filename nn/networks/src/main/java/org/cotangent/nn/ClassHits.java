package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** 1 for each row whose class is among the k highest scores, else 0; ties go to lower classes. */
final class ClassHits extends ClassLoss {
    private final int k; // 0 for the accuracy: the highest of two or more

    ClassHits(int k, Common common) {
        super(k == 0 ? "accuracy" : "topK", common);
        this.k = k;
    }

    ClassHits ignoring(int label) {
        return new ClassHits(k, common.ignoring(label));
    }

    @Override
    ClassHits reduced(Reduction other) {
        throw new UnsupportedOperationException(name + ": a metric has one reduction");
    }

    @Override
    Tensor rows(Tensor scores, Labels labels) {
        int[] classes = labels.numbers();
        int columns = scores.size(-1);
        if (k == 0) {
            ScoreChecks.choice(name, scores);
        } else if (k > columns) {
            throw Checks.illegal(
                    "%s: k = %s of %s classes; it must lie in 1 .. %s", name, k, columns, columns);
        } else {
            TargetChecks.each(name, "score", scores, Checks.NUMBER);
        }
        double[] values = scores.toArray();
        double[] right = new double[classes.length];
        for (int row = 0; row < right.length; row++) {
            double own = values[row * columns + classes[row]];
            int before = 0;
            for (int c = 0; c < columns; c++) {
                double score = values[row * columns + c];
                if (score > own || score == own && c < classes[row]) {
                    before++;
                }
            }
            right[row] = before < Math.max(k, 1) ? 1 : 0;
        }
        return Tensor.of(right, Arrays.copyOf(scores.shape(), scores.rank() - 1));
    }

    @Override
    String settings() {
        return (k == 0 ? "" : "k " + k + ", ") + super.settings();
    }
}
