package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Cholesky;
import org.cotangent.kernel.Qr;
import org.cotangent.kernel.Svd;
import org.cotangent.kernel.SymmetricEigen;

/**
 * Matrix decompositions of the last two axes. One with several results is a single node whose rows
 * are those of all results, one under the other; slices take it apart again.
 *
 * <p>Rules: M. Giles, "An extended collection of matrix derivative results for forward and reverse
 * mode algorithmic differentiation" (2008); S. Walter and L. Lehmann, "Algorithmic differentiation
 * of linear algebra functions" (2010) for QR; I. Murray, "Differentiation of the Cholesky
 * decomposition" (2016).
 */
final class Decomposing {
    private Decomposing() {}

    /** The lower factor of a positive definite matrix. */
    record CholeskyFactor() implements Op {
        @Override
        public String name() {
            return "cholesky";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            // L⁻ᵀ Φ(Lᵀ g) L⁻¹, symmetrised; Φ keeps the lower triangle and half the diagonal
            Tensor p = MatMul.product(y, true, Linalg.tril(g, 0), false);
            Tensor phi = Linalg.tril(p, 0).add(Linalg.tril(p, -1)).mul(0.5);
            Tensor left = Solving.solveTriangular(y, true, true, false, phi);
            Tensor both = Solving.solveTriangular(y, true, true, false, left.transpose());
            return symmetric(both);
        }
    }

    /** Q over R, for a matrix with no fewer rows than columns. */
    record QrFactors(int rows) implements Op {
        @Override
        public String name() {
            return "qr";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int n = y.shape.extents[y.rank() - 1];
            Tensor q = y.slice(-2, 0, rows);
            Tensor r = y.slice(-2, rows, rows + n);
            Tensor gq = g.slice(-2, 0, rows);
            Tensor gr = Linalg.triu(g.slice(-2, rows, rows + n), 0);
            // (gq + q copyltu(r grᵀ - gqᵀ q)) R⁻ᵀ
            Tensor m = MatMul.product(r, false, gr, true).sub(MatMul.product(gq, true, q, false));
            Tensor mirrored = Linalg.tril(m, 0).add(Linalg.tril(m, -1).transpose());
            Tensor sum = gq.add(q.matmul(mirrored));
            return Solving.solveTriangular(r, false, false, false, sum.transpose()).transpose();
        }
    }

    /** Eigenvectors over the row of eigenvalues, of a symmetric matrix. */
    record Eigen() implements Op {
        @Override
        public String name() {
            return "eigh";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int n = y.shape.extents[y.rank() - 1];
            Tensor v = y.slice(-2, 0, n);
            Tensor w = y.slice(-2, n, n + 1);
            Tensor gv = g.slice(-2, 0, n);
            Tensor gw = g.slice(-2, n, n + 1);
            Tensor inner =
                    inverseGaps(w).mul(MatMul.product(v, true, gv, false)).add(onDiagonal(gw));
            return symmetric(MatMul.product(v.matmul(inner), false, v, true));
        }
    }

    /** The eigenvalues of a symmetric matrix. */
    record Eigenvalues() implements Op {
        @Override
        public String name() {
            return "eigvalsh";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int n = y.shape.extents[y.rank() - 1];
            Tensor v = eigen(y.a).slice(-2, 0, n);
            return MatMul.product(v.mul(g.unsqueeze(-2)), false, v, true);
        }
    }

    /** U over the row of singular values over V. */
    record SingularValueFactors(int rows) implements Op {
        @Override
        public String name() {
            return "svd";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int below = y.shape.extents[y.rank() - 2];
            Tensor u = y.slice(-2, 0, rows);
            Tensor s = y.slice(-2, rows, rows + 1);
            Tensor v = y.slice(-2, rows + 1, below);
            Tensor gu = g.slice(-2, 0, rows);
            Tensor gs = g.slice(-2, rows, rows + 1).gate(s.gt(0));
            Tensor gv = g.slice(-2, rows + 1, below);
            Tensor f = inverseGaps(s.square());
            Tensor inverse = reciprocalOrZero(s);
            Tensor inner =
                    f.mul(skew(u, gu))
                            .mul(s)
                            .add(f.mul(skew(v, gv)).mul(s.transpose()))
                            .add(onDiagonal(gs));
            Tensor middle = MatMul.product(u.matmul(inner), false, v, true);
            Tensor outsideU = outside(u, gu).mul(inverse);
            Tensor outsideV = outside(v, gv).mul(inverse);
            return middle.add(MatMul.product(outsideU, false, v, true))
                    .add(MatMul.product(u, false, outsideV, true));
        }

        /** uᵀ g - gᵀ u. */
        private static Tensor skew(Tensor u, Tensor g) {
            Tensor product = MatMul.product(u, true, g, false);
            return product.sub(product.transpose());
        }

        /** The part of g that lies outside the space of u's columns. */
        private static Tensor outside(Tensor u, Tensor g) {
            return g.sub(u.matmul(MatMul.product(u, true, g, false)));
        }
    }

