package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;

/** Adjoints whose entries are right and stand in the wrong places. */
final class WrongOrder {
    private WrongOrder() {}

    /** Transposed, flipped, or moved on by one. */
    static Mutation of(Case c, Random random) {
        int way = random.nextInt(3);
        Rule rule =
                (f, g, x) ->
                        Arrays.stream(Rule.right(f, g, x))
                                .map(one -> moved(one, way))
                                .toArray(Tensor[]::new);
        return Mutation.of(c.f(), rule, c.at());
    }

    private static Tensor moved(Tensor g, int way) {
        int n = g.size();
        if (n < 2) {
            return g;
        }
        Tensor flat = g.reshape(n);
        Tensor other =
                way == 0 && g.rank() > 1
                        ? g.transpose().reshape(n)
                        : way == 1 ? flat.flip(0) : flat.roll(0, 1);
        return other.reshape(g.shape());
    }
}
