package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * The numerical derivatives of all results of a function along a line, with error bounds; at a kink
 * those of either side.
 *
 * <p>{@linkplain CentralDifference Central differences} where the function is smooth at the point;
 * {@linkplain OneSidedDifference one-sided ones} at a kink, at the edge of the domain, and where
 * central ones do not converge. Steps at which the function is not defined, or takes other pieces
 * of its domain than at the point, do not count.
 */
final class NumericalSlopes {
    /** The first step, relative to the point: no simple fraction, as a period could hide in it. */
    static final double LENGTH = 0x1.ep-4;

    /** A slope known to this part of the distance of a kink's two is one of them, or neither. */
    private static final double NO_KINK = 0.01;

    /** Safety factor of one-sided differences, which converge by the step and not its square. */
    private static final double SIDE_SAFETY = 4;

    /** A region without a kink below this part of the first step is too narrow to be relied on. */
    private static final double NARROW = 0x1p-14;

    private final LineFunction function;
    private final ObservedLine line;
    private final LineFunction.Sample center;
    private final double[] noise;
    private final double own;
    private final double length;
    private final int results;
    private final SlopeEstimates slopes;

    /** Which results may have a kink so near the point that these slopes are those beyond it. */
    private final boolean[] suspect;

    /** Those of the suspect results whose slopes seem to be known well. */
    private final boolean[] hidden;

    /** Whether no step took the pieces that the point takes, nor a side its own. */
    private boolean flips;

    /** Whether the pieces say anything. */
    private boolean pieces = true;

    /** Whether these are plain difference quotients. */
    private boolean plain;

    /** Whether a {@link LocalRegression} was made; there is only one. */
    private boolean refined;

    /** The half widths of the windows that the second opinion comes from; null without one. */
    private double[] reach;

    /** The largest step that counted. */
    private double largestStep;

    private NumericalSlopes(
            LineFunction line,
            LineFunction.Sample center,
            double[] noise,
            double length,
            double own) {
        this.function = line;
        this.line = new ObservedLine(line, center, length);
        this.center = center;
        this.noise = noise;
        this.length = length;
        this.own = own;
        this.results = center.values().length;
        this.slopes = new SlopeEstimates(results);
        this.suspect = new boolean[results];
        this.hidden = new boolean[results];
    }

    /**
     * The slopes at t = 0.
     *
     * @param line the line
     * @param center the function at the point
     * @param noise of every result
     * @param length the first step
     * @param own another first step, from the point's own size, for where the function is not
     *     defined that far; 0 for none
     */
    static NumericalSlopes of(
            LineFunction line,
            LineFunction.Sample center,
            double[] noise,
            double length,
            double own) {
        NumericalSlopes slopes = new NumericalSlopes(line, center, noise, length, own);
        slopes.run();
        return slopes;
    }

    /** Plain central difference quotients with a given step, without error bounds. */
    static NumericalSlopes plain(LineFunction line, LineFunction.Sample center, double step) {
        double[] noNoise = new double[center.values().length];
        NumericalSlopes slopes = new NumericalSlopes(line, center, noNoise, step, 0);
        SamplePair pair = slopes.line.pair(step);
        for (int i = 0; i < slopes.results; i++) {
            slopes.slopes.set(i, pair.quotient(i), 0);
        }
        slopes.line.countAllAsMoved();
        slopes.plain = true;
        return slopes;
    }

    /** One result's derivative. */
    NumericalSlope numerical(int i) {
        return slopes.numerical(i, flips);
    }

    /**
     * The derivative of a weighted sum of the results. At a kink it may be anything that the
     * results by themselves allow.
     */
    NumericalSlope contracted(double[] weights) {
        // a result that is 0 all around has all the digits there are
        boolean noneMoved = !line.someMoved();
        boolean someNonzero = Arrays.stream(center.values()).anyMatch(v -> v != 0);
        double sum = 0;
        double off = 0;
        double least = 0;
        double most = 0;
        for (int i = 0; i < results; i++) {
            // a result that did not move adds no error, unless none moved for want of digits
            if (line.moved(i) || noneMoved && someNonzero) {
                NumericalSlope n = numerical(i);
                double w = weights[i];
                sum += w * n.value();
                off += Math.abs(w) * n.error();
                least += Math.min(w * n.least(), w * n.most());
                most += Math.max(w * n.least(), w * n.most());
            }
        }
        return new NumericalSlope(sum, off, least, most, flips);
    }

