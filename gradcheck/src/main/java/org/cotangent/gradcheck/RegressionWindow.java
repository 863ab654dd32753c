package org.cotangent.gradcheck;

import java.util.List;

/**
 * A window of samples on either side of a point, with polynomials of several degrees fitted to them
 * by least squares, which estimate the slope or the value at the point.
 */
final class RegressionWindow {
    /** Degrees of the polynomials: each is judged by the next. */
    private static final int[] DEGREES = {2, 4, 6, 8};

    /** A slope of a larger relative error tells nothing. */
    static final double ROUGH = 0.05;

    /**
     * The error bound in standard deviations: large, as there are few samples and the best of
     * several degrees is taken.
     */
    static final double SAFETY = 8;

    /**
     * The estimate of one window for one result.
     *
     * @param value the slope, or the level
     * @param truncation the error from the function being no such polynomial
     * @param noise the error from the residuals of the fit
     * @param radius half the window's width
     * @param deviation the standard deviation of the residuals
     * @param change how far the farthest value is from the one at the point
     */
    record Candidate(
            double value,
            double truncation,
            double noise,
            double radius,
            double deviation,
            double change) {
        double error() {
            return truncation + noise;
        }

        /** The same with as much noise as another window has, if that is more. */
        Candidate asNoisyAs(Candidate narrower) {
            double least = narrower.deviation;
            return least <= deviation
                    ? this
                    : new Candidate(
                            value, truncation, noise * (least / deviation), radius, least, change);
        }

        boolean contradicts(Candidate other) {
            return !(Math.abs(value - other.value) <= error() + other.error());
        }

        /**
         * Whether the change in this window is no more than the noise of a wider one, where the
         * slope is known.
         *
         * @param alone whether there are too few narrower windows to confirm it
         */
        boolean isNoiseTo(Candidate wider, boolean alone) {
            return (alone || change < wider.deviation)
                    && wider.error() <= ROUGH * Math.abs(wider.value)
                    && contradicts(wider);
        }
    }

    private final LineFunction.Sample center;
    private final boolean levels;

    private final double[] where;
    private final double[][] values;
    private final double radius;

    /** Orthonormal polynomials at the samples, by degree. */
    private final double[][] basis;

    /** Their slopes at the point, or their values there. */
    private final double[] at;

    /**
     * A window.
     *
     * @param pairs of samples
     * @param center the function at the point
     * @param levels whether the value at the point is asked for, and does not count, or the slope
     */
    RegressionWindow(
            List<LineFunction.Sample[]> pairs, LineFunction.Sample center, boolean levels) {
        this.center = center;
        this.levels = levels;
        int n = 2 * pairs.size() + (levels ? 0 : 1);
        where = new double[n];
        values = new double[n][];
        values[n - 1] = center.values();
        for (int k = 0; k < pairs.size(); k++) {
            for (int side = 0; side < 2; side++) {
                where[2 * k + side] = pairs.get(k)[side].where();
                values[2 * k + side] = pairs.get(k)[side].values();
            }
        }
        radius = Math.max(Math.abs(where[0]), Math.abs(where[1]));
        int columns = DEGREES[DEGREES.length - 1] + 1;
        basis = new double[columns][n];
        double[] slopes = new double[columns];
        double[] heights = new double[columns];
        for (int j = 0; j < columns; j++) {
            // p_j = t p_(j-1), made orthogonal to those below, twice against round-off
            double slope = j == 0 ? 0 : heights[j - 1];
            double height = j == 0 ? 1 : 0;
            for (int s = 0; s < n; s++) {
                basis[j][s] = j == 0 ? 1 : where[s] / radius * basis[j - 1][s];
            }
            for (int again = 0; again < 2; again++) {
                for (int q = 0; q < j; q++) {
                    double part = dot(basis[q], basis[j]);
                    for (int s = 0; s < n; s++) {
                        basis[j][s] -= part * basis[q][s];
                    }
                    slope -= part * slopes[q];
                    height -= part * heights[q];
                }
            }
            double norm = Math.sqrt(dot(basis[j], basis[j]));
            for (int s = 0; s < n; s++) {
                basis[j][s] /= norm;
            }
            slopes[j] = slope / norm;
            heights[j] = height / norm;
        }
        at = levels ? heights : slopes;
    }

    private double dot(double[] a, double[] b) {
        double sum = 0;
        for (int s = 0; s < a.length; s++) {
            sum += a[s] * b[s];
        }
        return sum;
    }

    /** The rounding of the values, or the unit in which they change. */
    private double floor(int i, double[] column, double unit) {
        int n = column.length;
        double largest = Math.abs(center.values()[i]);
        boolean still = false;
        for (int s = 0; s < n - (levels ? 0 : 1); s++) {
            largest = Math.max(largest, Math.abs(values[s][i]));
            still |= column[s] == 0;
        }
        double step = still ? unit : 0;
        return Math.max(Math.ulp(largest) / 2, step);
    }

    /** The least error that a window of this width may have. */
    double least(int i) {
        double floor = SAFETY * Math.ulp(center.values()[i]) / 2 / Math.sqrt(where.length);
        return levels ? floor : floor / radius;
    }

    /** The truncation error, from the next two degrees, as noise may hide it from one. */
    private static double truncation(double[] found, int d) {
        double farthest = Math.abs(found[d] - found[d + 1]);
        return d + 2 < found.length
                ? Math.max(farthest, Math.abs(found[d] - found[d + 2]))
                : farthest;
    }

    /**
     * The best estimate for a result.
     *
     * @param i the result
     * @param step the unit in which it changes; 0 if there is none
     */
    Candidate best(int i, double step) {
        int n = where.length;
        double[] column = new double[n];
        for (int s = 0; s < n; s++) {
            column[s] = values[s][i] - center.values()[i];
        }
        double floor = floor(i, column, step);
        double unit = levels ? 1 : radius;
        double[] left = column.clone();
        double[] found = new double[DEGREES.length];
        double[] noise = new double[DEGREES.length];
        double[] deviations = new double[DEGREES.length];
        double sum = 0;
        double squares = 0;
        int next = 0;
        for (int j = 0; j < basis.length; j++) {
            double part = dot(basis[j], left);
            for (int s = 0; s < n; s++) {
                left[s] -= part * basis[j][s];
            }
            sum += part * at[j];
            squares += at[j] * at[j];
            if (j == DEGREES[next]) {
                double deviation = Math.sqrt(dot(left, left) / (n - j - 1));
                deviations[next] = deviation;
                found[next] = sum / unit;
                noise[next] = SAFETY * Math.max(deviation, floor) * Math.sqrt(squares) / unit;
                next++;
            }
        }
        int own = 0;
        double error = Double.POSITIVE_INFINITY;
        double change = 0;
        for (double c : column) {
            change = Math.max(change, Math.abs(c));
        }
        for (int d = 0; d + 1 < DEGREES.length; d++) {
            double total = noise[d] + truncation(found, d);
            if (total < error) {
                error = total;
                own = d;
            }
        }
        return new Candidate(
                found[own],
                truncation(found, own),
                noise[own],
                radius,
                Math.max(deviations[own], floor),
                change);
    }
}
