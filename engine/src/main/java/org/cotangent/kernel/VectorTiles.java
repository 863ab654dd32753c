package org.cotangent.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A few rows of A times two vectors of B, held in registers: the innermost loops of the matrix
 * product.
 *
 * <p>The loads, multiplications and stores stand in one method each: a helper that is given twelve
 * vectors is one more chance for the JIT compiler to put them on the heap.
 */
final class VectorTiles {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int WIDTH = 2 * LANES;

    private VectorTiles() {}

    /**
     * A strip of four rows of A times two strips of four columns of B, two terms at a time. Terms
     * row by row: one after the other, the JIT compiler loads so much ahead that it runs out of
     * registers and keeps a sum in memory, with some garbage collectors and not with others.
     *
     * @param depth the number of terms; if it is odd, strips have one more that changes nothing
     */
    static void strips(double[] a, double[] b0, double[] b1, int depth, double[] c) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector c00 = zero;
        DoubleVector c01 = zero;
        DoubleVector c10 = zero;
        DoubleVector c11 = zero;
        DoubleVector c20 = zero;
        DoubleVector c21 = zero;
        DoubleVector c30 = zero;
        DoubleVector c31 = zero;
        int end = depth * 4;
        for (int q = 0; q < end; q += 8) {
            DoubleVector u = DoubleVector.fromArray(SPECIES, b0, q);
            DoubleVector w = DoubleVector.fromArray(SPECIES, b1, q);
            DoubleVector nextU = DoubleVector.fromArray(SPECIES, b0, q + 4);
            DoubleVector nextW = DoubleVector.fromArray(SPECIES, b1, q + 4);
            DoubleVector v = DoubleVector.broadcast(SPECIES, a[q]);
            c00 = u.fma(v, c00);
            c01 = w.fma(v, c01);
            v = DoubleVector.broadcast(SPECIES, a[q + 4]);
            c00 = nextU.fma(v, c00);
            c01 = nextW.fma(v, c01);
            v = DoubleVector.broadcast(SPECIES, a[q + 1]);
            c10 = u.fma(v, c10);
            c11 = w.fma(v, c11);
            v = DoubleVector.broadcast(SPECIES, a[q + 5]);
            c10 = nextU.fma(v, c10);
            c11 = nextW.fma(v, c11);
            v = DoubleVector.broadcast(SPECIES, a[q + 2]);
            c20 = u.fma(v, c20);
            c21 = w.fma(v, c21);
            v = DoubleVector.broadcast(SPECIES, a[q + 6]);
            c20 = nextU.fma(v, c20);
            c21 = nextW.fma(v, c21);
            v = DoubleVector.broadcast(SPECIES, a[q + 3]);
            c30 = u.fma(v, c30);
            c31 = w.fma(v, c31);
            v = DoubleVector.broadcast(SPECIES, a[q + 7]);
            c30 = nextU.fma(v, c30);
            c31 = nextW.fma(v, c31);
        }
        c00.intoArray(c, 0);
        c01.intoArray(c, 4);
        c10.intoArray(c, 8);
        c11.intoArray(c, 12);
        c20.intoArray(c, 16);
        c21.intoArray(c, 20);
        c30.intoArray(c, 24);
        c31.intoArray(c, 28);
    }

    /** Stores the block that {@link #strips} computed, or adds it. */
    static void store(double[] block, double[] c, int cOffset, int cRow, boolean add) {
        for (int r = 0; r < 4; r++) {
            int to = cOffset + r * cRow;
            DoubleVector v = DoubleVector.fromArray(SPECIES, block, 8 * r);
            DoubleVector w = DoubleVector.fromArray(SPECIES, block, 8 * r + 4);
            if (add) {
                v = v.add(DoubleVector.fromArray(SPECIES, c, to));
                w = w.add(DoubleVector.fromArray(SPECIES, c, to + 4));
            }
            v.intoArray(c, to);
            w.intoArray(c, to + 4);
        }
    }

    /** Up to six rows of A. */
    static void rows6(
            double[] a,
            int a0,
            int aRow,
            int rows,
            double[] b,
            int bOffset,
            int depth,
            double[] c,
            int cOffset,
            int cRow,
            boolean add) {
        // rows that are not there repeat the last one; nobody reads what becomes of them
        int a1 = a0 + Math.min(1, rows - 1) * aRow;
        int a2 = a0 + Math.min(2, rows - 1) * aRow;
        int a3 = a0 + Math.min(3, rows - 1) * aRow;
        int a4 = a0 + Math.min(4, rows - 1) * aRow;
        int a5 = a0 + Math.min(5, rows - 1) * aRow;
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector c00 = zero;
        DoubleVector c01 = zero;
        DoubleVector c10 = zero;
        DoubleVector c11 = zero;
        DoubleVector c20 = zero;
        DoubleVector c21 = zero;
        DoubleVector c30 = zero;
        DoubleVector c31 = zero;
        DoubleVector c40 = zero;
        DoubleVector c41 = zero;
        DoubleVector c50 = zero;
        DoubleVector c51 = zero;
        // with bOffset + p * WIDTH in place of q the loop is twice as slow on JDK 17
        for (int p = 0, q = bOffset; p < depth; p++, q += WIDTH) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, q);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, q + LANES);
            DoubleVector v = DoubleVector.broadcast(SPECIES, a[a0 + p]);
            c00 = b0.fma(v, c00);
            c01 = b1.fma(v, c01);
            v = DoubleVector.broadcast(SPECIES, a[a1 + p]);
            c10 = b0.fma(v, c10);
            c11 = b1.fma(v, c11);
            v = DoubleVector.broadcast(SPECIES, a[a2 + p]);
            c20 = b0.fma(v, c20);
            c21 = b1.fma(v, c21);
            v = DoubleVector.broadcast(SPECIES, a[a3 + p]);
            c30 = b0.fma(v, c30);
            c31 = b1.fma(v, c31);
            v = DoubleVector.broadcast(SPECIES, a[a4 + p]);
            c40 = b0.fma(v, c40);
            c41 = b1.fma(v, c41);
            v = DoubleVector.broadcast(SPECIES, a[a5 + p]);
            c50 = b0.fma(v, c50);
            c51 = b1.fma(v, c51);
        }
        if (add) {
            c00 = c00.add(DoubleVector.fromArray(SPECIES, c, cOffset));
            c01 = c01.add(DoubleVector.fromArray(SPECIES, c, cOffset + LANES));
            c10 = c10.add(DoubleVector.fromArray(SPECIES, c, cOffset + cRow));
            c11 = c11.add(DoubleVector.fromArray(SPECIES, c, cOffset + cRow + LANES));
            c20 = c20.add(DoubleVector.fromArray(SPECIES, c, cOffset + 2 * cRow));
            c21 = c21.add(DoubleVector.fromArray(SPECIES, c, cOffset + 2 * cRow + LANES));
            c30 = c30.add(DoubleVector.fromArray(SPECIES, c, cOffset + 3 * cRow));
            c31 = c31.add(DoubleVector.fromArray(SPECIES, c, cOffset + 3 * cRow + LANES));
            c40 = c40.add(DoubleVector.fromArray(SPECIES, c, cOffset + 4 * cRow));
            c41 = c41.add(DoubleVector.fromArray(SPECIES, c, cOffset + 4 * cRow + LANES));
            c50 = c50.add(DoubleVector.fromArray(SPECIES, c, cOffset + 5 * cRow));
            c51 = c51.add(DoubleVector.fromArray(SPECIES, c, cOffset + 5 * cRow + LANES));
        }
        c00.intoArray(c, cOffset);
        c01.intoArray(c, cOffset + LANES);
        c10.intoArray(c, cOffset + cRow);
        c11.intoArray(c, cOffset + cRow + LANES);
        c20.intoArray(c, cOffset + 2 * cRow);
        c21.intoArray(c, cOffset + 2 * cRow + LANES);
        c30.intoArray(c, cOffset + 3 * cRow);
        c31.intoArray(c, cOffset + 3 * cRow + LANES);
        c40.intoArray(c, cOffset + 4 * cRow);
        c41.intoArray(c, cOffset + 4 * cRow + LANES);
        c50.intoArray(c, cOffset + 5 * cRow);
        c51.intoArray(c, cOffset + 5 * cRow + LANES);
    }

    /**
     * Up to eight rows of A, into a block of C by itself: for machines with 32 registers. With the
     * additions to C there would be more operations than the JIT compiler inlines.
     */
    static void rows8(
            double[] a,
            int a0,
            int aRow,
            int rows,
            double[] b,
            int bOffset,
            int depth,
            double[] c) {
        int a1 = a0 + Math.min(1, rows - 1) * aRow;
        int a2 = a0 + Math.min(2, rows - 1) * aRow;
        int a3 = a0 + Math.min(3, rows - 1) * aRow;
        int a4 = a0 + Math.min(4, rows - 1) * aRow;
        int a5 = a0 + Math.min(5, rows - 1) * aRow;
        int a6 = a0 + Math.min(6, rows - 1) * aRow;
        int a7 = a0 + Math.min(7, rows - 1) * aRow;
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector c00 = zero;
        DoubleVector c01 = zero;
        DoubleVector c10 = zero;
        DoubleVector c11 = zero;
        DoubleVector c20 = zero;
        DoubleVector c21 = zero;
        DoubleVector c30 = zero;
        DoubleVector c31 = zero;
        DoubleVector c40 = zero;
        DoubleVector c41 = zero;
        DoubleVector c50 = zero;
        DoubleVector c51 = zero;
        DoubleVector c60 = zero;
        DoubleVector c61 = zero;
        DoubleVector c70 = zero;
        DoubleVector c71 = zero;
        for (int p = 0, q = bOffset; p < depth; p++, q += WIDTH) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, q);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, q + LANES);
            DoubleVector v = DoubleVector.broadcast(SPECIES, a[a0 + p]);
            c00 = b0.fma(v, c00);
            c01 = b1.fma(v, c01);
            v = DoubleVector.broadcast(SPECIES, a[a1 + p]);
            c10 = b0.fma(v, c10);
            c11 = b1.fma(v, c11);
            v = DoubleVector.broadcast(SPECIES, a[a2 + p]);
            c20 = b0.fma(v, c20);
            c21 = b1.fma(v, c21);
            v = DoubleVector.broadcast(SPECIES, a[a3 + p]);
            c30 = b0.fma(v, c30);
            c31 = b1.fma(v, c31);
            v = DoubleVector.broadcast(SPECIES, a[a4 + p]);
            c40 = b0.fma(v, c40);
            c41 = b1.fma(v, c41);
            v = DoubleVector.broadcast(SPECIES, a[a5 + p]);
            c50 = b0.fma(v, c50);
            c51 = b1.fma(v, c51);
            v = DoubleVector.broadcast(SPECIES, a[a6 + p]);
            c60 = b0.fma(v, c60);
            c61 = b1.fma(v, c61);
            v = DoubleVector.broadcast(SPECIES, a[a7 + p]);
            c70 = b0.fma(v, c70);
            c71 = b1.fma(v, c71);
        }
        c00.intoArray(c, 0);
        c01.intoArray(c, LANES);
        c10.intoArray(c, 2 * LANES);
        c11.intoArray(c, 3 * LANES);
        c20.intoArray(c, 4 * LANES);
        c21.intoArray(c, 5 * LANES);
        c30.intoArray(c, 6 * LANES);
        c31.intoArray(c, 7 * LANES);
        c40.intoArray(c, 8 * LANES);
        c41.intoArray(c, 9 * LANES);
        c50.intoArray(c, 10 * LANES);
        c51.intoArray(c, 11 * LANES);
        c60.intoArray(c, 12 * LANES);
        c61.intoArray(c, 13 * LANES);
        c70.intoArray(c, 14 * LANES);
        c71.intoArray(c, 15 * LANES);
    }
}
