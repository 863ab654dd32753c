package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * The derivatives of all results of a function along a line, with error bars; at a kink those of
 * either side.
 *
 * <p>{@linkplain CentralDifference Centred differences} where the function is smooth at the point;
 * {@linkplain OneSidedDifference one-sided ones} at a kink, at the edge of the domain, and where centred ones do
 * not converge. Steps at which the function is not defined, or takes other pieces of its domain
 * than at the point, do not count.
 *
 * <p>A long file: centred, one-sided and second opinions share what is known of every result.
 */
final class NumericalSlopes {
    /** Where the search starts: no simple fraction, lest a period hide in it. */
    static final double LENGTH = 0x1.ep-4;

    /** How many quotients a scheme must have before its error is believed. */
    static final int ENOUGH_ROWS = 4;

    /** Relative error from which on more steps are not worth their cost. */
    static final double GOAL = 1e-11;

    /** Relative error above which one-sided slopes are tried. */
    private static final double POOR = 1e-3;

    /** A slope known to this part of a kink's two is one of them, or neither. */
    private static final double NO_KINK = 0.01;

    /** A second opinion that is known no better tells nothing. */
    static final double ROUGH = 0.05;

    /** The watching pair's step relative to the first. */
    static final double WATCH = 0x1p-20;

    /** One-sided differences converge by the step and not by its square: less can be seen of it. */
    private static final double SIDE_SAFETY = 4;

    /** Below this part of the first step a region without kink is hardly one. */
    private static final double NARROW = 0x1p-14;

    private final LineFunction line;
    private final LineFunction.Sample centre;
    private final double[] noise;
    private final double own;
    private final int results;
    private final boolean[] moved;
    private final double[] swing;
    private double length;

    /** The slopes; where there is a kink, their mean. */
    final double[] value;

    /** How far they may be off. */
    final double[] error;

    /** The slope on the lower side, the same as the value where there is no kink. */
    final double[] left;

    /** The slope on the upper side, the same as the value where there is no kink. */
    final double[] right;

    /** Which results have a kink at the point. */
    final boolean[] kink;

    /** Which results may have a kink so near the point that these slopes are those beyond it. */
    final boolean[] suspect;

    /** Which of those seem to be known well. */
    private final boolean[] hidden;

    /** Whether no step took the pieces that the point takes, nor a side its own. */
    private boolean flips;

    /** Whether the pieces say anything. */
    private boolean pieces = true;

    /** Whether a {@link LocalRegression} was taken; there is only one. */
    private boolean closer;

    /** How far the windows reach that the second opinion comes from; null without one. */
    private double[] closeness;

    private NumericalSlopes(
            LineFunction line, LineFunction.Sample centre, double[] noise, double length, double own, int results) {
        this.line = line;
        this.centre = centre;
        this.noise = noise;
        this.length = length;
        this.own = own;
        this.results = results;
        this.moved = new boolean[results];
        this.swing = new double[results];
        this.value = new double[results];
        this.error = new double[results];
        this.kink = new boolean[results];
        this.suspect = new boolean[results];
        this.hidden = new boolean[results];
        this.left = new double[results];
        this.right = new double[results];
    }

    /**
     * The slopes at t = 0.
     *
     * @param line the line
     * @param centre the function at the point
     * @param noise of every result
     * @param length the first step
     * @param own another first step, from the point's own size, for where the function is not
     *     defined that far; 0 for none
     */
    static NumericalSlopes of(LineFunction line, LineFunction.Sample centre, double[] noise, double length, double own) {
        NumericalSlopes slopes = new NumericalSlopes(line, centre, noise, length, own, centre.values().length);
        slopes.run();
        return slopes;
    }

    /** Plain difference quotients with a given step, without error bars. */
    static NumericalSlopes plain(LineFunction line, int results, double step) {
        NumericalSlopes slopes = new NumericalSlopes(line, null, null, step, 0, results);
        LineFunction.Sample upper = line.at(step);
        LineFunction.Sample lower = line.at(-step);
        double span = upper.where() - lower.where();
        for (int i = 0; i < results; i++) {
            slopes.value[i] = (upper.values()[i] - lower.values()[i]) / span;
            slopes.moved[i] = true;
        }
        return slopes;
    }

    /** One result's derivative. */
    NumericalSlope numerical(int i) {
        double l = kink[i] ? left[i] : value[i];
        double r = kink[i] ? right[i] : value[i];
        return new NumericalSlope(value[i], error[i], Math.min(l, r), Math.max(l, r), flips);
    }

