package org.cotangent.kernel;

import jdk.incubator.vector.DoubleVector;

/**
 * The matrix product over vectors, of other than four numbers ({@link VectorStrips} has those):
 * blocks of C of six or eight rows by two vectors are held in registers over up to 256 terms (K.
 * Goto and R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM Trans. Math.
 * Softw. 34, 2008). B is packed into strips two vectors wide; rows of A are read where they lie or,
 * if they are columns or will be read often, from a copy.
 *
 * <p>Every element of C is the sum of its terms in their order, by fused multiply-adds, over each
 * 256 of them, and the sum of these sums in their order: the same bits whatever block or thread it
 * falls to.
 */
final class VectorProduct {
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** With 32 registers, as all 512-bit machines have, eight rows fit; with 16, six. */
    private static final int HEIGHT = LANES >= 8 ? 8 : 6;

    /** Terms in a block: a strip of B is to stay in the first-level cache. */
    private static final int DEPTH = PlainProduct.DEPTH;

    /** Rows of A in a block, which is to stay in the second-level cache. */
    private static final int ROWS = 48;

    /** Columns of B that are packed at a time. */
    private static final int COLUMNS = 2048;

    /** Columns to pack that are worth a thread. */
    private static final int WORTH = 64;

    /** From so many columns of B on, rows of A are copied. */
    private static final int WIDE = 128;

    /** Between copied rows of A: their distance must not be a large power of two. */
    private static final int GAP = 8;

    /** Up to so many multiplications, packing does not pay. */
    static final int SMALL = 512;

    /**
     * Rows of A and a block of B, packed, that are kept for the next product of the same thread.
     */
    private static final ThreadLocal<double[][]> PACKED =
            ThreadLocal.withInitial(() -> new double[2][0]);

    private VectorProduct() {}

