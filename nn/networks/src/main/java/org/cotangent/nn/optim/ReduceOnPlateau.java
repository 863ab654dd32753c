package org.cotangent.nn.optim;

import java.util.Map;
import java.util.function.Consumer;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;

/**
 * A learning rate that is reduced when a metric stops improving. It observes the metric after every
 * epoch and returns the rate of the next.
 *
 * <pre>{@code
 * ReduceOnPlateau plateau = new ReduceOnPlateau(0.1).factor(0.5).patience(1);
 * plateau.observe(2.0);   // 0.1
 * plateau.observe(2.0);   // 0.1
 * plateau.observe(2.0);   // 0.05
 * }</pre>
 *
 * <p>{@link #threshold} defines an improvement; NaN is none. After more epochs in a row without
 * than the {@linkplain #patience patience}, the rate is multiplied by the {@linkplain #factor
 * factor} and the count starts again, after a {@linkplain #cooldown pause} if there is to be one.
 * Settings are immutable: each gives a copy with the rate of now, which has observed nothing.
 */
public final class ReduceOnPlateau implements Stateful {
    private static final String NAME = "reduce on plateau";

    private final double first;
    private double factor = 0.1;
    private int patience = 10;
    private double threshold = 1e-4;
    private boolean absolute;
    private int cooldown;
    private double least;
    private boolean maximize;

    private double rate;
    private double best = Double.NaN;
    private int bad;
    private int pause;

    /**
     * A rate for a metric that is to become small, with factor 0.1 and patience 10.
     *
     * @param rate the first rate, finite and not negative
     * @throws IllegalArgumentException if the rate is NaN, infinite or negative
     */
    public ReduceOnPlateau(double rate) {
        first = Checks.NOT_NEGATIVE.check(NAME, "rate", rate);
        this.rate = first;
    }

    /** A copy that is then changed, and has observed nothing. */
    private ReduceOnPlateau with(Consumer<ReduceOnPlateau> change) {
        ReduceOnPlateau copy = new ReduceOnPlateau(first);
        copy.factor = factor;
        copy.patience = patience;
        copy.threshold = threshold;
        copy.absolute = absolute;
        copy.cooldown = cooldown;
        copy.least = least;
        copy.maximize = maximize;
        change.accept(copy);
        return copy;
    }

    private Map<String, Object> settings() {
        String bound = absolute ? "absolute threshold" : "threshold";
        Map<String, Object> all = Settings.of("factor", factor, "patience", patience);
        all.putAll(Settings.of(bound, threshold, "cooldown", cooldown));
        all.putAll(Settings.of("least rate", least, "maximize", maximize));
        return all;
    }

    /**
     * A copy for a metric that is to become small, as a loss: the usual.
     *
     * @return another object, which has observed nothing
     */
    @CheckReturnValue
    public ReduceOnPlateau minimize() {
        return with(copy -> copy.maximize = false);
    }

    /**
     * A copy for a metric that is to become large, as accuracy.
     *
     * @return another object, which has observed nothing
     */
    @CheckReturnValue
    public ReduceOnPlateau maximize() {
        return with(copy -> copy.maximize = true);
    }

    /**
     * A copy with another factor by which the rate is multiplied.
     *
     * @param value the factor, from 0 to below 1; 0.1 unless set
     * @return another object, which has observed nothing
     * @throws IllegalArgumentException if it is NaN or outside its range
     */
    @CheckReturnValue
    public ReduceOnPlateau factor(double value) {
        return with(copy -> copy.factor = Checks.BELOW_ONE.check(NAME, "factor", value));
    }

    /**
     * A copy with another number of epochs in a row that may pass without the metric getting
     * better.
     *
     * @param epochs the number, at least 0; 10 unless set
     * @return another object, which has observed nothing
     * @throws IllegalArgumentException if it is negative
     */
    @CheckReturnValue
    public ReduceOnPlateau patience(int epochs) {
        return with(copy -> copy.patience = Checks.atLeast(NAME, "patience", 0, epochs));
    }

