package org.cotangent.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * The matrix product over vectors of four numbers, for processors with sixteen registers: blocks of
 * C of four rows by two vectors are held in eight of them over up to 256 terms (K. Goto and R. van
 * de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM Trans. Math. Softw. 34, 2008).
 * Four rows of A and four columns of B are packed into strips, each an array of its own: so the
 * innermost loop needs one index and nothing but loads and multiplications, which counts where two
 * threads share a core.
 *
 * <p>Every element of C is the sum of its terms as in {@link VectorProduct}.
 */
final class VectorStrips {
    /** Rows of A and columns of B in a strip, and in a vector. */
    private static final int STRIP = 4;

    /** Whether vectors are of four numbers. */
    static final boolean FIT = VectorTiles.LANES == STRIP;

    /** Terms in a block: strips are to stay in the first-level cache. */
    private static final int DEPTH = PlainProduct.DEPTH;

    /** Blocks of terms that are packed at a time, at most. */
    private static final int BLOCKS = 16;

    /** Strips of an operand that are packed at a time, those of all blocks of terms together. */
    private static final int STRIPS = 512;

    /** Rows of A in a block, which is to stay in the second-level cache. */
    private static final int ROWS = 64;

    /** Cells that C is cut into for each thread, unless they become too small to be worth it. */
    private static final int CELLS = 4;

    private static final int FEW_ROWS = 16;
    private static final int FEW_COLUMNS = 64;

    /** Strips side by side that are packed together. */
    private static final int BESIDE = 4;

    /** Strips to pack that are worth a thread. */
    private static final int WORTH = 16;

    /**
     * The arrays that a thread packs into: strips of A, of B, and a tile, kept for its next
     * product. Arrays of numbers alone: an object of this library would keep its class loader as
     * long as the thread.
     */
    private static final ThreadLocal<double[][][]> PACKED =
            ThreadLocal.withInitial(
                    () -> new double[][][] {{}, {}, {new double[2 * STRIP * STRIP]}});

    private static final int A = 0;
    private static final int B = 1;

    private VectorStrips() {}

    private static double[][] packed(int which, int count) {
        double[][][] packed = PACKED.get();
        double[][] strips = packed[which];
        if (count > strips.length) {
            packed[which] = Arrays.copyOf(strips, count);
            for (int i = strips.length; i < count; i++) {
                packed[which][i] = new double[DEPTH * STRIP];
            }
        }
        return packed[which];
    }

    /** Rows of A or columns of B, with the distances between them and between their terms. */
    private record Operand(double[] x, int offset, int across, int along) {
        Operand from(int i, int p) {
            return new Operand(x, offset + i * across + p * along, across, along);
        }
    }