    /**
     * C = A B; see {@link ArrayKernels#matmul}.
     *
     * @param shared whether other threads may help
     */
    static void multiply(
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
        if (k == 0 || (long) m * k * n <= SMALL) {
            PlainProduct.small(
                    m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset);
            return;
        }
        double[] buffer = packed(1, Math.min(DEPTH, k) * (Math.min(COLUMNS, n) + WIDTH));
        for (int j = 0; j < n; j += COLUMNS) {
            int first = j;
            int columns = Math.min(COLUMNS, n - j);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                int left = aOffset + p * aColumn;
                int right = bOffset + p * bRow + j * bColumn;
                boolean add = p > 0;
                long each = (long) m * columns / Math.max(m, columns) * depth;
                int least = shared ? (int) Math.max(1, PlainKernels.PRODUCT / each) : m + columns;
                Parallel.run(
                        columns,
                        WIDTH,
                        shared ? WORTH : columns,
                        (from, to) -> pack(b, right, bRow, bColumn, depth, from, to, buffer));
                Parallel.run(
                        Math.max(m, columns),
                        m >= columns ? HEIGHT : WIDTH,
                        least,
                        (from, to) -> {
                            int i0 = m >= columns ? from : 0;
                            int i1 = m >= columns ? to : m;
                            int j0 = m >= columns ? 0 : from;
                            int j1 = m >= columns ? columns : to;
                            for (int i = i0; i < i1; i += ROWS) {
                                int rows = Math.min(ROWS, i1 - i);
                                int at = cOffset + i * n + first + j0;
                                multiplyRows(
                                        rows,
                                        depth,
                                        j1 - j0,
                                        a,
                                        left + i * aRow,
                                        aRow,
                                        aColumn,
                                        buffer,
                                        j0 * depth,
                                        c,
                                        at,
                                        n,
                                        add);
                            }
                        });
            }
        }
    }

    private static double[] packed(int which, int length) {
        double[][] packed = PACKED.get();
        if (packed[which].length < length) {
            packed[which] = new double[length];
        }
        return packed[which];
    }

    /** Some rows of A, packed if that pays, times some columns of packed B. */
    private static void multiplyRows(
            int rows,
            int depth,
            int columns,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            double[] c,
            int cOffset,
            int cRow,
            boolean add) {
        // copied, rows of A do not evict each other; a narrow B is not worth it
        if (aColumn == 1 && columns < WIDE) {
            block(rows, depth, columns, a, aOffset, aRow, b, bOffset, c, cOffset, cRow, add);
            return;
        }
        double[] copy = packed(0, ROWS * (DEPTH + GAP));
        packRows(a, aOffset, aRow, aColumn, rows, depth, copy);
        block(rows, depth, columns, copy, 0, depth + GAP, b, bOffset, c, cOffset, cRow, add);
    }

    /** Some rows of A times packed B. */
    private static void block(
            int rows,
            int depth,
            int columns,
            double[] a,
            int aOffset,
            int aRow,
            double[] b,
            int bOffset,
            double[] c,
            int cOffset,
            int cRow,
            boolean add) {
        double[] edge = null;
        for (int j = 0; j < columns; j += WIDTH) {
            int wide = Math.min(WIDTH, columns - j);
            int strip = bOffset + j * depth;
            for (int i = 0; i < rows; i += HEIGHT) {
                int high = Math.min(HEIGHT, rows - i);
                int from = aOffset + i * aRow;
                int to = cOffset + i * cRow + j;
                if (HEIGHT == 6 && high == HEIGHT && wide == WIDTH) {
                    VectorTiles.rows6(a, from, aRow, high, b, strip, depth, c, to, cRow, add);
                    continue;
                }
                if (edge == null) {
                    edge = new double[HEIGHT * WIDTH];
                }
                if (HEIGHT == 6) {
                    VectorTiles.rows6(a, from, aRow, high, b, strip, depth, edge, 0, WIDTH, false);
                } else {
                    VectorTiles.rows8(a, from, aRow, high, b, strip, depth, edge);
                }
                for (int r = 0; r < high; r++) {
                    for (int s = 0; s < wide; s++) {
                        double v = edge[r * WIDTH + s];
                        c[to + r * cRow + s] = add ? c[to + r * cRow + s] + v : v;
                    }
                }
            }
        }
    }

    /**
     * Some rows of A, in rows of their own that are so far apart that the cache can hold them all.
     */
    private static void packRows(
            double[] a, int offset, int aRow, int aColumn, int rows, int depth, double[] packed) {
        int row = depth + GAP;
        if (aColumn == 1) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(a, offset + i * aRow, packed, i * row, depth);
            }
            return;
        }
        for (int i = 0; i < rows; i += HEIGHT) {
            int high = Math.min(HEIGHT, rows - i);
            for (int p = 0, q = offset + i * aRow; p < depth; p++, q += aColumn) {
                for (int s = 0, to = i * row + p; s < high; s++, to += row) {
                    packed[to] = a[q + s * aRow];
                }
            }
        }
    }

    /** B in strips of two vectors, row by row in each, the last one filled up with zeros. */
    private static void pack(
            double[] b,
            int offset,
            int bRow,
            int bColumn,
            int depth,
            int first,
            int end,
            double[] packed) {
        for (int j = first; j < end; j += WIDTH) {
            int wide = Math.min(WIDTH, end - j);
            int to = j * depth;
            int from = offset + j * bColumn;
            if (wide == WIDTH && bColumn == 1) {
                for (int p = 0; p < depth; p++) {
                    int q = from + p * bRow;
                    DoubleVector.fromArray(VectorTiles.SPECIES, b, q)
                            .intoArray(packed, to + p * WIDTH);
                    DoubleVector.fromArray(VectorTiles.SPECIES, b, q + LANES)
                            .intoArray(packed, to + p * WIDTH + LANES);
                }
            } else {
                for (int s = 0; s < WIDTH; s++) {
                    if (s < wide) {
                        for (int p = 0, q = from + s * bColumn; p < depth; p++, q += bRow) {
                            packed[to + p * WIDTH + s] = b[q];
                        }
                    } else {
                        for (int p = 0; p < depth; p++) {
                            packed[to + p * WIDTH + s] = 0;
                        }
                    }
                }
            }
        }
    }
}
