package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The slopes of all results at the point, by central differences at steps that shrink until {@link
 * Extrapolation} has converged: by halves where it converges, faster where it does not.
 *
 * <p>Pairs of samples very near the point guard against structure that larger steps pass over:
 * where the slope between them differs, the search goes on with smaller steps; where they do not
 * lie on a line with the point, there is a kink at it.
 */
final class CentralDifference {
    /** The step of the watching pair relative to the step that it watches over. */
    static final double WATCH = 0x1p-20;

    private static final int MOST_LEVELS = 40;

    /** The relative error up to which a scheme is taken to converge. */
    private static final double CONVERGING = 0.05;

    /**
     * The curvature at a watching pair is expected from steps this many times its own and larger.
     */
    private static final double APART = 64;

    /** A jump of the slope matters if it exceeds the slope's error by this factor. */
    private static final double TELLING_BREAK = 4;

    /** The smallest step relative to the first. */
    private static final double LEAST = 0x1p-44;

    final double[] value;
    final double[] error;
    final boolean[] kink;

    /** Whether the larger steps suggest a jump of the slope near the point. */
    final boolean[] suspect;

    /** The largest step that counted. */
    double reach;

    private final DoubleFunction<SamplePair> pairs;
    private final double[] noise;
    private final double length;
    private final int results;

    /** Pairs so near the point that larger steps must agree with them. */
    private final List<SamplePair> watching = new ArrayList<>();

    /** For each of them the curvature of all results, as larger steps show it. */
    private final List<double[]> bends = new ArrayList<>();

    /**
     * The slopes.
     *
     * @param pairs samples at some distance
     * @param noise of every result
     * @param length the size of the first step, were there no kink
     * @param start the first step
     * @param near the first watching pair
     */
    CentralDifference(
            DoubleFunction<SamplePair> pairs,
            double[] noise,
            double length,
            double start,
            SamplePair near) {
        this.pairs = pairs;
        this.noise = noise;
        this.length = length;
        this.results = noise.length;
        this.value = new double[results];
        this.error = new double[results];
        this.kink = new boolean[results];
        this.suspect = new boolean[results];
        search(start, near);
    }

    private void search(double start, SamplePair first) {
        SamplePair near = first;
        watching.add(first);
        bends.add(new double[results]);
        Extrapolation[] schemes = new Extrapolation[results];
        Arrays.setAll(schemes, i -> new Extrapolation(2));
        Extrapolation[] breaks = new Extrapolation[results];
        Arrays.setAll(breaks, i -> new Extrapolation(1));
        boolean[] done = new boolean[results];
        int left = results;
        double h = start;
        for (int level = 0; level < MOST_LEVELS && left > 0 && h > length * LEAST; level++) {
            if (h < near.step * 1024) {
                near = pairs.apply(h * WATCH);
                bends.add(bends.get(watching.size() - 1).clone());
                watching.add(near);
            }
            SamplePair pair = pairs.apply(h);
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
                double roundOff = (2 * noise[i] + pair.rounding(i)) / pair.span;
                schemes[i].add(pair.span / 2, quotient, roundOff);
                bend(pair, i);
                breaks[i].add(
                        pair.step,
                        pair.bend(i) / pair.step,
                        (4 * noise[i] + 2 * pair.rounding(i)) / pair.step);
                Extrapolation s = schemes[i];
                converging |= !s.hasEnoughRows() || s.error() < CONVERGING * Math.abs(s.value());
                if (s.hasConverged(roundOff)) {
                    if (agrees(s, i)) {
                        done[i] = true;
                        left--;
                    } else {
                        schemes[i] = new Extrapolation(2);
                        for (double[] bend : bends) {
                            bend[i] = 0;
                        }
                        converging = false;
                    }
                }
            }
            h /= converging ? 2 : 8;
        }
        for (int i = 0; i < results; i++) {
            value[i] = schemes[i].value();
            error[i] = schemes[i].error() + Extrapolation.GOAL / 2 * Math.abs(value[i]);
            if (Double.isNaN(error[i])) {
                error[i] = Double.POSITIVE_INFINITY;
            }
            if (!done[i] && !agrees(schemes[i], i)) {
                error[i] = Double.POSITIVE_INFINITY;
            }
            // of a smooth function the second difference over the step goes to 0 with the step
            double jump = Math.abs(breaks[i].value());
            suspect[i] = jump > 4 * breaks[i].error() && jump > TELLING_BREAK * error[i];
            for (int w = 0; w < watching.size(); w++) {
                SamplePair pair = watching.get(w);
                // farther out there may be structure that has been left behind
                boolean inside = pair == near || pair.step <= schemes[i].step() / 4;
                kink[i] |= inside && isKink(pair, i, bends.get(w)[i]);
            }
        }
    }

    private void bend(SamplePair pair, int i) {
        double curvature = Math.abs(pair.bend(i)) / pair.step / pair.step;
        for (int w = 0; w < watching.size(); w++) {
            if (pair.step >= APART * watching.get(w).step) {
                bends.get(w)[i] = Math.max(bends.get(w)[i], curvature);
            }
        }
    }

    /** Whether the slopes between watching pairs are the same, as far as these can tell. */
    private boolean agrees(Extrapolation s, int i) {
        for (SamplePair near : watching) {
            double quotient = near.quotient(i);
            double slack = s.error() + 4 * noise[i] / near.span + 1e-6 * Math.abs(s.value());
            if (near.step <= s.step() / 4
                    && near.valid
                    && Double.isFinite(quotient)
                    && Math.abs(quotient - s.value()) > slack) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the second difference shrinks like the step, and not like its square. Round-off hides
     * this from pairs that are too near.
     */
    private boolean isKink(SamplePair near, int i, double curvature) {
        double seen = Math.abs(near.bend(i));
        double smooth = curvature * near.step * near.step;
        return curvature > 0 && seen > 8 * noise[i] + 16 * smooth;
    }
}
