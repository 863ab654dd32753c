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
    static final int STRIP = 4;

    /** Terms in a block: strips are to stay in the first-level cache. */
    private static final int DEPTH = 256;

    /** Strips of A in a block, which is to stay in the second-level cache. */
    private static final int ROWS = 16;

    /** Strips of B that are packed at a time. */
    private static final int COLUMNS = 512;

    /** What a thread packs into. */
    private static final ThreadLocal<Packed> PACKED = ThreadLocal.withInitial(Packed::new);

    private VectorStrips() {}

    /** Strips that are kept for the next product of the same thread. */
    private static final class Packed {
        private double[][] a = {};
        private double[][] b = {};
        private final double[] tile = new double[2 * STRIP * STRIP];

        void require(int rows, int columns) {
            a = grown(a, rows);
            b = grown(b, columns);
        }

        private static double[][] grown(double[][] strips, int count) {
            if (count <= strips.length) {
                return strips;
            }
            double[][] more = Arrays.copyOf(strips, count);
            for (int i = strips.length; i < count; i++) {
                more[i] = new double[DEPTH * STRIP];
            }
            return more;
        }
    }

    private static int strips(int count) {
        return (count + STRIP - 1) / STRIP;
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
        Packed packed = PACKED.get();
        packed.require(Math.min(ROWS, strips(m)), Math.min(COLUMNS, strips(n)));
        for (int j = 0; j < n; j += COLUMNS * STRIP) {
            int columns = Math.min(COLUMNS * STRIP, n - j);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                int from = bOffset + p * bRow + j * bColumn;
                pack(b, from, bColumn, bRow, columns, depth, packed.b, 0);
                for (int i = 0; i < m; i += ROWS * STRIP) {
                    int rows = Math.min(ROWS * STRIP, m - i);
                    from = aOffset + i * aRow + p * aColumn;
                    // -0 * 0 is -0, which changes no sum
                    pack(a, from, aRow, aColumn, rows, depth, packed.a, -0.0);
                    block(packed, rows, depth, columns, c, cOffset + i * cRow + j, cRow, p > 0);
                }
            }
        }
    }

    /** Some rows of packed A times packed B. */
    private static void block(
            Packed packed,
            int rows,
            int depth,
            int columns,
            double[] c,
            int cOffset,
            int cRow,
            boolean add) {
        double[] tile = packed.tile;
        for (int j = 0; j < columns; j += 2 * STRIP) {
            int wide = Math.min(2 * STRIP, columns - j);
            double[] b0 = packed.b[j / STRIP];
            double[] b1 = wide > STRIP ? packed.b[j / STRIP + 1] : b0;
            for (int i = 0; i < rows; i += STRIP) {
                int high = Math.min(STRIP, rows - i);
                double[] a = packed.a[i / STRIP];
                int to = cOffset + i * cRow + j;
                VectorTiles.strips(a, b0, b1, depth, tile);
                if (high == STRIP && wide == 2 * STRIP) {
                    VectorTiles.store(tile, c, to, cRow, add);
                    continue;
                }
                for (int r = 0; r < high; r++) {
                    for (int s = 0; s < wide; s++) {
                        double v = tile[r * 2 * STRIP + s];
                        c[to + r * cRow + s] = add ? c[to + r * cRow + s] + v : v;
                    }
                }
            }
        }
    }

    /**
     * Packs strips: term by term the four numbers of it. What is missing of four is zero; where the
     * number of terms is odd one more is added.
     */
    private static void pack(
            double[] x,
            int offset,
            int across,
            int along,
            int count,
            int depth,
            double[][] strips,
            double more) {
        for (int i = 0; i < count; i += STRIP) {
            double[] strip = strips[i / STRIP];
            int from = offset + i * across;
            if (count - i >= STRIP && along == 1) {
                packAlong(x, from, across, depth, strip);
            } else if (count - i >= STRIP && across == 1) {
                packAcross(x, from, along, depth, strip);
            } else {
                packEach(x, from, across, along, Math.min(STRIP, count - i), depth, strip);
            }
            if (depth % 2 == 1) {
                Arrays.fill(strip, depth * STRIP, (depth + 1) * STRIP, more);
            }
        }
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

    private static void packEach(
            double[] x, int offset, int across, int along, int count, int depth, double[] strip) {
        for (int p = 0; p < depth; p++) {
            for (int s = 0; s < STRIP; s++) {
                strip[p * STRIP + s] = s < count ? x[offset + p * along + s * across] : 0;
            }
        }
    }
}