    private void run() {
        search();
        if (own > 0 && own < length / 64 && !slopes.allKnown()) {
            // the structure of the function may be as small as the point itself
            NumericalSlopes closer = new NumericalSlopes(function, center, noise, own, 0);
            closer.search();
            line.merge(closer.line);
            for (int i = 0; i < results; i++) {
                if (closer.slopes.error[i] < slopes.error[i]
                        || slopes.kink[i] && closer.slopes.isKnown(i)) {
                    slopes.take(i, closer.slopes);
                }
            }
        }
        lookFarther();
        if (flips && !LineFunction.Sample.UNKNOWN.equals(center.branches())) {
            ignorePieces();
        }
    }

    /**
     * Takes the slopes of the values alone, where the branches change at every step, as those of a
     * comparison of numbers that differ by round-off.
     */
    private void ignorePieces() {
        LineFunction values = t -> line.at(t).withoutPieces();
        NumericalSlopes other = of(values, center.withoutPieces(), noise, length, own);
        for (int i = 0; i < results; i++) {
            if (!(slopes.error[i] < Double.POSITIVE_INFINITY)) {
                slopes.take(i, other.slopes);
                suspect[i] = other.suspect[i];
            }
        }
        flips = !other.slopes.allKnown();
        pieces = false;
    }

    /**
     * Samples farther away, as long as some results stay where they are while others move: they may
     * be independent of the argument, or have too few digits to show it nearby.
     */
    private void lookFarther() {
        boolean some = line.someMoved() && !line.allMoved();
        for (double far = 16; some && far <= 1024; far *= 64) {
            line.at(length * far);
            line.at(-length * far);
        }
    }

    private void search() {
        double watch = length * CentralDifference.WATCH;
        SamplePair near = line.pair(watch);
        boolean narrow = false;
        double start = length;
        if (!near.valid) {
            narrow = true;
            start = watch;
            watch *= CentralDifference.WATCH;
            near = line.pair(watch);
        }
        if (near.valid) {
            CentralDifference central =
                    new CentralDifference(line::pair, noise, length, start, near);
            largestStep = central.reach;
            for (int i = 0; i < results; i++) {
                slopes.set(i, central.value[i], central.error[i]);
                slopes.kink[i] = central.kink[i];
                suspect[i] = central.suspect[i];
            }
        } else {
            slopes.setUnknown();
        }
        boolean doubtful = false;
        for (int i = 0; i < results; i++) {
            double poor = SlopeEstimates.POOR;
            double limit = narrow || largestStep < length * NARROW ? poor * poor : poor;
            // a kink that round-off hides, or one so near that no step fits before it
            boolean bad =
                    slopes.kink[i]
                            || !(slopes.error[i] <= limit * Math.abs(slopes.value[i])
                                    || settled(i));
            doubtful |= bad || suspect[i];
            hidden[i] = !bad && suspect[i];
        }
        if (doubtful) {
            flips = !near.valid;
            double nearest = narrow || !near.valid ? length * CentralDifference.WATCH : watch;
            sides(nearest, !near.valid);
        }
    }

    /** Whether an error is no more than what noise would make of the largest step. */
    private boolean settled(int i) {
        return slopes.error[i] <= 100 * noise[i] / length;
    }

    /** The estimates of all results. */
    SlopeEstimates estimates() {
        return slopes;
    }

    /** How much a weighted sum of the results changed within the first step, over that step. */
    double swing(double[] weights) {
        return plain ? 0 : line.swing(weights);
    }

    /** How much a result changed within the first step, over that step. */
    double swing(int i) {
        return plain ? 0 : line.swing(i);
    }

    // ---- a second opinion

    /** Whether some result may have a kink very near. */
    boolean isSuspect() {
        for (boolean s : suspect) {
            if (s) {
                return true;
            }
        }
        return false;
    }

    /** Whether some result is known badly, has a kink or may have one. */
    boolean isDoubtful() {
        return isSuspect() || !slopes.allKnown();
    }

    /** Whether {@link #refine} can improve anything. */
    boolean canBeRefined() {
        return !plain;
    }

