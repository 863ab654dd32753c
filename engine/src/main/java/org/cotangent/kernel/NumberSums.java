package org.cotangent.kernel;

import java.util.Arrays;

/** Sums and products of arrays, written number by number in the order of {@link PlainKernels}. */
public final class NumberSums {
    /** The elements of an array that {@link ArrayKernels#sum} adds up together. */
    public static final int BLOCK = PlainKernels.PAIRWISE_BLOCK;

    private NumberSums() {}

    /**
     * The sum of n elements from those of their blocks; see {@link ArrayKernels#sum}.
     *
     * @param n how many elements there are
     * @param blocks the sum of each {@link #BLOCK} of them, and of those that are left
     * @param from where the first block stands
     * @param step the distance of blocks
     * @return the sum
     */
    public static double ofBlocks(int n, double[] blocks, int from, int step) {
        if (n <= BLOCK) {
            return blocks[from];
        }
        int half = PlainKernels.half(n, BLOCK);
        return ofBlocks(half, blocks, from, step)
                + ofBlocks(n - half, blocks, from + half / BLOCK * step, step);
    }

    /**
     * A block added into zeros; see {@link ArrayKernels#addTo}.
     *
     * @param n the program that is written
     * @param x the places of the operand, dense
     * @param extents its extents
     * @param size how many results there are
     * @param offset where the block starts in the result
     * @param strides strides in the result, 0 to sum
     * @return the places of the results
     */
    public static int[] addTo(
            Numbers n, int[] x, int[] extents, int size, int offset, int[] strides) {
        int[] y = zeros(n, size);
        addTo(n, x, extents, y, offset, strides);
        return y;
    }

    /**
     * Places that hold zeros.
     *
     * @param n the program that is written
     * @param size how many
     * @return the places
     */
    public static int[] zeros(Numbers n, int size) {
        int[] y = new int[size];
        Arrays.fill(y, n.constant(0));
        return y;
    }

    /**
     * A block added to what is there; see {@link ArrayKernels#addTo}.
     *
     * @param n the program that is written
     * @param x the places of the operand, dense
     * @param extents its extents
     * @param y the places of what is added to, replaced by those of the sums
     * @param offset where the block starts in y
     * @param strides strides in y, 0 to sum
     */
    public static void addTo(
            Numbers n, int[] x, int[] extents, int[] y, int offset, int[] strides) {
        StridedIterator walk = new StridedIterator(extents, strides);
        int run = walk.run;
        int step = walk.step[0];
        if (step == 1 && walk.repeats()) {
            sumRows(n, x, 0, x.length / run, y, offset, run);
            return;
        }
        for (int at = 0; walk.next(); at += run) {
            int p = offset + walk.offset[0];
            if (step == 0) {
                y[p] = n.add(y[p], sum(n, x, at, run));
                continue;
            }
            for (int i = 0; i < run; i++, p += step) {
                y[p] = n.add(y[p], x[at + i]);
            }
        }
    }

    private static void sumRows(
            Numbers n, int[] x, int first, int rows, int[] y, int offset, int run) {
        if (rows <= PlainKernels.ROW_BLOCK) {
            for (int at = first * run; at < (first + rows) * run; at += run) {
                for (int i = 0; i < run; i++) {
                    y[offset + i] = n.add(y[offset + i], x[at + i]);
                }
            }
            return;
        }
        int half = PlainKernels.half(rows, PlainKernels.ROW_BLOCK);
        int[] lower = zeros(n, run);
        int[] upper = zeros(n, run);
        sumRows(n, x, first, half, lower, 0, run);
        sumRows(n, x, first + half, rows - half, upper, 0, run);
        for (int i = 0; i < run; i++) {
            y[offset + i] = n.add(y[offset + i], n.add(lower[i], upper[i]));
        }
    }

    /** See {@link ArrayKernels#sum}. */
    static int sum(Numbers n, int... x) {
        return sum(n, x, 0, x.length);
    }

