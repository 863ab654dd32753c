package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cotangent.internal.BackwardPass;
import org.cotangent.tape.AdjointTable;

/**
 * A backward pass and how it is to be run. {@link Tensor#backward()} is the short form. Immutable:
 * each setting gives another pass.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(2);
 * Tensor f = x.pow(3);
 * Tensor slope = Backward.of(f).recorded().run().of(x);   // 3 x² = 12, and can be differentiated
 * slope.backward().of(x);                                 // 12; that is 6 x
 * }</pre>
 *
 * <p>Nothing is left on the nodes: a graph may be swept any number of times, also by several
 * threads at once.
 */
@CheckReturnValue
public final class Backward {
    static {
        BackwardPass.set(
                new BackwardPass<Tensor, Gradients>() {
                    @Override
                    public Gradients run(Tensor result, Tensor seed) {
                        Backward pass = Backward.of(result);
                        return (seed == null ? pass : pass.seed(seed)).run();
                    }
                });
    }

    /** A function for the adjoint of a node, and the hooks given before it. */
    private record Hook(Tensor node, UnaryOperator<Tensor> function, Hook before) {
        static Map<Tensor, UnaryOperator<Tensor>> byNode(Hook last) {
            Map<Tensor, UnaryOperator<Tensor>> hooks = last == null ? Map.of() : new HashMap<>();
            for (Hook hook = last; hook != null; hook = hook.before) {
                hooks.merge(
                        hook.node, hook.function, (late, early) -> x -> late.apply(early.apply(x)));
            }
            return hooks;
        }
    }

    /**
     * The adjoints that a pass has kept.
     *
     * @param adjoints the adjoints
     * @param recorded whether the pass was recorded; if not, the gradients are marked, so that a
     *     pass through what is made of them is refused: their own gradients are not 0
     */
    private record Kept(AdjointTable<Tensor, Adjoint> adjoints, boolean recorded)
            implements Gradients.Kept {
        @Override
        public Tensor of(Tensor x) {
            Adjoint adjoint = adjoints.get(x, x.number);
            return adjoint == null
                    ? null
                    : adjoint.settled(recorded ? NodeInfo.RECORDED : NodeInfo.UNRECORDED);
        }

        @Override
        public List<Tensor> nodes() {
            List<Tensor> nodes = new ArrayList<>();
            adjoints.forEach((node, adjoint) -> nodes.add(node));
            return nodes;
        }
    }

    /** Goes on from "was computed from". */
    static final String UNKNOWN =
            "gradients of a pass that was not recorded, whose own gradients are not known. After an"
                    + " update, such as w = w.sub(g.of(w)), call asVariable() on the new value; if"
                    + " the gradients are meant as constants, call stopGradient() on them; for"
                    + " second derivatives run the first pass with"
                    + " Backward.of(f).recorded().run(), or use Differentiate";

    private final Tensor result;
    private Tensor seed;
    private boolean recorded;
    private boolean tangents;
    private boolean weak;
    private boolean all;
    private Set<Tensor> targets; // null for all variables
    private Set<Tensor> retained = Set.of();
    private Hook hooks; // the last one; null for none

    private Backward(Tensor result) {
        this.result = result;
    }

    /** A copy, to be changed before anybody sees it. */
    private Backward copy() {
        Backward copy = new Backward(result);
        copy.seed = seed;
        copy.recorded = recorded;
        copy.tangents = tangents;
        copy.weak = weak;
        copy.all = all;
        copy.targets = targets;
        copy.retained = retained;
        copy.hooks = hooks;
        return copy;
    }

    /**
     * A pass that starts at a result.
     *
     * @param result where it starts
     * @return the pass, not yet run
     */
    public static Backward of(Tensor result) {
        return new Backward(Objects.requireNonNull(result, "backward: the result is null"));
    }

    /**
     * A copy with the adjoint that the result starts with. Without it the result must be a scalar
     * and starts with 1.
     *
     * @param adjoint a tensor of the result's shape
     * @return another pass
     * @throws IllegalArgumentException if the shapes differ
     */
    public Backward seed(Tensor adjoint) {
        if (!adjoint.shape.equals(result.shape)) {
            throw new IllegalArgumentException(
                    "backward: the seed has shape "
                            + adjoint.shape
                            + " and the result "
                            + result.shape
                            + "; they must be the same");
        }
        Backward copy = copy();
        copy.seed = adjoint;
        return copy;
    }

    /**
     * A copy that is recorded, so that its gradients can be differentiated again.
     *
     * @return another pass
     */
    public Backward recorded() {
        Backward copy = copy();
        copy.recorded = true;
        return copy;
    }

    /**
     * A copy that keeps the adjoints of these results, too, besides those of the variables or of
     * the nodes that {@link #wrt} names. A pass drops the adjoints of all other results once they
     * have been passed on; whether a result has a name does not matter.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(3);
     * Tensor square = x.square();
     * Gradients g = Backward.of(square.sin()).retain(square).run();
     * g.of(square).value() == StrictMath.cos(9);   // true
     * }</pre>
     *
     * @param nodes results, or variables, which a pass without {@link #wrt} keeps anyway; each call
     *     adds to those before
     * @return another pass
     * @throws IllegalArgumentException if one of them is a constant
     */
    public Backward retain(Tensor... nodes) {
        Set<Tensor> more = varying(nodes);
        more.addAll(retained);
        Backward copy = copy();
        copy.retained = more;
        return copy;
    }

    /**
     * A copy that keeps the adjoints of all nodes on the way, for looking at a graph. {@link #wrt}
     * overrides it.
     *
     * @return another pass
     */
    public Backward keepAll() {
        Backward copy = copy();
        copy.all = true;
        return copy;
    }

