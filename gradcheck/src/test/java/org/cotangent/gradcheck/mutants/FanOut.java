package org.cotangent.gradcheck.mutants;

import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;

/** A value used twice, whose adjoint is overwritten by the later share instead of added to. */
final class FanOut {
    private FanOut() {}

    /** The function's result is used twice; one share is lost. */
    static Mutation ofResult(Case c, Random random) {
        boolean first = random.nextBoolean();
        return new Mutation(
                x -> twice(c.f(), false, false, x), x -> twice(c.f(), first, !first, x), c.at());
    }

    private static Tensor twice(TensorFunction f, boolean loseA, boolean loseB, Tensor... x) {
        Tensor y = f.apply(x);
        Tensor a = loseA ? new Rule.Silent().apply(y) : y;
        Tensor b = loseB ? new Rule.Silent().apply(y) : y;
        return a.mul(1.5).add(b.square().mul(0.25));
    }

    /** An input is used by the function and beside it; one share is lost. */
    static Mutation ofInput(Case c, Random random) {
        int input = random.nextInt(c.at().length);
        boolean first = random.nextBoolean();
        return new Mutation(
                x -> beside(c.f(), input, false, false, x),
                x -> beside(c.f(), input, first, !first, x),
                c.at());
    }

    private static Tensor beside(
            TensorFunction f, int input, boolean loseA, boolean loseB, Tensor... x) {
        Tensor[] inputs = x.clone();
        if (loseA) {
            inputs[input] = new Rule.Silent().apply(x[input]);
        }
        Tensor b = loseB ? new Rule.Silent().apply(x[input]) : x[input];
        return f.apply(inputs).add(b.square().sum().mul(0.3));
    }
}
