package org.cotangent.nn;

import java.util.function.BinaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;

/** A loss that is taken element by element, of outputs and targets of one shape. */
class ElementLoss extends ReducedLoss<Tensor> {
    /** Targets that are classes of two, as numbers. */
    static final Checks.Range SIGNS = new Checks.Range(t -> t == 1 || t == -1, "-1 or 1");

    private final String settings;
    private final Checks.Range range;
    private final BinaryOperator<Tensor> formula;

    ElementLoss(
            String name,
            String settings,
            Reduction reduction,
            Checks.Range range,
            BinaryOperator<Tensor> formula) {
        super(name, reduction);
        this.settings = settings;
        this.range = range;
        this.formula = formula;
    }

    @Override
    ElementLoss reduced(Reduction other) {
        return new ElementLoss(name, settings, other, range, formula);
    }

    @Override
    Terms terms(Tensor outputs, Tensor targets, Tensor mask) {
        TargetChecks.shape(name, outputs, targets);
        Tensor counted = expanded(mask, outputs.shape());
        // 1 is within the range of every loss
        Tensor wanted = kept(counted, targets, 1);
        TargetChecks.each(name, "target", wanted, range);
        Tensor losses = formula.apply(kept(counted, outputs, 0), wanted);
        return new Terms(kept(counted, losses, 0), counted, null);
    }

    @Override
    double count(Tensor outputs, Tensor targets, Tensor mask) {
        return mask == null ? outputs.rank() == 0 ? 1 : outputs.size(0) : mask.sum().value();
    }

    @Override
    String settings() {
        return settings;
    }
}
