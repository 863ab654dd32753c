package org.cotangent.nn;

import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** The margin loss of the lengths of capsules, one for each class. */
final class CapsuleMargin extends ClassLoss {
    private final double present;
    private final double absent;
    private final double weight;

    CapsuleMargin(double present, double absent, double weight, Common common) {
        super("capsuleMargin", common);
        this.present = Checks.FINITE.check(name, "length of the present class", present);
        this.absent = Checks.FINITE.check(name, "length of absent classes", absent);
        this.weight = Checks.NOT_NEGATIVE.check(name, "weight of absent classes", weight);
    }

    @Override
    CapsuleMargin reduced(Reduction other) {
        return new CapsuleMargin(present, absent, weight, common.reduced(other));
    }

    @Override
    Tensor rows(Tensor lengths, Labels classes) {
        Tensor right = classes.pick(lengths);
        Tensor others = Tensor.where(classes.others(lengths), lengths, Tensor.of(absent));
        return right.rsub(present)
                .relu()
                .square()
                .add(others.sub(absent).relu().square().sum(-1).mul(weight));
    }

    @Override
    String settings() {
        return "present " + present + ", absent " + absent + ", weight " + weight + ", ";
    }
}
