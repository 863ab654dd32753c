package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Kernels;

/**
 * The matrix product of the last two axes, either operand read transposed if so marked; axes before
 * them broadcast. The four forms are closed under differentiation, so no rule copies a transpose.
 */
record MatMul(boolean transposeA, boolean transposeB) implements Op {
    static Tensor apply(Tensor a, Tensor b) {
        if (b == null) {
            throw new NullPointerException("matmul: the second operand is null");
        }
        if (a.rank() == 0 || b.rank() == 0) {
            throw new IllegalArgumentException(
                    "matmul: shapes "
                            + a.shape
                            + " and "
                            + b.shape
                            + ": a scalar has no rows or columns; use mul");
        }
        Tensor rows = a.rank() > 1 ? a : a.reshape(1, a.size());
        Tensor columns = b.rank() > 1 ? b : b.reshape(b.size(), 1);
        Tensor y = product(rows, false, columns, false);
        if (rows == a && columns == b) {
            return y;
        }
        boolean[] marked = new boolean[y.rank()];
        marked[y.rank() - 2] = rows != a;
        marked[y.rank() - 1] = columns != b;
        return Structure.reshape(y, y.shape.without(marked));
    }

    static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        int[] aExtents = a.shape.extents;
        int[] bExtents = b.shape.extents;
        int aRank = aExtents.length;
        int bRank = bExtents.length;
        int m = aExtents[transposeA ? aRank - 1 : aRank - 2];
        int k = aExtents[transposeA ? aRank - 2 : aRank - 1];
        int n = bExtents[transposeB ? bRank - 2 : bRank - 1];
        if (k != bExtents[transposeB ? bRank - 1 : bRank - 2]) {
            throw new IllegalArgumentException(
                    "matmul: shapes "
                            + a.shape
                            + (transposeA ? " (transposed)" : "")
                            + " and "
                            + b.shape
                            + (transposeB ? " (transposed)" : "")
                            + ": the columns of the first ("
                            + k
                            + ") must be as many as the rows of the second ("
                            + bExtents[transposeB ? bRank - 1 : bRank - 2]
                            + ")");
        }
        Shape aBatch = Shape.of(Arrays.copyOf(aExtents, aRank - 2));
        Shape bBatch = Shape.of(Arrays.copyOf(bExtents, bRank - 2));
        Shape batch = Shape.broadcast("matmul", aBatch, bBatch);
        int[] extents = Arrays.copyOf(batch.extents, batch.rank() + 2);
        extents[batch.rank()] = m;
        extents[batch.rank() + 1] = n;
        Shape shape = Shape.of(extents);
        double[] c = new double[shape.size];
        int[] aOffsets = offsets(aBatch, batch, m * k);
        int[] bOffsets = offsets(bBatch, batch, k * n);
        for (int i = 0; i < batch.size; i++) {
            Kernels.get()
                    .matmul(
                            m,
                            k,
                            n,
                            a.array(),
                            aOffsets[i],
                            transposeA ? 1 : k,
                            transposeA ? m : 1,
                            b.array(),
                            bOffsets[i],
                            transposeB ? 1 : n,
                            transposeB ? k : 1,
                            c,
                            i * m * n);
        }
        return Tensor.node(new MatMul(transposeA, transposeB), shape, c, a, b);
    }

    /** Where the matrix for each place of the batch starts. */
    private static int[] offsets(Shape own, Shape batch, int matrix) {
        int[] offsets = new int[batch.size];
        if (own.equals(batch)) {
            Arrays.setAll(offsets, i -> i * matrix);
            return offsets;
        }
        int[] strides = own.stridesIn(batch);
        for (int i = 0; i < offsets.length; i++) {
            int rest = i;
            for (int axis = batch.rank() - 1; axis >= 0; axis--) {
                offsets[i] += rest % batch.extents[axis] * strides[axis] * matrix;
                rest /= batch.extents[axis];
            }
        }
        return offsets;
    }

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor y) {
        Tensor a = y.a;
        Tensor b = y.b;
        if (input == 0) {
            return transposeA ? product(b, transposeB, g, true) : product(g, false, b, !transposeB);
        }
        return transposeB ? product(g, true, a, transposeA) : product(a, !transposeA, g, false);
    }

    @Override
    public String attributes() {
        return (transposeA ? "first transposed" : "")
                + (transposeA && transposeB ? ", " : "")
                + (transposeB ? "second transposed" : "");
    }
}
