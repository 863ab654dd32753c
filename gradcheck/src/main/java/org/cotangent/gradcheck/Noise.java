package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * How much of a function's values is noise: round-off, mostly, which differs from point to point
 * without rule.
 *
 * <p>Measured from a table of differences over points so near each other that the function itself
 * is a polynomial of low degree between them: its differences of high order vanish, those of noise
 * of size s grow to s times the root of (2k)! / k!² (R. W. Hamming, Introduction to Applied
 * Numerical Analysis, 1971; J. J. Moré and S. M. Wild, Estimating Computational Noise, SIAM Journal
 * on Scientific Computing 33, 2011).
 */
final class Noise {
    /** Points of the table. */
    private static final int POINTS = 8;

    /** The lowest order of differences that counts: below, the function itself may show. */
    private static final int LOWEST = 3;

    /**
     * The spacing in units of the point's own size: half of the digits below it. With digits of its
     * own, for round-off of evenly spaced points may be even.
     */
    private static final double NEAR = 9.036417134e-9;

    /** Another, in no simple ratio to it: values that change in even steps may hide from one. */
    private static final double NEAR_TOO = 1.447295383e-8;

    /** Wider spacings, for values that change in steps, such as those of single precision. */
    private static final double[] WIDE = {1.131928347e-6, 1.318273947e-4};

    /** Few samples: the true noise may well be more than measured. */
    private static final double SAFETY = 8;

    /** Roundings that are granted even if none was seen. */
    private static final double ROUNDINGS = 4;

    private Noise() {}

    /**
     * The noise of every result of a function along a line.
     *
     * @param line the line; at t = 1 the point has moved by about its own size
     * @param centre the function at the point
     * @param stepped whether values may change in steps, as numbers of single precision do, or
     *     evenly with the spacing: looked at more closely
     * @return a bound for each result, more than 0
     */
    static double[] of(Line line, Line.Sample centre, boolean stepped) {
        double[] floor = floor(centre.values());
        double[][] near = eitherSide(line, centre, NEAR);
        double[][] nearToo = stepped ? eitherSide(line, centre, NEAR_TOO) : near;
        if (near == null || nearToo == null) {
            return floor;
        }
        double[] noise = new double[floor.length];
        boolean steps = false;
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Math.max(measured(column(near, i)), measured(column(nearToo, i)));
            steps |= stepped && isStepped(column(near, i));
        }
        boolean[] stepping = new boolean[noise.length];
        for (int i = 0; i < noise.length; i++) {
            stepping[i] = isStepped(column(near, i));
        }
        for (int k = 0; steps && k < WIDE.length; k++) {
            double[][] wide = eitherSide(line, centre, WIDE[k]);
            for (int i = 0; wide != null && i < noise.length; i++) {
                double[] table = column(wide, i);
                if (stepping[i]) {
                    stepping[i] = isStepped(table);
                    noise[i] = Math.max(noise[i], measured(table));
                }
            }
        }
        for (int i = 0; i < noise.length; i++) {
            // arguments are rounded too, and what is computed from them
            double slope = Math.abs(near[1][i] - near[0][i]) / NEAR;
            double argument = ROUNDINGS * Math.ulp(1.0) * slope;
            noise[i] = Math.max(floor[i] + argument, SAFETY * noise[i]);
        }
        return noise;
    }

    private static double[] column(double[][] samples, int i) {
        return Arrays.stream(samples).mapToDouble(sample -> sample[i]).toArray();
    }

    /** Whether neighbours are equal: finer samples show nothing more. */
    private static boolean isStepped(double[] values) {
        for (int j = 1; j < values.length; j++) {
            if (values[j] == values[j - 1]) {
                return true;
            }
        }
        return false;
    }

    private static double[][] eitherSide(Line line, Line.Sample centre, double spacing) {
        double[][] side = samples(line, centre, spacing);
        return side != null ? side : samples(line, centre, -spacing);
    }

    /** A few units in the last place. */
    static double[] floor(double[] values) {
        return Arrays.stream(values).map(v -> ROUNDINGS * Math.ulp(v)).toArray();
    }

    /**
     * Samples on one side of the point, away from a kink at it; or null if they leave its domain.
     */
    private static double[][] samples(Line line, Line.Sample centre, double spacing) {
        double[][] values = new double[POINTS][];
        Line.Sample first = null;
        for (int j = 0; j < POINTS; j++) {
            Line.Sample sample = line.at((j + 1) * spacing);
            if (first == null) {
                first = sample;
            }
            if (!sample.samePieces(first) || sample.values().length != centre.values().length) {
                return null;
            }
            values[j] = sample.values();
            for (double v : values[j]) {
                if (!Double.isFinite(v)) {
                    return null;
                }
            }
        }
        return values;
    }

    /**
     * The least of the estimates of all orders: those of noise are alike, those of a function that
     * is curved even here fall with the order. Destroys the table.
     */
    private static double measured(double[] table) {
        double least = Double.POSITIVE_INFINITY;
        double gamma = 1;
        for (int k = 1; k < POINTS - 1; k++) {
            gamma *= k / (2.0 * (2 * k - 1)); // k!² / (2k)!
            double largest = 0;
            int n = POINTS - k;
            for (int j = 0; j < n; j++) {
                table[j] = table[j + 1] - table[j];
                largest = Math.max(largest, Math.abs(table[j]));
            }
            if (k >= LOWEST) {
                least = Math.min(least, Math.sqrt(gamma) * largest);
            }
        }
        return least;
    }
}
