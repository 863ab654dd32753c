package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Lu;
import org.cotangent.kernel.Triangular;

/**
 * Linear equations, inverses and determinants of the last two axes, on LU factors; axes before them
 * batch.
 */
final class Solving {
    /**
     * Below this ratio of pivots a determinant's slope is taken from its minors, not from the
     * inverse.
     */
    private static final double NEARLY_SINGULAR = 1e-6;

    /** Up to this order minors cost next to nothing, and are exact. */
    private static final int SMALL = 3;

    private Solving() {}

    /** The X with A X = B, or Aᵀ X = B. */
    record Solve(boolean transposed) implements Op {
        @Override
        public String name() {
            return "solve";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor b = solve(y.a, !transposed, g);
            if (input == 1) {
                return b;
            }
            return (transposed
                            ? MatMul.product(y, false, b, true)
                            : MatMul.product(b, false, y, true))
                    .neg();
        }

        @Override
        public String attributes() {
            return transposed ? "transposed" : "";
        }
    }

    /** The X with T X = B, or Tᵀ X = B, T a triangle of A. */
    record SolveTriangular(boolean lower, boolean transposed, boolean unit) implements Op {
        @Override
        public String name() {
            return "solveTriangular";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor b = solveTriangular(y.a, lower, !transposed, unit, g);
            if (input == 1) {
                return b;
            }
            Tensor full =
                    (transposed
                                    ? MatMul.product(y, false, b, true)
                                    : MatMul.product(b, false, y, true))
                            .neg();
            int shift = unit ? 1 : 0;
            return lower ? Linalg.tril(full, -shift) : Linalg.triu(full, shift);
        }

        @Override
        public String attributes() {
            return (lower ? "lower" : "upper")
                    + (transposed ? ", transposed" : "")
                    + (unit ? ", unit diagonal" : "");
        }
    }

    /** The inverse. */
    record Inverse() implements Op {
        @Override
        public String name() {
            return "inverse";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return MatMul.product(MatMul.product(y, true, g, false), false, y, true).neg();
        }
    }

    /** The determinant; its slope is the matrix of cofactors. */
    record Det() implements Op {
        @Override
        public String name() {
            return "det";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor slope =
                    wellConditioned(y.a)
                            ? inverse(y.a).transpose().mul(asMatrices(y))
                            : cofactors(y.a);
            return slope.mul(asMatrices(g));
        }
    }

    /** The logarithm of the determinant's absolute value. */
    record LogDet() implements Op {
        @Override
        public String name() {
            return "logDet";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return inverse(y.a).transpose().mul(asMatrices(g));
        }
    }

    /** One number a matrix, with two axes of extent 1 behind. */
    private static Tensor asMatrices(Tensor x) {
        int[] extents = Arrays.copyOf(x.shape.extents, x.rank() + 2);
        extents[x.rank()] = 1;
        extents[x.rank() + 1] = 1;
        return Structure.reshape(x, Shape.of(extents));
    }

    /** Rows of square matrices. */
    static int order(String op, Tensor a) {
        int rank = a.rank();
        if (rank < 2 || a.shape.extents[rank - 1] != a.shape.extents[rank - 2]) {
            throw new IllegalArgumentException(
                    op
                            + ": shape "
                            + a.shape
                            + ": the last two axes must be those of a square matrix");
        }
        return a.shape.extents[rank - 1];
    }

    /** The factors of every matrix of a batch. */
    private static final class Factors {
        final int n;
        final int count;
        final double[] lu;
        final int[] rows;
        int singular = -1;
        int pivot;
        double ratio = 1;

        Factors(String op, Tensor a) {
            n = order(op, a);
            count = Shape.of(Arrays.copyOf(a.shape.extents, a.rank() - 2)).size;
            lu = new double[a.size()];
            rows = new int[count * n];
            double[] elements = a.array();
            for (int i = 0; i < count; i++) {
                int zero = Lu.factor(n, elements, i * n * n, lu, i * n * n, rows, i * n);
                if (zero >= 0 && singular < 0) {
                    singular = i;
                    pivot = zero;
                }
                ratio = Math.min(ratio, Lu.reciprocalPivotRatio(n, lu, i * n * n));
            }
        }

        Factors regular(String op, Tensor a) {
            if (singular >= 0) {
                throw new ArithmeticException(
                        op
                                + ": matrix "
                                + singular
                                + " of shape "
                                + a.shape
                                + " is singular: pivot "
                                + pivot
                                + " is 0");
            }
            return this;
        }
    }

    private static boolean wellConditioned(Tensor a) {
        Factors factors = new Factors("det", a);
        return factors.n > SMALL && factors.singular < 0 && !(factors.ratio < NEARLY_SINGULAR);
    }

