package org.cotangent.kernel;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums and maxima over vectors. Sums are in the order of {@link Lanes}: four vectors of four
 * numbers or two of eight hold its accumulators; with shorter ones plain loops do as well.
 */
final class VectorSums {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorSums() {}

    /** See {@link Lanes#sum}. */
    static double sum(double[] x, int from, int n) {
        int whole = n - n % Lanes.COUNT;
        double sum = LANES == 8 ? sumByTwo(x, from, whole) : sumByFour(x, from, whole);
        for (int i = from + whole; i < from + n; i++) {
            sum += x[i];
        }
        return sum;
    }

    private static double sumByTwo(double[] x, int from, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        for (int i = from; i < from + n; i += Lanes.COUNT) {
            s0 = s0.add(at(x, i));
            s1 = s1.add(at(x, i + LANES));
        }
        return halves(s0.add(s1));
    }

    private static double sumByFour(double[] x, int from, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = from; i < from + n; i += Lanes.COUNT) {
            s0 = s0.add(at(x, i));
            s1 = s1.add(at(x, i + LANES));
            s2 = s2.add(at(x, i + 2 * LANES));
            s3 = s3.add(at(x, i + 3 * LANES));
        }
        return halves(s0.add(s2).add(s1.add(s3)));
    }

    /** See {@link Lanes#dot}. */
    static double dot(double[] x, int xFrom, double[] y, int yFrom, int n) {
        int whole = n - n % Lanes.COUNT;
        double sum =
                LANES == 8
                        ? dotByTwo(x, xFrom, y, yFrom, whole)
                        : dotByFour(x, xFrom, y, yFrom, whole);
        for (int i = whole; i < n; i++) {
            sum = Fma.fma(x[xFrom + i], y[yFrom + i], sum);
        }
        return sum;
    }

    private static double dotByTwo(double[] x, int xFrom, double[] y, int yFrom, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        for (int i = 0, p = xFrom, q = yFrom; i < n; i += Lanes.COUNT) {
            s0 = at(x, p).fma(at(y, q), s0);
            s1 = at(x, p + LANES).fma(at(y, q + LANES), s1);
            p += Lanes.COUNT;
            q += Lanes.COUNT;
        }
        return halves(s0.add(s1));
    }

    private static double dotByFour(double[] x, int xFrom, double[] y, int yFrom, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = 0, p = xFrom, q = yFrom; i < n; i += Lanes.COUNT) {
            s0 = at(x, p).fma(at(y, q), s0);
            s1 = at(x, p + LANES).fma(at(y, q + LANES), s1);
            s2 = at(x, p + 2 * LANES).fma(at(y, q + 2 * LANES), s2);
            s3 = at(x, p + 3 * LANES).fma(at(y, q + 3 * LANES), s3);
            p += Lanes.COUNT;
            q += Lanes.COUNT;
        }
        return halves(s0.add(s2).add(s1.add(s3)));
    }

    /** See {@link Lanes#differences}. */
    static double differences(double[] w, double[] v, double less, int from, int n) {
        int whole = n - n % Lanes.COUNT;
        double sum =
                LANES == 8
                        ? differencesByTwo(w, v, less, from, whole)
                        : differencesByFour(w, v, less, from, whole);
        for (int i = from + whole; i < from + n; i++) {
            sum = Fma.fma(w[i], v[i] - less, sum);
        }
        return sum;
    }

    private static double differencesByTwo(double[] w, double[] v, double less, int from, int n) {
        DoubleVector c = DoubleVector.broadcast(SPECIES, less);
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        for (int i = from; i < from + n; i += Lanes.COUNT) {
            s0 = at(w, i).fma(at(v, i).sub(c), s0);
            s1 = at(w, i + LANES).fma(at(v, i + LANES).sub(c), s1);
        }
        return halves(s0.add(s1));
    }

    private static double differencesByFour(double[] w, double[] v, double less, int from, int n) {
        DoubleVector c = DoubleVector.broadcast(SPECIES, less);
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = from; i < from + n; i += Lanes.COUNT) {
            s0 = at(w, i).fma(at(v, i).sub(c), s0);
            s1 = at(w, i + LANES).fma(at(v, i + LANES).sub(c), s1);
            s2 = at(w, i + 2 * LANES).fma(at(v, i + 2 * LANES).sub(c), s2);
            s3 = at(w, i + 3 * LANES).fma(at(v, i + 3 * LANES).sub(c), s3);
        }
        return halves(s0.add(s2).add(s1.add(s3)));
    }

    /** The sum of eight or four lanes, in halves; {@code reduceLanes} may take any order. */
    private static double halves(DoubleVector s) {
        double[] lanes = new double[LANES];
        s.intoArray(lanes, 0);
        if (LANES == 8) {
            for (int i = 0; i < 4; i++) {
                lanes[i] += lanes[i + 4];
            }
        }
        return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
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
