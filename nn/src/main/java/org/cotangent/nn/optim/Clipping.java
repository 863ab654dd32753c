package org.cotangent.nn.optim;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

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
public final class Clipping extends ArrayOptimizer {
    private final Optimizer inner;
    private final String how;
    private final double bound;
    private final boolean byNorm;
    private double norm = Double.NaN;

    private Clipping(Optimizer inner, String how, double bound, boolean byNorm) {
        this.inner = Objects.requireNonNull(inner, "clipping: the optimizer is null");
        this.bound = RangeChecks.positive("clipping", "bound", bound);
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
        return inner instanceof ArrayOptimizer rule ? rule.rule() : "clipping";
    }

    @Override
    boolean frozen(String name) {
        return inner instanceof ArrayOptimizer rule && rule.frozen(name);
    }

    @Override
    void update(List<Parameter> parameters, double[][] gradients) {
        for (int i = 0; i < gradients.length; i++) {
            if (gradients[i] != null && !Finite.all(gradients[i], 0, gradients[i].length)) {
                Finite.require(rule(), "gradient", parameters.get(i), gradients[i]);
            }
        }
        double before = norm(gradients, 1);
        double[][] clipped = clipped(gradients, before);
        if (inner instanceof ArrayOptimizer rule) {
            rule.update(parameters, clipped);
        } else {
            inner.step(parameters, linear(parameters, clipped).backward());
        }
        norm = before;
    }

    private double[][] clipped(double[][] gradients, double before) {
        if (!byNorm) {
            return map(gradients, g -> Math.min(Math.max(g, -bound), bound));
        }
        if (before <= bound) {
            return gradients;
        }
        double factor = bound / before;
        if (before == Double.POSITIVE_INFINITY) {
            double largest = largest(gradients);
            factor = bound / norm(gradients, largest) / largest;
        }
        double scale = factor;
        return map(gradients, g -> g * scale);
    }

    /** A function of each number of the gradients, as new arrays. */
    private static double[][] map(double[][] gradients, DoubleUnaryOperator f) {
        double[][] mapped = new double[gradients.length][];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = gradients[i] == null ? null : gradients[i].clone();
            for (int k = 0; mapped[i] != null && k < mapped[i].length; k++) {
                mapped[i][k] = f.applyAsDouble(mapped[i][k]);
            }
        }
        return mapped;
    }

    /** The norm of the gradients divided by a unit. */
    private static double norm(double[][] gradients, double unit) {
        double sum = 0;
        for (double[] g : gradients) {
            double part = 0;
            for (int i = 0; g != null && i < g.length; i++) {
                double t = g[i] / unit;
                part += t * t;
            }
            sum += part;
        }
        boolean exact = sum > 1e-280 && sum < Double.POSITIVE_INFINITY;
        double largest = exact || unit != 1 ? 0 : largest(gradients);
        // squares that left the range of doubles: once more, in units of the largest
        return largest == 0 ? Math.sqrt(sum) : largest * norm(gradients, largest);
    }

    private static double largest(double[][] gradients) {
        double largest = 0;
        for (double[] g : gradients) {
            for (int i = 0; g != null && i < g.length; i++) {
                largest = Math.max(largest, Math.abs(g[i]));
            }
        }
        return largest;
    }

    /**
     * A linear function with the given gradients, for optimizers that take {@code Gradients} only.
     */
    private static Tensor linear(List<Parameter> parameters, double[][] gradients) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < gradients.length; i++) {
            Tensor x = parameters.get(i).value();
            sum = sum.add(x.mul(Tensor.of(gradients[i], x.shape())).sum());
        }
        return sum;
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
        return new State(state.kind() + ", " + how, state.texts(), state.tensors());
    }

    @Override
    public void restore(State state) {
        String kind = inner.state().kind();
        state.require(kind + ", " + how);
        inner.restore(new State(kind, state.texts(), state.tensors()));
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
