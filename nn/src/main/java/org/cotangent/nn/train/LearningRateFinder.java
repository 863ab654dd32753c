package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Pass;
import org.cotangent.nn.data.Batches;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.optim.Optimizer;

/**
 * A range test of the learning rate: it trains for some batches at rates that grow by the same
 * factor from batch to batch, until the loss explodes, and then undoes its steps. L. Smith,
 * "Cyclical learning rates for training neural networks", 2017, section 3.3.
 *
 * <p>The model, the optimizer and, if it is {@link org.cotangent.nn.Stateful}, the generator are
 * afterwards what they were before.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
public final class LearningRateFinder<T> {
    private static final double SMOOTHING = 0.9;
    private static final double DIVERGED = 4;

    private final Layer model;
    private final Loss<T> loss;
    private final Optimizer optimizer;
    private double from = 1e-6;
    private double to = 10;
    private int steps = 100;
    private int batchSize = 32;

    /**
     * A test from 1e-6 to 10 in 100 steps of 32 samples each.
     *
     * @param model the model
     * @param loss the loss to minimize
     * @param optimizer how to update; it must have a learning rate
     */
    public LearningRateFinder(Layer model, Loss<T> loss, Optimizer optimizer) {
        this.model = Objects.requireNonNull(model, "learning rate finder: the model is null");
        this.loss = Objects.requireNonNull(loss, "learning rate finder: the loss is null");
        this.optimizer =
                Objects.requireNonNull(optimizer, "learning rate finder: the optimizer is null");
    }

    /**
     * Sets the rates to go through.
     *
     * @param lowest the first, positive
     * @param highest the last, finite and greater than the first
     * @return this finder
     * @throws IllegalArgumentException if they are not
     */
    public LearningRateFinder<T> range(double lowest, double highest) {
        if (!(lowest > 0 && lowest < highest && highest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learning rate finder: from "
                            + lowest
                            + " to "
                            + highest
                            + "; both must be positive and finite, and rise");
        }
        from = lowest;
        to = highest;
        return this;
    }

    /**
     * Sets how many rates to try.
     *
     * @param count the number of batches, at least 10
     * @return this finder
     * @throws IllegalArgumentException if there are fewer
     */
    public LearningRateFinder<T> steps(int count) {
        if (count < 10) {
            throw new IllegalArgumentException(
                    "learning rate finder: " + count + " steps; there must be 10 or more");
        }
        steps = count;
        return this;
    }

    /**
     * Sets the batch size, which should be that of the training.
     *
     * @param rows the number, at least 1
     * @return this finder
     * @throws IllegalArgumentException if the number is below 1
     */
    public LearningRateFinder<T> batchSize(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException(
                    "learning rate finder: batch size " + rows + "; it must be at least 1");
        }
        batchSize = rows;
        return this;
    }

    /**
     * Runs the test.
     *
     * @param data the samples to train on
     * @param random the generator for the order of the samples and for layers in training
     * @return the losses by rate, up to the first that is not finite or four times the least before
     *     it, both smoothed
     * @throws ArithmeticException if the very first loss is not finite
     * @throws UnsupportedOperationException if the optimizer has no learning rate
     */
    public LearningRateCurve run(Dataset<T> data, RandomGenerator random) {
        Batches<T> batches = new Batches<>(data, batchSize, random);
        List<double[]> points = new ArrayList<>();
        Undo undo = new Undo(model, optimizer, random);
        try {
            Iterator<Dataset<T>> epoch = batches.iterator();
            double average = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < steps; i++) {
                if (!epoch.hasNext()) {
                    epoch = batches.iterator();
                }
                double rate = from * Math.pow(to / from, i / (steps - 1.0));
                optimizer.setLearningRate(rate);
                double value = step(epoch.next(), random);
                if (!Double.isFinite(value)) {
                    break;
                }
                // without the bias towards the 0 it starts with
                average = SMOOTHING * average + (1 - SMOOTHING) * value;
                double smoothed = average / (1 - Math.pow(SMOOTHING, i + 1));
                points.add(new double[] {rate, value, smoothed});
                least = Math.min(least, smoothed);
                if (i > 0 && smoothed > DIVERGED * least) {
                    break;
                }
            }
        } finally {
            undo.close();
        }
        if (points.isEmpty()) {
            throw new ArithmeticException(
                    "learning rate finder: the first loss is not finite already; look at the inputs"
                            + " and the initial weights");
        }
        return new LearningRateCurve(points);
    }

    /** Makes one step and returns its loss; NaN if numbers were not finite. */
    private double step(Dataset<T> batch, RandomGenerator random) {
        Tensor value = loss.apply(model.forward(batch.inputs(), Pass.training(random)), batch.targets());
        Guard.requireScalar("learning rate finder: ", value);
        if (Double.isFinite(value.value())) {
            try {
                optimizer.step(model.parameters(), value.backward());
            } catch (ArithmeticException e) {
                return Double.NaN;
            }
        }
        return value.value();
    }
}