    private static int sum(Numbers n, int[] x, int from, int count) {
        if (count > PlainKernels.PAIRWISE_BLOCK) {
            int half = PlainKernels.half(count, PlainKernels.PAIRWISE_BLOCK);
            return n.add(sum(n, x, from, half), sum(n, x, from + half, count - half));
        }
        return lanes(n, count, (i, sum) -> n.add(sum, x[from + i]));
    }

    @FunctionalInterface
    private interface Term {
        int addTo(int i, int sum);
    }

    /** A sum by {@link Lanes}. */
    private static int lanes(Numbers n, int count, Term term) {
        int whole = count - count % Lanes.COUNT;
        int sum = n.constant(0);
        if (whole > 0) {
            int[] s = zeros(n, Lanes.COUNT);
            for (int i = 0; i < whole; i++) {
                s[i % Lanes.COUNT] = term.addTo(i, s[i % Lanes.COUNT]);
            }
            for (int half = Lanes.COUNT / 2; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    s[i] = n.add(s[i], s[i + half]);
                }
            }
            sum = s[0];
        }
        for (int i = whole; i < count; i++) {
            sum = term.addTo(i, sum);
        }
        return sum;
    }

    /**
     * C = A B; see {@link ArrayKernels#matmul}.
     *
     * @param program the program that is written
     * @param m rows of A and C
     * @param k columns of A, rows of B
     * @param n columns of B and C
     * @param a places of A
     * @param aOffset where it starts
     * @param aRow the distance of its rows
     * @param aColumn the distance of its columns
     * @param b places of B
     * @param bOffset where it starts
     * @param bRow the distance of its rows
     * @param bColumn the distance of its columns
     * @param c receives the places of C
     * @param cOffset where it starts
     * @param strongA whether terms with a column of A that is 0 are none, as {@link StrongProduct}
     *     has it: the product is mended where it is not finite
     * @param strongB whether terms with a row of B that is 0 are none
     */
    public static void matmul(
            Numbers program,
            int m,
            int k,
            int n,
            int[] a,
            int aOffset,
            int aRow,
            int aColumn,
            int[] b,
            int bOffset,
            int bRow,
            int bColumn,
            int[] c,
            int cOffset,
            boolean strongA,
            boolean strongB) {
        boolean[] idle = new boolean[k];
        for (int t = 0; t < k; t++) {
            idle[t] =
                    strongA && allZero(program, a, aOffset + t * aColumn, aRow, m)
                            || strongB && allZero(program, b, bOffset + t * bRow, bColumn, n);
        }
        boolean column = n == 1 && bRow == 1 && (aRow == 1 || aColumn == 1);
        boolean row = !column && m == 1 && aColumn == 1 && (bRow == 1 || bColumn == 1);
        boolean dots = column && aColumn == 1 || row && bRow == 1;
        // a matrix times a vector by rows: 2,048 terms in a chain, and the chains added to 0
        int depth = column || row ? MatrixVector.BLOCK : PlainProduct.DEPTH;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int p = aOffset + i * aRow;
                int q = bOffset + j * bColumn;
                Term term =
                        (t, sum) ->
                                idle[t] && program.isNeverMinusZero(sum)
                                        ? sum
                                        : program.fma(a[p + t * aColumn], b[q + t * bRow], sum);
                c[cOffset + i * n + j] =
                        dots
                                ? lanes(program, k, term)
                                : chains(program, k, depth, column || row, term);
            }
        }
    }

    private static boolean allZero(Numbers n, int[] x, int from, int step, int count) {
        for (int i = 0; i < count; i++) {
            if (!n.isZero(x[from + i * step])) {
                return false;
            }
        }
        return true;
    }

    private static int chains(Numbers n, int k, int depth, boolean fromZero, Term term) {
        int sum = n.constant(0);
        for (int first = 0; first < k; first += depth) {
            int s = n.constant(0);
            for (int t = first; t < Math.min(k, first + depth); t++) {
                s = term.addTo(t, s);
            }
            sum = first == 0 && !fromZero ? s : n.add(sum, s);
        }
        return sum;
    }
}
