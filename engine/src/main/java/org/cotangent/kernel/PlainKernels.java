package org.cotangent.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

// Longer than 400 lines: the loops behind one interface, each short, most with long parameter
// lists.

/**
 * Plain loops, written so that the JIT compiler can vectorize them.
 *
 * <p>What {@link VectorKernels} does otherwise stands in the methods that are not private.
 */
class PlainKernels implements ArrayKernels {
    static final int PAIRWISE_BLOCK = 128;

    /** Rows that are summed one after the other; more of them pairwise. */
    static final int ROW_BLOCK = 64;

    // what is worth a thread that keeps a lookout; WorkerPool knows what is worth waking one

    /** Elements of a cheap function. */
    static final int CHEAP = 1 << 15;

    /** Elements of a costly function. */
    static final int COSTLY = 1 << 12;

    /** Multiplications of a matrix product. */
    static final long PRODUCT = 1L << 17;

    @Override
    public String description() {
        return "plain loops";
    }

    /** The width of the vectors; 0 for plain loops. */
    int vectorBits() {
        return 0;
    }

    @Override
    public void map(DoubleUnaryOperator f, double[] x, double[] y) {
        int n = y.length;
        int least = isCheap(f) ? CHEAP : COSTLY;
        if (Parallel.isAlone(n, least)) {
            mapRun(f, x, 0, y, 0, n);
        } else {
            Parallel.run(n, 1, least, (from, to) -> mapRun(f, x, from, y, from, to - from));
        }
    }

    private static boolean isCheap(DoubleUnaryOperator f) {
        return f instanceof UnaryKernel named && named.cheap;
    }

    @Override
    public void mapRun(DoubleUnaryOperator f, double[] x, int xFrom, double[] y, int yFrom, int n) {
        if (f instanceof UnaryKernel named) {
            named.loop(x, xFrom, y, yFrom, n);
            return;
        }
        FunctionLoops.of(f, n).map(f, x, xFrom, y, yFrom, n);
    }

    @Override
    public void zip(DoubleBinaryOperator f, double[] a, double[] b, double[] y) {
        int n = y.length;
        boolean cheap =
                f instanceof BinaryKernel || f instanceof Composition both && isCheap(both.inner());
        int least = cheap ? CHEAP : COSTLY;
        if (Parallel.isAlone(n, least)) {
            zipRun(f, a, 0, b, 0, y, 0, n);
        } else {
            Parallel.run(
                    n, 1, least, (from, to) -> zipRun(f, a, from, b, from, y, from, to - from));
        }
    }

    @Override
    public void zipRun(
            DoubleBinaryOperator f,
            double[] a,
            int aFrom,
            double[] b,
            int bFrom,
            double[] y,
            int yFrom,
            int n) {
        if (f instanceof BinaryKernel named) {
            named.loop(a, aFrom, b, bFrom, y, yFrom, n);
            return;
        }
        if (f instanceof Composition both) {
            double[] inner = new double[Math.min(n, Composition.BLOCK)];
            for (int i = 0; i < n; i += inner.length) {
                int part = Math.min(inner.length, n - i);
                mapRun(both.inner(), b, bFrom + i, inner, 0, part);
                zipRun(both.outer(), a, aFrom + i, inner, 0, y, yFrom + i, part);
            }
            return;
        }
        FunctionLoops.of(f, n).zip(f, a, aFrom, b, bFrom, y, yFrom, n);
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
        StridedIterator walk = new StridedIterator(extents, aStrides, bStrides);
        int run = walk.run;
        int aStep = walk.step[0];
        int bStep = walk.step[1];
        double[] still = aStep == 0 || bStep == 0 ? still(run) : null;
        for (int at = 0; walk.next(); at += run) {
            int p = walk.offset[0];
            int q = walk.offset[1];
            if (aStep == 1 && bStep == 1) {
                zipRun(f, a, p, b, q, y, at, run);
            } else if (aStep == 1 && bStep == 0) {
                Arrays.fill(still, b[q]);
                zipStill(f, a, p, still, y, at, run);
            } else if (aStep == 0 && bStep == 1) {
                Arrays.fill(still, a[p]);
                stillZip(f, still, b, q, y, at, run);
            } else {
                for (int i = 0; i < run; i++, p += aStep, q += bStep) {
                    y[at + i] = f.applyAsDouble(a[p], b[q]);
                }
            }
        }
    }

