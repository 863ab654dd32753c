package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.internal.Draws;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Objective.Point;

/**
 * The limited-memory BFGS method: a quasi-Newton method that learns the curvature of the loss from
 * the last steps, and chooses the length of each by a line search with the strong Wolfe conditions.
 * For small problems on all data at once it needs far fewer steps than gradient descent, and has no
 * learning rate.
 *
 * <p>J. Nocedal and S. Wright, "Numerical Optimization", 2nd edition, 2006: the direction is that
 * of algorithm 7.4 with the scaling (7.20), the method algorithm 7.5, the line search algorithms
 * 3.5 and 3.6. An example is at {@link Minimizer}.
 *
 * <p>A point that the search tries counts as too far where the loss or its gradient is not finite
 * or throws {@link ArithmeticException}, as {@link org.cotangent.linalg.Linalg#cholesky} does of a
 * matrix that is not positive definite: shorter steps are tried. Where the first step finds that it
 * throws at every point tried, an {@link ArithmeticException} with the first of these as its cause
 * is thrown; later {@link #minimize} ends there, and says so. Other exceptions are mistakes and
 * passed on at once. The parameters are then as they were before the step. So they are where the
 * loss falls along a line without an end in sight: {@link #minimize} says so, {@link #step} throws.
 */
public final class Lbfgs implements Minimizer {
    private static final String NAME = "l-bfgs";
    private static final int NEIGHBORS = 8;
    private static final double NEARBY = 1e-3;
    private static final int DOWNHILL = 5; // lengths, up to 10 times the parameters

    private final int memory;
    private final double gradientTolerance;
    private final double lossTolerance;

    private Curvature curvature = new Curvature(NAME);
    private LineSearch.Trial endless; // of the last search, where the loss has no bound in sight

    /** The method with a memory of 10 steps and a tolerance of 10^-8 for the gradient. */
    public Lbfgs() {
        this(10, 1e-8, 0);
    }

    private Lbfgs(int memory, double gradientTolerance, double lossTolerance) {
        this.memory = Checks.atLeast(NAME, "memory", 1, memory);
        this.gradientTolerance =
                Checks.NOT_NEGATIVE.check(NAME, "gradient tolerance", gradientTolerance);
        this.lossTolerance = Checks.NOT_NEGATIVE.check(NAME, "loss tolerance", lossTolerance);
    }

    /**
     * A copy that remembers another number of steps, each with two numbers per parameter.
     *
     * @param steps the number, at least 1; 3 to 20 are usual
     * @return another minimizer, which remembers none yet
     * @throws IllegalArgumentException if it is below 1
     */
    @CheckReturnValue
    public Lbfgs memory(int steps) {
        return new Lbfgs(steps, gradientTolerance, lossTolerance);
    }

    /**
     * A copy for which the loss counts as least if the Euclidean norm of its gradient is at most
     * this.
     *
     * @param norm the tolerance, finite and not negative; 10^-8 unless set
     * @return another minimizer, which remembers no steps yet
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    @CheckReturnValue
    public Lbfgs gradientTolerance(double norm) {
        return new Lbfgs(memory, norm, lossTolerance);
    }

    /**
     * A copy whose {@link #minimize} also ends where a step lowers the loss by no more than a part
     * of its magnitude.
     *
     * @param part the part, finite and not negative; 0, the default, means never
     * @return another minimizer, which remembers no steps yet
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    @CheckReturnValue
    public Lbfgs lossTolerance(double part) {
        return new Lbfgs(memory, gradientTolerance, part);
    }

    /**
     * {@inheritDoc} Nothing is changed where the gradient is within its tolerance.
     *
     * @throws ArithmeticException also if the loss or its gradient throws it at the present values
     *     or at every point tried, or the loss falls along a line without an end in sight
     * @throws IllegalArgumentException also if the parameters have other names or shapes than those
     *     of the steps that are remembered
     */
    @Override
    public double step(List<Parameter> parameters, Supplier<Tensor> loss) {
        Objective objective = new Objective(NAME, parameters, loss);
        curvature.requireOf(parameters);
        Point point = objective.start();
        if (Vectors.norm(point.gradient()) > gradientTolerance) {
            Point next = iterate(objective, point);
            if (next != null) {
                return next.loss();
            }
            objective.requireValue();
            if (endless != null) {
                throw Checks.arithmetic("%s: %s; nothing was updated", NAME, bottomless());
            }
        }
        return point.loss();
    }

    @Override
    public Minimum minimize(List<Parameter> parameters, Supplier<Tensor> loss, int iterations) {
        Checks.atLeast(NAME, "iterations", 0, iterations);
        curvature.requireOf(parameters);
        Objective first = new Objective(NAME, parameters, loss);
        Point point = first.start();
        for (int made = 0; ; made++) {
            double norm = Vectors.norm(point.gradient());
            Objective objective = made == 0 ? first : new Objective(NAME, parameters, loss);
            if (norm <= gradientTolerance) {
                return level(objective, point, made, norm);
            }
            if (made == iterations) {
                return ended(point, made, false, "no iterations left; the gradient: %.3g", norm);
            }
            Point next = iterate(objective, point);
            if (next == null) {
                if (made == 0) {
                    objective.requireValue();
                }
                String reason =
                        endless != null
                                ? bottomless()
                                : Checks.text(
                                        "nothing lower along the gradient of norm %.3g: the loss is"
                                                + " as low as its rounding errors let it become, or"
                                                + " has a kink or a wrong gradient here",
                                        norm);
                return new Minimum(point.loss(), made, false, reason + objective.thrown());
            }
            double change = Math.abs(point.loss() - next.loss());
            double scale = Math.max(Math.abs(point.loss()), Math.abs(next.loss()));
            point = next;
            if (lossTolerance > 0 && change <= lossTolerance * scale) {
                return ended(point, made + 1, true, "the loss changed by %.3g", change);
            }
        }
    }

