package org.cotangent.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Kernels as plain loops, single-threaded, written so that the JIT compiler can vectorise them. */
final class PlainKernels implements Kernels {
    private static final int PAIRWISE_BLOCK = 128;
    private static final int SMALL_PRODUCT = 1024;

    @Override
    public String description() {
        return "plain loops";
    }

    @Override
    public void map(DoubleUnaryOperator f, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = f.applyAsDouble(x[i]);
        }
    }

    @Override
    public void zip(
            DoubleBinaryOperator f,
            double[] a,
            int[] aStrides,
            double[] b,
            int[] bStrides,
            int[] extents,
            double[] y) {
        Walk walk = new Walk(extents, aStrides, bStrides);
        int aStep = walk.step[0];
        int bStep = walk.step[1];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            int q = walk.offset[1];
            for (int i = 0; i < walk.run; i++, p += aStep, q += bStep) {
                y[at + i] = f.applyAsDouble(a[p], b[q]);
            }
        }
    }

    @Override
    public void read(double[] x, int offset, int[] strides, int[] extents, double[] y) {
        Walk walk = new Walk(extents, strides);
        int run = walk.run;
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += run) {
            int p = offset + walk.offset[0];
            if (step == 1) {
                System.arraycopy(x, p, y, at, run);
            } else if (step == 0) {
                Arrays.fill(y, at, at + run, x[p]);
            } else {
                for (int i = 0; i < run; i++, p += step) {
                    y[at + i] = x[p];
                }
            }
        }
    }

    @Override
    public void addTo(double[] x, int[] extents, double[] y, int offset, int[] strides) {
        Walk walk = new Walk(extents, strides);
        int run = walk.run;
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += run) {
            int p = offset + walk.offset[0];
            if (step == 0) {
                y[p] += sum(x, at, run);
            } else {
                for (int i = 0; i < run; i++, p += step) {
                    y[p] += x[at + i];
                }
            }
        }
    }

    /** Pairwise: halves down to blocks of 128, each summed by four interleaved accumulators. */
    static double sum(double[] x, int from, int n) {
        if (n > PAIRWISE_BLOCK) {
            int half = (n / 2 + PAIRWISE_BLOCK - 1) / PAIRWISE_BLOCK * PAIRWISE_BLOCK;
            return sum(x, from, half) + sum(x, from + half, n - half);
        }
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (int end = from + n - 3; i < end; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < from + n; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void reduce(
            DoubleBinaryOperator f,
            double start,
            double[] x,
            int[] extents,
            int[] groupStrides,
            double[] y) {
        Arrays.fill(y, start);
        Walk walk = new Walk(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                y[p] = f.applyAsDouble(y[p], x[i]);
            }
        }
    }

    @Override
    public void norm(double[] x, int[] extents, int[] groupStrides, double[] y) {
        double[] scale = new double[y.length];
        reduce((m, v) -> Math.max(m, Math.abs(v)), 0, x, extents, groupStrides, scale);
        Arrays.fill(y, 0);
        Walk walk = new Walk(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                double v = x[i] / scale[p];
                y[p] += v * v;
            }
        }
        for (int i = 0; i < y.length; i++) {
            boolean scaled = scale[i] > 0 && scale[i] < Double.POSITIVE_INFINITY;
            y[i] = scaled ? scale[i] * Math.sqrt(y[i]) : scale[i];
        }
    }

    @Override
    public void cumSum(double[] x, int n, int inner, boolean fromEnd, double[] y) {
        for (int block = 0; block < x.length; block += n * inner) {
            for (int i = 0; i < inner; i++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    int at = block + (fromEnd ? n - 1 - k : k) * inner + i;
                    sum += x[at];
                    y[at] = sum;
                }
            }
        }
    }

    @Override
    public void gather(double[] x, int[] index, double[] y) {
        for (int i = 0; i < index.length; i++) {
            y[i] = x[index[i]];
        }
    }

    @Override
    public void scatterAdd(double[] x, int[] index, double[] y) {
        for (int i = 0; i < index.length; i++) {
            y[index[i]] += x[i];
        }
    }

    @Override
    public void logSumExp(double[] x, int[] extents, int[] groupStrides, double[] y) {
        double[] rest = restOfSums(x, extents, groupStrides, y);
        for (int i = 0; i < y.length; i++) {
            y[i] += Math.log1p(rest[i]);
        }
    }

    @Override
    public void softmax(
            double[] x,
            int[] extents,
            int[] groupStrides,
            int groups,
            double ofMinusInfinities,
            double[] y) {
        double[] largest = new double[groups];
        double[] rest = restOfSums(x, extents, groupStrides, largest);
        boolean alone = x.length == groups;
        Walk walk = new Walk(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                y[i] =
                        largest[p] == Double.NEGATIVE_INFINITY && !alone
                                ? ofMinusInfinities
                                : Math.exp(shifted(x[i], largest[p])) / (1 + rest[p]);
            }
        }
    }

    @Override
    public void logSoftmax(double[] x, int[] extents, int[] groupStrides, int groups, double[] y) {
        double[] largest = new double[groups];
        double[] logs = restOfSums(x, extents, groupStrides, largest);
        map(Math::log1p, logs, logs);
        boolean alone = x.length == groups;
        Walk walk = new Walk(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                y[i] =
                        largest[p] == Double.NEGATIVE_INFINITY && !alone
                                ? Double.NaN
                                : shifted(x[i], largest[p]) - logs[p];
            }
        }
    }

    /**
     * The largest element of every group, and as result the sum of exp(x - largest) less the 1 of
     * one largest: its log1p is accurate also where the others are negligible.
     */
    private static double[] restOfSums(
            double[] x, int[] extents, int[] groupStrides, double[] largest) {
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        Walk walk = new Walk(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                largest[p] = Math.max(largest[p], x[i]);
            }
        }
        double[] rest = new double[largest.length];
        int[] ties = new int[largest.length];
        walk = new Walk(extents, groupStrides);
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                if (x[i] == largest[p]) {
                    ties[p]++;
                } else {
                    rest[p] += Math.exp(x[i] - largest[p]);
                }
            }
        }
        for (int p = 0; p < rest.length; p++) {
            rest[p] += ties[p] - 1;
        }
        return rest;
    }

    /** x - largest, and 0 where both are the same infinity. */
    private static double shifted(double x, double largest) {
        return x == largest ? 0 : x - largest;
    }

    @Override
    public void matmul(
            int m,
            int k,
            int n,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset) {
        if ((long) m * k * n <= SMALL_PRODUCT) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double s = 0;
                    for (int p = 0; p < k; p++) {
                        s +=
                                a[aOffset + i * aRow + p * aColumn]
                                        * b[bOffset + p * bRow + j * bColumn];
                    }
                    c[cOffset + i * n + j] = s;
                }
            }
            return;
        }
        // a row in an array of its own is what the JIT compiler vectorises
        double[][] rows = new double[k + 3 & ~3][];
        for (int p = 0; p < rows.length; p++) {
            rows[p] = new double[n];
            for (int j = 0, q = bOffset + p * bRow; p < k && j < n; j++, q += bColumn) {
                rows[p][j] = b[q];
            }
        }
        double[] factors = new double[rows.length];
        double[] row = new double[n];
        for (int i = 0; i < m; i++) {
            for (int p = 0, q = aOffset + i * aRow; p < k; p++, q += aColumn) {
                factors[p] = a[q];
            }
            Arrays.fill(row, 0);
            for (int p = 0; p < rows.length; p += 4) {
                addFourRows(row, factors, rows, p);
            }
            System.arraycopy(row, 0, c, cOffset + i * n, n);
        }
    }

    private static void addFourRows(double[] c, double[] factors, double[][] rows, int p) {
        double a0 = factors[p];
        double a1 = factors[p + 1];
        double a2 = factors[p + 2];
        double a3 = factors[p + 3];
        double[] b0 = rows[p];
        double[] b1 = rows[p + 1];
        double[] b2 = rows[p + 2];
        double[] b3 = rows[p + 3];
        for (int j = 0; j < c.length; j++) {
            c[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
        }
    }
}
