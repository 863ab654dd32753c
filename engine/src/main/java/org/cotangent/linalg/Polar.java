package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.fixed;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.product;
import static org.cotangent.linalg.Nodes.shape;
import static org.cotangent.linalg.Nodes.timesOrZero;

import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.Svd;
import org.cotangent.kernel.SymmetricEigen;

/**
 * The orthogonal factor of the polar decomposition A = Q H, and what is near it: smooth functions
 * of a matrix of full rank whose rules divide by no gap of singular values.
 */
final class Polar {
    private Polar() {}

    /**
     * U Vᵀ of the singular vectors; without those of singular values 0, so that it is the gradient
     * of least norm of the sum of singular values there.
     *
     * <p>For at least as many rows as columns dA changes Q by Q X + (I - Q Qᵀ) dA H⁻¹ with H X + X
     * H = Qᵀ dA - dAᵀ Q (N. J. Higham, Functions of Matrices, 2008, §8.2), a map that is its own
     * adjoint.
     */
    record Factor() implements Op {
        @Override
        public String name() {
            return "polarFactor";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return factor(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return slope(input(y, 0), g);
        }
    }

    /** The derivative of Q along a direction, the second input, which is its own adjoint. */
    record Slope() implements Op, Members.Ruled {
        @Override
        public String name() {
            return "polarSlope";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return slope(x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 1
                    ? slope(input(y, 0), g)
                    : Members.share(this, 1, input(y, 0), input(y, 1), g);
        }

        @Override
        public Tensor rule(Tensor... in) {
            return Differentiate.vjp(a -> formula(a, in[1]), in[0], in[2]).mul(jump(in[0]));
        }
    }

    /** The same by operations, for its own derivative. */
    private static Tensor formula(Tensor of, Tensor direction) {
        boolean tall = of.size(-2) >= of.size(-1);
        Tensor k = tall ? direction : direction.transpose();
        Tensor a = tall ? of : of.transpose();
        Tensor q = factor(a);
        Tensor h = Decomposing.symmetric(product(q, true, a, false));
        Tensor qk = product(q, true, k, false);
        Tensor part = q.matmul(lyapunov(h, qk.sub(qk.transpose())));
        if (a.size(-2) > a.size(-1)) {
            Tensor outside = k.sub(q.matmul(qk));
            part = part.add(Solving.solveOrNaN(h, outside.transpose()).transpose());
        }
        return tall ? part : part.transpose();
    }

    /** By singular vectors, which is as accurate as the problem allows. */
    private static Tensor slope(Tensor a, Tensor k) {
        Tensor y =
                Tensor.unrecorded(
                        () -> {
                            Spectral.Singular all = Spectral.svd(a);
                            Tensor s = all.values.unsqueeze(-2);
                            Tensor kv = k.matmul(all.v);
                            Tensor inner = product(all.u, true, kv, false);
                            // without full rank 0 / 0 on the diagonal
                            Tensor odd = inner.sub(inner.transpose()).div(s.add(s.transpose()));
                            Tensor part = rebuilt(all.u.matmul(odd), all.v);
                            if (a.size(-2) > s.size(-1)) {
                                Tensor outside = kv.sub(all.u.matmul(inner)).div(s);
                                part = part.add(rebuilt(outside, all.v));
                            }
                            if (a.size(-1) > s.size(-1)) {
                                Tensor ku = product(k, true, all.u, false);
                                Tensor in = product(all.v, false, inner, true);
                                part = part.add(rebuilt(all.u, ku.sub(in).div(s)));
                            }
                            return Members.selected(part, k);
                        });
        return node(new Slope(), shape(a), array(y), a, k);
    }

    private static Tensor rebuilt(Tensor u, Tensor v) {
        return product(u, false, v, true);
    }

    static Tensor factor(Tensor a) {
        int m = a.size(-2);
        int n = a.size(-1);
        int k = Math.min(m, n);
        double[] y = new double[a.size()];
        double[] u = new double[m * k];
        double[] s = new double[k];
        double[] v = new double[n * k];
        for (int i = 0; i < Solving.count(a); i++) {
            Svd.decompose(m, n, array(a), i * m * n, u, 0, s, 0, v, 0);
            for (int at = 0; at < u.length; at++) {
                u[at] = s[at % k] == 0 ? 0 : u[at];
            }
            ArrayKernels.get().matmul(m, k, n, u, 0, k, 1, v, 0, 1, k, y, i * m * n);
        }
        return node(new Factor(), shape(a), y, a);
    }

    /** The X with H X + X H = Z for a positive definite H. */
    record Lyapunov() implements Op, Members.Ruled {
        @Override
        public String name() {
            return "lyapunov";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return lyapunov(x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor w = Members.share(this, 1, input(y, 0), g);
            return input == 1 ? w : Members.share(new LyapunovShare(), 0, y, w);
        }

        @Override
        public Tensor rule(Tensor... in) {
            return lyapunov(in[0], in[1]);
        }
    }