    @Override
    public void zip(DoubleBinaryOperator f, double[] a, double b, double[] y) {
        double[] still = still(y.length);
        Arrays.fill(still, b);
        if (Parallel.isAlone(y.length, CHEAP)) {
            zipStill(f, a, 0, still, y, 0, y.length);
            return;
        }
        Parallel.run(
                y.length, 1, CHEAP, (from, to) -> zipStill(f, a, from, still, y, from, to - from));
    }

    @Override
    public void zip(DoubleBinaryOperator f, double a, double[] b, double[] y) {
        double[] still = still(y.length);
        Arrays.fill(still, a);
        if (Parallel.isAlone(y.length, CHEAP)) {
            stillZip(f, still, b, 0, y, 0, y.length);
            return;
        }
        Parallel.run(
                y.length, 1, CHEAP, (from, to) -> stillZip(f, still, b, from, y, from, to - from));
    }

    /** An array for an operand that stays where it is: it becomes a run of its own. */
    private static double[] still(int n) {
        return new double[Math.min(n, STILL)];
    }

    private void zipStill(
            DoubleBinaryOperator f,
            double[] a,
            int aFrom,
            double[] still,
            double[] y,
            int yFrom,
            int n) {
        for (int i = 0; i < n; i += STILL) {
            zipRun(f, a, aFrom + i, still, 0, y, yFrom + i, Math.min(STILL, n - i));
        }
    }

    private void stillZip(
            DoubleBinaryOperator f,
            double[] still,
            double[] b,
            int bFrom,
            double[] y,
            int yFrom,
            int n) {
        for (int i = 0; i < n; i += STILL) {
            zipRun(f, still, 0, b, bFrom + i, y, yFrom + i, Math.min(STILL, n - i));
        }
    }

    private static final int STILL = 512;

    @Override
    public void axpy(double factor, double[] x, double[] y, double[] sum) {
        if (Parallel.isAlone(sum.length, CHEAP)) {
            axpyRun(factor, x, y, sum, 0, sum.length);
            return;
        }
        Parallel.run(
                sum.length, 1, CHEAP, (from, to) -> axpyRun(factor, x, y, sum, from, to - from));
    }

    /** For n elements of all three. */
    void axpyRun(double factor, double[] x, double[] y, double[] sum, int from, int n) {
        for (int i = from; i < from + n; i++) {
            sum[i] = y[i] + factor * x[i];
        }
    }

    @Override
    public void read(double[] x, int offset, int[] strides, int[] extents, double[] y) {
        StridedIterator walk = new StridedIterator(extents, strides);
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
        StridedIterator walk = new StridedIterator(extents, strides);
        int run = walk.run;
        int step = walk.step[0];
        if (step == 1 && walk.repeats()) {
            addAllRows(x, x.length / run, run, y, offset);
            return;
        }
        for (int at = 0; walk.next(); at += run) {
            int p = offset + walk.offset[0];
            if (step == 0) {
                y[p] += sum(x, at, run);
            } else if (step == 1) {
                addRun(x, at, y, p, run);
            } else {
                for (int i = 0; i < run; i++, p += step) {
                    y[p] += x[at + i];
                }
            }
        }
    }

    @Override
    public void addAllRows(double[] x, int rows, int n, double[] y, int offset) {
        int halvings = 0;
        for (int left = rows; left > ROW_BLOCK; halvings++) {
            int half = half(left, ROW_BLOCK);
            left = Math.max(half, left - half);
        }
        double[] sums = SUMS.get();
        if (sums.length < 2 * halvings * n) {
            sums = new double[2 * halvings * n];
            SUMS.set(sums);
        }
        sumRows(x, 0, rows, y, offset, n, sums, 0);
    }

    /**
     * Adds rows of n: up to 64 one after the other, more in halves, whose sums stand in between.
     */
    private void sumRows(
            double[] x, int first, int rows, double[] y, int to, int n, double[] sums, int at) {
        if (rows <= ROW_BLOCK) {
            for (int row = first; row < first + rows; row++) {
                addRun(x, row * n, y, to, n);
            }
            return;
        }
        int half = half(rows, ROW_BLOCK);
        int upper = at + n;
        int next = upper + n;
        Arrays.fill(sums, at, next, 0);
        sumRows(x, first, half, sums, at, n, sums, next);
        sumRows(x, first + half, rows - half, sums, upper, n, sums, next);
        addRun(sums, upper, sums, at, n);
        addRun(sums, at, y, to, n);
    }

    /** What a thread keeps for the sums of halves. */
    private static final ThreadLocal<double[]> SUMS = ThreadLocal.withInitial(() -> new double[0]);

    /** The part of n that comes first where a sum is halved: whole blocks. */
    static int half(int n, int block) {
        return (n / 2 + block - 1) / block * block;
    }

