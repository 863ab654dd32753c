package org.cotangent;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A backward pass and how it is to be run. {@link Tensor#backward()} is the short form.
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
public final class Backward {
    private final Tensor result;
    private Tensor seed;
    private boolean recorded;
    private boolean all;
    private Set<Tensor> targets;

    private Backward(Tensor result) {
        this.result = result;
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
     * Sets the adjoint that the result starts with. Without it the result must be a scalar and
     * starts with 1.
     *
     * @param adjoint a tensor of the result's shape
     * @return this pass
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
        seed = adjoint;
        return this;
    }

    /**
     * Records the pass, so that its gradients can be differentiated again.
     *
     * @return this pass
     */
    public Backward recorded() {
        recorded = true;
        return this;
    }

    /**
     * Keeps the adjoints of all nodes on the way, not only of variables and of what has a name.
     *
     * @return this pass
     */
    public Backward keepAll() {
        all = true;
        return this;
    }

    /**
     * Keeps the adjoints of these nodes only, and visits nothing that is older than all of them.
     *
     * @param nodes variables or results
     * @return this pass
     * @throws IllegalArgumentException if one of them is a constant
     */
    public Backward wrt(Tensor... nodes) {
        for (Tensor node : nodes) {
            Gradients.refuseConstant(node);
        }
        targets = new HashSet<>(Arrays.asList(nodes));
        return this;
    }

    /**
     * Runs the pass.
     *
     * @return the adjoints it kept
     * @throws IllegalArgumentException if there is no seed and the result is not a scalar
     */
    public Gradients run() {
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
        TensorSweep sweep = new TensorSweep(targets, all);
        Recorder recorder = Recorder.current();
        boolean before = recorder.setOff(!(recorded && recorder.records()));
        try {
            Map<Tensor, Tensor> kept = sweep.run(result, start);
            return new Gradients(kept, targets, all);
        } finally {
            recorder.setOff(before);
        }
    }
}
