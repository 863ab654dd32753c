package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;

/** 1 for each row of which all steps that count are right, else 0. */
final class SequenceHits extends ReducedLoss<int[][]> {
    private final StepLoss steps;

    SequenceHits(ClassHits hits, Reduction reduction) {
        this(new StepLoss(hits, Reduction.MEAN), reduction);
    }

    private SequenceHits(StepLoss steps, Reduction reduction) {
        super(steps.name, reduction);
        this.steps = steps;
    }

    @Override
    SequenceHits reduced(Reduction other) {
        return new SequenceHits(steps, other);
    }

    @Override
    Terms terms(Tensor scores, int[][] classes, Tensor mask) {
        Terms each = steps.terms(scores, classes, mask);
        if (each.mask() == null) {
            return new Terms(each.losses().amin(1), null, null);
        }
        Tensor counts = each.mask().amax(1);
        Tensor right = Tensor.where(each.mask(), each.losses(), Tensor.of(1)).amin(1);
        return new Terms(right.mul(counts), counts, null);
    }

    @Override
    double count(Tensor scores, int[][] classes, Tensor mask) {
        Terms terms = terms(scores, classes, mask);
        return terms.mask() == null ? classes.length : terms.mask().sum().value();
    }

    @Override
    String settings() {
        return "sequences, " + steps.settings();
    }
}