    /** The share of H in an X, from the share of Z. */
    private record LyapunovShare() implements Members.Ruled {
        @Override
        public Tensor rule(Tensor... in) {
            Tensor sum = product(in[1], false, in[0], true).add(product(in[0], true, in[1], false));
            return Decomposing.symmetric(sum).neg();
        }
    }

    private static Tensor lyapunov(Tensor h, Tensor z) {
        int n = Solving.order("lyapunov", h);
        double[] y = new double[z.size()];
        double[] w = new double[n];
        double[] v = new double[n * n];
        double[] half = new double[n * n];
        double[] inner = new double[n * n];
        for (int i = 0; i < Solving.count(h); i++) {
            int at = i * n * n;
            SymmetricEigen.decompose(n, array(h), at, w, 0, v, 0);
            ArrayKernels.get().matmul(n, n, n, v, 0, 1, n, array(z), at, n, 1, half, 0);
            ArrayKernels.get().matmul(n, n, n, half, 0, n, 1, v, 0, n, 1, inner, 0);
            for (int place = 0; place < inner.length; place++) {
                inner[place] = inner[place] == 0 ? 0 : inner[place] / (w[place / n] + w[place % n]);
            }
            ArrayKernels.get().matmul(n, n, n, v, 0, n, 1, inner, 0, n, 1, half, 0);
            ArrayKernels.get().matmul(n, n, n, half, 0, n, 1, v, 0, 1, n, y, at);
        }
        return node(new Lyapunov(), shape(z), y, h, z);
    }

    /** The sum of the singular values; its gradient is the polar factor. */
    record NuclearNorm() implements Op {
        @Override
        public String name() {
            return "nuclearNorm";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return nuclearNorm(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor share = Determinants.asMatrices(g);
            return timesOrZero(factor(input(y, 0)), share);
        }
    }

    static Tensor nuclearNorm(Tensor a) {
        Tensor sum = Tensor.unrecorded(() -> Spectral.svd(a).values.sum(-1));
        return node(new NuclearNorm(), shape(sum), array(sum), a);
    }

    /**
     * The pseudo-inverse Y of a matrix of full rank: dY = -Y dA Y + Y Yᵀ dAᵀ (I - A Y) + (I - Y A)
     * dAᵀ Yᵀ Y (G. Golub and V. Pereyra, SIAM J. Numer. Anal. 10, 1973).
     */
    record PseudoInverse() implements Op, Members.Ruled {
        @Override
        public String name() {
            return "pinv";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return pseudoInverse(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Members.share(this, 2, input(y, 0), y, g);
        }

        @Override
        public Tensor rule(Tensor... in) {
            Tensor a = in[0];
            Tensor x = in[1];
            Tensor g = in[2];
            Tensor inner = product(x, true, g, false);
            Tensor part = product(inner, false, x, true).neg();
            if (a.size(-2) > a.size(-1)) {
                Tensor gx = product(g, true, x, false);
                Tensor outside = gx.sub(a.matmul(x.matmul(gx)));
                part = part.add(product(outside, false, x, true));
            } else if (a.size(-2) < a.size(-1)) {
                Tensor xg = product(x, false, g, true);
                Tensor outside = xg.sub(xg.matmul(x).matmul(a));
                part = part.add(product(x, true, outside, false));
            }
            Tensor rank = Linalg.trace(fixed(x).matmul(fixed(a)));
            return part.mul(defect(rank, a));
        }
    }

    static Tensor pseudoInverse(Tensor a) {
        int m = a.size(-2);
        int n = a.size(-1);
        int k = Math.min(m, n);
        double[] y = new double[a.size()];
        double[] u = new double[m * k];
        double[] s = new double[k];
        double[] v = new double[n * k];
        for (int i = 0; i < Solving.count(a); i++) {
            Svd.decompose(m, n, array(a), i * m * n, u, 0, s, 0, v, 0);
            double least = k == 0 ? 0 : Math.max(m, n) * 0x1p-52 * s[0];
            for (int at = 0; at < v.length; at++) {
                v[at] = s[at % k] <= least ? 0 : v[at] / s[at % k];
            }
            ArrayKernels.get().matmul(n, k, m, v, 0, k, 1, u, 0, 1, k, y, i * m * n);
        }
        return node(new PseudoInverse(), Decomposing.withMatrix(a, n, m), y, a);
    }

    /** NaN for matrices without full rank, where the factor jumps; else 1. */
    private static Tensor jump(Tensor a) {
        return defect(factor(fixed(a)).square().sum(-2, -1), a);
    }

    /** The same, by the sum of the squared singular values of factors. */
    private static Tensor defect(Tensor rank, Tensor a) {
        double full = Math.min(a.size(-2), a.size(-1)) - 0.5;
        Tensor nan = Tensor.where(rank.ge(full), Tensor.of(1), Tensor.of(Double.NaN));
        return Determinants.asMatrices(nan);
    }
}
