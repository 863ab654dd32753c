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
    private static final int DEPTH = 256;

    /** Rows of A in a block, which is to stay in the second-level cache. */
    private static final int ROWS = 48;

    /** Columns of B that are packed at a time. */
    private static final int COLUMNS = 2048;

    /** From so many columns of B on, rows of A are copied. */
    private static final int WIDE = 128;

    /** Between copied rows of A: their distance must not be a large power of two. */
    private static final int GAP = 8;

    /** Up to so many multiplications, packing does not pay. */
    static final int SMALL = 512;

    /** Longest packed block that is kept for the next product of the same thread. */
    private static final ThreadLocal<double[]> PACKED =
            ThreadLocal.withInitial(() -> new double[0]);

    private VectorProduct() {}

    /** The smallest number of rows or columns to split a product by. */
    static int height() {
        return HEIGHT;
    }

    static int width() {
        return WIDTH;
    }

    /** C = A B; see {@link Loops#matmul}, with the distance between rows of C. */
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
            int cRow) {
        if (k == 0 || (long) m * k * n <= SMALL) {
            PlainProduct.small(
                    m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset,
                    cRow);
            return;
        }
        // copied, rows of A do not evict each other; a narrow B is not worth it
        boolean packs = aColumn != 1 || n >= WIDE;
        int aLength = packs ? Math.min(ROWS, m) * (Math.min(DEPTH, k) + GAP) : 0;
        double[] buffer = packed(Math.min(DEPTH, k) * (Math.min(COLUMNS, n) + WIDTH) + aLength);
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                pack(
                        b,
                        bOffset + p * bRow + j * bColumn,
                        bRow,
                        bColumn,
                        depth,
                        columns,
                        buffer,
                        aLength);
                for (int i = 0; i < m; i += ROWS) {
                    int rows = Math.min(ROWS, m - i);
                    int from = aOffset + i * aRow + p * aColumn;
                    int to = cOffset + i * cRow + j;
                    if (packs) {
                        packRows(a, from, aRow, aColumn, rows, depth, buffer);
                        block(
                                rows,
                                depth,
                                columns,
                                buffer,
                                0,
                                depth + GAP,
                                buffer,
                                aLength,
                                c,
                                to,
                                cRow,
                                p > 0);
                    } else {
                        block(rows, depth, columns, a, from, aRow, buffer, 0, c, to, cRow, p > 0);
                    }
                }
            }
        }
    }

    private static double[] packed(int length) {
        double[] packed = PACKED.get();
        if (packed.length < length) {
            packed = new double[length];
            PACKED.set(packed);
        }
        return packed;
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
            int columns,
            double[] packed,
            int start) {
        for (int j = 0; j < columns; j += WIDTH) {
            int wide = Math.min(WIDTH, columns - j);
            int to = start + j * depth;
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
