package org.cotangent.kernel;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums and maxima over vectors. Sums are in the order of {@link Lanes}, by four vectors of four
 * numbers, also where vectors could be longer: they wait for memory.
 */
final class VectorSums {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;
    private static final int LANES = SPECIES.length();

    private VectorSums() {}

    /** See {@link Lanes#sum}. */
    static double sum(double[] x, int from, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int i = from;
        for (int end = from + n - 4 * LANES + 1; i < end; i += 4 * LANES) {
            s0 = s0.add(at(x, i));
            s1 = s1.add(at(x, i + LANES));
            s2 = s2.add(at(x, i + 2 * LANES));
            s3 = s3.add(at(x, i + 3 * LANES));
        }
        double sum = lanes(s0, s1, s2, s3);
        for (; i < from + n; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** See {@link PlainKernels#largestRun}. */
    static double largest(double[] x, int from, int n) {
        DoubleVector m0 = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
        DoubleVector m1 = m0;
        DoubleVector m2 = m0;
        DoubleVector m3 = m0;
        int i = from;
        for (int end = from + n - 4 * LANES + 1; i < end; i += 4 * LANES) {
            m0 = larger(at(x, i), m0);
            m1 = larger(at(x, i + LANES), m1);
            m2 = larger(at(x, i + 2 * LANES), m2);
            m3 = larger(at(x, i + 3 * LANES), m3);
        }
        for (int end = from + n - LANES + 1; i < end; i += LANES) {
            m0 = larger(at(x, i), m0);
        }
        double[] lanes = new double[LANES];
        larger(larger(m0, m1), larger(m2, m3)).intoArray(lanes, 0);
        double largest = lanes[0];
        for (int lane = 1; lane < LANES; lane++) {
            largest = Math.max(largest, lanes[lane]);
        }
        for (; i < from + n; i++) {
            largest = x[i] > largest ? x[i] : largest;
        }
        return largest + 0.0;
    }

    /** v, or the other where v is NaN. */
    private static DoubleVector larger(DoubleVector v, DoubleVector other) {
        return other.blend(v, v.compare(GT, other));
    }

    /** See {@link Lanes#dot}. */
    static double dot(double[] x, int xFrom, double[] y, int yFrom, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int i = 0;
        for (int p = xFrom, q = yFrom; i < n - 4 * LANES + 1; i += 4 * LANES) {
            s0 = at(x, p).fma(at(y, q), s0);
            s1 = at(x, p + LANES).fma(at(y, q + LANES), s1);
            s2 = at(x, p + 2 * LANES).fma(at(y, q + 2 * LANES), s2);
            s3 = at(x, p + 3 * LANES).fma(at(y, q + 3 * LANES), s3);
            p += 4 * LANES;
            q += 4 * LANES;
        }
        double sum = lanes(s0, s1, s2, s3);
        for (; i < n; i++) {
            sum = Fma.fma(x[xFrom + i], y[yFrom + i], sum);
        }
        return sum;
    }

    /** See {@link Lanes#differences}. */
    static double differences(double[] w, double[] v, double less, int from, int n) {
        DoubleVector c = DoubleVector.broadcast(SPECIES, less);
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int i = from;
        for (int end = from + n - 4 * LANES + 1; i < end; i += 4 * LANES) {
            s0 = at(w, i).fma(at(v, i).sub(c), s0);
            s1 = at(w, i + LANES).fma(at(v, i + LANES).sub(c), s1);
            s2 = at(w, i + 2 * LANES).fma(at(v, i + 2 * LANES).sub(c), s2);
            s3 = at(w, i + 3 * LANES).fma(at(v, i + 3 * LANES).sub(c), s3);
        }
        double sum = lanes(s0, s1, s2, s3);
        for (; i < from + n; i++) {
            sum = Fma.fma(w[i], v[i] - less, sum);
        }
        return sum;
    }

    /** In halves; {@code reduceLanes} may take lanes in any order. */
    private static double lanes(
            DoubleVector s0, DoubleVector s1, DoubleVector s2, DoubleVector s3) {
        DoubleVector s = s0.add(s2).add(s1.add(s3));
        return (s.lane(0) + s.lane(2)) + (s.lane(1) + s.lane(3));
    }

    private static DoubleVector at(double[] x, int i) {
        return DoubleVector.fromArray(SPECIES, x, i);
    }

    /** See {@link PlainKernels#addRows}: four vectors of y at a time, row after row. */
    static void addRows(
            double[] x, int from, int distance, double[] factors, int first, int rows, double[] y) {
        int n = y.length;
        int i = 0;
        for (; i < n - 4 * LANES + 1; i += 4 * LANES) {
            fourVectors(x, from + i, distance, factors, first, rows, y, i);
        }
        for (; i < n - LANES + 1; i += LANES) {
            DoubleVector sum = at(y, i);
            for (int t = 0, q = from + i; t < rows; t++, q += distance) {
                sum = at(x, q).fma(DoubleVector.broadcast(SPECIES, factors[first + t]), sum);
            }
            sum.intoArray(y, i);
        }
        for (; i < n; i++) {
            double sum = y[i];
            for (int t = 0, q = from + i; t < rows; t++, q += distance) {
                sum = Fma.fma(factors[first + t], x[q], sum);
            }
            y[i] = sum;
        }
    }

    private static void fourVectors(
            double[] x,
            int from,
            int distance,
            double[] factors,
            int first,
            int rows,
            double[] y,
            int i) {
        DoubleVector s0 = at(y, i);
        DoubleVector s1 = at(y, i + LANES);
        DoubleVector s2 = at(y, i + 2 * LANES);
        DoubleVector s3 = at(y, i + 3 * LANES);
        for (int t = 0, q = from; t < rows; t++, q += distance) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, factors[first + t]);
            s0 = at(x, q).fma(factor, s0);
            s1 = at(x, q + LANES).fma(factor, s1);
            s2 = at(x, q + 2 * LANES).fma(factor, s2);
            s3 = at(x, q + 3 * LANES).fma(factor, s3);
        }
        s0.intoArray(y, i);
        s1.intoArray(y, i + LANES);
        s2.intoArray(y, i + 2 * LANES);
        s3.intoArray(y, i + 3 * LANES);
    }
}
