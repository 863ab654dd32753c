package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.CheckReturnValue;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * Gradient clipping: an optimizer that scales down gradients that are too large and passes them to
 * another optimizer.
 *
 * <pre>{@code
 * Clipping optimizer = Clipping.byGlobalNorm(new Adam(0.001), 1);
 * Parameter x = new Parameter("x", Tensor.vector(3, 4));
 * optimizer.step(List.of(x), x.value().square().sum().backward());
 * optimizer.norm();   // 10
 * }</pre>
 *
 * <p>Clipping comes before weight decay. The learning rate and the state are those of the inner
 * optimizer; the state also records the kind of clipping.
 */
@CheckReturnValue
public final class Clipping extends CheckedOptimizer {
    private final Optimizer inner;
    private final String how;
    private final double bound;
    private final boolean byNorm;
    private double norm = Double.NaN;

    private Clipping(Optimizer inner, String how, double bound, boolean byNorm) {
        this.inner = Checks.present("clipping", "the optimizer", inner);
        this.bound = Checks.POSITIVE.check("clipping", "bound", bound);
        this.how = how + " " + bound;
        this.byNorm = byNorm;
    }

    /**
     * Clips each number of each gradient to lie between -bound and bound. That changes the
     * direction of the step.
     *
     * @param optimizer the optimizer that makes the step
     * @param bound the largest magnitude, finite and above 0
     * @return the optimizer that clips
     * @throws IllegalArgumentException if the bound is NaN, infinite or not above 0
     */
    public static Clipping byValue(Optimizer optimizer, double bound) {
        return new Clipping(optimizer, "clipped by value", bound, false);
    }

    /**
     * Scales all gradients by bound / norm if their {@linkplain #norm() norm} is above the bound.
     * That keeps their direction. R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of
     * training recurrent neural networks", ICML 2013, algorithm 1.
     *
     * @param optimizer the optimizer that makes the step
     * @param bound the largest norm, finite and above 0
     * @return the optimizer that clips
     * @throws IllegalArgumentException if the bound is NaN, infinite or not above 0
     */
    public static Clipping byGlobalNorm(Optimizer optimizer, double bound) {
        return new Clipping(optimizer, "clipped by global norm", bound, true);
    }

    /**
     * Gradients with each number clipped to lie between -bound and bound.
     *
     * @param gradients the gradients
     * @param bound the largest magnitude, finite and above 0
     * @return gradients of the same tensors; a number that is not finite stays as it is, for an
     *     optimizer to refuse
     * @throws IllegalArgumentException if the bound is NaN, infinite or not above 0
     */
    public static Gradients byValue(Gradients gradients, double bound) {
        Checks.POSITIVE.check("clipping", "bound", bound);
        // an infinite one is not hidden as one of usual size
        return gradients.mapped(
                g -> Tensor.where(g.abs().eq(Double.POSITIVE_INFINITY), g, g.clamp(-bound, bound)));
    }

    /**
     * Gradients scaled by bound / norm if their {@linkplain Gradients#norm() norm} is above the
     * bound.
     *
     * <pre>{@code
     * Parameter x = new Parameter("x", Tensor.vector(3, 4));
     * Gradients g = x.value().square().sum().backward();
     * Clipping.byGlobalNorm(g, 1).of(x.value());   // [0.6, 0.8]
     * }</pre>
     *
     * @param gradients the gradients; those of all parameters that a step is to update, and of
     *     nothing else
     * @param bound the largest norm, finite and above 0
     * @return gradients of the same tensors; as given if a number of them is not finite, for an
     *     optimizer to refuse
     * @throws IllegalArgumentException if the bound is NaN, infinite or not above 0
     */
    public static Gradients byGlobalNorm(Gradients gradients, double bound) {
        Checks.POSITIVE.check("clipping", "bound", bound);
        return withNorm(gradients, gradients.norm(), bound);
    }

    /**
     * The norm of the gradients of the last step before they were clipped: the root of the sum of
     * the squares of all their numbers, those of frozen parameters left out.
     *
     * @return the norm, Infinity where it is above the largest number; NaN before the first step
     */
    public double norm() {
        return norm;
    }

    /**
     * The optimizer that makes the steps.
     *
     * @return the optimizer that was given
     */
    public Optimizer optimizer() {
        return inner;
    }

    @Override
    String rule() {
        return inner instanceof CheckedOptimizer rule ? rule.rule() : "clipping";
    }

    @Override
    void requireGroups(List<Parameter> parameters) {
        if (inner instanceof CheckedOptimizer rule) {
            rule.requireGroups(parameters);
        }
    }

    @Override
    boolean frozen(String name) {
        return inner instanceof CheckedOptimizer rule && rule.frozen(name);
    }

    @Override
    void update(List<Parameter> parameters, Tensor[] gradients) {
        Map<Tensor, Tensor> map = new LinkedHashMap<>();
        for (int i = 0; i < gradients.length; i++) {
            Parameter parameter = parameters.get(i);
            double[] elements = TensorElements.of(gradients[i]);
            if (!Finite.all(elements, 0, elements.length)) {
                Finite.require(rule(), "gradient", parameter, elements);
            }
            map.put(parameter.value(), gradients[i]);
        }
        Gradients all = Gradients.of(map);
        double before = all.norm();
        Gradients clipped = byNorm ? withNorm(all, before, bound) : byValue(all, bound);
        if (inner instanceof CheckedOptimizer rule) {
            rule.update(parameters, Parameter.gradients(parameters, clipped));
        } else {
            inner.step(parameters, clipped);
        }
        norm = before;
    }

    private static Gradients withNorm(Gradients gradients, double norm, double bound) {
        if (norm == Double.POSITIVE_INFINITY) {
            // above the largest number: in units of a power of 2 it is not
            Gradients small = gradients.scaled(0x1p-600);
            double length = small.norm();
            return Double.isFinite(length) ? small.scaled(bound / length) : gradients;
        }
        return norm > bound ? gradients.scaled(bound / norm) : gradients;
    }

    @Override
    public double learningRate() {
        return inner.learningRate();
    }

    @Override
    public void setLearningRate(double rate) {
        inner.setLearningRate(rate);
    }

    /**
     * The state of the inner optimizer, with a kind that records the clipping.
     *
     * @return a copy
     */
    @Override
    public State state() {
        State state = inner.state();
        return new State(state.kind() + ", " + how, state.values());
    }

    @Override
    public void restore(State state) {
        String kind = inner.state().kind();
        state.require(kind + ", " + how);
        inner.restore(new State(kind, state.values()));
    }

    /**
     * The optimizer within and how it is clipped.
     *
     * @return as "sgd(learning rate 0.1, ...), clipped by value 1.0"
     */
    @Override
    public String toString() {
        return inner + ", " + how;
    }
}
