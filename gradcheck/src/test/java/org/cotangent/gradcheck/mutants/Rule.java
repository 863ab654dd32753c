package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/** A derivative rule for a whole function, right or wrong. */
@FunctionalInterface
interface Rule {
    /**
     * The adjoints of the inputs.
     *
     * @param f the function
     * @param g the adjoint of its result
     * @param x the inputs
     * @return a tensor for each input, in its shape
     */
    Tensor[] adjoints(TensorFunction f, Tensor g, Tensor... x);

    /** The rule that automatic differentiation gives. */
    static Tensor[] right(TensorFunction f, Tensor g, Tensor... x) {
        return Differentiate.gradients(z -> f.apply(z).mul(g).sum(), x).toArray(new Tensor[0]);
    }

    /**
     * The function with the same values and this rule in place of its own. Its operations still
     * stand in the graph, for a checker that looks at the branches that were taken; nothing flows
     * back through them.
     */
    default TensorFunction on(TensorFunction f) {
        return x -> {
            Tensor[] all = new Tensor[x.length + 1];
            all[0] = f.apply(silent(x));
            System.arraycopy(x, 0, all, 1, x.length);
            return all[0].add(new Ruled(f, this).apply(all));
        };
    }

    /** The same values, without a gradient, in nodes of their own. */
    static Tensor[] silent(Tensor... x) {
        return Arrays.stream(x).map(one -> new Silent().apply(one)).toArray(Tensor[]::new);
    }

    /** The same value; no adjoint comes through. */
    record Silent() implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0];
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return null;
        }
    }

    /** Zero, with the adjoints of a rule: input 0 is the function's result, the others its own. */
    record Ruled(TensorFunction f, Rule rule) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return Tensor.zeros(x[0].shape());
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return input == 0
                    ? null
                    : rule.adjoints(f, g, Arrays.copyOfRange(x, 1, x.length))[input - 1];
        }
    }
}