    private String bottomless() {
        return Checks.text(
                "the loss seems to have no lower bound: it is %.3g where the line search gave up,"
                        + " and still falls",
                endless.loss());
    }

    /**
     * The end of a search where the gradient is within its tolerance: at a minimum, or at a saddle,
     * a maximum or on flat ground, which the losses nearby tell apart. A flat floor that the search
     * came down to is a minimum.
     */
    private static Minimum level(Objective objective, Point at, int made, double norm) {
        boolean flat = made == 0;
        boolean lower;
        try {
            SplittableRandom random = new SplittableRandom(0);
            lower = isLowerDownhill(objective, at, norm);
            for (int i = 0; i < NEIGHBORS; i++) {
                double[] x = at.x().clone();
                for (int j = 0; j < x.length; j++) {
                    x[j] += NEARBY * Math.max(1, Math.abs(x[j])) * Draws.gaussian(random);
                }
                double loss = objective.triedLoss(x);
                flat &= loss == at.loss();
                lower |= isLower(loss, at, norm * Vectors.norm(Vectors.difference(x, at.x())));
            }
        } finally {
            objective.undo();
        }
        String where =
                lower
                        ? "; a saddle, a maximum or nearly flat, for the loss is lower nearby:"
                                + " start elsewhere"
                        : flat
                                ? "; the loss is flat here, the same at points nearby: start"
                                        + " elsewhere"
                                : "";
        return ended(at, made, where.isEmpty(), "the gradient has norm %.3g" + where, norm);
    }

    /** Whether the loss falls ever more steeply along its negative gradient; rises end the way. */
    private static boolean isLowerDownhill(Objective objective, Point at, double norm) {
        double[] d = at.gradient().clone();
        Vectors.scale(d, norm > 0 ? -1 / norm : 0);
        double length = NEARBY * Math.max(1, Vectors.norm(at.x()));
        for (int i = 0; i < DOWNHILL && norm > 0; i++, length *= 10) {
            double[] x = at.x().clone();
            Vectors.add(x, length, d);
            double loss = objective.triedLoss(x);
            if (isLower(loss, at, norm * length)) {
                return true;
            }
            if (!(loss <= at.loss() + rounding(at))) {
                return false;
            }
        }
        return false;
    }

    /** Whether a loss is lower by much more than the gradient promises, and than rounding. */
    private static boolean isLower(double loss, Point at, double promised) {
        return loss < at.loss() - 2 * promised - rounding(at);
    }

    private static double rounding(Point at) {
        return 1e-12 * Math.abs(at.loss());
    }

    private static Minimum ended(
            Point at, int iterations, boolean converged, String reason, double number) {
        String text = Checks.text(reason, number);
        return new Minimum(at.loss(), iterations, converged, text);
    }

    /** One step of algorithm 7.5; null, with nothing changed, if no lower point was found. */
    private Point iterate(Objective objective, Point from) {
        boolean done = false;
        try {
            Point next = search(objective, from);
            if (next == null && endless == null && !curvature.isEmpty()) {
                curvature.clear(); // what was learned no longer helps: start afresh
                next = search(objective, from);
            }
            if (next != null) {
                objective.move(next.x());
                curvature.learn(objective.parameters(), from, next, memory);
                done = true;
            }
            return next;
        } finally {
            if (!done) {
                objective.undo();
            }
        }
    }

    private Point search(Objective objective, Point from) {
        endless = null;
        double[] d = curvature.direction(from.gradient());
        double slope = Vectors.dot(from.gradient(), d);
        if (!(slope < 0 && slope > Double.NEGATIVE_INFINITY)) {
            return null;
        }
        double first = curvature.isEmpty() ? Math.min(1, 1 / Vectors.norm(from.gradient())) : 1;
        LineSearch search =
                new LineSearch(
                        step -> trial(objective, from.x(), d, step),
                        new LineSearch.Trial(0, from.loss(), slope, from));
        LineSearch.Trial found = search.bracket(first);
        endless = search.endless();
        return found == null || endless != null ? null : found.point();
    }

    private static LineSearch.Trial trial(
            Objective objective, double[] from, double[] d, double step) {
        double[] x = new double[from.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = from[i] + step * d[i];
        }
        Point point = objective.tried(x);
        double slope = point.isFinite() ? Vectors.dot(point.gradient(), d) : Double.NaN;
        return new LineSearch.Trial(step, point.loss(), slope, point);
    }

    /**
     * The steps remembered, as tensors "name/s0", "name/y0", ... for each parameter from the oldest
     * step to the last, and the size of the memory.
     *
     * @return a copy
     */
    @Override
    public State state() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("memory", memory);
        curvature.write(values);
        return new State(NAME, values);
    }

    /**
     * Continues from a state.
     *
     * @param state a state from {@link #state()} of this object or of one with the same size of
     *     memory
     * @throws IllegalArgumentException if the state is of another kind or size of memory, or
     *     incomplete; nothing is changed then
     */
    @Override
    public void restore(State state) {
        state.require(NAME);
        Settings.requireSame(NAME, "memory", "" + state.integer("memory"), memory);
        curvature = new Curvature(NAME, state, memory);
    }

    /**
     * The method and its settings.
     *
     * @return as "l-bfgs(memory 10, gradient tolerance 1.0E-8, loss tolerance 0.0)"
     */
    @Override
    public String toString() {
        return Checks.text(
                "%s(memory %s, gradient tolerance %s, loss tolerance %s)",
                NAME, memory, gradientTolerance, lossTolerance);
    }
}
