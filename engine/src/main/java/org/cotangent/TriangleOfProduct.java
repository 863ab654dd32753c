package org.cotangent;

import java.util.List;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.StrongProduct;

/**
 * A triangle of -P Qᵀ, without the diagonals between it and the shift-th; of large matrices little
 * more than the triangle is computed.
 *
 * @param lower whether it is the lower one
 * @param shift 0, or 1 for the triangle without the diagonal
 * @param strongP whether zeros of P are strong, see {@link MatMul}
 * @param strongQ whether those of Q are
 */
record TriangleOfProduct(boolean lower, int shift, boolean strongP, boolean strongQ)
        implements Custom.Joint {
    private static final int LARGE = 64;
    private static final int ROWS = 64;

    @Override
    public String name() {
        return "triangleOfProduct";
    }

    Tensor of(Tensor p, Tensor q) {
        if (p.shape.extents[p.rank() - 2] < LARGE) {
            return formula(p, q);
        }
        return apply(p, q);
    }

    private Tensor formula(Tensor p, Tensor q) {
        Tensor full = new MatMul(false, true, strongP, strongQ).of(p, q).neg();
        return lower ? Linalg.tril(full, -shift) : Linalg.triu(full, shift);
    }

    @Override
    public Tensor forward(Tensor... x) {
        int rank = x[0].rank();
        int n = x[0].shape.extents[rank - 2];
        int k = x[0].shape.extents[rank - 1];
        int[] extents = x[0].shape.extents.clone();
        extents[rank - 1] = n;
        double[] y = new double[Shape.of(extents).size];
        double[] some = new double[ROWS * n];
        for (int at = 0, from = 0; at < y.length; at += n * n, from += n * k) {
            for (int row = 0; row < n; row += ROWS) {
                int rows = Math.min(ROWS, n - row);
                int first = lower ? 0 : row;
                int columns = lower ? row + rows : n - row;
                ArrayKernels.get()
                        .matmul(
                                rows,
                                k,
                                columns,
                                x[0].array(),
                                from + row * k,
                                k,
                                1,
                                x[1].array(),
                                from + first * k,
                                1,
                                k,
                                some,
                                0);
                for (int i = row; i < row + rows; i++) {
                    int begin = lower ? 0 : Math.min(n, i + shift);
                    int end = lower ? i + 1 - shift : n;
                    int own = (i - row) * columns - first;
                    for (int j = begin; j < end; j++) {
                        y[at + i * n + j] = -some[own + j];
                    }
                }
            }
        }
        return StrongProduct.needed(y)
                ? formula(x[0], x[1])
                : Tensor.constant(Shape.of(extents), y);
    }

    @Override
    public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
        return Differentiate.vjpsOfVarying(own -> formula(own[0], own[1]), g, x);
    }
}
