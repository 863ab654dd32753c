package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.product;
import static org.cotangent.linalg.Nodes.shape;

import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.StrongProduct;

/**
 * A triangle of -P Qᵀ, without the diagonals between it and the shift-th; of large matrices little
 * more than the triangle is computed.
 *
 * @param lower whether it is the lower one
 * @param shift 0, or 1 for the triangle without the diagonal
 * @param strongP whether zeros of P are strong, see {@link
 *     org.cotangent.internal.TensorAccess#product}
 * @param strongQ whether those of Q are
 */
record TriangleOfProduct(boolean lower, int shift, boolean strongP, boolean strongQ)
        implements CustomOp.Joint {
    private static final int LARGE = 64;
    private static final int ROWS = 64;

    @Override
    public String name() {
        return "triangleOfProduct";
    }

    Tensor of(Tensor p, Tensor q) {
        if (shape(p).extents[p.rank() - 2] < LARGE) {
            return formula(p, q);
        }
        return apply(p, q);
    }

    private Tensor formula(Tensor p, Tensor q) {
        Tensor full = product(p, false, strongP, q, true, strongQ).neg();
        return lower ? Linalg.tril(full, -shift) : Linalg.triu(full, shift);
    }

    @Override
    public Tensor forward(Tensor... x) {
        int rank = x[0].rank();
        int n = shape(x[0]).extents[rank - 2];
        int k = shape(x[0]).extents[rank - 1];
        int[] extents = shape(x[0]).extents.clone();
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
                                array(x[0]),
                                from + row * k,
                                k,
                                1,
                                array(x[1]),
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
        return StrongProduct.needed(y) ? formula(x[0], x[1]) : constant(Shape.of(extents), y);
    }

    @Override
    public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
        return Nodes.vjpsOfVarying(own -> formula(own[0], own[1]), g, x);
    }
}
