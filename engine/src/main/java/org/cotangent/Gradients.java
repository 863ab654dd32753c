package org.cotangent;

import java.util.Objects;
import java.util.Set;
import org.cotangent.graph.Table;

/**
 * What a backward pass found: for each node it kept, the derivative of the result with respect to
 * it, also called its adjoint or cotangent.
 */
public final class Gradients {
    private final Table<Tensor, Adjoint> kept;
    private final Set<Tensor> targets;
    private final boolean all;
    private final boolean unrecorded;

    /**
     * The adjoints of a pass.
     *
     * @param kept the adjoints
     * @param targets what was wanted, or null for all variables and all that has a name
     * @param all whether every adjoint was kept
     * @param unrecorded whether the pass was not recorded; then tensors are marked, so that
     *     backward() can refuse them: their own gradients are not the zeros of constants
     */
    Gradients(Table<Tensor, Adjoint> kept, Set<Tensor> targets, boolean all, boolean unrecorded) {
        this.kept = kept;
        this.targets = targets;
        this.all = all;
        this.unrecorded = unrecorded;
    }

    /**
     * The gradient with respect to a variable, or to a result whose adjoint was kept: one with a
     * name, a target, or any if the pass kept all.
     *
     * @param x the variable or result
     * @return a tensor of x's shape; zeros if the result does not rest on x
     * @throws IllegalArgumentException if x is a constant, or its adjoint was not kept
     */
    public Tensor of(Tensor x) {
        Objects.requireNonNull(x, "gradient of: the tensor is null");
        Tensor adjoint = find(x);
        if (adjoint != null) {
            return adjoint;
        }
        refuseConstant(x);
        boolean known = targets != null ? targets.contains(x) : all || x.isVariable();
        if (!known) {
            throw new IllegalArgumentException(
                    "gradient of "
                            + described(x)
                            + ": no adjoint was kept for it. A pass keeps those of variables and of"
                            + " results that it reached and that had a name by then: call"
                            + " named(\"...\") on it before backward(), or use"
                            + " Backward.of(f).keepAll() or .wrt(...). If it is meant to be a variable,"
                            + " as after an update, call asVariable()");
        }
        return Tensor.full(0, x.shape);
    }

    /** The adjoint if it was kept, else null. */
    Tensor find(Tensor x) {
        Adjoint adjoint = kept.get(x, x.number);
        return adjoint == null ? null : adjoint.settled(unrecorded);
    }

    static void refuseConstant(Tensor x) {
        if (!x.varies()) {
            throw new IllegalArgumentException(
                    "gradient of "
                            + described(x)
                            + ": it is a constant; make it with Tensor.variable(...) or asVariable()"
                            + " before it is used");
        }
    }

    private static String described(Tensor x) {
        return (x.name() != null ? x.name() + ", " : "") + x.op.name() + " of shape " + x.shape;
    }
}
