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

    /** The spacing in units of the point's own size: 27 bits below it, and 26 above round-off. */
    static final double SPACING = 0x1p-27;

    /** Few samples: the true noise may well be more than measured. */
    private static final double SAFETY = 4;

    /** Roundings that are granted even if none was seen. */
    private static final double ROUNDINGS = 4;

    private Noise() {}

    /**
     * The noise of every result of a function along a line.
     *
     * @param line the line; at t = 1 the point has moved by about its own size
     * @param centre the function at the point
     * @return a bound for each result, more than 0
     */
    static double[] of(Line line, Line.Sample centre) {
        double[] noise = floor(centre.values());
        double[][] side = samples(line, centre, 1);
        if (side == null) {
            side = samples(line, centre, -1);
        }
        if (side == null) {
            return noise;
        }
        double[] table = new double[POINTS];
        for (int i = 0; i < noise.length; i++) {
            for (int j = 0; j < POINTS; j++) {
                table[j] = side[j][i];
            }
            noise[i] = Math.max(noise[i], SAFETY * measured(table));
        }
        return noise;
    }

    /** A few units in the last place. */
    static double[] floor(double[] values) {
        return Arrays.stream(values).map(v -> ROUNDINGS * Math.ulp(v)).toArray();
    }

    /**
     * Samples on one side of the point, away from a kink at it; or null if they leave its domain.
     */
    private static double[][] samples(Line line, Line.Sample centre, int sign) {
        double[][] values = new double[POINTS][];
        Line.Sample first = null;
        for (int j = 0; j < POINTS; j++) {
            Line.Sample sample = line.at(sign * (j + 1) * SPACING);
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

    /** The largest of the estimates of all orders; destroys the table. */
    private static double measured(double[] table) {
        double largest = 0;
        double gamma = 1;
        for (int k = 1; k < POINTS - 1; k++) {
            gamma *= k / (2.0 * (2 * k - 1)); // k!² / (2k)!
            double squares = 0;
            int n = POINTS - k;
            for (int j = 0; j < n; j++) {
                table[j] = table[j + 1] - table[j];
                squares = Math.max(squares, Math.abs(table[j]));
            }
            if (k >= LOWEST) {
                largest = Math.max(largest, Math.sqrt(gamma) * squares);
            }
        }
        return largest;
    }
}
