package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions as single nodes: run again for their derivative, or with a rule of their own. */
final class FunctionOps {
    private FunctionOps() {}

    /** A function that is run again when its derivative is wanted. */
    record Checkpoint(TensorFunction f) implements CustomOp.Joint {
        @Override
        public String name() {
            return "checkpoint";
        }

        @Override
        public Tensor forward(Tensor... x) {
            return f.apply(x);
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            return Differentiate.vjpsOfVarying(own -> same(f.apply(own), y), g, x);
        }
    }

    /** The value of a checkpoint's function, if it is the one it gave before. */
    private static Tensor same(Tensor again, Tensor before) {
        if (!again.shape.equals(before.shape)) {
            throw new IllegalStateException(
                    "checkpoint: the function gives shape "
                            + again.shape
                            + " in the backward pass and gave "
                            + before.shape
                            + CHANCE);
        }
        double[] p = again.array();
        double[] q = before.array();
        int i = Arrays.mismatch(p, q);
        if (i >= 0) {
            throw new IllegalStateException(
                    "checkpoint: the function gives "
                            + p[i]
                            + " for element "
                            + i
                            + " of its result in the backward pass and gave "
                            + q[i]
                            + CHANCE);
        }
        return again;
    }

    private static final String CHANCE =
            " before. It must depend on nothing but its arguments: draw random numbers, such as the"
                    + " mask of a dropout, outside and pass them in";

    /** A function with a rule of its own. */
    record OwnRule(UnaryOperator<Tensor> f, CustomOp.ElementwiseRule rule) implements CustomOp {
        @Override
        public String name() {
            return "customVjp";
        }

        @Override
        public Tensor forward(Tensor... x) {
            return f.apply(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return rule.apply(g, y, x[0]);
        }
    }
}
