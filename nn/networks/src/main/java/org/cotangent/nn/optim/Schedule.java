package org.cotangent.nn.optim;

/**
 * A learning rate that changes as training goes on; {@link Schedules} has the usual ones. A
 * schedule knows nothing of epochs in particular: count steps instead, and the same object gives a
 * rate per step.
 *
 * <pre>{@code
 * Schedule schedule = Schedules.step(0.1, 10, 0.5);
 * Optimizer sgd = new Sgd(schedule.rate(0));
 * for (int epoch = 0; epoch < 25; epoch++) {
 *     sgd.setLearningRate(schedule.rate(epoch));
 *     // an epoch of training
 * }
 * sgd.learningRate();   // 0.025
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The rate of an epoch. Equal arguments give equal rates, so that a training can be resumed.
     *
     * @param epoch the number of the epoch, or of the step, from 0
     * @return the learning rate, finite and not negative
     * @throws IllegalArgumentException if the number is negative
     */
    double rate(int epoch);
}
