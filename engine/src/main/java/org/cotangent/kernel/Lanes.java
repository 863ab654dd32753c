package org.cotangent.kernel;

import static org.cotangent.kernel.Fma.fma;

/**
 * Sums by sixteen accumulators, by plain loops. Of whole sixteens of terms, the term i goes to the
 * accumulator i mod 16; these are added in halves, i and i + 8 first; the terms that are left
 * follow one after the other. {@link VectorSums} keeps that order whatever the width of its
 * vectors.
 */
final class Lanes {
    static final int COUNT = 16;

    private Lanes() {}

    /** The sum of n elements. */
    static double sum(double[] x, int from, int n) {
        double sum = 0;
        int i = from;
        int end = from + n;
        if (n >= COUNT) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            double s4 = 0;
            double s5 = 0;
            double s6 = 0;
            double s7 = 0;
            double s8 = 0;
            double s9 = 0;
            double s10 = 0;
            double s11 = 0;
            double s12 = 0;
            double s13 = 0;
            double s14 = 0;
            double s15 = 0;
            for (; i <= end - COUNT; i += COUNT) {
                s0 += x[i];
                s1 += x[i + 1];
                s2 += x[i + 2];
                s3 += x[i + 3];
                s4 += x[i + 4];
                s5 += x[i + 5];
                s6 += x[i + 6];
                s7 += x[i + 7];
                s8 += x[i + 8];
                s9 += x[i + 9];
                s10 += x[i + 10];
                s11 += x[i + 11];
                s12 += x[i + 12];
                s13 += x[i + 13];
                s14 += x[i + 14];
                s15 += x[i + 15];
            }
            s0 += s8;
            s1 += s9;
            s2 += s10;
            s3 += s11;
            s4 += s12;
            s5 += s13;
            s6 += s14;
            s7 += s15;
            s0 += s4;
            s1 += s5;
            s2 += s6;
            s3 += s7;
            sum = (s0 + s2) + (s1 + s3);
        }
        for (; i < end; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** The sum of w[i] (v[i] - less) over n elements, by fused multiply-adds. */
    static double differences(double[] w, double[] v, double less, int from, int n) {
        double sum = 0;
        int i = from;
        int end = from + n;
        if (n >= COUNT) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            double s4 = 0;
            double s5 = 0;
            double s6 = 0;
            double s7 = 0;
            double s8 = 0;
            double s9 = 0;
            double s10 = 0;
            double s11 = 0;
            double s12 = 0;
            double s13 = 0;
            double s14 = 0;
            double s15 = 0;
            for (; i <= end - COUNT; i += COUNT) {
                s0 = fma(w[i], v[i] - less, s0);
                s1 = fma(w[i + 1], v[i + 1] - less, s1);
                s2 = fma(w[i + 2], v[i + 2] - less, s2);
                s3 = fma(w[i + 3], v[i + 3] - less, s3);
                s4 = fma(w[i + 4], v[i + 4] - less, s4);
                s5 = fma(w[i + 5], v[i + 5] - less, s5);
                s6 = fma(w[i + 6], v[i + 6] - less, s6);
                s7 = fma(w[i + 7], v[i + 7] - less, s7);
                s8 = fma(w[i + 8], v[i + 8] - less, s8);
                s9 = fma(w[i + 9], v[i + 9] - less, s9);
                s10 = fma(w[i + 10], v[i + 10] - less, s10);
                s11 = fma(w[i + 11], v[i + 11] - less, s11);
                s12 = fma(w[i + 12], v[i + 12] - less, s12);
                s13 = fma(w[i + 13], v[i + 13] - less, s13);
                s14 = fma(w[i + 14], v[i + 14] - less, s14);
                s15 = fma(w[i + 15], v[i + 15] - less, s15);
            }
            s0 += s8;
            s1 += s9;
            s2 += s10;
            s3 += s11;
            s4 += s12;
            s5 += s13;
            s6 += s14;
            s7 += s15;
            s0 += s4;
            s1 += s5;
            s2 += s6;
            s3 += s7;
            sum = (s0 + s2) + (s1 + s3);
        }
        for (; i < end; i++) {
            sum = fma(w[i], v[i] - less, sum);
        }
        return sum;
    }

    /** The inner product of n elements, by fused multiply-adds. */
    static double dot(double[] x, int xFrom, double[] y, int yFrom, int n) {
        double sum = 0;
        int i = 0;
        int end = 0 + n;
        if (n >= COUNT) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            double s4 = 0;
            double s5 = 0;
            double s6 = 0;
            double s7 = 0;
            double s8 = 0;
            double s9 = 0;
            double s10 = 0;
            double s11 = 0;
            double s12 = 0;
            double s13 = 0;
            double s14 = 0;
            double s15 = 0;
            for (; i <= end - COUNT; i += COUNT) {
                s0 = fma(x[xFrom + i], y[yFrom + i], s0);
                s1 = fma(x[xFrom + i + 1], y[yFrom + i + 1], s1);
                s2 = fma(x[xFrom + i + 2], y[yFrom + i + 2], s2);
                s3 = fma(x[xFrom + i + 3], y[yFrom + i + 3], s3);
                s4 = fma(x[xFrom + i + 4], y[yFrom + i + 4], s4);
                s5 = fma(x[xFrom + i + 5], y[yFrom + i + 5], s5);
                s6 = fma(x[xFrom + i + 6], y[yFrom + i + 6], s6);
                s7 = fma(x[xFrom + i + 7], y[yFrom + i + 7], s7);
                s8 = fma(x[xFrom + i + 8], y[yFrom + i + 8], s8);
                s9 = fma(x[xFrom + i + 9], y[yFrom + i + 9], s9);
                s10 = fma(x[xFrom + i + 10], y[yFrom + i + 10], s10);
                s11 = fma(x[xFrom + i + 11], y[yFrom + i + 11], s11);
                s12 = fma(x[xFrom + i + 12], y[yFrom + i + 12], s12);
                s13 = fma(x[xFrom + i + 13], y[yFrom + i + 13], s13);
                s14 = fma(x[xFrom + i + 14], y[yFrom + i + 14], s14);
                s15 = fma(x[xFrom + i + 15], y[yFrom + i + 15], s15);
            }
            s0 += s8;
            s1 += s9;
            s2 += s10;
            s3 += s11;
            s4 += s12;
            s5 += s13;
            s6 += s14;
            s7 += s15;
            s0 += s4;
            s1 += s5;
            s2 += s6;
            s3 += s7;
            sum = (s0 + s2) + (s1 + s3);
        }
        for (; i < end; i++) {
            sum = fma(x[xFrom + i], y[yFrom + i], sum);
        }
        return sum;
    }
}