    /**
     * Improves the slopes by a {@link LocalRegression}; does nothing the second time.
     *
     * @return this
     */
    NumericalSlopes refine() {
        if (refined || plain) {
            return this;
        }
        refined = true;
        LineFunction seen = pieces ? line : t -> line.at(t).withoutPieces();
        LineFunction.Sample at = pieces ? center : center.withoutPieces();
        LocalRegression near = LocalRegression.slopes(seen, at, length);
        reach = new double[results];
        for (int i = 0; i < results; i++) {
            double known = slopes.error[i];
            double e = near.error[i] + Extrapolation.GOAL / 2 * Math.abs(near.value[i]);
            double size = Math.abs(near.value[i]);
            if (known < Double.POSITIVE_INFINITY) {
                size = Math.max(size, Math.abs(slopes.value[i]));
            }
            boolean telling = e <= RegressionWindow.ROUGH * size;
            // a kink is one only if no window however narrow is smooth
            boolean bent = slopes.kink[i] && slopes.jump(i) > known;
            boolean better = bent ? e <= NO_KINK * slopes.jump(i) : e < known && telling;
            boolean contradicts =
                    telling && !bent && Math.abs(near.value[i] - slopes.value[i]) > e + known;
            if (better || contradicts) {
                bent = false;
                slopes.set(i, near.value[i], e);
            }
            reach[i] = telling && !bent ? near.reach[i] : 0;
        }
        return this;
    }

    /** The distance within which the results are as smooth as can be seen; 0 if unknown. */
    double smoothWithin() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; reach != null && i < results; i++) {
            least = line.moved(i) && reach[i] > 0 ? Math.min(least, reach[i]) : least;
        }
        return least < Double.POSITIVE_INFINITY ? least : 0;
    }

    // ---- one side at a time

    /**
     * Replaces slopes by those of either side, where these are known better or show a kink.
     *
     * @param nearest from where on samples say which pieces a side takes
     * @param surely whether the pieces differ on either side for certain
     */
    private void sides(double nearest, boolean surely) {
        OneSidedDifference lower = new OneSidedDifference(line, noise, length, -1, nearest);
        OneSidedDifference upper = new OneSidedDifference(line, noise, length, 1, nearest);
        flips &= !(lower.isSteady() || upper.isSteady());
        for (int i = 0; i < results; i++) {
            double l = lower.schemes[i].value();
            double r = upper.schemes[i].value();
            double e = SIDE_SAFETY * Math.max(lower.schemes[i].error(), upper.schemes[i].error());
            double size = Math.max(Math.abs(l), Math.abs(r));
            double error = slopes.error[i];
            double value = slopes.value[i];
            boolean kink = slopes.kink[i];
            // a slope that is known well on both sides at once needs no other
            boolean known = error <= SlopeEstimates.POOR * Math.max(size, Math.abs(value));
            if (!lower.defined[i] && upper.defined[i]) {
                edge(i, upper);
            } else if (lower.defined[i] && !upper.defined[i]) {
                edge(i, lower);
            } else if ((kink || suspect[i])
                    && Math.abs(l - r) > SIDE_SAFETY * (e + error)
                    && Math.abs(l / 2 + r / 2 - value) <= e + error
                    && bends(i, lower, upper)) {
                slopes.setKink(i, l, r, e);
            } else if (hidden[i]) {
                continue;
            } else if (!kink && (known || e >= error)) {
                continue;
            } else if (surely || meets(i, lower, upper)) {
                slopes.setKink(i, l, r, e);
            } else {
                // the sides do not lead to the point: there is a pole between, or a value by itself
                boolean apart = Math.abs(l - r) > e + error;
                slopes.error[i] = kink && (apart || !known) ? Double.POSITIVE_INFINITY : error;
                slopes.kink[i] = false;
            }
        }
    }

    /** Takes the only slope that there is at the edge of the domain. */
    private void edge(int i, OneSidedDifference side) {
        double e = SIDE_SAFETY * side.schemes[i].error();
        if (side.leadsTo(i, center.values()[i]) && !(slopes.error[i] <= e)) {
            slopes.set(i, side.schemes[i].value(), e);
        }
    }

    /** Whether the value lies where either side leads, or between. */
    private boolean meets(int i, OneSidedDifference lower, OneSidedDifference upper) {
        double f = center.values()[i];
        double l = lower.limit(i) - f;
        double r = upper.limit(i) - f;
        double slack = lower.slack(i) + upper.slack(i);
        return Math.min(l, r) <= slack
                && Math.max(l, r) >= -slack
                && lower.leadsTo(i, lower.nearest.values()[i])
                && upper.leadsTo(i, upper.nearest.values()[i]);
    }

    /** Whether both sides begin at the value, however curved they are. */
    private boolean bends(int i, OneSidedDifference lower, OneSidedDifference upper) {
        double f = center.values()[i];
        return Math.abs(lower.limit(i) - f) <= lower.slack(i) + lower.curvature(i)
                && Math.abs(upper.limit(i) - f) <= upper.slack(i) + upper.curvature(i)
                && lower.beginsAt(i, f)
                && upper.beginsAt(i, f);
    }
}
