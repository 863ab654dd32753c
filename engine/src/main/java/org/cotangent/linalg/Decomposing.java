package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.fixed;
import static org.cotangent.linalg.Nodes.gate;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.product;
import static org.cotangent.linalg.Nodes.shape;

import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.Cholesky;
import org.cotangent.kernel.Qr;

/**
 * Triangular factors of the last two axes: Cholesky and QR. The two of QR are a single node, the
 * rows of R under those of Q; slices take it apart again.
 *
 * <p>Rules: S. Walter and L. Lehmann, "Algorithmic differentiation of linear algebra functions"
 * (2010) for QR; I. Murray, "Differentiation of the Cholesky decomposition" (2016).
 */
final class Decomposing {
    /** Rows from which on a rule has loops of its own. */
    private static final int LARGE = 64;

    private Decomposing() {}

    /** The lower factor of a positive definite matrix. */
    record CholeskyFactor() implements Op, Members.Ruled {
        @Override
        public String name() {
            return "cholesky";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return cholesky(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Members.share(this, 1, y, Linalg.tril(g, 0));
        }

        @Override
        public Tensor rule(Tensor... in) {
            boolean large = shape(in[0]).extents[in[0].rank() - 1] >= LARGE;
            return large ? new CholeskyPull().apply(in) : rule(in[0], in[1]);
        }

        /** L⁻ᵀ Φ(Lᵀ g) L⁻¹, symmetrized; Φ keeps the lower triangle and half the diagonal. */
        private static Tensor rule(Tensor l, Tensor g) {
            Tensor p = product(l, true, g, false);
            Tensor phi = Linalg.tril(p, 0).add(Linalg.tril(p, -1)).mul(0.5);
            Tensor left = Solving.solveTriangular(l, true, true, false, phi);
            Tensor both = Solving.solveTriangular(l, true, true, false, left.transpose());
            return symmetric(both);
        }
    }

    /** The same adjoint by loops of its own; it differentiates like the formula. */
    private record CholeskyPull() implements CustomOp.Joint {
        @Override
        public String name() {
            return "choleskyAdjoint";
        }

        @Override
        public Tensor forward(Tensor... x) {
            int n = shape(x[0]).extents[x[0].rank() - 1];
            double[] g = x[1].toArray();
            for (int i = 0; i < Solving.count(x[0]); i++) {
                CholeskyAdjoint.replace(n, array(x[0]), i * n * n, g, i * n * n);
                for (int row = 0; row < n; row++) {
                    for (int column = 0; column < row; column++) {
                        int at = i * n * n + row * n + column;
                        g[at] *= 0.5;
                        g[i * n * n + column * n + row] = g[at];
                    }
                }
            }
            return constant(shape(x[0]), g);
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            return Nodes.vjpsOfVarying(own -> CholeskyFactor.rule(own[0], own[1]), g, x);
        }
    }

    /** Q over R, for a matrix with no fewer rows than columns. */
    record QrFactors(int rows) implements Op, Members.Ruled {
        @Override
        public String name() {
            return "qr";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return qr(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Members.share(this, 1, y, gate(g, moving(y)));
        }

        /** 0 for what is below the diagonal of R, whatever A is; else 1. */
        private Tensor moving(Tensor y) {
            int n = shape(y).extents[y.rank() - 1];
            double[] mask = new double[(rows + n) * n];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = i / n - rows <= i % n ? 1 : 0;
            }
            return constant(Shape.of(rows + n, n), mask);
        }

        @Override
        public Tensor rule(Tensor... in) {
            Tensor y = in[0];
            Tensor g = in[1];
            int n = shape(y).extents[y.rank() - 1];
            Tensor q = y.slice(-2, 0, rows);
            Tensor r = y.slice(-2, rows, rows + n);
            Tensor gq = g.slice(-2, 0, rows);
            Tensor gr = g.slice(-2, rows, rows + n);
            // (gq + q copyltu(r grᵀ - gqᵀ q)) R⁻ᵀ
            Tensor m = product(r, false, gr, true).sub(product(gq, true, q, false));
            Tensor mirrored = Linalg.tril(m, 0).add(Linalg.tril(m, -1).transpose());
            Tensor sum = gq.add(q.matmul(mirrored));
            Tensor part = Solving.solveTriangular(r, false, false, false, sum.transpose());
            return part.transpose().mul(independent(r));
        }

        /**
         * NaN where a column depends on those before it but for rounding, and nothing is smooth;
         * else 1. A factor, so that forward derivatives have it too.
         */
        private static Tensor independent(Tensor r) {
            Tensor fixed = fixed(r);
            Tensor lengths = fixed.norm(-2).mul(0x1p-49);
            Tensor bad = Linalg.diagonal(fixed, 0).gt(lengths).sum(-1).lt(r.size(-1));
            return Determinants.asMatrices(Tensor.where(bad, Tensor.of(Double.NaN), Tensor.of(1)));
        }
    }

    static Tensor symmetric(Tensor a) {
        return a.add(a.transpose()).mul(0.5);
    }

    static Shape withMatrix(Tensor a, int rows, int columns) {
        int[] extents = shape(a).extents.clone();
        extents[a.rank() - 2] = rows;
        extents[a.rank() - 1] = columns;
        return Shape.of(extents);
    }

    static Tensor cholesky(Tensor a) {
        int n = Solving.order("cholesky", a);
        Tensor x = symmetric(a);
        double[] l = new double[x.size()];
        for (int i = 0; i < Solving.count(x); i++) {
            int bad = Cholesky.factor(n, array(x), i * n * n, l, i * n * n);
            // in a batch the factor is NaN: the matrix may be one that a mask discards
            if (bad >= 0 && x.rank() == 2) {
                throw new ArithmeticException(
                        "cholesky: the matrix of shape "
                                + shape(a)
                                + " is not positive definite: pivot "
                                + bad
                                + " is 0 or negative");
            }
        }
        return node(new CholeskyFactor(), shape(x), l, x);
    }

    /** Q over R; for rows no fewer than columns. */
    static Tensor qr(Tensor a) {
        int m = shape(a).extents[a.rank() - 2];
        int n = shape(a).extents[a.rank() - 1];
        Shape to = withMatrix(a, m + n, n);
        double[] y = new double[to.size];
        double[] q = new double[m * n];
        double[] r = new double[n * n];
        for (int i = 0; i < Solving.count(a); i++) {
            Qr.factor(m, n, array(a), i * m * n, q, 0, r, 0);
            System.arraycopy(q, 0, y, i * (m + n) * n, q.length);
            System.arraycopy(r, 0, y, i * (m + n) * n + q.length, r.length);
        }
        return node(new QrFactors(m), to, y, a);
    }
}
