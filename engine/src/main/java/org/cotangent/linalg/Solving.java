package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.index;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.product;
import static org.cotangent.linalg.Nodes.records;
import static org.cotangent.linalg.Nodes.shape;
import static org.cotangent.linalg.Nodes.sweepsTangents;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.Lu;
import org.cotangent.kernel.Triangular;

/** Linear equations and inverses of the last two axes, on LU factors; axes before them batch. */
final class Solving {
    /** Rows from which on factors are kept for the backward pass. */
    private static final int LARGE = 64;

    private Solving() {}

    /**
     * The X with A X = B, or Aᵀ X = B.
     *
     * @param strong whether zeros of B are strong, as those of adjoints are: see {@link
     *     org.cotangent.internal.TensorAccess#product}
     */
    record Solve(boolean transposed, boolean strong) implements Op, Members.Ruled {
        @Override
        public String name() {
            return "solve";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return solve(this, new Factors("solve", x[0]), x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Solve back = new Solve(!transposed, !sweepsTangents());
            Tensor b = Members.share(back, 1, input(y, 0), g);
            if (input == 1) {
                return b;
            }
            return transposed
                    ? product(y, false, strong, b, true, back.strong).neg()
                    : product(b, false, back.strong, y, true, strong).neg();
        }

        @Override
        public Tensor rule(Tensor... in) {
            return solve(this, in[0], in[1]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("transposed", transposed, "strong", strong);
        }
    }

    /**
     * The X with T X = B, or Tᵀ X = B, T a triangle of A.
     *
     * @param strong whether zeros of B are strong
     */
    record SolveTriangular(boolean lower, boolean transposed, boolean unit, boolean strong)
            implements Op, Members.Ruled {
        @Override
        public String name() {
            return "solveTriangular";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return solveTriangular(this, x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            boolean strongG = !sweepsTangents();
            SolveTriangular back = new SolveTriangular(lower, !transposed, unit, strongG);
            Tensor b = Members.share(back, 1, input(y, 0), g);
            if (input == 1) {
                return b;
            }
            int shift = unit ? 1 : 0;
            return transposed
                    ? new TriangleOfProduct(lower, shift, strong, strongG).of(y, b)
                    : new TriangleOfProduct(lower, shift, strongG, strong).of(b, y);
        }

        @Override
        public Tensor rule(Tensor... in) {
            return solveTriangular(this, in[0], in[1]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes(
                    "lower", lower, "transposed", transposed, "unit", unit, "strong", strong);
        }
    }

    /** The inverse. */
    record Inverse() implements Op, Members.Ruled {
        @Override
        public String name() {
            return "inverse";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return inverse(x[0], new Factors("inverse", x[0]));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Members.share(this, 1, y, g);
        }

        @Override
        public Tensor rule(Tensor... in) {
            Tensor y = in[0];
            return product(product(y, true, in[1], false), false, y, true).neg();
        }
    }

    /** Rows of square matrices. */
    static int order(String op, Tensor a) {
        int rank = a.rank();
        if (rank < 2 || shape(a).extents[rank - 1] != shape(a).extents[rank - 2]) {
            throw new IllegalArgumentException(
                    op
                            + ": shape "
                            + shape(a)
                            + ": the last two axes must be those of a square matrix");
        }
        return shape(a).extents[rank - 1];
    }

    /** How many matrices there are. */
    static int count(Tensor a) {
        return Shape.of(Arrays.copyOf(shape(a).extents, a.rank() - 2)).size;
    }

    /** The factors of every matrix of a batch. */
    static final class Factors {
        final int n;
        final int count;
        final double[] lu;
        final int[] rows;
        final boolean[] none;
        int singular = -1;
        int pivot;
        double ratio = 1;

        Factors(String op, Tensor a) {
            n = order(op, a);
            count = Solving.count(a);
            lu = new double[a.size()];
            rows = new int[count * n];
            none = new boolean[count];
            double[] elements = array(a);
            for (int i = 0; i < count; i++) {
                int zero = Lu.factor(n, elements, i * n * n, lu, i * n * n, rows, i * n);
                none[i] = zero >= 0;
                if (zero >= 0 && singular < 0) {
                    singular = i;
                    pivot = zero;
                }
                ratio = Math.min(ratio, Lu.reciprocalPivotRatio(n, lu, i * n * n));
            }
        }

        /** These for a backward pass through large matrices, where finding them again costs. */
        Factors worthKeeping(Tensor a) {
            return n >= LARGE && index(a) != 0 && records() ? this : null;
        }

        /** In a batch results are NaN: the matrix may be one that a mask discards. */
        Factors regular(String op, Tensor a) {
            if (singular >= 0 && a.rank() == 2) {
                throw new ArithmeticException(
                        op
                                + ": the matrix of shape "
                                + shape(a)
                                + " is singular: pivot "
                                + pivot
                                + " is 0");
            }
            return this;
        }
    }

    /** Solves with B of two or more axes; batches broadcast. */
    static Tensor solve(Tensor a, boolean transposed, Tensor b) {
        return solve(new Solve(transposed, false), a, b);
    }

    private static Tensor solve(Solve op, Tensor a, Tensor b) {
        return solve(op, new Factors("solve", a).regular("solve", a), a, b);
    }

    /** Solves, with NaN for X where the matrix is singular. */
    static Tensor solveOrNaN(Tensor a, Tensor b) {
        return solve(new Solve(false, false), new Factors("solve", a), a, b);
    }

    private static Tensor solve(Solve op, Factors factors, Tensor a, Tensor b) {
        Batches batches = new Batches("solve", a, b);
        double[] x = new double[batches.shape.size];
        double[] right = array(b);
        int n = factors.n;
        for (int i = 0; i < batches.count; i++) {
            int at = batches.a[i];
            int size = n * batches.columns;
            if (factors.none[at]) {
                Arrays.fill(x, i * size, (i + 1) * size, Double.NaN);
                continue;
            }
            Lu.solve(
                    n,
                    batches.columns,
                    op.transposed,
                    factors.lu,
                    at * n * n,
                    factors.rows,
                    at * n,
                    right,
                    batches.b[i] * n * batches.columns,
                    x,
                    i * n * batches.columns);
        }
        return node(op, batches.shape, x, a, b);
    }

    static Tensor solveTriangular(
            Tensor a, boolean lower, boolean transposed, boolean unit, Tensor b) {
        return solveTriangular(new SolveTriangular(lower, transposed, unit, false), a, b);
    }

    private static Tensor solveTriangular(SolveTriangular op, Tensor a, Tensor b) {
        int n = order("solveTriangular", a);
        Batches batches = new Batches("solveTriangular", a, b);
        double[] x = new double[batches.shape.size];
        for (int i = 0; i < batches.count; i++) {
            Triangular.solve(
                    n,
                    batches.columns,
                    op.lower,
                    op.transposed,
                    op.unit,
                    array(a),
                    batches.a[i] * n * n,
                    array(b),
                    batches.b[i] * n * batches.columns,
                    x,
                    i * n * batches.columns);
        }
        return node(op, batches.shape, x, a, b);
    }

    /** Which matrix of A and of B meet in each place of the result. */
    private static final class Batches {
        final Shape shape;
        final int columns;
        final int count;
        final int[] a;
        final int[] b;

        Batches(String op, Tensor left, Tensor right) {
            int n = shape(left).extents[left.rank() - 1];
            if (right.rank() < 2 || shape(right).extents[right.rank() - 2] != n) {
                throw new IllegalArgumentException(
                        op
                                + ": shapes "
                                + shape(left)
                                + " and "
                                + shape(right)
                                + ": the second must have "
                                + n
                                + " rows");
            }
            columns = shape(right).extents[right.rank() - 1];
            Shape aBatch = Shape.of(Arrays.copyOf(shape(left).extents, left.rank() - 2));
            Shape bBatch = Shape.of(Arrays.copyOf(shape(right).extents, right.rank() - 2));
            Shape batch = Shape.broadcast(op, aBatch, bBatch);
            int[] extents = Arrays.copyOf(batch.extents, batch.rank() + 2);
            extents[batch.rank()] = n;
            extents[batch.rank() + 1] = columns;
            shape = Shape.of(op, extents);
            count = batch.size;
            a = aBatch.offsets(batch, 1);
            b = bBatch.offsets(batch, 1);
        }
    }

    static Tensor inverse(Tensor a) {
        return inverse(a, new Factors("inverse", a).regular("inverse", a));
    }

    /** Inverses, of NaN where there is none. */
    static Tensor inverse(Tensor a, Factors factors) {
        int n = factors.n;
        double[] y = new double[a.size()];
        for (int i = 0; i < factors.count; i++) {
            if (factors.none[i]) {
                Arrays.fill(y, i * n * n, (i + 1) * n * n, Double.NaN);
                continue;
            }
            Lu.invert(n, factors.lu, i * n * n, factors.rows, i * n, y, i * n * n);
        }
        return node(new Inverse(), shape(a), y, a);
    }
}
