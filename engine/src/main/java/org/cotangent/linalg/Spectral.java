package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.detached;
import static org.cotangent.linalg.Nodes.expand;
import static org.cotangent.linalg.Nodes.gate;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.product;
import static org.cotangent.linalg.Nodes.ratio;
import static org.cotangent.linalg.Nodes.shape;
import static org.cotangent.linalg.Nodes.times;
import static org.cotangent.linalg.Nodes.timesOrZero;

import java.util.Arrays;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.Completing;
import org.cotangent.kernel.Svd;
import org.cotangent.kernel.SymmetricEigen;

// Longer than 400 lines: what holds for eigenvalues and for singular values stands side by side.

/**
 * Eigenvalues and eigenvectors of symmetric matrices, singular values and vectors of any: an
 * operation for each, from one decomposition.
 *
 * <p>Rules: M. Giles, "An extended collection of matrix derivative results for forward and reverse
 * mode algorithmic differentiation" (2008), with gaps s_j² - s_i² as products of differences and
 * sums, which neither overflow nor cancel. What no derivative exists for, the vectors of equal
 * values, is NaN where it is asked for. Equal values share their adjoints, so that the gradient
 * does not depend on the basis found; what their second derivatives are depends on how the adjoints
 * vary with the values, see {@link Ties}.
 */
final class Spectral {
    private Spectral() {}

    /** The results of an eigen-decomposition, each of which needs the others in its rule. */
    static final class Eigen {
        Tensor values;
        Tensor vectors;
    }

    /** The results of a singular value decomposition. */
    static final class Singular {
        Tensor u;
        Tensor values;
        Tensor v;
    }

    // ---- symmetric matrices

    /** The eigenvectors of a symmetric matrix. */
    record Eigenvectors(Eigen of) implements Op, Members.Ruled {
        @Override
        public String name() {
            return "eigh vectors";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return eigen("eigh", x[0]).vectors;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor w = of.values.unsqueeze(-2);
            Tensor tied = Ties.closer(w, Ties.uncertainty(input(y, 0), y, y));
            return Members.share(new Eigenvectors(null), 3, y, w, tied, g);
        }

        @Override
        public Tensor rule(Tensor... in) {
            Tensor v = in[0];
            Tensor inner = rotation(v, in[3], in[1], in[2]).mul(0.5);
            return Decomposing.symmetric(product(v.matmul(inner), false, v, true));
        }
    }

    /** The eigenvalues of a symmetric matrix. */
    record Eigenvalues(Eigen of) implements Op {
        @Override
        public String name() {
            return "eigvalsh";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return eigen("eigvalsh", x[0]).values;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return EigenSum.of(of, input(y, 0), g);
        }
    }

    /** V diag(g) Vᵀ of a matrix and a g: the derivative of eigenvalues, transposed. */
    record EigenSum(Eigen of) implements Op {
        @Override
        public String name() {
            return "eigenSum";
        }

        static Tensor of(Eigen of, Tensor a, Tensor g) {
            Tensor y =
                    Tensor.unrecorded(
                            () -> {
                                Tensor row = g.unsqueeze(-2);
                                Tensor v = Members.selected(of.vectors, row);
                                return product(v.mul(row), false, v, true);
                            });
            return node(new EigenSum(of), shape(y), array(y), a, g, of.values);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(eigen("eigvalsh", x[0]), x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor k, Tensor y) {
            return switch (input) {
                case 0 -> slope(of, input(y, 0), input(y, 1), k);
                case 1 -> EigenDiagonal.of(of, input(y, 0), k);
                default -> null;
            };
        }
    }

    /** The diagonal of Vᵀ K V of a matrix and a K: the derivative of eigenvalues along K. */
    record EigenDiagonal(Eigen of) implements Op {
        @Override
        public String name() {
            return "eigenDiagonal";
        }

        static Tensor of(Eigen of, Tensor a, Tensor k) {
            Tensor y =
                    Tensor.unrecorded(
                            () -> {
                                Tensor v = Members.selected(of.vectors, k);
                                return v.mul(k.matmul(v)).sum(-2);
                            });
            return node(new EigenDiagonal(of), shape(y), array(y), a, k, of.values);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(eigen("eigvalsh", x[0]), x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return switch (input) {
                case 0 -> slope(of, input(y, 0), g, input(y, 1));
                case 1 -> EigenSum.of(of, input(y, 0), g);
                default -> null;
            };
        }
    }

    /** The derivative by A of the sum of K times V diag(g) Vᵀ. */
    private static Tensor slope(Eigen of, Tensor a, Tensor g, Tensor k) {
        Tensor weights = g.unsqueeze(-2);
        Tensor row = Members.selected(weights, k);
        Tensor v = Members.selected(Members.selected(of.vectors, k), weights);
        Tensor w = Members.selected(Members.selected(of.values.unsqueeze(-2), k), weights);
        Tensor inner = product(v, true, k.matmul(v), false);
        Ties ties = new Ties(a, g, of.values, w, Ties.uncertainty(a, v, v));
        Tensor off = offDiagonal(Decomposing.symmetric(inner)).mul(ties.scale);
        Tensor middle = timesOrZero(ties.gaps(row, w, false), off);
        return product(v.matmul(middle), false, v, true);
    }

