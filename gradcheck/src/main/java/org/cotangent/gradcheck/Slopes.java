package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * The derivatives of all results of a function along a line, with error bars; at a kink those of
 * either side.
 *
 * <p>Centred differences at steps that shrink from a tenth of the point's size until {@link
 * Extrapolation} has converged: by halves where it converges, faster where it does not. Steps at
 * which the function is not defined, or takes other pieces of its domain than at the point, do not
 * count. A pair of samples very near the point keeps watch: if the slope between them is another,
 * the function has structure that larger steps pass over, and the search goes on below; if they do
 * not lie on a line with the point, there is a kink at it.
 */
final class Slopes {
    /** Where the search starts: no simple fraction, lest a period hide in it. */
    static final double LENGTH = 0x1.ep-4;

    private static final int MOST_LEVELS = 40;
    private static final int MOST_SIDE_LEVELS = 22;
    private static final int ENOUGH_ROWS = 4;

    /** Relative error from which on more steps are not worth their cost. */
    private static final double GOAL = 1e-11;

    /** Relative error up to which a scheme is thought to converge. */
    private static final double CONVERGING = 0.05;

    /** Relative error above which one-sided slopes are tried. */
    private static final double POOR = 1e-3;

    /** The watching pair's step relative to the first. */
    private static final double WATCH = 0x1p-20;

    /** No step is smaller relative to the first. */
    private static final double LEAST = 0x1p-44;

    /** Below this part of the first step a region without kink is hardly one. */
    private static final double NARROW = 0x1p-14;

    private final Line line;
    private final Line.Sample centre;
    private final double[] noise;
    private final double own;
    private final int results;
    private final boolean[] moved;
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

