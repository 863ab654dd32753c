package org.cotangent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cotangent.internal.Observer;
import org.cotangent.tape.AdjointTable;
import org.cotangent.tape.Sweep;

/**
 * The reverse sweep over tensors: rules applied, contributions summed back over what was broadcast.
 */
final class TensorSweep extends Sweep<Tensor, Adjoint> {
    private final boolean variables; // all of them are targets
    private final boolean all;
    private final Set<Tensor> asked;
    private final boolean results; // among those asked for
    private final long floor;
    private final Map<Tensor, UnaryOperator<Tensor>> hooks;
    private final boolean hooked;
    private final Observer<Tensor> observer; // or null
    private final boolean recorded;
    private final boolean inTensors; // every rule: those in plain numbers are for the common case
    private final boolean seeksOlder;
    private boolean metOlder;
    private Set<Tensor> searched; // nodes without a derivative
    private Pieces pieces; // null if there were none

    /**
     * A sweep that keeps the adjoints asked for, recorded if the thread records.
     *
     * @param recorder of this thread
     * @param variables whether all variables are targets; if not, the nodes asked for are
     * @param all whether every adjoint is kept
     * @param asked the nodes whose adjoints are kept in any case
     * @param hooks what is called with complete adjoints
     * @param seeksOlder whether it is of interest what else the result rests on
     */
    TensorSweep(
            Recorder recorder,
            boolean variables,
            boolean all,
            Set<Tensor> asked,
            Map<Tensor, UnaryOperator<Tensor>> hooks,
            boolean seeksOlder) {
        this.recorded = recorder.records();
        this.observer = recorder.observer();
        this.inTensors = recorded || observer != null || recorder.sweepsTangents();
        this.variables = variables;
        this.all = all;
        this.asked = asked;
        this.hooks = hooks;
        this.hooked = !hooks.isEmpty();
        this.seeksOlder = seeksOlder;
        boolean hasResults = false;
        long oldest = Long.MAX_VALUE;
        for (Tensor x : asked) {
            hasResults |= !x.isVariable();
            oldest = Math.min(oldest, x.number);
        }
        this.results = hasResults;
        // what is older than every target cannot rest on one; constants have number 0
        this.floor = variables ? 1 : oldest;
    }

    /** Whether the result rests on something that varies and is older than every target. */
    boolean metOlder() {
        return metOlder;
    }

    /**
     * Runs the sweep.
     *
     * @param result where it starts
     * @param seed its adjoint
     * @return the adjoints of what was wanted
     */
    AdjointTable<Tensor, Adjoint> from(Tensor result, Tensor seed) {
        if (wants(result)) {
            Adjoint start = result.isVariable() ? kept(result) : empty();
            start.set(seed);
            if (!result.isVariable()) {
                run(result, start);
            }
        }
        if (pieces != null) {
            pieces.completeLeaves(this::kept);
        }
        if (hooked) {
            kept().forEach(
                            (node, adjoint) -> {
                                if (node.isVariable()) {
                                    complete(node, adjoint);
                                }
                            });
        }
        return kept();
    }

    @Override
    protected long number(Tensor node) {
        return node.number;
    }

    @Override
    protected Adjoint empty() {
        return new Adjoint();
    }

    /** Whether a part of an adjoint goes to a node at all. */
    private boolean wants(Tensor node) {
        if (node.number < floor) {
            metOlder |= node.number > 0 || seeksOlder && node.number < 0 && restsOnOlder(node);
            if (node.origin() == NodeInfo.Origin.UNRECORDED) {
                throw new FirstOrderOnlyException(
                        "backward: an input was computed from " + Backward.UNKNOWN);
            }
            return false;
        }
        return variables || !node.isVariable() || asked.contains(node);
    }

