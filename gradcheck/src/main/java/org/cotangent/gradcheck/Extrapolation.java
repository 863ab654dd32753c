package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * Difference quotients at shrinking steps, extrapolated to step 0, with an estimate of the error
 * that is left: Ridders' method (C. J. F. Ridders, Advances in Engineering Software 4, 1982), on
 * Neville's scheme, for steps that shrink by any factors.
 *
 * <p>The quotients deviate from the derivative by a series in the step's powers p, 2p, 3p and so
 * on: p is 2 for central differences and 1 for one-sided ones. Every entry of the scheme has two
 * errors: truncation, which its neighbors of lower degree show by how far they are from it, and the
 * propagated noise of the values. The entry that has the least sum is the result.
 */
final class Extrapolation {
    /** The relative error below which more steps are not worth their cost. */
    static final double GOAL = 1e-11;

    /** The number of quotients that a scheme must have before its error is believed. */
    private static final int ENOUGH_ROWS = 4;

    private static final int MOST_COLUMNS = 7;

    /** Neighbors differ by what truncation was; it is less by now, but may have been by chance. */
    private static final double TRUNCATION_SAFETY = 2;

    private final int power;
    private double[] steps = new double[8];
    private int rows;
    private double[] last = new double[0];
    private double[] lastNoise = new double[0];

    private double value = Double.NaN;
    private double error = Double.POSITIVE_INFINITY;
    private double best;
    private double roundOff = Double.POSITIVE_INFINITY;

    /**
     * An empty scheme.
     *
     * @param power the least power of the step in the quotients' error
     */
    Extrapolation(int power) {
        this.power = power;
    }

    /**
     * Adds the quotient of the next smaller step.
     *
     * @param step the step
     * @param quotient the difference quotient
     * @param noise how far it may be off because the values are noisy
     */
    void add(double step, double quotient, double noise) {
        if (rows == steps.length) {
            steps = Arrays.copyOf(steps, 2 * rows);
        }
        steps[rows] = step;
        int columns = Math.min(rows + 1, MOST_COLUMNS);
        double[] row = new double[columns];
        double[] rowNoise = new double[columns];
        row[0] = quotient;
        rowNoise[0] = noise;
        for (int j = 1; j < columns; j++) {
            double ratio = StrictMath.pow(steps[rows - j] / step, power);
            double weight = 1 / (ratio - 1);
            row[j] = row[j - 1] + (row[j - 1] - last[j - 1]) * weight;
            rowNoise[j] = rowNoise[j - 1] * (1 + weight) + lastNoise[j - 1] * weight;
            double change = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - last[j - 1]));
            double total = TRUNCATION_SAFETY * change + rowNoise[j];
            // a single agreement may be chance: the first two quotients alone decide nothing
            if (rows > 1 && total < error) {
                value = row[j];
                error = total;
                roundOff = rowNoise[j];
                best = step;
            }
        }
        last = row;
        lastNoise = rowNoise;
        rows++;
    }

    /** Whether there are enough quotients for the error to be believed. */
    boolean hasEnoughRows() {
        return rows >= ENOUGH_ROWS;
    }

    /**
     * Whether more quotients are not worth their cost.
     *
     * @param noise that of the last quotient
     */
    boolean hasConverged(double noise) {
        return hasEnoughRows()
                && (error <= GOAL * Math.abs(value) || error <= 2 * roundOff || error <= noise);
    }

    /** The derivative; NaN with fewer than three quotients. */
    double value() {
        return value;
    }

    /** The bound on its error; infinite with fewer than three quotients. */
    double error() {
        return error;
    }

    /** The smallest step that the derivative comes from. */
    double step() {
        return best;
    }

    /** The part of the error that comes from noise. */
    double roundOff() {
        return roundOff;
    }
}
