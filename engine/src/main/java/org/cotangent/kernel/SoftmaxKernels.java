package org.cotangent.kernel;

import java.util.Arrays;

/**
 * Softmax, its logarithm and log-sum-exp: along rows that lie together by loops of whole rows, over
 * any other axes element by element.
 */
final class SoftmaxKernels {
    /** Elements in a block of rows, which share a call of exp. */
    private static final int ROW_ELEMENTS = 512;

    private final PlainKernels loops;

    SoftmaxKernels(PlainKernels loops) {
        this.loops = loops;
    }

    void logSumExp(double[] x, int[] extents, int[] groupStrides, double[] y) {
        double[] rest = restOfSums(x, extents, groupStrides, y);
        for (int i = 0; i < y.length; i++) {
            y[i] += Elementary.log1p(rest[i]);
        }
    }

    void softmax(
            double[] x,
            int[] extents,
            int[] groupStrides,
            int groups,
            double ofMinusInfinities,
            double[] y) {
        int row = rowLength(x, extents, groupStrides, groups);
        if (row > 1) {
            overRows(new Rows(this, x, row, false, ofMinusInfinities, y));
            return;
        }
        double[] largest = new double[groups];
        double[] rest = restOfSums(x, extents, groupStrides, largest);
        boolean alone = x.length == groups;
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                y[i] =
                        largest[p] == Double.NEGATIVE_INFINITY && !alone
                                ? ofMinusInfinities
                                : Elementary.exp(shifted(x[i], largest[p])) / (1 + rest[p]);
            }
        }
    }

    void logSoftmax(double[] x, int[] extents, int[] groupStrides, int groups, double[] y) {
        int row = rowLength(x, extents, groupStrides, groups);
        if (row > 1) {
            overRows(new Rows(this, x, row, true, Double.NaN, y));
            return;
        }
        double[] largest = new double[groups];
        double[] logs = restOfSums(x, extents, groupStrides, largest);
        loops.map(Elementary::log1p, logs, logs);
        boolean alone = x.length == groups;
        StridedIterator walk = new StridedIterator(extents, groupStrides);
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

    // ---- softmax along rows that lie together

    /** The length of a group if its elements are neighbors, else 0. */
    static int rowLength(double[] x, int[] extents, int[] groupStrides, int groups) {
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        boolean rows = x.length > 0 && walk.step[0] == 0 && (long) walk.run * groups == x.length;
        return rows ? walk.run : 0;
    }

    /**
     * Softmax of rows of n, or its logarithm, in blocks, so that short ones share a call of exp.
     */
    private record Rows(
            SoftmaxKernels of, double[] x, int n, boolean log, double ofMinusInfinities, double[] y)
            implements RangeTask {
        @Override
        public void run(int first, int end) {
            int block = Math.max(1, ROW_ELEMENTS / n);
            double[] shifted = new double[Math.min(ROW_ELEMENTS, Math.min(block, end - first) * n)];
            for (int from = first; from < end; from += block) {
                int to = Math.min(end, from + block);
                if (log) {
                    of.logSoftmaxRows(x, n, y, shifted, from, to);
                } else {
                    of.softmaxRows(x, n, ofMinusInfinities, y, shifted, from, to);
                }
            }
        }
    }

    private static void overRows(Rows rows) {
        int n = rows.n;
        Parallel.run(rows.x.length / n, 1, Math.max(1, PlainKernels.COSTLY / n), rows);
    }

    /** The place of the largest element of a row, of the first NaN if there is one. */
    private static int largest(double[] x, int from, int n) {
        int at = from;
        for (int i = from + 1; i < from + n; i++) {
            if (x[i] > x[at] || x[i] != x[i] && x[at] == x[at]) {
                at = i;
            }
        }
        return at;
    }

    /**
     * The shift of a row: the largest of its elements that are not NaN. A NaN reaches the whole row
     * through the sum. Where nothing is finite or something is infinite, the largest as {@link
     * #largest} sees it.
     */
    private double top(double[] x, int from, int n) {
        double top = loops.largestRun(x, from, n);
        return isFinite(top) ? top : x[largest(x, from, n)];
    }

    private static boolean isFinite(double top) {
        return Math.abs(top) <= Double.MAX_VALUE;
    }

    /** exp of x less the top of its row, for some rows; tops as result. */
    private double[] expShifted(double[] x, int n, double[] shifted, int from, int to, double[] y) {
        double[] tops = new double[to - from];
        if (n > shifted.length) { // one row, a part at a time
            tops[0] = top(x, from * n, n);
            for (int i = from * n; i < to * n; i += shifted.length) {
                int part = Math.min(shifted.length, to * n - i);
                shift(x, i, tops[0], shifted, 0, part);
                loops.mapRun(UnaryKernel.EXP, shifted, 0, y, i, part);
            }
            return tops;
        }
        for (int row = from; row < to; row++) {
            tops[row - from] = top(x, row * n, n);
            shift(x, row * n, tops[row - from], shifted, (row - from) * n, n);
        }
        loops.mapRun(UnaryKernel.EXP, shifted, 0, y, from * n, (to - from) * n);
        return tops;
    }

    /** y[to + i] = x[from + i] - top, and 0 where both are the same infinity. */
    private static void shift(double[] x, int from, double top, double[] y, int to, int n) {
        if (isFinite(top)) {
            for (int i = 0; i < n; i++) {
                y[to + i] = x[from + i] - top;
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[to + i] = shifted(x[from + i], top);
            }
        }
    }

    private void softmaxRows(
            double[] x,
            int n,
            double ofMinusInfinities,
            double[] y,
            double[] shifted,
            int from,
            int to) {
        double[] tops = expShifted(x, n, shifted, from, to, y);
        for (int row = from; row < to; row++) {
            if (tops[row - from] == Double.NEGATIVE_INFINITY) {
                Arrays.fill(y, row * n, row * n + n, ofMinusInfinities);
            } else {
                divide(y, row * n, n, loops.sum(y, row * n, n));
            }
        }
    }

    private static void divide(double[] y, int from, int n, double divisor) {
        for (int i = from; i < from + n; i++) {
            y[i] /= divisor;
        }
    }

    private void logSoftmaxRows(double[] x, int n, double[] y, double[] shifted, int from, int to) {
        double[] tops = expShifted(x, n, shifted, from, to, y);
        for (int row = from; row < to; row++) {
            int start = row * n;
            double top = tops[row - from];
            if (top == Double.NEGATIVE_INFINITY || top != top) {
                Arrays.fill(y, start, start + n, Double.NaN);
                continue;
            }
            // without one largest, whose 1 log1p adds: accurate also where the others are
            // negligible
            int at = start;
            while (x[at] != top) {
                at++;
            }
            y[at] = 0;
            double log = Elementary.log1p(loops.sum(y, start, n));
            shift(x, start, top, y, start, n);
            for (int i = start; i < start + n; i++) {
                y[i] -= log;
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
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                largest[p] = Math.max(largest[p], x[i]);
            }
        }
        double[] rest = new double[largest.length];
        int[] ties = new int[largest.length];
        walk = new StridedIterator(extents, groupStrides);
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                if (x[i] == largest[p]) {
                    ties[p]++;
                } else {
                    rest[p] += Elementary.exp(x[i] - largest[p]);
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
}
