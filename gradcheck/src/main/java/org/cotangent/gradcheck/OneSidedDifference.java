package org.cotangent.gradcheck;

import java.util.Arrays;

/** The slopes of all results on one side of the point, by one-sided differences. */
final class OneSidedDifference {
    private static final int MOST_LEVELS = 22;

    /** One for each result. */
    final Extrapolation[] schemes;

    /** Whether the function is defined anywhere on this side. */
    final boolean[] defined;

    /** The function very near the point. */
    final LineFunction.Sample nearest;

    private final double[] noise;
    private final double[] last;
    private final double[] where;

    /** The last difference quotient, which differs from the slope where f is curved. */
    private final double[] secant;

    /**
     * The slopes on one side.
     *
     * @param line the line; told of every sample
     * @param noise of every result
     * @param length the first step
     * @param sign 1 for the upper side, -1 for the lower
     * @param beginning from where on samples say which pieces the side takes
     */
    OneSidedDifference(
            LineFunction line, double[] noise, double length, int sign, double beginning) {
        int results = noise.length;
        this.noise = noise;
        this.schemes = new Extrapolation[results];
        this.defined = new boolean[results];
        this.last = new double[results];
        this.where = new double[results];
        this.secant = new double[results];
        Arrays.setAll(schemes, i -> new Extrapolation(1));
        LineFunction.Sample beside = line.at(sign * beginning);
        nearest = line.at(sign * beginning * 0x1p-12);
        boolean[] done = new boolean[results];
        int left = results;
        double h = length;
        LineFunction.Sample outer = null;
        for (int level = 0; level < MOST_LEVELS && left > 0; level++, h /= 2) {
            LineFunction.Sample inner = line.at(sign * h);
            if (!inner.samePieces(beside) || inner.values().length != results) {
                outer = null;
                continue;
            }
            for (int i = 0; i < results; i++) {
                if (Double.isFinite(inner.values()[i])) {
                    defined[i] = true;
                    last[i] = inner.values()[i];
                    where[i] = inner.where();
                }
            }
            for (int i = 0; outer != null && i < results; i++) {
                double quotient =
                        (outer.values()[i] - inner.values()[i]) / (outer.where() - inner.where());
                if (done[i] || !Double.isFinite(quotient)) {
                    continue;
                }
                double roundOff = 2 * noise[i] / h;
                Extrapolation s = schemes[i];
                s.add(h, quotient, roundOff);
                secant[i] = quotient;
                if (s.hasConverged(roundOff)) {
                    done[i] = true;
                    left--;
                }
            }
            outer = inner;
        }
    }

    /** Whether the side takes the same pieces at enough steps for an estimate. */
    boolean isSteady() {
        for (Extrapolation s : schemes) {
            if (s.hasEnoughRows()) {
                return true;
            }
        }
        return false;
    }

    /** The limit of the values at the point, along the slope. */
    double limit(int i) {
        return last[i] - schemes[i].value() * where[i];
    }

    double slack(int i) {
        return 16 * noise[i] + Math.abs(schemes[i].value() * where[i]);
    }

    /** The error of the limit from the curvature. */
    double curvature(int i) {
        return 2 * Math.abs((secant[i] - schemes[i].value()) * where[i]);
    }

    /** Whether the nearest value is as near to one at the point as the slope implies. */
    boolean beginsAt(int i, double f) {
        double slope = Math.abs(schemes[i].value() * nearest.where());
        return Math.abs(nearest.values()[i] - f) <= 16 * noise[i] + 2 * slope;
    }

    boolean leadsTo(int i, double f) {
        return Math.abs(limit(i) - f) <= slack(i);
    }
}