    /** y[yFrom + i] += x[xFrom + i] for i below n. */
    void addRun(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] += x[xFrom + i];
        }
    }

    /** The largest of n elements that are not NaN, not -0; -infinity if there are none. */
    double largestRun(double[] x, int from, int n) {
        double m0 = Double.NEGATIVE_INFINITY;
        double m1 = m0;
        double m2 = m0;
        double m3 = m0;
        int i = from;
        for (int end = from + n - 3; i < end; i += 4) {
            m0 = x[i] > m0 ? x[i] : m0;
            m1 = x[i + 1] > m1 ? x[i + 1] : m1;
            m2 = x[i + 2] > m2 ? x[i + 2] : m2;
            m3 = x[i + 3] > m3 ? x[i + 3] : m3;
        }
        for (; i < from + n; i++) {
            m0 = x[i] > m0 ? x[i] : m0;
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3)) + 0.0;
    }

    @Override
    public double sum(double[] x, int from, int n) {
        if (n > PAIRWISE_BLOCK) {
            int half = half(n, PAIRWISE_BLOCK);
            return sum(x, from, half) + sum(x, from + half, n - half);
        }
        return sumBlock(x, from, n);
    }

    /** The sum of at most 128 elements; see {@link Lanes}. */
    double sumBlock(double[] x, int from, int n) {
        return Lanes.sum(x, from, n);
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
        StridedIterator walk = new StridedIterator(extents, groupStrides);
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
        StridedIterator walk = new StridedIterator(extents, groupStrides);
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
        new SoftmaxKernels(this).logSumExp(x, extents, groupStrides, y);
    }

    @Override
    public void softmax(
            double[] x,
            int[] extents,
            int[] groupStrides,
            int groups,
            double ofMinusInfinities,
            double[] y) {
        new SoftmaxKernels(this).softmax(x, extents, groupStrides, groups, ofMinusInfinities, y);
    }

    @Override
    public void logSoftmax(double[] x, int[] extents, int[] groupStrides, int groups, double[] y) {
        new SoftmaxKernels(this).logSoftmax(x, extents, groupStrides, groups, y);
    }

    @Override
    public void deviations(
            double[] v,
            double[] w,
            int[] extents,
            int[] groupStrides,
            int groups,
            boolean weighted,
            double[] y) {
        new Weighted(this).deviations(v, w, extents, groupStrides, groups, weighted, y);
    }

    @Override
    public void excess(
            double[] v, double[] w, int[] extents, int[] groupStrides, int groups, double[] y) {
        new Weighted(this).excess(v, w, extents, groupStrides, groups, y);
    }

    /** The sum of w[i] (v[i] - less) over n elements from one on. */
    double differencesRun(double[] w, double[] v, double less, int from, int n) {
        return Lanes.differences(w, v, less, from, n);
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
        if (n == 1 && bRow == 1 && (aRow == 1 || aColumn == 1)) {
            MatrixVector.multiply(this, m, k, a, aOffset, aRow, aColumn, b, bOffset, c, cOffset);
            return;
        }
        if (m == 1 && aColumn == 1 && (bRow == 1 || bColumn == 1)) {
            MatrixVector.multiply(this, n, k, b, bOffset, bColumn, bRow, a, aOffset, c, cOffset);
            return;
        }
        boolean shared = (long) m * k * n >= 2 * PRODUCT;
        product(m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, shared);
    }

    /** The inner product of n elements. */
    double dotRun(double[] x, int xFrom, double[] y, int yFrom, int n) {
        return Lanes.dot(x, xFrom, y, yFrom, n);
    }

    /** y[i] += factors[first + t] x[from + t distance + i] for t below rows, fused, in order. */
    void addRows(
            double[] x, int from, int distance, double[] factors, int first, int rows, double[] y) {
        int n = y.length;
        double[][] four = new double[4][n];
        int t = 0;
        for (; t + 3 < rows; t += 4) {
            for (int s = 0; s < 4; s++) {
                System.arraycopy(x, from + (t + s) * distance, four[s], 0, n);
            }
            PlainProduct.addFourRows(y, factors, first + t, four[0], four[1], four[2], four[3]);
        }
        for (; t < rows; t++) {
            System.arraycopy(x, from + t * distance, four[0], 0, n);
            PlainProduct.addRow(y, factors[first + t], four[0]);
        }
    }

    /**
     * C = A B for matrices that are not vectors.
     *
     * @param shared whether it is worth the help of other threads
     */
    void product(
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
            int cOffset,
            boolean shared) {
        PlainProduct.multiply(
                m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, shared);
    }
}
