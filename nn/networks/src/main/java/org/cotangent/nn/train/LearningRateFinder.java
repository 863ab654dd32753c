package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Optimizer;

/**
 * A range test of the learning rate: it trains for some batches at rates that grow by the same
 * factor from batch to batch, until the loss explodes, and then undoes its steps. L. Smith,
 * "Cyclical learning rates for training neural networks", 2017, section 3.3.
 *
 * <p>The model, the optimizer and, if it is {@link org.cotangent.nn.Stateful}, the generator are
 * afterwards what they were before.
 *
 * @param <M> the model
 * @param <B> a batch
 */
@CheckReturnValue
public final class LearningRateFinder<M extends Module, B> {
    private static final String NAME = "learning rate finder";
    private static final double SMOOTHING = 0.9;
    private static final double DIVERGED = 4;

    private final M model;
    private final Turn<M, B> turn;
    private final double from;
    private final double to;
    private final int steps;

    /**
     * A test from 1e-6 to 10 in 100 steps.
     *
     * @param model the model
     * @param step the loss to minimize
     * @param optimizer how to update; it must have a learning rate
     */
    public LearningRateFinder(
            M model, TrainingStep<? super M, ? super B> step, Optimizer optimizer) {
        this(
                Checks.present(NAME, "the model", model),
                Turn.whole(
                        model,
                        Checks.present(NAME, "the loss", step),
                        Checks.present(NAME, "the optimizer", optimizer)),
                1e-6,
                10,
                100);
    }

    private LearningRateFinder(M model, Turn<M, B> turn, double from, double to, int steps) {
        this.model = model;
        this.turn = turn;
        this.from = from;
        this.to = to;
        this.steps = steps;
    }

    /**
     * A copy with other rates to go through.
     *
     * @param lowest the first, positive
     * @param highest the last, finite and greater than the first
     * @return another finder
     * @throws IllegalArgumentException if they are not
     */
    public LearningRateFinder<M, B> range(double lowest, double highest) {
        if (!(lowest > 0 && lowest < highest && highest < Double.POSITIVE_INFINITY)) {
            throw Checks.illegal(
                    "learning rate finder: from %s to %s; both must be positive and finite, and"
                            + " rise",
                    lowest, highest);
        }
        return new LearningRateFinder<>(model, turn, lowest, highest, steps);
    }

    /**
     * A copy that tries another number of rates.
     *
     * @param count the number of batches, at least 10
     * @return another finder
     * @throws IllegalArgumentException if there are fewer
     */
    public LearningRateFinder<M, B> steps(int count) {
        return new LearningRateFinder<>(
                model, turn, from, to, Checks.atLeast(NAME, "steps", 10, count));
    }

    /**
     * Runs the test.
     *
     * @param batches the batches to train on
     * @param random the generator for the batches and for layers in training
     * @return the losses by rate, up to the first that is not finite or four times the least before
     *     it, both smoothed
     * @throws ArithmeticException if the very first loss is not finite
     * @throws UnsupportedOperationException if the optimizer has no learning rate
     */
    public LearningRateCurve run(Batches<B> batches, RandomGenerator random) {
        List<double[]> points =
                Undo.after(model, turn.optimizer(), random, () -> points(batches, random));
        if (points.isEmpty()) {
            throw new ArithmeticException(
                    "learning rate finder: the first loss is not finite already; look at the inputs"
                            + " and the initial weights");
        }
        return new LearningRateCurve(points);
    }

    private List<double[]> points(Batches<B> batches, RandomGenerator random) {
        List<double[]> points = new ArrayList<>();
        Iterator<B> epoch = batches.epoch(random).iterator();
        double smoothed = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < steps; i++) {
            if (!epoch.hasNext()) {
                epoch = batches.epoch(random).iterator();
            }
            double rate = from * StrictMath.pow(to / from, i / (steps - 1.0));
            turn.optimizer().setLearningRate(rate);
            double value = step(epoch.next(), random);
            if (!Double.isFinite(value)) {
                break;
            }
            // without the bias towards the 0 it starts with, and equal losses to the last bit
            double weight = (1 - SMOOTHING) / (1 - StrictMath.pow(SMOOTHING, i + 1));
            smoothed += weight * (value - smoothed);
            points.add(new double[] {rate, value, smoothed});
            least = Math.min(least, smoothed);
            if (i > 0 && smoothed > DIVERGED * least) {
                break;
            }
        }
        return points;
    }

    /** Makes one step and returns its loss; NaN if numbers were not finite. */
    private double step(B batch, RandomGenerator random) {
        Tensor value = LossOfStep.of(turn, model, batch, 1, Pass.training(random)).loss();
        if (Double.isFinite(value.value())) {
            try {
                turn.optimizer().step(turn.parameters(), value.backward());
            } catch (ArithmeticException e) {
                return Double.NaN;
            }
        }
        return value.value();
    }
}
