package org.cotangent;

import java.util.Set;
import org.cotangent.graph.Sweep;

/**
 * The reverse sweep over tensors: rules applied, contributions summed back over what was broadcast.
 */
final class TensorSweep extends Sweep<Tensor, Tensor> {
    private final Set<Tensor> targets;
    private final boolean all;
    private final long floor;

    /**
     * A sweep that keeps the adjoints of its targets.
     *
     * @param targets what is wanted, or null for all variables and all that has a name
     * @param all whether every adjoint is kept
     */
    TensorSweep(Set<Tensor> targets, boolean all) {
        this.targets = targets;
        this.all = all;
        // what is older than every target cannot rest on one; constants have number 0
        this.floor =
                targets == null
                        ? 1
                        : targets.stream().mapToLong(x -> x.number).min().orElse(Long.MAX_VALUE);
    }

    @Override
    protected long number(Tensor node) {
        return node.number;
    }

    @Override
    protected Role role(Tensor node) {
        if (node.number < floor) {
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
    protected void pull(Tensor y, Tensor g) {
        for (int i = 0; i < y.inputs(); i++) {
            Tensor input = y.input(i);
            if (role(input) == Role.IGNORE) {
                continue;
            }
            Tensor part = y.op.adjoint(i, g, y);
            if (part != null) {
                contribute(input, Reductions.sumTo(part, input.shape));
            }
        }
    }
}