    /** Solves with B of two or more axes; batches broadcast. */
    static Tensor solve(Tensor a, boolean transposed, Tensor b) {
        Factors factors = new Factors("solve", a).regular("solve", a);
        Batches batches = new Batches("solve", a, b);
        double[] x = new double[batches.shape.size];
        double[] right = b.array();
        int n = factors.n;
        for (int i = 0; i < batches.count; i++) {
            int at = batches.a[i];
            Lu.solve(
                    n,
                    batches.columns,
                    transposed,
                    factors.lu,
                    at * n * n,
                    factors.rows,
                    at * n,
                    right,
                    batches.b[i] * n * batches.columns,
                    x,
                    i * n * batches.columns);
        }
        return Tensor.node(new Solve(transposed), batches.shape, x, a, b);
    }

    static Tensor solveTriangular(
            Tensor a, boolean lower, boolean transposed, boolean unit, Tensor b) {
        int n = order("solveTriangular", a);
        Batches batches = new Batches("solveTriangular", a, b);
        double[] x = new double[batches.shape.size];
        for (int i = 0; i < batches.count; i++) {
            Triangular.solve(
                    n,
                    batches.columns,
                    lower,
                    transposed,
                    unit,
                    a.array(),
                    batches.a[i] * n * n,
                    b.array(),
                    batches.b[i] * n * batches.columns,
                    x,
                    i * n * batches.columns);
        }
        return Tensor.node(new SolveTriangular(lower, transposed, unit), batches.shape, x, a, b);
    }

    /** Which matrix of A and of B meet in each place of the result. */
    private static final class Batches {
        final Shape shape;
        final int columns;
        final int count;
        final int[] a;
        final int[] b;

        Batches(String op, Tensor left, Tensor right) {
            int n = left.shape.extents[left.rank() - 1];
            if (right.rank() < 2 || right.shape.extents[right.rank() - 2] != n) {
                throw new IllegalArgumentException(
                        op
                                + ": shapes "
                                + left.shape
                                + " and "
                                + right.shape
                                + ": the second must have "
                                + n
                                + " rows");
            }
            columns = right.shape.extents[right.rank() - 1];
            Shape aBatch = Shape.of(Arrays.copyOf(left.shape.extents, left.rank() - 2));
            Shape bBatch = Shape.of(Arrays.copyOf(right.shape.extents, right.rank() - 2));
            Shape batch = Shape.broadcast(op, aBatch, bBatch);
            int[] extents = Arrays.copyOf(batch.extents, batch.rank() + 2);
            extents[batch.rank()] = n;
            extents[batch.rank() + 1] = columns;
            shape = Shape.of(extents);
            count = batch.size;
            a = MatMul.offsets(aBatch, batch, 1);
            b = MatMul.offsets(bBatch, batch, 1);
        }
    }

    static Tensor inverse(Tensor a) {
        Factors factors = new Factors("inverse", a).regular("inverse", a);
        int n = factors.n;
        double[] identity = Tensor.eye(n).array();
        double[] y = new double[a.size()];
        for (int i = 0; i < factors.count; i++) {
            Lu.solve(
                    n,
                    n,
                    false,
                    factors.lu,
                    i * n * n,
                    factors.rows,
                    i * n,
                    identity,
                    0,
                    y,
                    i * n * n);
        }
        return Tensor.node(new Inverse(), a.shape, y, a, null);
    }

    static Tensor det(Tensor a) {
        return determinants(new Det(), a, 0);
    }

    static Tensor logAbsDet(Tensor a) {
        return determinants(new LogDet(), a, 1);
    }

    /** The signs of determinants, a constant. */
    static Tensor signDet(Tensor a) {
        return determinants(new LogDet(), a.stopGradient(), 2);
    }

    private static Tensor determinants(Op op, Tensor a, int part) {
        Factors factors = new Factors(op.name(), a);
        double[] y = new double[factors.count];
        for (int i = 0; i < y.length; i++) {
            Lu.Determinant det =
                    Lu.determinant(
                            factors.n,
                            factors.lu,
                            i * factors.n * factors.n,
                            factors.rows,
                            i * factors.n);
            y[i] = part == 0 ? det.value() : part == 1 ? det.logAbs() : det.sign();
        }
        Shape shape = Shape.of(Arrays.copyOf(a.shape.extents, a.rank() - 2));
        return Tensor.node(op, shape, y, a, null);
    }

    /**
     * All signed determinants of what is left without a row and a column: right for singular
     * matrices.
     */
    private static Tensor cofactors(Tensor a) {
        int n = order("det", a);
        if (a.size() == 0) {
            return Tensor.full(0, a.shape);
        }
        int m = n - 1;
        int count = a.size() / (n * n);
        double[] signs = new double[n * n];
        int[] positions = new int[count * n * n * m * m];
        int at = 0;
        for (int matrix = 0; matrix < count; matrix++) {
            for (int place = 0; place < n * n; place++) {
                signs[place] = (place / n + place % n) % 2 == 0 ? 1 : -1;
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < m; j++) {
                        int row = i < place / n ? i : i + 1;
                        int column = j < place % n ? j : j + 1;
                        positions[at++] = (matrix * n + row) * n + column;
                    }
                }
            }
        }
        Tensor minors = Indexing.gather(a, positions, Shape.of(count, n * n, m, m));
        return Structure.reshape(det(minors).mul(Tensor.of(signs)), a.shape);
    }
}
