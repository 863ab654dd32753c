package org.cotangent.nn.optim;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * The usual learning-rate schedules. In the formulas e = 0, 1, … counts epochs, or steps if the
 * schedule is called with steps. One that watches a metric is {@link ReduceOnPlateau}.
 */
@CheckReturnValue
public final class Schedules {
    private Schedules() {}

    private static Schedule schedule(String name, IntToDoubleFunction rate) {
        return epoch -> rate.applyAsDouble(Checks.atLeast(name, "epoch", 0, epoch));
    }

    /**
     * The same rate throughout.
     *
     * @param rate the rate, finite and not negative
     * @return the schedule
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public static Schedule constant(double rate) {
        double checked = Checks.NOT_NEGATIVE.check("constant schedule", "rate", rate);
        return schedule("constant schedule", e -> checked);
    }

    /**
     * Falls by a factor after a number of epochs, again and again: rate · factor^⌊e / every⌋.
     *
     * @param rate the first rate, finite and not negative
     * @param every the number of epochs between falls, at least 1
     * @param factor the factor, finite and above 0
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule step(double rate, int every, double factor) {
        String name = "step schedule";
        checked(name, rate, factor);
        Checks.atLeast(name, "every", 1, every);
        return schedule(name, e -> rate * StrictMath.pow(factor, e / every));
    }

    /**
     * Falls by a factor at given epochs: rate · factor^(number of milestones that are at most e).
     *
     * @param rate the first rate, finite and not negative
     * @param factor the factor, finite and above 0
     * @param milestones the epochs in which the rate has just fallen, not negative, in any order;
     *     one that occurs twice counts twice
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule multiStep(double rate, double factor, int... milestones) {
        String name = "multistep schedule";
        checked(name, rate, factor);
        int[] all = milestones.clone();
        for (int milestone : all) {
            Checks.atLeast(name, "milestone", 0, milestone);
        }
        return schedule(
                name,
                e -> rate * StrictMath.pow(factor, Arrays.stream(all).filter(m -> m <= e).count()));
    }

    /**
     * Falls by a factor every epoch: rate · factor^e.
     *
     * @param rate the first rate, finite and not negative
     * @param factor the factor, finite and above 0
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule exponential(double rate, double factor) {
        checked("exponential schedule", rate, factor);
        return schedule("exponential schedule", e -> rate * StrictMath.pow(factor, e));
    }

    /**
     * Falls as 1/t: rate / (1 + decay · e).
     *
     * @param rate the first rate, finite and not negative
     * @param decay how fast it falls, finite and not negative: with 1, to half in the first epoch
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule inverseTime(double rate, double decay) {
        String name = "1/t schedule";
        Checks.NOT_NEGATIVE.check(name, "rate", rate);
        Checks.NOT_NEGATIVE.check(name, "decay", decay);
        return schedule(name, e -> rate / (1 + decay * e));
    }

    /**
     * Falls along half a cosine: least + (rate - least) · (1 + cos(π e / epochs)) / 2. It is at its
     * least when e is {@code epochs}, and rises again after that, as the cosine does. I. Loshchilov
     * and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, one period.
     *
     * @param rate the first rate, finite and not negative
     * @param epochs when it is at its least, at least 1
     * @param least the least rate, finite and not negative
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule cosine(double rate, int epochs, double least) {
        String name = "cosine schedule";
        Checks.NOT_NEGATIVE.check(name, "rate", rate);
        Checks.NOT_NEGATIVE.check(name, "least rate", least);
        Checks.atLeast(name, "epochs", 1, epochs);
        return schedule(
                name, e -> least + (rate - least) * (1 + StrictMath.cos(Math.PI * e / epochs)) / 2);
    }

    /**
     * Goes in a straight line from one part of the rate to another, and stays there: rate · (from +
     * (to - from) · min(e, epochs) / epochs).
     *
     * @param rate the rate, finite and not negative
     * @param from the part to start with, finite and not negative
     * @param to the part to stay with, finite and not negative; 1 as a rule
     * @param epochs how many epochs that takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule linearWarmUp(double rate, double from, double to, int epochs) {
        String name = "linear warm-up";
        Checks.NOT_NEGATIVE.check(name, "rate", rate);
        Checks.NOT_NEGATIVE.check(name, "start factor", from);
        Checks.NOT_NEGATIVE.check(name, "end factor", to);
        Checks.atLeast(name, "epochs", 1, epochs);
        return schedule(
                name, e -> rate * (from + (to - from) * Math.min(e, epochs) / (double) epochs));
    }

    /**
     * Linear warmup before another schedule: from a part of its first rate up to that rate, which
     * is reached when the other schedule starts, in epoch {@code epochs}.
     *
     * @param epochs how many epochs come before, at least 1
     * @param from the part to start with, finite and not negative
     * @param then the schedule that follows, from its epoch 0
     * @return the schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static Schedule warmUp(int epochs, double from, Schedule then) {
        Objects.requireNonNull(then, "warm-up: the schedule that follows is null");
        Schedule first = linearWarmUp(then.rate(0), from, 1, epochs);
        return schedule("warm-up", e -> e < epochs ? first.rate(e) : then.rate(e - epochs));
    }

    /**
     * Up to a largest rate and down to almost nothing, in one cycle.
     *
     * @param largest the largest rate, finite and not negative
     * @param steps how many steps, or epochs, the cycle has, at least 2
     * @return the schedule, with settings of its own
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static OneCycle oneCycle(double largest, int steps) {
        return new OneCycle(largest, steps);
    }

    private static void checked(String name, double rate, double factor) {
        Checks.NOT_NEGATIVE.check(name, "rate", rate);
        Checks.POSITIVE.check(name, "factor", factor);
    }
}