    /**
     * The derivative of a weighted sum of the results. At a kink it may be anything that the
     * results by themselves allow.
     */
    NumericalSlope contracted(double[] weights) {
        boolean some = false;
        for (int i = 0; i < results; i++) {
            // a result that is 0 all around has all digits there are
            some |= moved[i] || centre == null || centre.values()[i] != 0;
        }
        boolean none = true;
        for (boolean m : moved) {
            none &= !m;
        }
        double sum = 0;
        double off = 0;
        double least = 0;
        double most = 0;
        for (int i = 0; i < results; i++) {
            // a result that did not move adds no error, unless none moved for want of digits
            if (moved[i] || none && some) {
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
        if (own > 0 && own < length / 64 && !allKnown()) {
            // what there is to see may be as small as the point itself
            NumericalSlopes closer = new NumericalSlopes(line, centre, noise, own, 0, results);
            closer.search();
            for (int i = 0; i < results; i++) {
                moved[i] |= closer.moved[i];
                if (closer.error[i] < error[i] || kink[i] && !closer.kink[i] && closer.known(i)) {
                    value[i] = closer.value[i];
                    error[i] = closer.error[i];
                    left[i] = closer.left[i];
                    right[i] = closer.right[i];
                    kink[i] = closer.kink[i];
                }
            }
        }
        lookFarther();
        if (flips && !LineFunction.Sample.UNKNOWN.equals(centre.branches())) {
            asABlackBox();
        }
    }

    /**
     * Where the branches change at every step, as those of a comparison of numbers that differ by
     * round-off, the values alone say whether it matters.
     */
    private void asABlackBox() {
        LineFunction blind = t -> noticed(t).withoutPieces();
        NumericalSlopes values = of(blind, centre.withoutPieces(), noise, length, own);
        for (int i = 0; i < results; i++) {
            if (!(error[i] < Double.POSITIVE_INFINITY)) {
                kink[i] = values.kink[i];
                value[i] = values.value[i];
                error[i] = values.error[i];
                left[i] = values.left[i];
                right[i] = values.right[i];
                suspect[i] = values.suspect[i];
            }
        }
        flips = !values.allKnown();
        pieces = false;
    }

    private boolean allKnown() {
        for (int i = 0; i < results; i++) {
            if (!known(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean known(int i) {
        return !kink[i] && error[i] <= POOR * Math.abs(value[i]);
    }

    /**
     * Results that stay where they are while others move may be independent of what moves, or have
     * too few digits to show it: farther away they would move.
     */
    private void lookFarther() {
        boolean some = false;
        boolean all = true;
        for (boolean m : moved) {
            some |= m;
            all &= m;
        }
        for (double far = 16; some && !all && far <= 1024; far *= 64) {
            noticed(length * far);
            noticed(-length * far);
        }
    }

    private void search() {
        double watch = length * WATCH;
        SamplePair near = pair(watch);
        boolean narrow = false;
        double start = length;
        if (!near.valid) {
            narrow = true;
            start = watch;
            watch *= WATCH;
            near = pair(watch);
        }
        if (near.valid) {
            CentralDifference centred = new CentralDifference(this::pair, noise, length, start, near);
            reach = centred.reach;
            copy(centred.value, value);
            copy(centred.error, error);
            System.arraycopy(centred.kink, 0, kink, 0, results);
            System.arraycopy(centred.suspect, 0, suspect, 0, results);
            copy(value, left);
            copy(value, right);
        } else {
            Arrays.fill(value, Double.NaN);
            Arrays.fill(error, Double.POSITIVE_INFINITY);
            Arrays.fill(kink, true);
        }
        boolean doubtful = false;
        for (int i = 0; i < results; i++) {
            double limit = narrow || reach < length * NARROW ? POOR * POOR : POOR;
            // a kink that round-off hides, or one so near that no step fits before it
            boolean own = kink[i] || !(error[i] <= limit * Math.abs(value[i]) || settled(i));
            doubtful |= own || suspect[i];
            hidden[i] = !own && suspect[i];
        }
        if (doubtful) {
            flips = !near.valid;
            sides(narrow || !near.valid ? length * WATCH : watch, !near.valid);
        }
    }

    /** Whether an error is no more than what noise would make of the largest step. */
    private boolean settled(int i) {
        return error[i] <= 100 * noise[i] / length;
    }

    /** The largest step that counted. */
    private double reach;

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
        return isSuspect() || !allKnown();
    }

    /** Whether there is anything to look at again. */
    boolean canBeCloser() {
        return centre != null;
    }

    /**
     * Looks again, nearer by and nearer, at what these slopes are; does nothing the second time.
     *
     * @return this
     */
    NumericalSlopes closer() {
        if (closer || centre == null) {
            return this;
        }
        closer = true;
        LineFunction seen = pieces ? this::noticed : t -> noticed(t).withoutPieces();
        LineFunction.Sample at = pieces ? centre : centre.withoutPieces();
        LocalRegression near = LocalRegression.slopes(seen, at, length);
        closeness = new double[results];
        for (int i = 0; i < results; i++) {
            double e = near.error[i] + GOAL / 2 * Math.abs(near.value[i]);
            double size = Math.abs(near.value[i]);
            if (error[i] < Double.POSITIVE_INFINITY) {
                size = Math.max(size, Math.abs(value[i]));
            }
            boolean telling = e <= ROUGH * size;
            // a kink is one only if no window however narrow is smooth
            boolean bent = kink[i] && Math.abs(right[i] - left[i]) > error[i];
            boolean better =
                    bent ? e <= NO_KINK * Math.abs(right[i] - left[i]) : e < error[i] && telling;
            boolean contradicts =
                    telling && !bent && Math.abs(near.value[i] - value[i]) > e + error[i];
            if (better || contradicts) {
                bent = false;
                kink[i] = false;
                value[i] = near.value[i];
                left[i] = value[i];
                right[i] = value[i];
                error[i] = e;
            }
            closeness[i] = telling && !bent ? near.reach[i] : 0;
        }
        return this;
    }

    /** Within which distance the results are as smooth as can be seen; 0 if that is not known. */
    double smoothWithin() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; closeness != null && i < results; i++) {
            least = moved[i] && closeness[i] > 0 ? Math.min(least, closeness[i]) : least;
        }
        return least < Double.POSITIVE_INFINITY ? least : 0;
    }

    // ---- one side at a time

    private void sides(double nearest, boolean surely) {
        OneSidedDifference lower = new OneSidedDifference(this::noticed, noise, length, -1, nearest);
        OneSidedDifference upper = new OneSidedDifference(this::noticed, noise, length, 1, nearest);
        flips &= !(lower.isSteady() || upper.isSteady());
        for (int i = 0; i < results; i++) {
            double l = lower.schemes[i].value();
            double r = upper.schemes[i].value();
            double e = SIDE_SAFETY * Math.max(lower.schemes[i].error(), upper.schemes[i].error());
            double size = Math.max(Math.abs(l), Math.abs(r));
            // a slope that is known well on both sides at once needs no other
            boolean known = error[i] <= POOR * Math.max(size, Math.abs(value[i]));
            if (!lower.defined[i] && upper.defined[i]) {
                edge(i, upper);
            } else if (lower.defined[i] && !upper.defined[i]) {
                edge(i, lower);
            } else if ((kink[i] || suspect[i])
                    && Math.abs(l - r) > SIDE_SAFETY * (e + error[i])
                    && Math.abs(l / 2 + r / 2 - value[i]) <= e + error[i]
                    && bends(i, lower, upper)) {
                kinkBetween(i, l, r, e);
            } else if (hidden[i]) {
                continue;
            } else if (!kink[i] && (known || e >= error[i])) {
                continue;
            } else if (surely || meets(i, lower, upper)) {
                kinkBetween(i, l, r, e);
            } else {
                // the sides do not lead to the point: there is a pole between, or a value by itself
                boolean apart = Math.abs(l - r) > e + error[i];
                error[i] = kink[i] && (apart || !known) ? Double.POSITIVE_INFINITY : error[i];
                kink[i] = false;
            }
        }
    }

    private void kinkBetween(int i, double l, double r, double e) {
        kink[i] = true;
        left[i] = l;
        right[i] = r;
        value[i] = (l + r) / 2;
        error[i] = Double.isNaN(e) ? Double.POSITIVE_INFINITY : e;
    }

    /** At the edge of the domain there is one slope only. */
    private void edge(int i, OneSidedDifference side) {
        double e = SIDE_SAFETY * side.schemes[i].error();
        if (side.leadsTo(i, centre.values()[i]) && !(error[i] <= e)) {
            kink[i] = false;
            value[i] = side.schemes[i].value();
            left[i] = value[i];
            right[i] = value[i];
            error[i] = Double.isNaN(e) ? Double.POSITIVE_INFINITY : e;
        }
    }

    /** Whether the value lies where either side leads, or between. */
    private boolean meets(int i, OneSidedDifference lower, OneSidedDifference upper) {
        double f = centre.values()[i];
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
        double f = centre.values()[i];
        return Math.abs(lower.limit(i) - f) <= lower.slack(i) + lower.curvature(i)
                && Math.abs(upper.limit(i) - f) <= upper.slack(i) + upper.curvature(i)
                && lower.beginsAt(i, f)
                && upper.beginsAt(i, f);
    }

    // ---- samples

    /** Marks results that are not what they are at the point. */
    private void notice(LineFunction.Sample sample) {
        for (int i = 0; sample.values().length == results && i < results; i++) {
            moved[i] |= sample.values()[i] != centre.values()[i];
            double change = Math.abs(sample.values()[i] - centre.values()[i]);
            if (change < Double.POSITIVE_INFINITY && Math.abs(sample.where()) <= length) {
                swing[i] = Math.max(swing[i], change);
            }
        }
    }

    /** How much a weighted sum of the results changed within the first step, over that step. */
    double swing(double[] weights) {
        double sum = 0;
        for (int i = 0; i < results; i++) {
            sum += Math.abs(weights[i]) * swing[i];
        }
        return sum / length;
    }

    /** How much a result changed within the first step, over that step. */
    double swing(int i) {
        return swing[i] / length;
    }

    private SamplePair pair(double t) {
        return new SamplePair(t, noticed(t), noticed(-t), centre);
    }

    private LineFunction.Sample noticed(double t) {
        LineFunction.Sample sample = line.at(t);
        notice(sample);
        return sample;
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }
}
