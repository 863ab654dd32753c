package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;

/** Broadcasting whose adjoint is not summed back: of all that it should add only one slice. */
final class Broadcast {
    private Broadcast() {}

    /** Repeats a tensor; its rule takes the first of each instead of their sum, if it is wrong. */
    private record Expand(boolean wrong, int... shape) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].expand(shape);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            int[] narrow = x[0].shape();
            if (!wrong) {
                return g.sumTo(narrow);
            }
            Tensor rest = g;
            for (int axis = 0; axis < shape.length; axis++) {
                int own = axis - (shape.length - narrow.length);
                if (own < 0 || narrow[own] == 1) {
                    rest = rest.slice(axis, 0, 1);
                }
            }
            return rest.reshape(narrow);
        }
    }

    /** The adjoint of an operand that the operation itself broadcasts. */
    static Mutation ofOperand(Case c, Random random) {
        int[] wide = c.f().apply(c.at()).shape();
        int[] narrow =
                IntStream.range(0, c.at().length).filter(i -> broadcasts(c, i, wide)).toArray();
        if (narrow.length == 0) {
            return null;
        }
        int input = narrow[random.nextInt(narrow.length)];
        return new Mutation(
                c.f(), x -> c.f().apply(expanded(x, input, new Expand(true, wide))), c.at());
    }

    /** Whether expanding the input to the shape of the result beforehand changes nothing. */
    private static boolean broadcasts(Case c, int input, int[] wide) {
        int[] shape = c.at()[input].shape();
        if (Arrays.equals(shape, wide) || c.at().length < 2 || !fits(shape, wide)) {
            return false;
        }
        try {
            Tensor right = c.f().apply(c.at());
            Tensor other = c.f().apply(expanded(c.at(), input, new Expand(false, wide)));
            return Arrays.equals(right.shape(), other.shape())
                    && Arrays.equals(right.toArray(), other.toArray());
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static boolean fits(int[] narrow, int[] wide) {
        int skipped = wide.length - narrow.length;
        return skipped >= 0
                && IntStream.range(0, narrow.length)
                        .allMatch(i -> narrow[i] == 1 || narrow[i] == wide[i + skipped]);
    }

    private static Tensor[] expanded(Tensor[] x, int input, Expand expand) {
        Tensor[] all = x.clone();
        all[input] = expand.apply(x[input]);
        return all;
    }

    /** The adjoint of a number that the result is multiplied with: there is one at every row. */
    static Mutation ofFactor(Case c, Random random) {
        Tensor y = c.f().apply(c.at());
        if (y.size() < 2) {
            return null;
        }
        Tensor[] at = Arrays.copyOf(c.at(), c.at().length + 1);
        at[at.length - 1] = Tensor.of(0.5 + random.nextDouble());
        return new Mutation(
                x -> product(c, new Expand(false, y.shape()), x),
                x -> product(c, new Expand(true, y.shape()), x),
                at);
    }

    private static Tensor product(Case c, Expand expand, Tensor... x) {
        Tensor[] own = Arrays.copyOf(x, x.length - 1);
        return c.f().apply(own).mul(expand.apply(x[x.length - 1]));
    }
}