    /** All of a matrix that is symmetric already. */
    static Eigen eigen(String op, Tensor x) {
        int n = Solving.order(op, x);
        Shape row = Shape.of(Arrays.copyOf(shape(x).extents, x.rank() - 1));
        double[] w = new double[row.size];
        double[] v = new double[x.size()];
        for (int i = 0; i < Solving.count(x); i++) {
            SymmetricEigen.decompose(n, array(x), i * n * n, w, i * n, v, i * n * n);
        }
        Eigen both = new Eigen();
        both.vectors = node(new Eigenvectors(both), shape(x), v, x);
        both.values = node(new Eigenvalues(both), row, w, x);
        return both;
    }

    // ---- any matrices

    /** The left singular vectors, or the right ones. */
    record SingularVectors(Singular of, boolean left) implements Op, Members.Ruled {
        @Override
        public String name() {
            return left ? "svd U" : "svd V";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return left ? svd(x[0]).u : svd(x[0]).v;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor s = of.values.unsqueeze(-2);
            Tensor tolerance = Ties.uncertainty(input(y, 0), of.u, of.v);
            Tensor tied = Ties.closer(s, tolerance);
            Tensor zero = s.le(tolerance);
            return Members.share(new SingularVectors(null, left), 5, of.u, s, of.v, tied, zero, g);
        }

        @Override
        public Tensor rule(Tensor... in) {
            return rule(in[0], in[1], in[2], in[3], in[4], in[5]);
        }

        private Tensor rule(Tensor u, Tensor s, Tensor v, Tensor tied, Tensor zero, Tensor g) {
            Tensor own = left ? u : v;
            Tensor share = ratio((left ? s : s.transpose()), s.add(s.transpose()));
            // beside the NaN of a tie nothing: a 0 would hide it from forward derivatives
            Tensor apart = Tensor.where(tied, Tensor.of(1), share);
            Tensor inner = rotation(own, g, s, tied).mul(apart);
            Tensor part = product(u.matmul(inner), false, v, true);
            if (own.size(-2) == own.size(-1)) {
                return part;
            }
            Tensor outside = Quotient.of(outside(own, g), s, zero);
            return part.add(
                    left ? product(outside, false, v, true) : product(u, false, outside, true));
        }
    }

    /** The singular values. */
    record SingularValues(Singular of) implements Op {
        @Override
        public String name() {
            return "svdvals";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return svd(x[0]).values;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return SingularSum.of(of, input(y, 0), g);
        }
    }

    /**
     * U diag(g) Vᵀ of a matrix and a g: the derivative of singular values, transposed. At 0 a
     * singular value has the kink of an absolute value, and no share.
     */
    record SingularSum(Singular of) implements Op {
        @Override
        public String name() {
            return "singularSum";
        }

        static Tensor of(Singular of, Tensor a, Tensor g) {
            Tensor y =
                    Tensor.unrecorded(
                            () -> {
                                Tensor row = g.unsqueeze(-2);
                                Tensor u = Members.selected(of.u, row);
                                Tensor v = Members.selected(of.v, row);
                                Tensor s = Members.selected(of.values.unsqueeze(-2), row);
                                Tensor moving = gate(row, s.gt(0));
                                return product(u.mul(moving), false, v, true);
                            });
            return node(new SingularSum(of), shape(y), array(y), a, g, of.values);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(svd(x[0]), x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor k, Tensor y) {
            return switch (input) {
                case 0 -> slope(of, input(y, 0), input(y, 1), k);
                case 1 -> SingularDiagonal.of(of, input(y, 0), k);
                default -> null;
            };
        }
    }

    /**
     * The diagonal of Uᵀ K V of a matrix and a K: the derivative of singular values along K, 0 for
     * those that are 0.
     */
    record SingularDiagonal(Singular of) implements Op {
        @Override
        public String name() {
            return "singularDiagonal";
        }

        static Tensor of(Singular of, Tensor a, Tensor k) {
            Tensor y =
                    Tensor.unrecorded(
                            () -> {
                                Tensor u = Members.selected(of.u, k);
                                Tensor v = Members.selected(of.v, k);
                                return gate(u.mul(k.matmul(v)).sum(-2), of.values.ne(0));
                            });
            return node(new SingularDiagonal(of), shape(y), array(y), a, k, of.values);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(svd(x[0]), x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return switch (input) {
                case 0 -> slope(of, input(y, 0), g, input(y, 1));
                case 1 -> SingularSum.of(of, input(y, 0), g);
                default -> null;
            };
        }
    }

