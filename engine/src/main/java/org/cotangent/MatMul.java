package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.NumberSums;
import org.cotangent.kernel.Numbers;
import org.cotangent.kernel.StrongProduct;

/**
 * The matrix product of the last two axes, either operand read transposed if so marked; axes before
 * them broadcast. The four forms are closed under differentiation, so no rule copies a transpose.
 *
 * <p>In a product of an adjoint the adjoint's zeros are strong: terms with one count as 0, be the
 * other factor infinite or NaN. So rows that were not selected send nothing.
 *
 * @param transposeA whether the first operand is read transposed
 * @param transposeB whether the second is
 * @param strongA whether zeros of the first operand are strong
 * @param strongB whether those of the second are
 */
record MatMul(boolean transposeA, boolean transposeB, boolean strongA, boolean strongB)
        implements Op {
    private static final MatMul PLAIN = new MatMul(false, false, false, false);

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
        Product full = PLAIN.multiply(a, asRow(a.shape), b, asColumn(b.shape));
        Shape shape = full.shape.without(madeUp(a, b, full.shape.rank()));
        return Tensor.node(PLAIN, shape, full.elements, a, b);
    }

    /** A vector on the left counts as a row. */
    private static Shape asRow(Shape x) {
        return x.rank() == 1 ? Shape.of(1, x.size) : x;
    }

    /** A vector on the right counts as a column. */
    private static Shape asColumn(Shape x) {
        return x.rank() == 1 ? Shape.of(x.size, 1) : x;
    }

    /** The axes of the full product that are there only because an operand is a vector. */
    private static boolean[] madeUp(Tensor a, Tensor b, int rank) {
        boolean[] marked = new boolean[rank];
        marked[rank - 2] = a.rank() == 1;
        marked[rank - 1] = b.rank() == 1;
        return marked;
    }

    private record Product(Shape shape, double[] elements) {}

    /** The product of tensors of two or more axes. */
    static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return new MatMul(transposeA, transposeB, false, false).of(a, b);
    }

    Tensor of(Tensor a, Tensor b) {
        Product y = multiply(a, a.shape, b, b.shape);
        return Tensor.node(this, y.shape, y.elements, a, b);
    }

    private Product multiply(Tensor a, Shape aShape, Tensor b, Shape bShape) {
        int[] aExtents = aShape.extents;
        int[] bExtents = bShape.extents;
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
        Shape shape = Shape.of("matmul", extents);
        double[] c = new double[shape.size];
        int[] aOffsets = aBatch.offsets(batch, m * k);
        int[] bOffsets = bBatch.offsets(batch, k * n);
        int aRow = transposeA ? 1 : k;
        int aColumn = transposeA ? m : 1;
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        double[] p = a.array();
        double[] q = b.array();
        for (int i = 0; i < batch.size; i++) {
            int from = aOffsets[i];
            int start = bOffsets[i];
            ArrayKernels.get()
                    .matmul(m, k, n, p, from, aRow, aColumn, q, start, bRow, bColumn, c, i * m * n);
        }
        if ((strongA || strongB) && StrongProduct.needed(c)) {
            for (int i = 0; i < batch.size; i++) {
                int from = aOffsets[i];
                int start = bOffsets[i];
                StrongProduct.mend(
                        m, k, n, p, from, aRow, aColumn, strongA, q, start, bRow, bColumn, strongB,
                        c, i * m * n);
            }
        }
        return new Product(shape, c);
    }

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public Tensor apply(Tensor... x) {
        return equals(PLAIN) ? apply(x[0], x[1]) : of(x[0], x[1]);
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor y) {
        if (y.a == y.b && y.a.rank() == 1) {
            return g.timesEven(y.a); // a sum of squares, as under a length
        }
        Tensor a = Structure.reshape(y.a, asRow(y.a.shape));
        Tensor b = Structure.reshape(y.b, asColumn(y.b.shape));
        Tensor full = g;
        boolean strong = !Recorder.current().sweepsTangents();
        if (y.b.rank() == 1) {
            full = Structure.reshape(full, withAxis(full.shape, 1, full.rank()));
        }
        if (y.a.rank() == 1) {
            full = Structure.reshape(full, withAxis(full.shape, 1, full.rank() - 1));
        }
        Tensor part;
        if (input == 0) {
            part =
                    transposeA
                            ? new MatMul(transposeB, true, strongB, strong).of(b, full)
                            : new MatMul(false, !transposeB, strong, strongB).of(full, b);
        } else {
            part =
                    transposeB
                            ? new MatMul(true, transposeA, strong, strongA).of(full, a)
                            : new MatMul(!transposeA, false, strongA, strong).of(a, full);
        }
        if (y.input(input).rank() > 1) {
            return part;
        }
        boolean[] madeUp = new boolean[part.rank()];
        madeUp[part.rank() - (input == 0 ? 2 : 1)] = true;
        return Structure.reshape(part, part.shape.without(madeUp));
    }

    /** A shape with an axis put in at a place. */
    private static Shape withAxis(Shape x, int extent, int place) {
        int[] extents = new int[x.rank() + 1];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] =
                    axis < place ? x.extents[axis] : axis == place ? extent : x.extents[axis - 1];
        }
        return Shape.of(extents);
    }

    @Override
    public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
        Shape p = asRow(y.a.shape);
        Shape q = asColumn(y.b.shape);
        int rows = p.extents[p.rank() - (transposeA ? 1 : 2)];
        int terms = p.extents[p.rank() - (transposeA ? 2 : 1)];
        int columns = q.extents[q.rank() - (transposeB ? 2 : 1)];
        Shape aBatch = Shape.of(Arrays.copyOf(p.extents, p.rank() - 2));
        Shape bBatch = Shape.of(Arrays.copyOf(q.extents, q.rank() - 2));
        Shape batch = Shape.broadcast("matmul", aBatch, bBatch);
        int[] aOffsets = aBatch.offsets(batch, rows * terms);
        int[] bOffsets = bBatch.offsets(batch, terms * columns);
        int[] c = new int[batch.size * rows * columns];
        for (int i = 0; i < batch.size; i++) {
            NumberSums.matmul(
                    n,
                    rows,
                    terms,
                    columns,
                    x[0],
                    aOffsets[i],
                    transposeA ? 1 : terms,
                    transposeA ? rows : 1,
                    x[1],
                    bOffsets[i],
                    transposeB ? 1 : columns,
                    transposeB ? terms : 1,
                    c,
                    i * rows * columns,
                    strongA,
                    strongB);
        }
        return strongA || strongB ? n.mended(c, Op.onArrays(this, y), x) : c;
    }

    @Override
    public Map<String, Object> attributes() {
        return Op.attributes(
                "transposeA",
                transposeA,
                "transposeB",
                transposeB,
                "strongA",
                strongA,
                "strongB",
                strongB);
    }
}
