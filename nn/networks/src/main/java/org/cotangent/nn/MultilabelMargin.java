package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;

/** The margin between the scores of the labels of a row and those of the other classes. */
final class MultilabelMargin extends ReducedLoss<Tensor> {
    MultilabelMargin(Reduction reduction) {
        super("multilabelMargin", reduction);
    }

    @Override
    MultilabelMargin reduced(Reduction other) {
        return new MultilabelMargin(other);
    }

    @Override
    Terms terms(Tensor scores, Tensor targets, Tensor mask) {
        ScoreChecks.rankTwo(name, scores);
        TargetChecks.shape(name, scores, targets);
        Tensor counted = expanded(mask, Arrays.copyOf(scores.shape(), scores.rank() - 1));
        Tensor open = counted == null ? null : counted.unsqueeze(-1);
        Tensor labels = kept(open, targets, 0);
        TargetChecks.each(name, "target", labels, ZERO_OR_ONE);
        Tensor s = kept(open, scores, 0);
        Tensor pairs = labels.unsqueeze(-1).mul(labels.rsub(1).unsqueeze(-2));
        Tensor excess = s.unsqueeze(-2).sub(s.unsqueeze(-1)).add(1).relu();
        // a pair that does not count costs nothing, also where scores are infinite
        Tensor costs = Tensor.where(pairs, excess, Tensor.of(0)).sum(-2, -1);
        return new Terms(costs.div(scores.size(-1)), counted, null);
    }

    @Override
    double count(Tensor scores, Tensor targets, Tensor mask) {
        return mask == null ? scores.size() / Math.max(1, scores.size(-1)) : mask.sum().value();
    }
}
