package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A local polynomial regression of slopes: polynomials fitted to samples beside the point, in
 * windows from the first step down to the point's last digits. It is used where differences do not
 * converge or do not agree with the claimed derivative.
 *
 * <p>A window counts where all its samples are defined and take the pieces that the point takes.
 * Its noise is estimated from the residuals of the fit, so that nothing need be known of it
 * beforehand, and a window that reaches beyond the nearest pole, edge or kink shows this by large
 * residuals. Of windows that contradict each other the narrower ones are taken (O. V. Lepski, On a
 * problem of adaptive estimation in Gaussian white noise, Theory of Probability and Its
 * Applications 35, 1990).
 */
final class LocalRegression {
    /**
     * The ratio of a step to the one before: two steps to a factor of 2, at no simple fractions.
     */
    private static final double RATIO = 0.7071519;

    /** Samples on either side of a window. */
    static final int HALF = 8;

    /** While nothing is defined, steps fall faster. */
    private static final double LEAP = 1 / 8.0;

    /** Steps are rounded by no more than this part of them. */
    private static final double COARSE = 1.0 / 16;

    /** Below this part of the first step nothing is looked for. */
    private static final double LEAST = 0x1p-52;

    /** The same for levels, which many narrow windows show no better. */
    private static final double LEAST_LEVEL = 0x1p-6;

    /** The number of changes that a unit of changes is looked for in. */
    private static final int FEW = 5;

    /** The number of units above which a change is no evidence of the unit. */
    private static final double MANY = 16;

    /** The number of narrower windows that a window's noise is compared with. */
    private static final int NEIGHBORS = 3;

    /** The relative error above which a slope is estimated anew with more samples. */
    private static final double BLURRED = 1e-4;

    private static final int MANY_MORE = 40;

    /** The growth of errors from which on narrower windows show nothing but noise. */
    private static final double HOPELESS = 32;

    final double[] value;
    final double[] error;

    /** Half the width of the window that a slope comes from; 0 if there is none. */
    final double[] reach;

    /** The bound on the distance of a single value from the polynomial. */
    final double[] scatter;

    /** Whether the residuals are noise, and not due to a kink at the point. */
    private final boolean[] noisy;

    private final LineFunction line;
    private final LineFunction.Sample center;
    private final boolean levels;
    private final int results;
    private final List<LineFunction.Sample[]> pairs = new ArrayList<>();

    /** The smallest changes of every result, in order; infinite where there were fewer. */
    private final double[][] least;

