package org.cotangent;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cotangent.tape.AdjointTable;

/**
 * What a backward pass found: for each node it kept, the derivative of the result with respect to
 * it, also called its adjoint or cotangent.
 */
public final class Gradients {
    private final AdjointTable<Tensor, Adjoint> kept;
    private final Set<Tensor> targets;
    private final boolean all;
    private final NodeInfo mark;

    /**
     * The adjoints of a pass.
     *
     * @param kept the adjoints
     * @param targets what was wanted, or null for all variables and all that has a name
     * @param all whether every adjoint was kept
     * @param recorded whether the pass was recorded; if not, the gradients are marked, so that a
     *     pass through what is made of them is refused: their own gradients are not 0
     */
    Gradients(
            AdjointTable<Tensor, Adjoint> kept,
            Set<Tensor> targets,
            boolean all,
            boolean recorded) {
        this.kept = kept;
        this.targets = targets;
        this.all = all;
        this.mark = recorded ? NodeInfo.RECORDED : NodeInfo.UNRECORDED;
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
        Tensor adjoint = adjoint(x);
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
        return Tensor.full(0, x.shape).with(NodeInfo.RECORDED); // 0 at every order
    }

    /**
     * The adjoint of a node, if the pass kept one.
     *
     * @param x any tensor
     * @return of x's shape; empty if the pass did not reach it, or was not told to keep it
     */
    public Optional<Tensor> find(Tensor x) {
        return Optional.ofNullable(adjoint(x));
    }

    /** The adjoint of a node if it was kept, else null. */
    Tensor adjoint(Tensor x) {
        Adjoint adjoint = kept.get(x, x.number);
        return adjoint == null ? null : adjoint.settled(mark);
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
