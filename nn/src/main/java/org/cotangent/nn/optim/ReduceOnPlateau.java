package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;

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
 */
public final class ReduceOnPlateau implements Stateful {
    private static final String NAME = "reduce on plateau";

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
        this.rate = RangeChecks.notNegative(NAME, "rate", rate);
    }

    /**
     * Watches a metric that is to become large, as accuracy.
     *
     * @return this
     */
    public ReduceOnPlateau maximize() {
        maximize = true;
        return this;
    }

    /**
     * Sets the factor by which the rate is multiplied.
     *
     * @param value the factor, from 0 to below 1; 0.1 unless set
     * @return this
     * @throws IllegalArgumentException if it is NaN or outside its range
     */
    public ReduceOnPlateau factor(double value) {
        factor = RangeChecks.belowOne(NAME, "factor", value);
        return this;
    }

    /**
     * Sets how many epochs in a row may pass without the metric getting better.
     *
     * @param epochs the number, at least 0; 10 unless set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ReduceOnPlateau patience(int epochs) {
        patience = RangeChecks.atLeast(NAME, "patience", 0, epochs);
        return this;
    }

    /**
     * Sets how much better than the best the metric must be to count, as a part of the magnitude of
     * the best.
     *
     * @param part the part, finite and not negative; 0.0001 unless set
     * @return this
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public ReduceOnPlateau threshold(double part) {
        threshold = RangeChecks.notNegative(NAME, "threshold", part);
        absolute = false;
        return this;
    }

    /**
     * Sets how much better than the best the metric must be to count, in the units of the metric.
     *
     * @param difference the difference, finite and not negative
     * @return this
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public ReduceOnPlateau absoluteThreshold(double difference) {
        threshold = RangeChecks.notNegative(NAME, "threshold", difference);
        absolute = true;
        return this;
    }

    /**
     * Sets how many epochs after a fall do not count.
     *
     * @param epochs the number, at least 0; 0 unless set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ReduceOnPlateau cooldown(int epochs) {
        cooldown = RangeChecks.atLeast(NAME, "cooldown", 0, epochs);
        return this;
    }

    /**
     * Sets the rate below which it does not fall.
     *
     * @param value the least rate, finite and not negative; 0 unless set
     * @return this
     * @throws IllegalArgumentException if it is NaN, infinite or negative
     */
    public ReduceOnPlateau leastRate(double value) {
        least = RangeChecks.notNegative(NAME, "least rate", value);
        return this;
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

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("factor", "" + factor);
        settings.put("patience", "" + patience);
        settings.put(absolute ? "absolute threshold" : "threshold", "" + threshold);
        settings.put("cooldown", "" + cooldown);
        settings.put("least rate", "" + least);
        settings.put("maximize", "" + maximize);
        return settings;
    }

    @Override
    public State state() {
        Map<String, String> texts = settings();
        texts.put("rate", "" + rate);
        texts.put("best", "" + best);
        texts.put("bad epochs", "" + bad);
        texts.put("pause", "" + pause);
        return new State(NAME, texts, Map.of());
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
        settings()
                .forEach(
                        (name, value) -> {
                            if (!state.text(name).equals(value)) {
                                throw new IllegalArgumentException(
                                        NAME
                                                + ": the state was made with "
                                                + name
                                                + " "
                                                + state.text(name)
                                                + ", here it is "
                                                + value
                                                + "; they must be the same. Nothing was changed");
                            }
                        });
        double newRate = RangeChecks.notNegative(NAME, "rate", state.number("rate"));
        double newBest = state.number("best");
        int newBad = count(state, "bad epochs");
        int newPause = count(state, "pause");
        rate = newRate;
        best = newBest;
        bad = newBad;
        pause = newPause;
    }

    private static int count(State state, String name) {
        long value = state.integer(name);
        return RangeChecks.atLeast(
                NAME, name, 0, (int) Math.max(-1, Math.min(value, Integer.MAX_VALUE)));
    }

    /**
     * The rate now and the settings.
     *
     * @return as "reduce on plateau(rate 0.1, factor 0.5, ...)"
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(NAME + "(rate " + rate);
        settings().forEach((name, value) -> text.append(", " + name + " " + value));
        return text.append(")").toString();
    }
}