    private LocalRegression(LineFunction line, LineFunction.Sample center, boolean levels) {
        this.line = line;
        this.center = center;
        this.levels = levels;
        this.results = center.values().length;
        this.value = new double[results];
        this.error = new double[results];
        this.reach = new double[results];
        this.noisy = new boolean[results];
        this.scatter = new double[results];
        this.least = new double[results][FEW];
        Arrays.fill(value, Double.NaN);
        Arrays.fill(error, Double.POSITIVE_INFINITY);
        for (double[] own : least) {
            Arrays.fill(own, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * The slopes at the point.
     *
     * @param line the line
     * @param center the function at the point
     * @param length the widest window's half
     */
    static LocalRegression slopes(LineFunction line, LineFunction.Sample center, double length) {
        LocalRegression slopes = new LocalRegression(line, center, false);
        slopes.search(length, length * LEAST);
        return slopes;
    }

    /**
     * The difference between the value at the point and the limit of the values beside it, which is
     * the noise of that value, with an error bound.
     *
     * @param line the line
     * @param center the function at the point
     * @param length the half of a window in which it is smooth
     */
    static LocalRegression levels(LineFunction line, LineFunction.Sample center, double length) {
        LocalRegression levels = new LocalRegression(line, center, true);
        levels.search(length, length * LEAST_LEVEL);
        return levels;
    }

    private void search(double length, double least) {
        double h = length;
        while (h > least && pair(h) == null) {
            h *= LEAP;
        }
        h = Math.min(length, h / LEAP * RATIO);
        List<List<RegressionWindow.Candidate>> candidates = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            candidates.add(new ArrayList<>());
        }
        double[] best = new double[results];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        for (int k = 1; h > least; k++, h *= RATIO) {
            LineFunction.Sample[] pair = pair(h);
            if (pair == null) {
                pairs.clear();
                k = 0;
                continue;
            }
            if (isCoarse(pair[0], h) || isCoarse(pair[1], -h)) {
                break;
            }
            pairs.add(pair);
            if (pairs.size() >= HALF && k % 2 == 0) {
                RegressionWindow window =
                        new RegressionWindow(
                                pairs.subList(pairs.size() - HALF, pairs.size()), center, levels);
                boolean some = false;
                for (int i = 0; i < results; i++) {
                    RegressionWindow.Candidate found = window.best(i, unit(i));
                    candidates.get(i).add(found);
                    best[i] = Math.min(best[i], found.error());
                    some |= window.least(i) <= HOPELESS * best[i];
                }
                if (!some) {
                    break;
                }
            }
        }
        for (int i = 0; i < results; i++) {
            choose(i, candidates.get(i));
        }
        for (int i = 0; i < results; i++) {
            double size = Math.abs(levels ? center.values()[i] : value[i]);
            if (noisy[i]
                    && error[i] > BLURRED * size
                    && error[i] <= RegressionWindow.ROUGH * size) {
                fill(reach[i]);
                break;
            }
        }
    }

    /** Estimates anew with many more samples in a window, against noise. */
    private void fill(double radius) {
        List<LineFunction.Sample[]> all = new ArrayList<>();
        for (int k = 0; k < MANY_MORE; k++) {
            LineFunction.Sample[] pair = pair(radius * Math.sqrt((k + 1) / (double) MANY_MORE));
            if (pair != null) {
                all.add(pair);
            }
        }
        if (all.size() <= HALF) {
            return;
        }
        RegressionWindow window = new RegressionWindow(all, center, levels);
        for (int i = 0; i < results; i++) {
            RegressionWindow.Candidate found = window.best(i, unit(i));
            boolean agrees = Math.abs(found.value() - value[i]) <= error[i];
            if (agrees && found.error() < error[i]) {
                value[i] = found.value();
                error[i] = found.error();
            }
        }
    }

    /** Whether a step is changed by the rounding of the argument. */
    private static boolean isCoarse(LineFunction.Sample sample, double h) {
        return !(Math.abs(sample.where() - h) <= COARSE * Math.abs(h));
    }

    /** Both samples at a distance; null if one is not defined or takes other pieces. */
    private LineFunction.Sample[] pair(double h) {
        LineFunction.Sample upper = line.at(h);
        if (!counts(upper)) {
            return null;
        }
        LineFunction.Sample lower = line.at(-h);
        if (!counts(lower)) {
            return null;
        }
        for (int i = 0; i < results; i++) {
            note(i, Math.abs(upper.values()[i] - center.values()[i]));
            note(i, Math.abs(lower.values()[i] - center.values()[i]));
        }
        return new LineFunction.Sample[] {upper, lower};
    }

    private void note(int i, double change) {
        double[] own = least[i];
        double next = change;
        for (int k = 0; next > 0 && k < own.length && next != own[k]; k++) {
            double kept = Math.min(next, own[k]);
            next = Math.max(next, own[k]);
            own[k] = kept;
        }
    }

    /**
     * The unit in which a result changes, if it changes in units, so that one that stands still may
     * be off by one unit; else 0.
     */
    private double unit(int i) {
        double unit = least[i][0];
        for (double change : least[i]) {
            double units = change / unit;
            if (units < MANY && Math.abs(units - Math.rint(units)) > 0.01) {
                return 0;
            }
        }
        return unit < Double.POSITIVE_INFINITY ? unit : 0;
    }

    private boolean counts(LineFunction.Sample sample) {
        if (!sample.samePieces(center) || sample.values().length != results) {
            return false;
        }
        for (double v : sample.values()) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }

    /** The candidate of least error that no narrower window contradicts. */
    private void choose(int i, List<RegressionWindow.Candidate> all) {
        List<RegressionWindow.Candidate> candidates = new ArrayList<>();
        List<RegressionWindow.Candidate> noise = new ArrayList<>();
        for (int c = 0; c < all.size(); c++) {
            // a single window may look quiet by chance, and noise does not grow inwards
            RegressionWindow.Candidate own = all.get(c);
            boolean level = c + NEIGHBORS < all.size();
            for (int n = c + 1; n < all.size() && n <= c + NEIGHBORS; n++) {
                own = own.asNoisyAs(all.get(n));
                level &= all.get(n).deviation() > own.deviation() / NEIGHBORS;
            }
            boolean alone = c + NEIGHBORS >= all.size();
            RegressionWindow.Candidate it = own;
            if (noise.stream().noneMatch(wider -> it.isNoiseTo(wider, alone))) {
                candidates.add(own);
                // what a polynomial leaves of a curve falls with the width, noise does not
                if (level) {
                    noise.add(own);
                }
            }
        }
        for (int c = 0; c < candidates.size(); c++) {
            RegressionWindow.Candidate own = candidates.get(c);
            List<RegressionWindow.Candidate> narrower =
                    candidates.subList(c + 1, candidates.size());
            if (narrower.stream().noneMatch(own::contradicts)) {
                double off = own.error();
                for (RegressionWindow.Candidate other : narrower) {
                    double apart = Math.abs(own.value() - other.value());
                    off = other.error() <= 4 * own.error() ? Math.max(off, apart) : off;
                }
                if (off < error[i]) {
                    value[i] = own.value();
                    error[i] = off;
                    reach[i] = own.radius();
                    noisy[i] = noise.contains(own);
                    scatter[i] = RegressionWindow.SAFETY * own.deviation();
                }
            }
        }
    }
}