    /**
     * A copy with another threshold: how much better than the best the metric must be to count, as
     * a part of the magnitude of the best.
     *
     * @param part the part, finite and not negative; 0.0001 unless set
     * @return another object, which has observed nothing
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    @CheckReturnValue
    public ReduceOnPlateau threshold(double part) {
        return threshold(part, false);
    }

    /**
     * A copy with another threshold: how much better than the best the metric must be to count, in
     * the units of the metric.
     *
     * @param difference the difference, finite and not negative
     * @return another object, which has observed nothing
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    @CheckReturnValue
    public ReduceOnPlateau absoluteThreshold(double difference) {
        return threshold(difference, true);
    }

    private ReduceOnPlateau threshold(double value, boolean inUnits) {
        Checks.NOT_NEGATIVE.check(NAME, "threshold", value);
        return with(
                copy -> {
                    copy.threshold = value;
                    copy.absolute = inUnits;
                });
    }

    /**
     * A copy with another number of epochs after a fall that do not count.
     *
     * @param epochs the number, at least 0; 0 unless set
     * @return another object, which has observed nothing
     * @throws IllegalArgumentException if it is negative
     */
    @CheckReturnValue
    public ReduceOnPlateau cooldown(int epochs) {
        return with(copy -> copy.cooldown = Checks.atLeast(NAME, "cooldown", 0, epochs));
    }

    /**
     * A copy with a rate below which it does not fall.
     *
     * @param value the least rate, finite and not negative; 0 unless set
     * @return another object, which has observed nothing
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    @CheckReturnValue
    public ReduceOnPlateau leastRate(double value) {
        return with(copy -> copy.least = Checks.NOT_NEGATIVE.check(NAME, "least rate", value));
    }

    /**
     * Takes note of the metric after an epoch.
     *
     * @param metric the metric, any number; NaN counts as not better
     * @return the rate from now on
     */
    public double observe(double metric) {
        if (isBetter(metric)) {
            best = metric;
            bad = 0;
        } else {
            bad++;
        }
        if (pause > 0) {
            pause--;
            bad = 0;
        }
        if (bad > patience) {
            rate = Math.min(rate, Math.max(rate * factor, least));
            pause = cooldown;
            bad = 0;
        }
        return rate;
    }

    private boolean isBetter(double metric) {
        if (Double.isNaN(best)) {
            return !Double.isNaN(metric);
        }
        double needed = absolute ? threshold : threshold * Math.abs(best);
        return maximize ? metric > best + needed : metric < best - needed;
    }

    /**
     * The rate now.
     *
     * @return the rate that {@link #observe} returned last, the first one before that
     */
    public double rate() {
        return rate;
    }

    @Override
    public State state() {
        return new State(NAME, Settings.values(settings()))
                .with("rate", rate)
                .with("best", best)
                .with("bad epochs", bad)
                .with("pause", pause);
    }

    /**
     * Continues from a state. The rate is taken from it; the settings must be the same as here.
     *
     * @param state a state from {@link #state()} of this object or of one with the same settings
     * @throws IllegalArgumentException if the state is of another kind, of other settings, or
     *     incomplete; nothing is changed then
     */
    @Override
    public void restore(State state) {
        state.require(NAME);
        Settings.requireSame(NAME, state, settings());
        double newRate = Checks.NOT_NEGATIVE.check(NAME, "rate", state.number("rate"));
        double newBest = state.number("best");
        int newBad = state.count("bad epochs");
        int newPause = state.count("pause");
        rate = newRate;
        best = newBest;
        bad = newBad;
        pause = newPause;
    }

    /**
     * The rate now and the settings.
     *
     * @return as "reduce on plateau(rate 0.1, factor 0.5, ...)"
     */
    @Override
    public String toString() {
        return Settings.shown(NAME, "rate", rate, settings());
    }
}