    /** Whether a node without a derivative rests on something older than all targets. */
    private boolean restsOnOlder(Tensor node) {
        if (searched == null) {
            searched = new HashSet<>();
        }
        Deque<Tensor> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            Tensor at = open.pop();
            if (at.isRecorded() && Math.abs(at.number) < floor) {
                return true;
            }
            if (at.isRecorded() && !asked.contains(at) && searched.add(at)) {
                for (int i = 0; i < at.inputs(); i++) {
                    open.push(at.input(i));
                }
            }
        }
        return false;
    }

    /** Whether the adjoint of a result is part of the answer. */
    private boolean keeps(Tensor node) {
        return all || results && asked.contains(node);
    }

    private Adjoint cell(Tensor input) {
        return input.isVariable() ? kept(input) : waiting(input);
    }

    /** The same, or null where nothing is wanted. What has a cell was wanted before. */
    private Adjoint cellIfWanted(Tensor input) {
        if (!input.isVariable()) {
            return wants(input) ? waiting(input) : null;
        }
        Adjoint cell = kept().get(input, input.number);
        return cell != null || !wants(input) ? cell : kept(input);
    }

    private void complete(Tensor node, Adjoint adjoint) {
        UnaryOperator<Tensor> hook = hooks.get(node);
        if (hook == null) {
            return;
        }
        Tensor replaced = recorded ? hook.apply(adjoint.tensor()) : observed(hook, adjoint);
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
        adjoint.set(replaced);
    }

    /** The result of a hook: a pass of its own that it may run is recorded in any case. */
    private static Tensor observed(UnaryOperator<Tensor> hook, Adjoint adjoint) {
        Tensor replaced = Tensor.recorded(() -> hook.apply(adjoint.tensor()));
        return replaced == null ? null : replaced.detached();
    }

    @Override
    protected void visit(Tensor y, Adjoint adjoint) {
        if (pieces != null && y.data != null) {
            pieces.complete(y, adjoint);
        }
        if (hooked) {
            complete(y, adjoint);
        }
        if (keeps(y)) {
            kept(y).set(adjoint.shown());
        }
        if (!inTensors && y.data == null && passesInNumbers(y, adjoint)) {
            return;
        }
        Tensor g = adjoint.tensor();
        boolean owned = adjoint.owned();
        adjoint.clear();
        if (y.op.isPiece() && y.a.data != null) {
            pullPiece(y, g);
        } else if (recorded || y.a == null) {
            pullEach(y, g);
        } else {
            pull(y, g, owned);
        }
    }

    /** Passes the adjoint of a scalar on without making tensors, if the operation has a way. */
    private boolean passesInNumbers(Tensor y, Adjoint adjoint) {
        if (y.op instanceof Elementwise.Unary unary) {
            if (unary.share() == null) {
                return false;
            }
            double g = adjoint.value();
            adjoint.clear();
            Adjoint a = cellIfWanted(y.a);
            if (a != null) {
                a.add(unary.inNumbers(g, y));
            }
            return true;
        }
        Arithmetic.Function rule =
                y.op instanceof Elementwise.Binary binary ? binary.inNumbers() : null;
        if (rule == null) {
            return false;
        }
        double g = adjoint.value();
        adjoint.clear();
        Adjoint a = cellIfWanted(y.a);
        if (a != null) {
            a.add(rule.toFirst(g, y.value, y.a.value, y.b.value, y.a == y.b));
        }
        Adjoint b = cellIfWanted(y.b);
        if (b != null) {
            b.add(rule.toSecond(g, y.value, y.a.value, y.b.value, y.a == y.b));
        }
        return true;
    }

    /** The share of a piece of a tensor, kept until that tensor's adjoint is complete. */
    private void pullPiece(Tensor y, Tensor g) {
        if (!wants(y.a)) {
            return;
        }
        if (observer != null) {
            observer.passed(y, 0, g, y.op.adjoint(0, g, y));
        }
        if (pieces == null) {
            pieces = new Pieces(recorded);
        }
        pieces.add(y, g);
        cell(y.a); // so that it is visited, or part of the answer
    }

    /** One or two inputs, of a pass that is not recorded. */
    private void pull(Tensor y, Tensor g, boolean owned) {
        boolean wantsA = wants(y.a);
        boolean wantsB = y.b != null && wants(y.b);
        boolean ours = owned && observer == null; // an observer is shown g as it is
        Tensor p = wantsA ? fitted(y, 0, g, y.op.pull(0, g, ours && !wantsB, y)) : null;
        boolean pIsG = p != null && p.data == g.data;
        Tensor q = wantsB ? fitted(y, 1, g, y.op.pull(1, g, ours && !pIsG, y)) : null;
        boolean qIsG = q != null && q.data == g.data;
        // g is dropped here: where one part alone has its array, that part is the only one who has
        boolean passesOn = owned && !(pIsG && qIsG);
        boolean fresh = y.op.freshParts();
        if (p != null) {
            cell(y.a).add(p, fresh && (!pIsG || passesOn));
        }
        if (q != null) {
            cell(y.b).add(q, fresh && (!qIsG || passesOn));
        }
    }

    private void pullEach(Tensor y, Tensor g) {
        List<Tensor> together = null;
        boolean first = true;
        for (int i = 0; i < y.inputs(); i++) {
            Tensor input = y.input(i);
            if (!wants(input)) {
                continue;
            }
            if (first) {
                together = y.op.adjoints(g, y);
                first = false;
            }
            Tensor rule = together == null ? y.op.adjoint(i, g, y) : together.get(i);
            Tensor part = fitted(y, i, g, rule);
            if (part != null && recorded) {
                cell(input).addRecorded(part);
            } else if (part != null) {
                cell(input).add(part, y.op.freshParts() && part.data != g.data);
            }
        }
    }

    /** A rule's part, checked and in the shape of the input. */
    private Tensor fitted(Tensor y, int i, Tensor g, Tensor part) {
        if (part == null) {
            return null;
        }
        Tensor input = y.input(i);
        if (part.shape != input.shape && !input.shape.broadcastsTo(part.shape)) {
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
        if (observer != null) {
            observer.passed(y, i, g, part);
        }
        return part.shape == input.shape ? part : Reductions.sumTo(part, input.shape);
    }
}
