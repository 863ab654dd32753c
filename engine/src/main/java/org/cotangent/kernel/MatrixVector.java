package org.cotangent.kernel;

import java.util.Arrays;

/**
 * The product of a matrix and a vector, which is a matter of memory: A is read once, where it lies.
 *
 * <p>Where rows of A are contiguous an element of y is an inner product. Where columns are, y is a
 * sum of columns: of 2,048 of them at a time, and these sums one after the other. Either way the
 * bits do not depend on the number of threads.
 */
final class MatrixVector {
    /** Columns of A that are summed into one partial result. */
    static final int BLOCK = 2048;

    /** Multiplications worth a thread. */
    private static final int LEAST = 1 << 15;

    private MatrixVector() {}

    /**
     * y = A x.
     *
     * @param m rows of A
     * @param k columns of A
     * @param a elements of A: (i, p) at aOffset + i * aRow + p * aColumn; one of both is 1
     * @param x the vector, dense, starting at xOffset
     * @param y the result, dense, starting at yOffset
     */
    static void multiply(
            PlainKernels loops,
            int m,
            int k,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] x,
            int xOffset,
            double[] y,
            int yOffset) {
        if (aColumn == 1) {
            Parallel.run(
                    m,
                    1,
                    Math.max(1, LEAST / Math.max(1, k)),
                    (from, to) -> {
                        for (int i = from; i < to; i++) {
                            y[yOffset + i] = loops.dotRun(a, aOffset + i * aRow, x, xOffset, k);
                        }
                    });
            return;
        }
        int blocks = Math.max(1, (k + BLOCK - 1) / BLOCK);
        double[][] parts = new double[blocks][m];
        Parallel.run(
                blocks,
                1,
                Math.max(1, LEAST / BLOCK / Math.max(1, m)),
                (from, to) -> {
                    for (int block = from; block < to; block++) {
                        int p = block * BLOCK;
                        int columns = Math.min(BLOCK, k - p);
                        loops.addRows(
                                a,
                                aOffset + p * aColumn,
                                aColumn,
                                x,
                                xOffset + p,
                                columns,
                                parts[block]);
                    }
                });
        Arrays.fill(y, yOffset, yOffset + m, 0);
        for (double[] part : parts) {
            loops.addRun(part, 0, y, yOffset, m);
        }
    }
}