    /** The derivative by A of the sum of K times U diag(g) Vᵀ. */
    private static Tensor slope(Singular of, Tensor a, Tensor g, Tensor k) {
        Tensor weights = g.unsqueeze(-2);
        Tensor row = Members.selected(weights, k);
        Tensor u = Members.selected(Members.selected(of.u, k), weights);
        Tensor v = Members.selected(Members.selected(of.v, k), weights);
        Tensor s = Members.selected(Members.selected(of.values.unsqueeze(-2), k), weights);
        Ties ties = new Ties(a, g, of.values, s, Ties.uncertainty(a, u, v));
        Tensor scaled = k.mul(ties.scale);
        Tensor kv = scaled.matmul(v);
        Tensor inner = product(u, true, kv, false);
        Tensor even = Decomposing.symmetric(inner);
        Tensor odd = inner.sub(inner.transpose()).mul(0.5);
        Tensor middle =
                timesOrZero(ties.gaps(row, s, true), even).add(timesOrZero(ties.sums(row, s), odd));
        Tensor part = product(u.matmul(middle), false, v, true);
        if (a.size(-2) > s.size(-1)) {
            Tensor outside = timesOrZero(ties.ratios(row, s), kv.sub(u.matmul(inner)));
            part = part.add(product(outside, false, v, true));
        }
        if (a.size(-1) > s.size(-1)) {
            Tensor ku = product(scaled, true, u, false);
            Tensor rest = ku.sub(product(v, false, inner, true));
            part = part.add(product(u, false, timesOrZero(ties.ratios(row, s), rest), true));
        }
        return part;
    }

    static Singular svd(Tensor a) {
        int m = shape(a).extents[a.rank() - 2];
        int n = shape(a).extents[a.rank() - 1];
        int k = Math.min(m, n);
        Shape left = Decomposing.withMatrix(a, m, k);
        Shape right = Decomposing.withMatrix(a, n, k);
        int[] extents = Arrays.copyOf(left.extents, a.rank() - 1);
        extents[a.rank() - 2] = k;
        Shape row = Shape.of(extents);
        double[] u = new double[left.size];
        double[] v = new double[right.size];
        double[] s = new double[row.size];
        for (int i = 0; i < Solving.count(a); i++) {
            Svd.decompose(m, n, array(a), i * m * n, u, i * m * k, s, i * k, v, i * n * k);
        }
        Singular all = new Singular();
        all.u = node(new SingularVectors(all, true), left, u, a);
        all.v = node(new SingularVectors(all, false), right, v, a);
        all.values = node(new SingularValues(all), row, s, a);
        return all;
    }

    /**
     * Columns that complete orthonormal ones to a basis. Which they are is a matter of choice, so
     * that they have no derivative.
     */
    record Completion() implements Op {
        @Override
        public String name() {
            return "orthonormal completion";
        }

        static Tensor of(Tensor u) {
            int m = u.size(-2);
            int k = u.size(-1);
            Shape to = Decomposing.withMatrix(u, m, m - k);
            double[] y = new double[to.size];
            for (int i = 0; i < Solving.count(u); i++) {
                Completing.complete(m, k, array(u), i * m * k, y, i * m * (m - k));
            }
            return node(new Completion(), to, y, u);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor none = times(g, Tensor.of(Double.NaN)).sum(Axes.keep(-2, -1));
            return expand(none, shape(input(y, 0)));
        }
    }

    static Linalg.Svd fullSvd(Tensor a) {
        Singular thin = svd(a);
        return new Linalg.Svd(completed(thin.u), thin.values, completed(thin.v));
    }

    private static Tensor completed(Tensor u) {
        return u.size(-2) == u.size(-1) ? u : Tensor.concat(-1, u, Completion.of(u));
    }

    // ---- what both need

    /** (m_ij - m_ji) / (w_j - w_i) with m = vᵀ g; where the two tie NaN, or 0 where m is. */
    private static Tensor rotation(Tensor v, Tensor g, Tensor w, Tensor tied) {
        Tensor m = offDiagonal(product(v, true, g, false));
        Tensor q = Quotient.of(m, w.sub(w.transpose()), tied);
        return q.add(q.transpose());
    }

    /** The part of g that lies outside the space of u's columns. */
    private static Tensor outside(Tensor u, Tensor g) {
        return g.sub(u.matmul(product(u, true, g, false)));
    }

    private static Tensor offDiagonal(Tensor x) {
        return gate(x, Tensor.eye(x.size(-1)).neg().add(1));
    }

    /**
     * m / d, element by element; where d is as good as 0, which a mask marks, NaN, but for an m of
     * 0: nothing is asked for there.
     */
    record Quotient() implements Op {
        @Override
        public String name() {
            return "gapQuotient";
        }

        static Tensor of(Tensor m, Tensor d, Tensor tied) {
            Shape shape = Shape.broadcast("gapQuotient", shape(m), shape(d));
            double[] p = array(expand(detached(m), shape));
            double[] q = array(expand(detached(d), shape));
            double[] t = array(expand(detached(tied), shape));
            double[] y = new double[shape.size];
            for (int i = 0; i < y.length; i++) {
                y[i] = p[i] == 0 ? 0 : t[i] != 0 ? Double.NaN : p[i] / q[i];
            }
            return node(new Quotient(), shape, y, m, d, tied);
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(x[0], x[1], x[2]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor d = input(y, 1);
            Tensor tied = input(y, 2);
            return switch (input) {
                case 0 -> of(g, d, tied);
                case 1 -> of(timesOrZero(y, g), d, tied).neg();
                default -> null;
            };
        }
    }
}
