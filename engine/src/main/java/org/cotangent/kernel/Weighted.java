package org.cotangent.kernel;

import java.util.Arrays;

/**
 * Sums under weights of sum 1 in every group, and what is left of elements without them: free of
 * cancellation also where one weight is so near to 1 that it is rounded to it. Groups that lie
 * together are rows; others are taken all at once, as rows of copies where something is special.
 */
final class Weighted {
    /** Rows of fewer elements are done by loops without calls. */
    private static final int SHORT = 32;

    private static final int BLOCK = 128;

    private final PlainKernels loops;

    Weighted(PlainKernels loops) {
        this.loops = loops;
    }

    @FunctionalInterface
    private interface Row {
        void run(double[] v, double[] w, int from, int n, double[] y);
    }

    private static void rows(double[] v, double[] w, int n, double[] y, Row row) {
        Parallel.run(
                y.length / n,
                1,
                Math.max(1, PlainKernels.CHEAP / n),
                (from, to) -> {
                    for (int start = from * n; start < to * n; start += n) {
                        row.run(v, w, start, n, y);
                    }
                });
    }

    /** The groups copied to rows, and the results back. */
    private static void copied(
            double[] v,
            double[] w,
            int[] extents,
            int[] groupStrides,
            int groups,
            double[] y,
            Row row) {
        int n = y.length / groups;
        int[] places = new int[y.length];
        int[] next = new int[groups];
        Arrays.setAll(next, group -> group * n);
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                places[i] = next[p]++;
            }
        }
        double[] vRows = new double[y.length];
        double[] wRows = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            vRows[places[i]] = v[i];
            wRows[places[i]] = w[i];
        }
        rows(vRows, wRows, n, wRows, row);
        for (int i = 0; i < y.length; i++) {
            y[i] = wRows[places[i]];
        }
    }

    // ---- v - sum(w v)

    /** See {@link ArrayKernels#deviations}. */
    void deviations(
            double[] v,
            double[] w,
            int[] extents,
            int[] groupStrides,
            int groups,
            boolean weighted,
            double[] y) {
        if (y.length == 0) {
            return;
        }
        Row row = weighted ? this::weightedDeviations : this::deviations;
        int n = SoftmaxKernels.rowLength(v, extents, groupStrides, groups);
        if (n > 0) {
            rows(v, w, n, y, row);
            return;
        }
        double[] pivots = pivots(v, w, extents, groupStrides, groups);
        double[] means = new double[groups];
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int run = walk.run;
        int step = walk.step[0];
        double[] terms = new double[step == 1 ? run : 0];
        for (int at = 0; walk.next(); at += run) {
            int p = walk.offset[0];
            if (step == 1) {
                loops.zipRun(BinaryKernel.SUB, v, at, pivots, p, terms, 0, run);
                loops.zipRun(BinaryKernel.MUL, terms, 0, w, at, terms, 0, run);
                loops.addRun(terms, 0, means, p, run);
                continue;
            }
            for (int i = 0; i < run; i++) {
                means[p + i * step] += w[at + i] * (v[at + i] - pivots[p + i * step]);
            }
        }
        if (!areFinite(means)) {
            copied(v, w, extents, groupStrides, groups, y, row);
            return;
        }
        walk = new StridedIterator(extents, groupStrides);
        for (int at = 0; walk.next(); at += run) {
            int p = walk.offset[0];
            if (step == 1) {
                loops.zipRun(BinaryKernel.SUB, v, at, pivots, p, terms, 0, run);
                loops.zipRun(BinaryKernel.SUB, terms, 0, means, p, terms, 0, run);
                if (weighted) {
                    loops.zipRun(BinaryKernel.MUL, terms, 0, w, at, y, at, run);
                } else {
                    System.arraycopy(terms, 0, y, at, run);
                }
                continue;
            }
            for (int i = 0; i < run; i++) {
                double deviation = (v[at + i] - pivots[p + i * step]) - means[p + i * step];
                y[at + i] = weighted ? w[at + i] * deviation : deviation;
            }
        }
    }

    /** In every group the v of the largest weight. */
    private static double[] pivots(
            double[] v, double[] w, int[] extents, int[] groupStrides, int groups) {
        double[] pivots = new double[groups];
        double[] most = new double[groups];
        Arrays.fill(most, -1);
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                if (w[i] > most[p]) {
                    most[p] = w[i];
                    pivots[p] = v[i];
                }
            }
        }
        return pivots;
    }

    private static boolean areFinite(double[] x) {
        for (double one : x) {
            if (!(Math.abs(one) <= Double.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    private void weightedDeviations(double[] v, double[] w, int from, int n, double[] y) {
        double pivot = v[heaviest(w, from, n)];
        double mean = mean(w, v, pivot, from, n);
        if (!(Math.abs(mean) <= Double.MAX_VALUE)) {
            extreme(v, w, from, n, true, pivot, y);
            return;
        }
        for (int i = from; i < from + n; i++) {
            y[i] = w[i] * ((v[i] - pivot) - mean);
        }
    }

    private void deviations(double[] v, double[] w, int from, int n, double[] y) {
        double pivot = v[heaviest(w, from, n)];
        double mean = mean(w, v, pivot, from, n);
        if (!(Math.abs(mean) <= Double.MAX_VALUE)) {
            extreme(v, w, from, n, false, pivot, y);
            return;
        }
        for (int i = from; i < from + n; i++) {
            y[i] = (v[i] - pivot) - mean;
        }
    }

    /** Where something is NaN or differences overflow: zeros first, then a quarter of all. */
    private static void extreme(
            double[] v, double[] w, int from, int n, boolean weighted, double pivot, double[] y) {
        if (areZero(v, from, n)) {
            Arrays.fill(y, from, from + n, 0);
            return;
        }
        double mean = 0;
        for (int i = from; i < from + n; i++) {
            mean += w[i] * (v[i] / 4 - pivot / 4);
        }
        for (int i = from; i < from + n; i++) {
            y[i] = (weighted ? w[i] : 1) * ((v[i] / 4 - pivot / 4) - mean) * 4;
        }
    }

    /** The mean of v less a pivot, pairwise: halves down to blocks. */
    private double mean(double[] w, double[] v, double pivot, int from, int n) {
        if (n < SHORT) {
            double sum = 0;
            for (int i = from; i < from + n; i++) {
                sum += w[i] * (v[i] - pivot);
            }
            return sum;
        }
        if (n > BLOCK) {
            int half = (n / 2 + BLOCK - 1) / BLOCK * BLOCK;
            return mean(w, v, pivot, from, half) + mean(w, v, pivot, from + half, n - half);
        }
        return loops.differencesRun(w, v, pivot, from, n);
    }

    // ---- v - w sum(v)

    /** See {@link ArrayKernels#excess}. */
    void excess(double[] v, double[] w, int[] extents, int[] groupStrides, int groups, double[] y) {
        if (y.length == 0) {
            return;
        }
        int n = SoftmaxKernels.rowLength(v, extents, groupStrides, groups);
        if (n > 0) {
            rows(v, w, n, y, this::excess);
            return;
        }
        double[] sums = new double[groups];
        int[] places = new int[groups];
        boolean confident = false;
        Arrays.fill(places, -1);
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int run = walk.run;
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += run) {
            int p = walk.offset[0];
            for (int i = at; i < at + run; i++, p += step) {
                sums[p] += v[i];
                if (w[i] > 0.5) {
                    places[p] = i;
                    confident = true;
                }
            }
        }
        for (double sum : sums) {
            if (sum == 0) {
                copied(v, w, extents, groupStrides, groups, y, this::excess);
                return;
            }
        }
        double[] own = confident ? own(v, w, extents, groupStrides, places) : null;
        walk = new StridedIterator(extents, groupStrides);
        for (int at = 0; walk.next(); at += run) {
            int p = walk.offset[0];
            if (step == 1) {
                loops.zipRun(BinaryKernel.MUL, w, at, sums, p, y, at, run);
                loops.zipRun(BinaryKernel.SUB, v, at, y, at, y, at, run);
                continue;
            }
            for (int i = 0; i < run; i++) {
                y[at + i] = v[at + i] - w[at + i] * sums[p + i * step];
            }
        }
        for (int p = 0; confident && p < groups; p++) {
            if (places[p] >= 0) {
                y[places[p]] = own[p];
            }
        }
    }

    /** The results of elements with more than half of the weight. */
    private static double[] own(
            double[] v, double[] w, int[] extents, int[] groupStrides, int[] places) {
        double[] otherWeights = new double[places.length];
        double[] others = new double[places.length];
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int step = walk.step[0];
        for (int at = 0; walk.next(); at += walk.run) {
            int p = walk.offset[0];
            for (int i = at; i < at + walk.run; i++, p += step) {
                if (i != places[p]) {
                    otherWeights[p] += w[i];
                    others[p] += v[i];
                }
            }
        }
        double[] own = new double[places.length];
        for (int p = 0; p < own.length; p++) {
            int k = places[p];
            own[p] = k < 0 ? 0 : difference(v[k] * otherWeights[p], w[k] * others[p]);
        }
        return own;
    }

    private void excess(double[] v, double[] w, int from, int n, double[] y) {
        if (n < SHORT) {
            excessOfFew(v, w, from, n, y);
            return;
        }
        int k = heavier(0.5, w, from, n);
        double others = k < 0 ? 0 : others(v, k, from, n);
        double sum = k < 0 ? loops.sum(v, from, n) : others + v[k];
        if (sum == 0 && areZero(v, from, n)) {
            Arrays.fill(y, from, from + n, 0);
            return;
        }
        double own = k < 0 ? 0 : difference(v[k] * others(w, k, from, n), w[k] * others);
        loops.axpyRun(-sum, w, v, y, from, n);
        if (k >= 0) {
            y[k] = own;
        }
    }

    private static void excessOfFew(double[] v, double[] w, int from, int n, double[] y) {
        int end = from + n;
        int k = -1;
        double sum = 0;
        for (int i = from; i < end; i++) {
            sum += v[i];
            k = w[i] > 0.5 ? i : k;
        }
        if (sum == 0 && areZero(v, from, n)) {
            Arrays.fill(y, from, end, 0);
            return;
        }
        double own = 0;
        if (k >= 0) {
            double otherWeights = 0;
            double others = 0;
            for (int i = from; i < end; i++) {
                otherWeights += i == k ? 0 : w[i];
                others += i == k ? 0 : v[i];
            }
            own = difference(v[k] * otherWeights, w[k] * others);
        }
        for (int i = from; i < end; i++) {
            y[i] = v[i] - w[i] * sum;
        }
        if (k >= 0) {
            y[k] = own;
        }
    }

    /** p - q, and 0 where that is -0. */
    private static double difference(double p, double q) {
        return p - q + 0.0;
    }

    /** The sum of a row without one element. */
    private double others(double[] x, int k, int from, int n) {
        return loops.sum(x, from, k - from) + loops.sum(x, k + 1, from + n - k - 1);
    }

    /** The place of the first that has the largest weight, of the first of all if they are NaN. */
    private int heaviest(double[] w, int from, int n) {
        return Math.max(from, heavier(-1, w, from, n));
    }

    /** The place of the first that has the largest weight, if that is above a bound, else -1. */
    private int heavier(double bound, double[] w, int from, int n) {
        int end = from + n;
        int block = from;
        double most = bound;
        if (n < SHORT) {
            int at = -1;
            for (int i = from; i < end; i++) {
                if (w[i] > most) {
                    most = w[i];
                    at = i;
                }
            }
            return at;
        }
        // no other has more than one with half of all
        for (int start = from; start < end && !(most > 0.5); start += BLOCK) {
            double largest = loops.largestRun(w, start, Math.min(BLOCK, end - start));
            if (largest > most) {
                most = largest;
                block = start;
            }
        }
        for (; most > bound; block++) {
            if (w[block] == most) {
                return block;
            }
        }
        return -1;
    }

    private static boolean areZero(double[] v, int from, int n) {
        int i = 0;
        while (i < n && v[from + i] == 0) {
            i++;
        }
        return i == n;
    }
}
