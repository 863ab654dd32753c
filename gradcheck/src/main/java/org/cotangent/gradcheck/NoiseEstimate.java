package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * An estimate of the noise in a function's values: round-off, mostly, which varies irregularly from
 * point to point.
 *
 * <p>Measured from a table of differences over points so near each other that the function itself
 * is a polynomial of low degree between them: its differences of high order vanish, those of noise
 * of size s grow to s times the root of (2k)! / k!² (R. W. Hamming, Introduction to Applied
 * Numerical Analysis, 1971; J. J. Moré and S. M. Wild, Estimating Computational Noise, SIAM Journal
 * on Scientific Computing 33, 2011). Values that do not change from point to point are measured
 * over wider tables, until they do; values that seem noisy over a closer one, which tells noise
 * from fine structure.
 */
final class NoiseEstimate {
    /** Points of a table. */
    private static final int POINTS = 8;

    /** The lowest order of differences that counts: lower ones may show the function itself. */
    private static final int LOWEST = 3;

    /**
     * The spacing of a table relative to the point: half of its digits. It is no round number, as
     * round-off at evenly spaced points may be regular.
     */
    private static final double NEAR = 9.036417134e-9;

    /**
     * Spacings in no simple ratio to it: round-off that is regular at one is irregular at another.
     */
    private static final double[] NEAR_TOO = {1.447295383e-8, 1.173920561e-8};

    /** The spacing of a closer table. */
    private static final double CLOSE = 7.131928347e-11;

    /** The ratio of one spacing to the next for values that do not change. */
    private static final double WIDER = 7.318273947;

    /** The widest spacing. */
    private static final double WIDEST = 1e-2;

    /** Safety factor: with few samples the true noise may be more than measured. */
    private static final double SAFETY = 8;

    /** The number of roundings that are granted even if none was seen. */
    private static final double ROUNDINGS = 4;

    /** Noise above this part of the value may be structure, and is looked at more closely. */
    private static final double SUSPICIOUS = 1e-3;

    private final LineFunction line;
    private final double[] noise;
    private final double[] floor;

    /** The nearest sample on either side: others must take the same pieces. */
    private final LineFunction.Sample[] beside;

    private NoiseEstimate(LineFunction line, LineFunction.Sample center) {
        this.line = line;
        this.floor = floor(center.values());
        this.noise = floor.clone();
        this.beside = new LineFunction.Sample[] {line.at(CLOSE), line.at(-CLOSE)};
    }

    /**
     * The noise of every result of a function along a line.
     *
     * @param line the line; at t = 1 the point has moved by about its own size
     * @param center the function at the point
     * @return a bound for each result, more than 0
     */
    static double[] of(LineFunction line, LineFunction.Sample center) {
        NoiseEstimate noise = new NoiseEstimate(line, center);
        double[][] near = noise.eitherSide(NEAR);
        if (near != null) {
            noise.measure(near, noise.eitherSide(NEAR_TOO[0]), noise.eitherSide(NEAR_TOO[1]));
            noise.widen(near);
        }
        return noise.noise;
    }

    /** The same from one table, for values that are expensive and do not change in steps. */
    static double[] roughly(LineFunction line, LineFunction.Sample center) {
        NoiseEstimate noise = new NoiseEstimate(line, center);
        double[][] near = noise.eitherSide(NEAR);
        if (near != null) {
            noise.measure(near);
        }
        return noise.noise;
    }

    /** A few units in the last place. */
    static double[] floor(double[] values) {
        return Arrays.stream(values).map(v -> ROUNDINGS * Math.ulp(v)).toArray();
    }

    private void measure(double[][] near, double[][]... others) {
        boolean suspicious = false;
        for (int i = 0; i < noise.length; i++) {
            double seen = measured(column(near, i));
            for (double[][] other : others) {
                seen = Math.max(seen, other == null ? 0 : measured(column(other, i)));
            }
            noise[i] = Math.max(floor[i] + argument(near, i, NEAR), SAFETY * seen);
            suspicious |= isSuspicious(i, near);
        }
        double[][] close = suspicious ? eitherSide(CLOSE) : null;
        for (int i = 0; close != null && i < noise.length; i++) {
            double[] table = column(close, i);
            if (isSuspicious(i, near) && !isStepped(table)) {
                double here = floor[i] + argument(close, i, CLOSE) + SAFETY * measured(table);
                noise[i] = Math.min(noise[i], here);
            }
        }
    }

    private boolean isSuspicious(int i, double[][] near) {
        return noise[i] > SUSPICIOUS * Math.abs(near[0][i]);
    }

    /** The noise from the rounding of the arguments and of what is computed from them. */
    private static double argument(double[][] table, int i, double spacing) {
        double slope = Math.abs(table[1][i] - table[0][i]) / spacing;
        return ROUNDINGS * Math.ulp(1.0) * slope;
    }

    /** Measures results that do not change over wider and wider tables. */
    private void widen(double[][] near) {
        boolean[] still = new boolean[noise.length];
        boolean some = false;
        for (int i = 0; i < still.length; i++) {
            still[i] = isStepped(column(near, i));
            some |= still[i];
            if (still[i]) {
                noise[i] = Math.max(noise[i], step(column(near, i)));
            }
        }
        for (double spacing = NEAR * WIDER; some && spacing < WIDEST; spacing *= WIDER) {
            double[][] wide = eitherSide(spacing);
            some = false;
            for (int i = 0; wide != null && i < still.length; i++) {
                double[] table = column(wide, i);
                if (still[i]) {
                    noise[i] = Math.max(noise[i], step(table));
                    still[i] = isStepped(table);
                    some |= still[i];
                }
            }
        }
    }

    private static double[] column(double[][] samples, int i) {
        return Arrays.stream(samples).mapToDouble(sample -> sample[i]).toArray();
    }

    /** The smallest step from a value to the next that is another; 0 if there is none. */
    private static double step(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = 1; j < values.length; j++) {
            if (values[j] != values[j - 1]) {
                least = Math.min(least, Math.abs(values[j] - values[j - 1]));
            }
        }
        return least < Double.POSITIVE_INFINITY ? least : 0;
    }

    /** Whether neighbors are equal. */
    private static boolean isStepped(double[] values) {
        for (int j = 1; j < values.length; j++) {
            if (values[j] == values[j - 1]) {
                return true;
            }
        }
        return false;
    }

    private double[][] eitherSide(double spacing) {
        double[][] side = samples(spacing);
        return side != null ? side : samples(-spacing);
    }

    /**
     * Samples on one side of the point, away from a kink at it; or null if they leave its domain.
     */
    private double[][] samples(double spacing) {
        double[][] values = new double[POINTS][];
        LineFunction.Sample first = beside[spacing > 0 ? 0 : 1];
        for (int j = 0; j < POINTS; j++) {
            LineFunction.Sample sample = line.at((j + 1) * spacing);
            if (!sample.samePieces(first) || sample.values().length != noise.length) {
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
