package org.cotangent.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums over vectors. */
final class VectorSums {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorSums() {}

    /** The sum of n elements by two interleaved vectors, their lanes, and then the rest. */
    static double sum(double[] x, int from, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = DoubleVector.zero(SPECIES);
        int i = from;
        for (int end = from + n - 2 * LANES + 1; i < end; i += 2 * LANES) {
            s0 = s0.add(DoubleVector.fromArray(SPECIES, x, i));
            s1 = s1.add(DoubleVector.fromArray(SPECIES, x, i + LANES));
        }
        double sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < from + n; i++) {
            sum += x[i];
        }
        return sum;
    }
}