    /** Where the sums go, and whether they are added to what is there. */
    private record Result(double[] x, int offset, int row, boolean add) {
        Result from(int i, int j) {
            return new Result(x, offset + i * row + j, row, add);
        }
    }

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
        if (k == 0 || (long) m * k * n <= VectorProduct.SMALL) {
            PlainProduct.small(
                    m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset);
            return;
        }
        Operand left = new Operand(a, aOffset, aRow, aColumn);
        Operand right = new Operand(b, bOffset, bColumn, bRow);
        for (int p = 0; p < k; p += BLOCKS * DEPTH) {
            int terms = Math.min(BLOCKS * DEPTH, k - p);
            int most = STRIPS / blocks(terms) * STRIP;
            for (int j = 0; j < n; j += most) {
                Operand rows = left.from(0, p);
                Operand columns = right.from(j, p);
                Result to = new Result(c, cOffset + j, n, p > 0);
                multiply(m, terms, Math.min(most, n - j), rows, columns, to, shared);
            }
        }
    }

    private static int strips(int count) {
        return cells(count, STRIP);
    }

    private static int blocks(int terms) {
        return cells(terms, DEPTH);
    }

    /** Adds to C, or sets it, as many terms and columns as are packed at a time. */
    private static void multiply(
            int m, int terms, int n, Operand left, Operand right, Result c, boolean shared) {
        double[][] b = packed(B, blocks(terms) * strips(n));
        pack(right, n, terms, b, 0, shared);
        int most = shared ? STRIPS / blocks(terms) * STRIP : ROWS;
        double[][] a = packed(A, blocks(terms) * strips(Math.min(most, m)));
        for (int i = 0; i < m; i += most) {
            int rows = Math.min(most, m - i);
            // -0 * 0 is -0, which changes no sum
            pack(left.from(i, 0), rows, terms, a, -0.0, shared);
            multiply(rows, terms, n, a, b, c.from(i, 0), shared);
        }
    }

    /** Packs strips of every block of terms, all of the first one first. */
    private static void pack(
            Operand from, int count, int terms, double[][] strips, double more, boolean shared) {
        int across = strips(count);
        run(
                shared,
                blocks(terms) * across,
                WORTH,
                (first, end) -> {
                    for (int s = first; s < end; s++) {
                        int i = s % across * STRIP;
                        int p = s / across * DEPTH;
                        int depth = Math.min(DEPTH, terms - p);
                        Operand part = from.from(i, p);
                        if (part.across == 1 && count - i >= BESIDE * STRIP && end - s >= BESIDE) {
                            packBeside(part, depth, strips, s, more);
                            s += BESIDE - 1;
                        } else {
                            pack(part, Math.min(STRIP, count - i), depth, strips[s], more);
                        }
                    }
                });
    }

    /** Packed A times packed B, cell by cell. */
    private static void multiply(
            int m, int terms, int n, double[][] a, double[][] b, Result c, boolean shared) {
        int rows = Math.min(ROWS, m);
        int columns = n;
        while (shared && cells(m, rows) * cells(n, columns) < CELLS * Parallel.THREADS) {
            if (columns > FEW_COLUMNS) {
                columns = strips(columns / 4) * 2 * STRIP;
            } else if (rows > FEW_ROWS) {
                rows = strips(rows / 2) * STRIP;
            } else {
                break;
            }
        }
        int high = rows;
        int wide = columns;
        int beside = cells(n, wide);
        run(
                shared,
                cells(m, high) * beside,
                1,
                (first, end) -> {
                    double[] tile = PACKED.get()[2][0];
                    for (int s = first; s < end; s++) {
                        int i = s / beside * high;
                        int j = s % beside * wide;
                        int height = Math.min(high, m - i);
                        int width = Math.min(wide, n - j);
                        Result cell = c.from(i, j);
                        for (int p = 0, q = 0; p < terms; p += DEPTH, q++) {
                            block(
                                    height,
                                    width,
                                    Math.min(DEPTH, terms - p),
                                    a,
                                    q * strips(m) + i / STRIP,
                                    b,
                                    q * strips(n) + j / STRIP,
                                    tile,
                                    cell,
                                    cell.add || p > 0);
                        }
                    }
                });
    }

    private static int cells(int whole, int part) {
        return (whole + part - 1) / part;
    }

    private static void run(boolean shared, int n, int least, RangeTask piece) {
        if (shared) {
            Parallel.run(n, 1, least, piece);
        } else {
            piece.run(0, n);
        }
    }

    /** Some strips of A times some strips of B in one block of terms. */
    private static void block(
            int rows,
            int columns,
            int depth,
            double[][] a,
            int aFirst,
            double[][] b,
            int bFirst,
            double[] tile,
            Result c,
            boolean add) {
        for (int j = 0; j < columns; j += 2 * STRIP) {
            int wide = Math.min(2 * STRIP, columns - j);
            double[] b0 = b[bFirst + j / STRIP];
            double[] b1 = wide > STRIP ? b[bFirst + j / STRIP + 1] : b0;
            for (int i = 0; i < rows; i += STRIP) {
                int high = Math.min(STRIP, rows - i);
                int to = c.offset + i * c.row + j;
                VectorTiles.strips(a[aFirst + i / STRIP], b0, b1, depth, tile);
                if (high == STRIP && wide == 2 * STRIP) {
                    VectorTiles.store(tile, c.x, to, c.row, add);
                    continue;
                }
                for (int r = 0; r < high; r++) {
                    for (int s = 0; s < wide; s++) {
                        double v = tile[r * 2 * STRIP + s];
                        int at = to + r * c.row + s;
                        c.x[at] = add ? c.x[at] + v : v;
                    }
                }
            }
        }
    }

    /**
     * Packs a strip: term by term the four numbers of it. What is missing of four is zero; where
     * the number of terms is odd one more is added.
     */
    private static void pack(Operand from, int count, int depth, double[] strip, double more) {
        if (count == STRIP && from.along == 1) {
            packAlong(from.x, from.offset, from.across, depth, strip);
        } else if (count == STRIP && from.across == 1) {
            packAcross(from.x, from.offset, from.along, depth, strip);
        } else {
            packEach(from.x, from.offset, from.across, from.along, count, depth, strip);
        }
        fillOdd(strip, depth, more);
    }

    private static void packAlong(double[] x, int offset, int across, int depth, double[] strip) {
        int x1 = offset + across;
        int x2 = x1 + across;
        int x3 = x2 + across;
        for (int p = 0; p < depth; p++) {
            strip[4 * p] = x[offset + p];
            strip[4 * p + 1] = x[x1 + p];
            strip[4 * p + 2] = x[x2 + p];
            strip[4 * p + 3] = x[x3 + p];
        }
    }

    private static void packAcross(double[] x, int offset, int along, int depth, double[] strip) {
        for (int p = 0, q = offset; p < depth; p++, q += along) {
            DoubleVector.fromArray(VectorTiles.SPECIES, x, q).intoArray(strip, 4 * p);
        }
    }

    /** Strips that lie side by side: what a row of a matrix loads into a cache is used at once. */
    private static void packBeside(
            Operand from, int depth, double[][] strips, int first, double more) {
        double[] x = from.x;
        double[] s0 = strips[first];
        double[] s1 = strips[first + 1];
        double[] s2 = strips[first + 2];
        double[] s3 = strips[first + 3];
        for (int p = 0, q = from.offset; p < depth; p++, q += from.along) {
            DoubleVector.fromArray(VectorTiles.SPECIES, x, q).intoArray(s0, 4 * p);
            DoubleVector.fromArray(VectorTiles.SPECIES, x, q + 4).intoArray(s1, 4 * p);
            DoubleVector.fromArray(VectorTiles.SPECIES, x, q + 8).intoArray(s2, 4 * p);
            DoubleVector.fromArray(VectorTiles.SPECIES, x, q + 12).intoArray(s3, 4 * p);
        }
        for (int s = first; s < first + BESIDE; s++) {
            fillOdd(strips[s], depth, more);
        }
    }

    /** Where the number of terms is odd, one more that changes nothing. */
    private static void fillOdd(double[] strip, int depth, double more) {
        if (depth % 2 == 1) {
            Arrays.fill(strip, depth * STRIP, (depth + 1) * STRIP, more);
        }
    }

    private static void packEach(
            double[] x, int offset, int across, int along, int count, int depth, double[] strip) {
        for (int p = 0; p < depth; p++) {
            for (int s = 0; s < STRIP; s++) {
                strip[p * STRIP + s] = s < count ? x[offset + p * along + s * across] : 0;
            }
        }
    }
}
