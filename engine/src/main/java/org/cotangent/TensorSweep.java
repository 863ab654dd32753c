package org.cotangent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cotangent.graph.Sweep;

/**
 * The reverse sweep over tensors: rules applied, contributions summed back over what was broadcast.
 */
final class TensorSweep extends Sweep<Tensor, Tensor> {
    private final Set<Tensor> targets;
    private final boolean all;
    private final long floor;
    private final Map<Tensor, UnaryOperator<Tensor>> hooks;
    private final boolean detects = Recorder.current().detects();
    private boolean metOlder;

    /**
     * A sweep that keeps the adjoints of its targets.
     *
     * @param targets what is wanted, or null for all variables and all that has a name
     * @param all whether every adjoint is kept
     * @param hooks what is called with complete adjoints
     */
    TensorSweep(Set<Tensor> targets, boolean all, Map<Tensor, UnaryOperator<Tensor>> hooks) {
        this.targets = targets;
        this.hooks = hooks;
        this.all = all;
        // what is older than every target cannot rest on one; constants have number 0
        this.floor =
                targets == null
                        ? 1
                        : targets.stream().mapToLong(x -> x.number).min().orElse(Long.MAX_VALUE);
    }

    /** Whether the result rests on something that varies and is older than every target. */
    boolean metOlder() {
        return metOlder;
    }

    @Override
    protected long number(Tensor node) {
        return node.number;
    }

    @Override
    protected Role role(Tensor node) {
        if (node.number < floor) {
            metOlder |= node.number > 0;
            return Role.IGNORE;
        }
        boolean wanted =
                targets == null
                        ? all || node.isVariable() || node.name() != null
                        : targets.contains(node);
        if (node.isVariable()) {
            return wanted ? Role.KEEP : Role.IGNORE;
        }
        return wanted ? Role.KEEP_AND_PASS : Role.PASS;
    }

    @Override
    protected Tensor sum(Tensor p, Tensor q) {
        return p.add(q);
    }

    @Override
    protected Tensor complete(Tensor node, Tensor adjoint) {
        UnaryOperator<Tensor> hook = hooks.get(node);
        if (hook == null) {
            return adjoint;
        }
        Tensor replaced = hook.apply(adjoint);
        if (replaced == null || !replaced.shape.equals(node.shape)) {
            throw new IllegalStateException(
                    "backward: a hook at "
                            + node.op.name()
                            + " of shape "
                            + node.shape
                            + " returned "
                            + (replaced == null ? "null" : "shape " + replaced.shape)
                            + "; it must return an adjoint of the node's shape");
        }
        return replaced;
    }

    @Override
    protected void pull(Tensor y, Tensor g) {
        List<Tensor> together = y.op.adjoints(g, y);
        for (int i = 0; i < y.inputs(); i++) {
            Tensor input = y.input(i);
            if (role(input) == Role.IGNORE) {
                continue;
            }
            Tensor part = together == null ? y.op.adjoint(i, g, y) : together.get(i);
            if (part != null) {
                if (!input.shape.broadcastsTo(part.shape)) {
                    throw new IllegalStateException(
                            y.op.name()
                                    + ": its rule gives input "
                                    + i
                                    + " of shape "
                                    + input.shape
                                    + " an adjoint of shape "
                                    + part.shape
                                    + "; the input must broadcast to it");
                }
                if (detects) {
                    Anomalies.checkAdjoint(y, i, g, part);
                }
                contribute(input, Reductions.sumTo(part, input.shape));
            }
        }
    }
}
