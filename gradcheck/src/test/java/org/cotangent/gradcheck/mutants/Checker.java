package org.cotangent.gradcheck.mutants;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/** A way to tell a wrong gradient from a right one. */
interface Checker {
    /** What a checker says. */
    enum Answer {
        /** No objection. */
        PASSED,
        /** It says that it cannot tell. */
        UNDECIDED,
        /** The gradient is wrong. */
        FLAGGED
    }

    /** All that are compared: ours first. */
    List<Checker> ALL =
            List.of(new Ours(), new PyTorchRecipe(), new ClassroomRecipe(), new FormerRecipe());

    /** What tables call it. */
    String name();

    /**
     * Judges the gradient that automatic differentiation gives of a function.
     *
     * @param f the function
     * @param at the point
     * @param order the highest order of derivative to judge, 1 or 2
     * @param seed of what it draws at random
     */
    Answer judge(TensorFunction f, Tensor[] at, int order, long seed);
}
