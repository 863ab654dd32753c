package org.cotangent.nn.optim;

import java.util.function.Consumer;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * The one-cycle schedule: the learning rate rises from a small to a large one and falls to a tiny
 * one, over a number of steps known in advance, L. Smith and N. Topin, "Super-convergence: very
 * fast training of neural networks using large learning rates", 2018. Immutable. Made by {@link
 * Schedules#oneCycle}.
 *
 * <p>With T steps and a rise of the part p of them, the rate goes from initial = largest / start
 * divisor at step 0 to the largest at step pT - 1 and to final = initial / end divisor at step T -
 * 1; in {@linkplain #threePhases() three phases} it is back at the initial rate at step 2pT - 2 and
 * goes on to the final one. Those ends need not be whole numbers. In between it goes along half a
 * cosine, b + (a - b) / 2 · (1 + cos(π q)), or in a straight line, a + (b - a) q, where q is the
 * part of the way from a to b. After step T - 1 it stays.
 */
@CheckReturnValue
public final class OneCycle implements Schedule {
    private static final String NAME = "one-cycle schedule";

    private final double largest;
    private final int steps;
    private double rise = 0.3;
    private double startDivisor = 25;
    private double endDivisor = 1e4;
    private boolean straight;
    private boolean threePhases;

    OneCycle(double largest, int steps) {
        this.largest = Checks.NOT_NEGATIVE.check(NAME, "largest rate", largest);
        this.steps = Checks.atLeast(NAME, "steps", 2, steps);
    }

    private OneCycle with(Consumer<OneCycle> change) {
        OneCycle copy = new OneCycle(largest, steps);
        copy.rise = rise;
        copy.startDivisor = startDivisor;
        copy.endDivisor = endDivisor;
        copy.straight = straight;
        copy.threePhases = threePhases;
        change.accept(copy);
        return copy;
    }

    /**
     * A copy with another rise.
     *
     * @param part how much of the cycle the rise takes, from 0 to 1; 0.3 unless set. Where that
     *     leaves no time for what follows, the cycle ends before it
     * @return another schedule
     * @throws IllegalArgumentException if the part is NaN or outside its range
     */
    public OneCycle rise(double part) {
        return with(copy -> copy.rise = Checks.FRACTION.check(NAME, "rise", part));
    }

    /**
     * A copy with another first and last rate.
     *
     * @param start the largest rate divided by the first, finite and above 0; 25 unless set
     * @param end the first rate divided by the last, finite and above 0; 10,000 unless set
     * @return another schedule
     * @throws IllegalArgumentException if a number is outside its range
     */
    public OneCycle divisors(double start, double end) {
        return with(
                copy -> {
                    copy.startDivisor = Checks.POSITIVE.check(NAME, "start divisor", start);
                    copy.endDivisor = Checks.POSITIVE.check(NAME, "end divisor", end);
                });
    }

    /**
     * A copy in straight lines in place of cosines.
     *
     * @return another schedule
     */
    public OneCycle linear() {
        return with(copy -> copy.straight = true);
    }

    /**
     * A copy in three phases: down to the first rate as fast as up, then on to the last.
     *
     * @return another schedule
     */
    public OneCycle threePhases() {
        return with(copy -> copy.threePhases = true);
    }

    @Override
    public double rate(int epoch) {
        double end = steps - 1;
        double e = Math.min(Checks.atLeast(NAME, "step", 0, epoch), end);
        double first = largest / startDivisor;
        double last = first / endDivisor;
        double top = rise * steps - 1;
        if (top > 0 && e <= top) {
            return between(first, largest, e / top);
        }
        if (!threePhases) {
            return between(largest, last, (e - top) / (end - top));
        }
        double back = 2 * rise * steps - 2;
        return back > 0 && e <= back
                ? between(largest, first, (e - top) / (back - top))
                : between(first, last, (e - back) / (end - back));
    }

    private double between(double a, double b, double part) {
        if (part >= 1) {
            return b;
        }
        return straight
                ? a + (b - a) * part
                : b + (a - b) / 2 * (1 + StrictMath.cos(Math.PI * part));
    }

    /**
     * The largest rate and the number of steps.
     *
     * @return as "one-cycle(0.1, 30 steps)"
     */
    @Override
    public String toString() {
        return Checks.text("one-cycle(%s, %s steps)", largest, steps);
    }
}
