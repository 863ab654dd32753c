package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.ArrayStep;
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

    /** The sizes of a product, with the places of all matrices of a batch, from the shapes. */
    private record Plan(
            MatMul op, int m, int k, int n, int[] aOffsets, int[] bOffsets, Shape shape) {
        void run(double[] a, double[] b, double[] c) {
            int aRow = op.transposeA ? 1 : k;
            int aColumn = op.transposeA ? m : 1;
            int bRow = op.transposeB ? 1 : n;
            int bColumn = op.transposeB ? k : 1;
            ArrayKernels kernels = ArrayKernels.get();
            for (int i = 0; i < aOffsets.length; i++) {
                int from = aOffsets[i];
                int start = bOffsets[i];
                kernels.matmul(
                        m, k, n, a, from, aRow, aColumn, b, start, bRow, bColumn, c, i * m * n);
            }
            if ((op.strongA || op.strongB) && StrongProduct.needed(c)) {
                for (int i = 0; i < aOffsets.length; i++) {
                    int from = aOffsets[i];
                    int start = bOffsets[i];
                    StrongProduct.mend(
                            m,
                            k,
                            n,
                            a,
                            from,
                            aRow,
                            aColumn,
                            op.strongA,
                            b,
                            start,
                            bRow,
                            bColumn,
                            op.strongB,
                            c,
                            i * m * n);
                }
            }
        }
    }

    /** The product of tensors of two or more axes. */
    static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return new MatMul(transposeA, transposeB, false, false).of(a, b);
    }

    Tensor of(Tensor a, Tensor b) {
        Product y = multiply(a, a.shape, b, b.shape);
        return Tensor.node(this, y.shape, y.elements, a, b);
    }

    private Product multiply(Tensor a, Shape aShape, Tensor b, Shape bShape) {
        Plan plan = plan(a, aShape, b, bShape);
        double[] c = new double[plan.shape.size];
        plan.run(a.array(), b.array(), c);
        return new Product(plan.shape, c);
    }

    private Plan plan(Tensor a, Shape aShape, Tensor b, Shape bShape) {
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
        return new Plan(
                this, m, k, n, aBatch.offsets(batch, m * k), bBatch.offsets(batch, k * n), shape);
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
    public ArrayStep inArrays(Tensor y) {
        Plan plan = plan(y.a, asRow(y.a.shape), y.b, asColumn(y.b.shape));
        return (x, c) -> plan.run(x[0], x[1], c);
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
        Plan p = plan(y.a, asRow(y.a.shape), y.b, asColumn(y.b.shape));
        int[] c = new int[p.shape.size];
        for (int i = 0; i < p.aOffsets.length; i++) {
            NumberSums.matmul(
                    n,
                    p.m,
                    p.k,
                    p.n,
                    x[0],
                    p.aOffsets[i],
                    transposeA ? 1 : p.k,
                    transposeA ? p.m : 1,
                    x[1],
                    p.bOffsets[i],
                    transposeB ? 1 : p.n,
                    transposeB ? p.k : 1,
                    c,
                    i * p.m * p.n,
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