    /** The singular values. */
    record SingularValues() implements Op {
        @Override
        public String name() {
            return "svdvals";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            int rows = y.a.shape.extents[y.a.rank() - 2];
            Tensor all = svd(y.a);
            Tensor u = all.slice(-2, 0, rows);
            Tensor v = all.slice(-2, rows + 1, all.shape.extents[all.rank() - 2]);
            // at 0 a singular value has the kink of an absolute value
            Tensor moving = g.gate(y.gt(0)).unsqueeze(-2);
            return MatMul.product(u.mul(moving), false, v, true);
        }
    }

    static Tensor symmetric(Tensor a) {
        return a.add(a.transpose()).mul(0.5);
    }

    /** 1 / (w_j - w_i) of a row w, 0 where the two are equal. */
    private static Tensor inverseGaps(Tensor w) {
        return reciprocalOrZero(w.sub(w.transpose()));
    }

    private static Tensor reciprocalOrZero(Tensor x) {
        Tensor nonzero = x.ne(0);
        return Tensor.where(nonzero, x, Tensor.of(1)).reciprocal().gate(nonzero);
    }

    /** Diagonal matrices from rows. */
    private static Tensor onDiagonal(Tensor row) {
        return Views.ontoDiagonal(row.squeeze(-2), 0);
    }

    private static int batches(Tensor a) {
        return Shape.of(Arrays.copyOf(a.shape.extents, a.rank() - 2)).size;
    }

    private static Shape withMatrix(Tensor a, int rows, int columns) {
        int[] extents = a.shape.extents.clone();
        extents[a.rank() - 2] = rows;
        extents[a.rank() - 1] = columns;
        return Shape.of(extents);
    }

    static Tensor cholesky(Tensor a) {
        int n = Solving.order("cholesky", a);
        Tensor x = symmetric(a);
        double[] l = new double[x.size()];
        for (int i = 0; i < batches(x); i++) {
            int bad = Cholesky.factor(n, x.array(), i * n * n, l, i * n * n);
            if (bad >= 0) {
                throw new ArithmeticException(
                        "cholesky: matrix "
                                + i
                                + " of shape "
                                + a.shape
                                + " is not positive definite: pivot "
                                + bad
                                + " is 0 or negative");
            }
        }
        return Tensor.node(new CholeskyFactor(), x.shape, l, x, null);
    }

    /** Q over R; for rows no fewer than columns. */
    static Tensor qr(Tensor a) {
        int m = a.shape.extents[a.rank() - 2];
        int n = a.shape.extents[a.rank() - 1];
        Shape to = withMatrix(a, m + n, n);
        double[] y = new double[to.size];
        double[] q = new double[m * n];
        double[] r = new double[n * n];
        for (int i = 0; i < batches(a); i++) {
            Qr.factor(m, n, a.array(), i * m * n, q, 0, r, 0);
            System.arraycopy(q, 0, y, i * (m + n) * n, q.length);
            System.arraycopy(r, 0, y, i * (m + n) * n + q.length, r.length);
        }
        return Tensor.node(new QrFactors(m), to, y, a, null);
    }

    /** Eigenvectors over eigenvalues of a matrix that is symmetric already. */
    static Tensor eigen(Tensor x) {
        int n = Solving.order("eigh", x);
        Shape to = withMatrix(x, n + 1, n);
        double[] y = new double[to.size];
        for (int i = 0; i < batches(x); i++) {
            int at = i * (n + 1) * n;
            SymmetricEigen.decompose(n, x.array(), i * n * n, y, at + n * n, y, at);
        }
        return Tensor.node(new Eigen(), to, y, x, null);
    }

    static Tensor eigenvalues(Tensor x) {
        int n = Solving.order("eigvalsh", x);
        Shape to = Shape.of(Arrays.copyOf(x.shape.extents, x.rank() - 1));
        double[] y = new double[to.size];
        double[] vectors = new double[n * n];
        for (int i = 0; i < batches(x); i++) {
            SymmetricEigen.decompose(n, x.array(), i * n * n, y, i * n, vectors, 0);
        }
        return Tensor.node(new Eigenvalues(), to, y, x, null);
    }

    static Tensor svd(Tensor a) {
        int m = a.shape.extents[a.rank() - 2];
        int n = a.shape.extents[a.rank() - 1];
        int k = Math.min(m, n);
        Shape to = withMatrix(a, m + 1 + n, k);
        double[] y = new double[to.size];
        for (int i = 0; i < batches(a); i++) {
            int at = i * (m + 1 + n) * k;
            Svd.decompose(m, n, a.array(), i * m * n, y, at, y, at + m * k, y, at + (m + 1) * k);
        }
        return Tensor.node(new SingularValueFactors(m), to, y, a, null);
    }

    static Tensor singularValues(Tensor a) {
        int m = a.shape.extents[a.rank() - 2];
        int n = a.shape.extents[a.rank() - 1];
        int k = Math.min(m, n);
        int[] extents = Arrays.copyOf(a.shape.extents, a.rank() - 1);
        extents[a.rank() - 2] = k;
        Shape to = Shape.of(extents);
        double[] s = new double[to.size];
        double[] u = new double[m * k];
        double[] v = new double[n * k];
        for (int i = 0; i < batches(a); i++) {
            Svd.decompose(m, n, a.array(), i * m * n, u, 0, s, i * k, v, 0);
        }
        return Tensor.node(new SingularValues(), to, s, a, null);
    }
}
