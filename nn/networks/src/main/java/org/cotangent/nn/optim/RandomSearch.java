package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.internal.Draws;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;

/**
 * Random search, a method without gradients: a random point is tried, and kept if its loss is less.
 * {@link #nearby} draws it around the present one, {@link #pure} anywhere. L. Rastrigin, "The
 * convergence of the random search method in the extremal control of a many parameter system",
 * 1963, without his fixed length of step.
 *
 * <p>It shows how much a gradient is worth: with n parameters, a random direction leads down about
 * as well as the gradient divided by √n.
 */
public final class RandomSearch implements Minimizer {
    private static final String NAME = "random search";

    private final double deviation;
    private final boolean pure;
    private final RandomGenerator random;

    private RandomSearch(double deviation, boolean pure, RandomGenerator random) {
        this.deviation = Checks.POSITIVE.check(NAME, "deviation", deviation);
        this.pure = pure;
        this.random = Checks.present(NAME, "the random generator", random);
    }

    /**
     * Tries points near the best so far: a normal number is added to each number.
     *
     * @param deviation their standard deviation, finite and above 0
     * @param random where chance comes from; a {@link SeededRandom} if the state is to be saved
     * @return the search
     * @throws IllegalArgumentException if the deviation is NaN, infinite or not above 0
     */
    public static RandomSearch nearby(double deviation, RandomGenerator random) {
        return new RandomSearch(deviation, false, random);
    }

    /**
     * Tries points that have nothing to do with those before: all numbers are drawn from a normal
     * distribution around 0.
     *
     * @param deviation its standard deviation, finite and above 0
     * @param random where chance comes from; a {@link SeededRandom} if the state is to be saved
     * @return the search
     * @throws IllegalArgumentException if the deviation is NaN, infinite or not above 0
     */
    public static RandomSearch pure(double deviation, RandomGenerator random) {
        return new RandomSearch(deviation, true, random);
    }

    /**
     * {@inheritDoc} A trial whose loss is not finite, or throws {@link ArithmeticException}, is not
     * better.
     */
    @Override
    public double step(List<Parameter> parameters, Supplier<Tensor> loss) {
        Objective objective = new Objective(NAME, parameters, loss);
        return iterate(objective, objective.finiteLoss());
    }

    /** {@inheritDoc} A random search makes all of them, and never says that it has converged. */
    @Override
    public Minimum minimize(List<Parameter> parameters, Supplier<Tensor> loss, int iterations) {
        Checks.atLeast(NAME, "iterations", 0, iterations);
        double best = new Objective(NAME, parameters, loss).finiteLoss();
        for (int i = 0; i < iterations; i++) {
            best = iterate(new Objective(NAME, parameters, loss), best);
        }
        return new Minimum(best, iterations, false, "all " + iterations + " iterations were made");
    }

    private double iterate(Objective objective, double present) {
        double[] x = objective.values();
        for (int i = 0; i < x.length; i++) {
            double drawn = deviation * Draws.gaussian(random);
            x[i] = pure ? drawn : x[i] + drawn;
        }
        boolean better = false;
        try {
            double trial = objective.triedLoss(x);
            better = trial < present && trial > Double.NEGATIVE_INFINITY;
            return better ? trial : present;
        } finally {
            if (!better) {
                objective.undo();
            }
        }
    }

    private Map<String, Object> settings() {
        return Settings.of("deviation", deviation, "pure", pure);
    }

    /**
     * The state of the generator, and the settings.
     *
     * @return a copy
     * @throws UnsupportedOperationException if the generator does not show its state
     */
    @Override
    public State state() {
        return new State(NAME, Settings.values(settings())).with("generator", generator().state());
    }

    /**
     * Restores a state, that of the generator included.
     *
     * @param state a state from {@link #state()} of this search or of one with the same settings
     * @throws IllegalArgumentException if the state is of another kind, of other settings, or
     *     incomplete; nothing is changed then
     * @throws UnsupportedOperationException if the generator does not show its state
     */
    @Override
    public void restore(State state) {
        state.require(NAME);
        Settings.requireSame(NAME, state, settings());
        generator().restore(state.child("generator"));
    }

    private Stateful generator() {
        if (random instanceof Stateful stateful) {
            return stateful;
        }
        throw new UnsupportedOperationException(
                Checks.text(
                        "%s: the state of a %s cannot be saved; use a SeededRandom",
                        NAME, random.getClass().getTypeName()));
    }

    /**
     * How it searches.
     *
     * @return as "random search(nearby, deviation 0.1)"
     */
    @Override
    public String toString() {
        return NAME + "(" + (pure ? "pure" : "nearby") + ", deviation " + deviation + ")";
    }
}
