package org.cotangent.benchmarks;

import org.cotangent.program.Batch;
import org.cotangent.program.Program;

/**
 * Sums of a program's results over points that share its first argument: losses over samples,
 * payoffs over paths.
 */
final class RowSums {
    private final Program program;
    private final Batch batch;
    private final int own;

    /**
     * Of a program with two arguments and two results.
     *
     * @param program the program
     * @param shared how many numbers its first argument has
     */
    RowSums(Program program, int shared) {
        this.program = program;
        batch = program.batch().shared(0).summed(0, 1);
        own = program.arguments() - shared;
    }

    /**
     * Runs the program over all points.
     *
     * @param first the argument in common
     * @param points the other arguments of all points
     * @return the sums of the results
     */
    double[] of(double[] first, double[] points) {
        double[] sums = new double[program.results()];
        batch.run(points.length / own, first, points, new double[0], sums);
        return sums;
    }

    /** The same, one point at a time. */
    double[] oneByOne(double[] first, double[] points) {
        double[] sums = new double[program.results()];
        double[] in = new double[first.length + own];
        double[] out = new double[sums.length];
        System.arraycopy(first, 0, in, 0, first.length);
        for (int from = 0; from < points.length; from += own) {
            System.arraycopy(points, from, in, first.length, own);
            program.run(in, out);
            for (int j = 0; j < sums.length; j++) {
                sums[j] += out[j];
            }
        }
        return sums;
    }
}