    private Slopes(
            Line line, Line.Sample centre, double[] noise, double length, double own, int results) {
        this.line = line;
        this.centre = centre;
        this.noise = noise;
        this.length = length;
        this.own = own;
        this.results = results;
        this.moved = new boolean[results];
        this.value = new double[results];
        this.error = new double[results];
        this.kink = new boolean[results];
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
    static Slopes of(Line line, Line.Sample centre, double[] noise, double length, double own) {
        Slopes slopes = new Slopes(line, centre, noise, length, own, centre.values().length);
        slopes.run();
        return slopes;
    }

    /** Plain difference quotients with a given step, without error bars. */
    static Slopes plain(Line line, int results, double step) {
        Slopes slopes = new Slopes(line, null, null, step, 0, results);
        Line.Sample upper = line.at(step);
        Line.Sample lower = line.at(-step);
        double span = upper.where() - lower.where();
        for (int i = 0; i < results; i++) {
            slopes.value[i] = (upper.values()[i] - lower.values()[i]) / span;
            slopes.moved[i] = true;
        }
        return slopes;
    }

    /** One result's derivative. */
    Judge.Numerical numerical(int i) {
        return kink[i]
                ? new Judge.Numerical(
                        value[i],
                        error[i],
                        Math.min(left[i], right[i]),
                        Math.max(left[i], right[i]))
                : new Judge.Numerical(value[i], error[i], value[i], value[i]);
    }

    /**
     * The derivative of a weighted sum of the results. At a kink it may be anything that the
     * results by themselves allow.
     */
    Judge.Numerical contracted(double[] weights) {
        boolean some = false;
        for (boolean m : moved) {
            some |= m;
        }
        double sum = 0;
        double off = 0;
        double least = 0;
        double most = 0;
        for (int i = 0; i < results; i++) {
            // a result that did not move adds no error, unless none moved for want of digits
            if (moved[i] || !some) {
                Judge.Numerical n = numerical(i);
                double w = weights[i];
                sum += w * n.value();
                off += Math.abs(w) * n.error();
                least += Math.min(w * n.least(), w * n.most());
                most += Math.max(w * n.least(), w * n.most());
            }
        }
        return new Judge.Numerical(sum, off, least, most);
    }

    private void run() {
        double watch = length * WATCH;
        Pair near = pair(watch);
        if (!near.isFinite() && own > 0 && own < length) {
            length = own;
            watch = length * WATCH;
            near = pair(watch);
        }
        boolean narrow = false;
        double start = length;
        if (!near.valid) {
            narrow = true;
            start = watch;
            watch *= WATCH;
            near = pair(watch);
        }
        if (near.valid) {
            centred(start, near);
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
            doubtful |= kink[i] || !(error[i] <= limit * Math.abs(value[i]) || settled(i));
        }
        if (doubtful) {
            sides(narrow || !near.valid ? length * WATCH : watch);
        }
    }

    /** Whether an error is no more than what noise would make of the largest step. */
    private boolean settled(int i) {
        return error[i] <= 100 * noise[i] / length;
    }

    /** The largest step that counted. */
    private double reach;

    // ---- both sides at once

    private void centred(double start, Pair near) {
        Extrapolation[] schemes = new Extrapolation[results];
        double[] bend = new double[results];
        double[] bendStep = new double[results];
        Arrays.setAll(schemes, i -> new Extrapolation(2));
        Arrays.fill(bend, Double.NaN);
        boolean[] done = new boolean[results];
        int left = results;
        double h = start;
        for (int level = 0; level < MOST_LEVELS && left > 0 && h > length * LEAST; level++) {
            if (h < near.step * 1024) {
                near = pair(h * WATCH);
            }
            Pair pair = pair(h);
            if (!pair.valid) {
                h /= 4;
                continue;
            }
            if (pair.span == 0) {
                break; // the point's own digits end here
            }
            reach = Math.max(reach, h);
            boolean converging = level < 3;
            for (int i = 0; i < results; i++) {
                if (done[i]) {
                    continue;
                }
                double quotient = pair.quotient(i);
                if (!Double.isFinite(quotient)) {
                    schemes[i] = new Extrapolation(2);
                    continue;
                }
                double roundOff = 2 * noise[i] / pair.span;
                schemes[i].add(pair.span / 2, quotient, roundOff);
                bend[i] = Math.abs(pair.bend(i));
                bendStep[i] = pair.step;
                Extrapolation s = schemes[i];
                converging |=
                        s.rows() < ENOUGH_ROWS || s.error() < CONVERGING * Math.abs(s.value());
                if (s.rows() >= ENOUGH_ROWS
                        && (s.error() <= GOAL * Math.abs(s.value())
                                || s.error() <= 2 * s.roundOff()
                                || s.error() <= roundOff)) {
                    if (agrees(s, near, i)) {
                        done[i] = true;
                        left--;
                    } else {
                        schemes[i] = new Extrapolation(2);
                        converging = false;
                    }
                }
            }
            h /= converging ? 2 : 8;
        }
        for (int i = 0; i < results; i++) {
            value[i] = schemes[i].value();
            error[i] = schemes[i].error();
            if (!done[i] && !agrees(schemes[i], near, i)) {
                error[i] = Double.POSITIVE_INFINITY;
            }
            kink[i] = isKink(near, i, bend[i], bendStep[i]);
        }
    }

    /** Whether the slope between the watching pair is the same, as far as it can tell. */
    private boolean agrees(Extrapolation s, Pair near, int i) {
        double quotient = near.quotient(i);
        double slack = s.error() + 4 * noise[i] / near.span + 1e-6 * Math.abs(s.value());
        return !near.valid || !Double.isFinite(quotient) || Math.abs(quotient - s.value()) <= slack;
    }

    /** Whether the second difference shrinks like the step, and not like its square. */
    private boolean isKink(Pair near, int i, double bend, double step) {
        double seen = Math.abs(near.bend(i));
        double smooth = bend * (near.step / step) * (near.step / step);
        return seen > 8 * noise[i] + 16 * smooth && seen > 0;
    }

    // ---- one side at a time

    private void sides(double nearest) {
        Side lower = new Side(-1, nearest);
        Side upper = new Side(1, nearest);
        for (int i = 0; i < results; i++) {
            double l = lower.schemes[i].value();
            double r = upper.schemes[i].value();
            double e = Math.max(lower.schemes[i].error(), upper.schemes[i].error());
            boolean bothKnown = e <= POOR * Math.max(Math.abs(l), Math.abs(r)) || e < error[i];
            if (kink[i] || bothKnown && !(error[i] <= e)) {
                boolean apart = Math.abs(l - r) > e;
                if (!kink[i] && !apart && Double.isFinite(error[i]) && error[i] < 10 * e) {
                    continue;
                }
                kink[i] = true;
                left[i] = l;
                right[i] = r;
                value[i] = (l + r) / 2;
                error[i] = e;
            }
        }
    }

    private final class Side {
        final Extrapolation[] schemes = new Extrapolation[results];

        Side(int sign, double nearest) {
            Arrays.setAll(schemes, i -> new Extrapolation(1));
            Line.Sample beside = line.at(sign * nearest);
            boolean[] done = new boolean[results];
            int left = results;
            double h = length;
            Line.Sample outer = null;
            for (int level = 0; level < MOST_SIDE_LEVELS && left > 0; level++, h /= 2) {
                Line.Sample inner = line.at(sign * h);
                if (!inner.samePieces(beside) || inner.values().length != results) {
                    outer = null;
                    continue;
                }
                for (int i = 0; outer != null && i < results; i++) {
                    double quotient =
                            (outer.values()[i] - inner.values()[i])
                                    / (outer.where() - inner.where());
                    if (done[i] || !Double.isFinite(quotient)) {
                        continue;
                    }
                    double roundOff = 2 * noise[i] / h;
                    Extrapolation s = schemes[i];
                    s.add(h, quotient, roundOff);
                    if (s.rows() >= ENOUGH_ROWS
                            && (s.error() <= GOAL * Math.abs(s.value())
                                    || s.error() <= 2 * s.roundOff()
                                    || s.error() <= roundOff)) {
                        done[i] = true;
                        left--;
                    }
                }
                outer = inner;
            }
        }
    }

    // ---- samples

    /** Two samples, at equal distances on either side of the point. */
    private final class Pair {
        final double step;
        final double span;
        final Line.Sample upper;
        final Line.Sample lower;
        final boolean valid;

        Pair(double t) {
            step = t;
            upper = line.at(t);
            lower = line.at(-t);
            span = upper.where() - lower.where();
            valid =
                    upper.samePieces(centre)
                            && lower.samePieces(centre)
                            && upper.values().length == results
                            && lower.values().length == results;
            for (int i = 0; valid && i < results; i++) {
                double f = centre.values()[i];
                moved[i] |= upper.values()[i] != f || lower.values()[i] != f;
            }
        }

        boolean isFinite() {
            for (int i = 0; i < results; i++) {
                if (Double.isFinite(centre.values()[i]) && !Double.isFinite(quotient(i))) {
                    return false;
                }
            }
            return true;
        }

        double quotient(int i) {
            return (upper.values()[i] - lower.values()[i]) / span;
        }

        double bend(int i) {
            return (upper.values()[i] - centre.values()[i])
                    + (lower.values()[i] - centre.values()[i]);
        }
    }

    private Pair pair(double t) {
        return new Pair(t);
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }
}
