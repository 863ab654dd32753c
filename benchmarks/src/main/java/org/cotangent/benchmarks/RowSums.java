package org.cotangent.benchmarks;

import java.util.Arrays;
import org.cotangent.program.Program;

/**
 * Sums of a program's results over points that have their first arguments in common: losses over
 * samples, payoffs over paths. Goes by blocks, so that what is read and written stays near.
 */
final class RowSums {
    private static final int BLOCK = 512;

    private final Program program;
    private final int shared;
    private final int own;
    private final double[] x;
    private final double[] y;

    RowSums(Program program, int shared) {
        this.program = program;
        this.shared = shared;
        own = program.arguments() - shared;
        x = new double[BLOCK * program.arguments()];
        y = new double[BLOCK * program.results()];
    }

    /**
     * Runs the program over all points.
     *
     * @param first the arguments in common
     * @param points the other arguments of all points
     * @return the sums of the results
     */
    double[] of(double[] first, double[] points) {
        int n = points.length / own;
        double[] sums = new double[program.results()];
        int filled = Math.min(BLOCK, n);
        for (int i = 0; i < filled; i++) {
            System.arraycopy(first, 0, x, i * (shared + own), shared);
        }
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(points, (from + i) * own, x, i * (shared + own) + shared, own);
            }
            boolean whole = count == BLOCK;
            double[] in = whole ? x : Arrays.copyOf(x, count * (shared + own));
            double[] out = whole ? y : new double[count * sums.length];
            program.rows(count, in, out);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += out[i * sums.length + j];
                }
            }
        }
        return sums;
    }

    /** The same, one point at a time. */
    double[] oneByOne(double[] first, double[] points) {
        double[] sums = new double[program.results()];
        double[] in = new double[shared + own];
        double[] out = new double[sums.length];
        System.arraycopy(first, 0, in, 0, shared);
        for (int from = 0; from < points.length; from += own) {
            System.arraycopy(points, from, in, shared, own);
            program.run(in, out);
            for (int j = 0; j < sums.length; j++) {
                sums[j] += out[j];
            }
        }
        return sums;
    }
}
