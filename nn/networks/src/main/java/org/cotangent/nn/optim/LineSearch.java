package org.cotangent.nn.optim;

import java.util.function.DoubleFunction;
import org.cotangent.nn.optim.Objective.Point;

/**
 * A line search along a descent direction for a step that meets the strong Wolfe conditions: the
 * loss falls by at least 10^-4 of what the slope at the start promises, and the slope is at most
 * 0.9 times as steep. J. Nocedal and S. Wright, "Numerical Optimization", 2nd edition, 2006,
 * algorithms 3.5 and 3.6.
 *
 * <p>Close to a minimum differences of losses are rounding errors. There the slopes alone decide,
 * as in W. Hager and H. Zhang, "A new conjugate gradient method with guaranteed descent and an
 * efficient line search", 2005, section 4.
 */
final class LineSearch {
    static final double DECREASE = 1e-4;
    static final double CURVATURE = 0.9;
    private static final double NOISE = 1e-14;
    private static final int TRIALS = 40;

    /** A step along the line with the loss and its slope there; NaN where they are not finite. */
    record Trial(double step, double loss, double slope, Point point) {
        boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(slope);
        }
    }

    private final DoubleFunction<Trial> line;
    private final Trial start;
    private int left = TRIALS;
    private Trial endless;

    LineSearch(DoubleFunction<Trial> line, Trial start) {
        this.line = line;
        this.start = start;
    }

    /**
     * Searches.
     *
     * @param line loss and slope at a step
     * @param start those at step 0, with a slope below 0
     * @param first the first step to try
     * @return a step that meets the conditions, or if rounding or the number of trials leaves no
     *     such one, the lowest found; null if none is lower than the start
     */
    static Trial search(DoubleFunction<Trial> line, Trial start, double first) {
        return new LineSearch(line, start).bracket(first);
    }

    /**
     * The last trial of a search that ended while the loss was still falling, after steps that grew
     * by ten orders of magnitude or more, or until the loss or its slope overflowed; else null.
     */
    Trial endless() {
        return endless;
    }

    /** Algorithm 3.5: steps grow until one meets the conditions or brackets one that does. */
    Trial bracket(double first) {
        Trial before = start;
        double step = first;
        while (left-- > 0) {
            Trial trial = line.apply(step);
            if (isGood(trial)) {
                return trial;
            }
            if (isTooHigh(trial, before)) {
                return zoom(before, trial);
            }
            if (trial.slope >= 0) {
                return zoom(trial, before);
            }
            double next = minimum(before, trial);
            before = trial;
            step = next > 2 * step ? Math.min(next, 10 * step) : 2 * step;
        }
        endless = before;
        return better(before);
    }

    /** Algorithm 3.6: good steps lie between low, the best so far, and high. */
    private Trial zoom(Trial low, Trial high) {
        double before = Double.POSITIVE_INFINITY; // how wide it was, two trials ago
        double last = Double.POSITIVE_INFINITY;
        while (left-- > 0 && Math.abs(high.step - low.step) > Math.ulp(low.step)) {
            double width = Math.abs(high.step - low.step);
            boolean slow = width > 0.66 * before; // as Moré and Thuente halve it
            Trial trial = line.apply(slow ? (low.step + high.step) / 2 : inside(low, high));
            before = slow ? Double.POSITIVE_INFINITY : last;
            last = width;
            if (isGood(trial)) {
                return trial;
            }
            if (isTooHigh(trial, low)) {
                high = trial;
            } else {
                if (trial.slope * (high.step - low.step) >= 0) {
                    high = low;
                }
                low = trial;
            }
        }
        // too far only because numbers overflow, and lower all the same
        endless = !high.isFinite() && high.loss < low.loss ? high : null;
        return better(low);
    }

    private Trial better(Trial trial) {
        return trial.step > 0 && trial.loss < start.loss ? trial : null;
    }

    private boolean isGood(Trial trial) {
        if (!trial.isFinite() || Math.abs(trial.slope) > -CURVATURE * start.slope) {
            return false;
        }
        return falls(trial) || isNoise(trial) && trial.slope <= (2 * DECREASE - 1) * start.slope;
    }

    private boolean falls(Trial trial) {
        return trial.loss <= start.loss + DECREASE * trial.step * start.slope;
    }

    private boolean isNoise(Trial trial) {
        return Math.abs(trial.loss - start.loss) <= NOISE * Math.abs(start.loss);
    }

    private boolean isTooHigh(Trial trial, Trial low) {
        if (!trial.isFinite()) {
            return true;
        }
        return !isNoise(trial) && (!falls(trial) || low.step > 0 && trial.loss >= low.loss);
    }

    /** The minimum of the cubic through both, kept off the ends; the middle if there is none. */
    private static double inside(Trial low, Trial high) {
        double width = high.step - low.step;
        double part = (minimum(low, high) - low.step) / width;
        return low.step + width * (Double.isNaN(part) ? 0.5 : Math.min(Math.max(part, 0.02), 0.98));
    }

    /** Equation (3.59): where the cubic with the values and slopes of both is least, or NaN. */
    private static double minimum(Trial a, Trial b) {
        double d = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.step - b.step);
        double root = Math.signum(b.step - a.step) * Math.sqrt(d * d - a.slope * b.slope);
        return b.step - (b.step - a.step) * (b.slope + root - d) / (b.slope - a.slope + 2 * root);
    }
}