    /**
     * A copy that keeps the adjoints of these nodes only, and of those to {@link #retain}, and
     * visits nothing that is older than all of them.
     *
     * @param nodes variables or results
     * @return another pass
     * @throws IllegalArgumentException if one of them is a constant
     */
    public Backward wrt(Tensor... nodes) {
        Backward copy = copy();
        copy.targets = varying(nodes);
        return copy;
    }

    private static Set<Tensor> varying(Tensor... nodes) {
        for (Tensor node : nodes) {
            Gradients.refuseConstant(node);
        }
        return new HashSet<>(Arrays.asList(nodes));
    }

    /**
     * A copy that calls a function with the adjoint of a node, once it is complete; what it returns
     * takes the adjoint's place, also in the result of this pass.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(3);
     * Gradients g = Backward.of(x.square()).hook(x, adjoint -> adjoint.clamp(-1, 1)).run();
     * g.of(x);   // 1
     * }</pre>
     *
     * @param node a variable or result; if the pass does not reach it the function is not called
     * @param function from the adjoint to what replaces it, of the same shape; itself to observe
     *     only
     * @return another pass
     * @throws IllegalArgumentException if the node is a constant
     */
    public Backward hook(Tensor node, UnaryOperator<Tensor> function) {
        Gradients.refuseConstant(node);
        Objects.requireNonNull(function, "backward: the hook is null");
        Backward copy = copy();
        copy.hooks = new Hook(node, function, hooks);
        return copy;
    }

    /**
     * Runs the pass.
     *
     * @return the adjoints it kept
     * @throws IllegalArgumentException if there is no seed and the result is not a scalar, or the
     *     result is a constant: it rests on nothing that varies, or was computed from gradients of
     *     a pass that was not recorded
     * @throws UnsupportedOperationException if such gradients are mixed into what varies, or the
     *     pass is recorded and meets a rule that is right for first derivatives only
     */
    public Gradients run() {
        refuseConstant();
        return run(recorded, false);
    }

    /** Only the gradients of a recorded pass are constants whose gradients are known: to be 0. */
    private void refuseConstant() {
        if (result.origin() == NodeInfo.Origin.UNRECORDED) {
            throw new IllegalArgumentException("backward: the result was computed from " + UNKNOWN);
        }
        if (!result.varies() && result.origin().compareTo(NodeInfo.Origin.RECORDED) < 0) {
            throw new IllegalArgumentException(
                    "backward: the result, of shape "
                            + result.shape
                            + ", is a constant: it rests on nothing that varies. Make what it is to be"
                            + " differentiated by with Tensor.variable(...) or asVariable(), and compute"
                            + " the result from that, outside of Tensor.unrecorded");
        }
    }

    /**
     * A copy that differentiates another one by its cotangent, so that its adjoints are tangents.
     * Where a factor of 0 meets one that is not finite they are NaN, unless recorded: which of them
     * wins in a backward pass cannot be told.
     */
    Backward ofTangents() {
        Backward copy = copy();
        copy.tangents = true;
        return copy;
    }

    /**
     * The same, NaN if it is recorded too: for whoever finds the number by a backward pass then.
     */
    Backward ofWeakTangents() {
        Backward copy = ofTangents();
        copy.weak = true;
        return copy;
    }

    /** Runs the pass as it is, of a constant too. */
    Gradients runUnchecked() {
        return run(recorded, false);
    }

    /**
     * Runs the pass without recording it; null if the result rests on something older than the
     * targets.
     */
    Gradients runOnNothingOlder() {
        return run(false, true);
    }

    /**
     * Runs the pass, recorded if it must be or if the result rests on something older than the
     * targets.
     */
    Gradients runRecordedIf(boolean needed) {
        if (!needed) {
            Gradients gradients = runOnNothingOlder();
            if (gradients != null) {
                return gradients;
            }
        }
        recorded = true;
        return run(true, false);
    }

    /** Whether the last pass was recorded. */
    boolean wasRecorded() {
        return recorded;
    }

    /** Null if it should rest on nothing older than the targets and does. */
    private Gradients run(boolean record, boolean onNothingOlder) {
        if (result.origin() == NodeInfo.Origin.UNRECORDED) {
            throw new FirstOrderOnlyException("backward: the result was computed from " + UNKNOWN);
        }
        Tensor start = seed;
        if (start == null) {
            if (result.rank() > 0) {
                throw new IllegalArgumentException(
                        "backward: the result has shape "
                                + result.shape
                                + ", and only a scalar has a gradient; sum it first, or give a seed"
                                + " of its shape");
            }
            start = Tensor.of(1);
        }
        Recorder recorder = Recorder.current();
        boolean before = recorder.setOff(!(record && recorder.records()));
        boolean tangentsBefore = recorder.setTangents(tangents && (weak || !record));
        Map<?, ?> masksBefore = recorder.setMasks(null);
        try {
            boolean ofAll = targets == null;
            Set<Tensor> asked = ofAll ? retained : targets;
            if (!ofAll && !retained.isEmpty()) {
                asked = new HashSet<>(targets);
                asked.addAll(retained);
            }
            TensorSweep sweep =
                    new TensorSweep(
                            recorder,
                            ofAll,
                            all && ofAll,
                            asked,
                            Hook.byNode(hooks),
                            onNothingOlder);
            AdjointTable<Tensor, Adjoint> kept = sweep.from(result, start);
            return onNothingOlder && sweep.metOlder()
                    ? null
                    : new Gradients(new Kept(kept, record), ofAll, all && ofAll, asked);
        } finally {
            recorder.setMasks(masksBefore);
            recorder.setTangents(tangentsBefore);
            recorder.setOff(before);
        }
    }
}
