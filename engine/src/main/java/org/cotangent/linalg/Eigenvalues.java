package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.fixed;
import static org.cotangent.linalg.Nodes.gate;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.times;

import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.GeneralEigen;

/**
 * Eigenvalues of real matrices that need not be symmetric, and their vectors: one operation, whose
 * result has all of them as rows, one under the other.
 *
 * <p>With W A V = Λ and W V = I (J. Magnus, "On differentiating eigenvalues and eigenvectors",
 * 1985; M. Giles, "An extended collection of matrix derivative results", 2008): dΛ is the diagonal
 * of M = W dA V, dV = V C and dW = -C W with C_ij = M_ij / (λ_j - λ_i) off the diagonal. The
 * diagonal of C, which a scaling of the vectors chooses, is 0: of what does not depend on that
 * scaling derivatives are right at every order, and eigenvalues are all that leaves this class.
 */
final class Eigenvalues {
    private Eigenvalues() {}

    /** All parts: 2 rows of eigenvalues, n each of Re V, Im V, Re W and Im W. */
    record Parts() implements Op, Members.Ruled {
        @Override
        public String name() {
            return "eigvals";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return parts(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return Members.share(this, 2, input(y, 0), y, g);
        }

        @Override
        public Tensor rule(Tensor... in) {
            return Eigenvalues.rule(in[0], in[1], in[2]);
        }
    }

    /** Complex matrices, or numbers, as a pair of real ones. */
    private record Complex(Tensor re, Tensor im) {
        Complex conjugateTransposed() {
            return new Complex(re.transpose(), im.transpose().neg());
        }

        Complex matmul(Complex o) {
            return new Complex(
                    re.matmul(o.re).sub(im.matmul(o.im)), re.matmul(o.im).add(im.matmul(o.re)));
        }

        Complex sub(Complex o) {
            return new Complex(re.sub(o.re), im.sub(o.im));
        }
    }

    static Linalg.Eigenvalues of(Tensor a) {
        Tensor all = parts(a);
        return new Linalg.Eigenvalues(row(all, 0).squeeze(-2), row(all, 1).squeeze(-2));
    }

    private static Tensor parts(Tensor a) {
        int n = Solving.order("eigvals", a);
        Shape to = Decomposing.withMatrix(a, 2 + 4 * n, n);
        double[] y = new double[to.size];
        for (int i = 0; i < Solving.count(a); i++) {
            GeneralEigen.decompose(n, array(a), i * n * n, y, i * (2 + 4 * n) * n);
        }
        return node(new Parts(), to, y, a);
    }

    private static Tensor row(Tensor all, int row) {
        return all.slice(-2, row, row + 1);
    }

    /** The values, or V, or W: two blocks of rows. */
    private static Complex part(Tensor all, int from, int rows) {
        return new Complex(
                all.slice(-2, from, from + rows), all.slice(-2, from + rows, from + 2 * rows));
    }

    /**
     * Re Wᴴ K Vᴴ with K = conj(F) ∘ (Vᴴ V̄ - W̄ Wᴴ) + diag(λ̄), where F_ij = 1 / (λ_j - λ_i) and
     * bars mark adjoints; from <K, M> = <λ̄, dλ> + <V̄, dV> + <W̄, dW>.
     */
    private static Tensor rule(Tensor a, Tensor all, Tensor g) {
        int n = a.size(-1);
        Complex v = part(all, 2, n);
        Complex w = part(all, 2 + 2 * n, n);
        Complex values = part(all, 0, 1);
        Complex back = v.conjugateTransposed();
        Complex wBack = w.conjugateTransposed();
        Tensor eye = Tensor.eye(n);
        Complex apart = apart(values);
        Tensor gap = apart.re.hypot(apart.im);
        Tensor tied = tied(a, v, w, gap).mul(eye.eq(0));
        Complex inner = back.matmul(part(g, 2, n)).sub(part(g, 2 + 2 * n, n).matmul(wBack));
        Tensor re = Spectral.Quotient.of(gate(inner.re, eye.eq(0)), gap, tied);
        Tensor im = Spectral.Quotient.of(gate(inner.im, eye.eq(0)), gap, tied);
        Tensor one = Tensor.of(1);
        Tensor cos = Tensor.where(tied, one, apart.re.div(gap));
        Tensor sin = Tensor.where(tied, one, apart.im.div(gap));
        // 1 / conj(d) = d / |d|²
        Tensor offRe = re.mul(cos).sub(im.mul(sin));
        Tensor offIm = re.mul(sin).add(im.mul(cos));
        Tensor none = Tensor.of(0);
        Complex own = part(g, 0, 1);
        // an eigenvalue that equals another has no derivative
        Tensor alone = Tensor.where(tied.any(Axes.keep(-2)), Tensor.of(Double.NaN), one);
        Complex middle =
                new Complex(
                        offRe.add(Tensor.where(eye, times(own.re, alone), none)),
                        offIm.add(Tensor.where(eye, times(own.im, alone), none)));
        return wBack.matmul(middle).matmul(back).re;
    }

    /** λ_j - λ_i, and 1 on the diagonal. */
    private static Complex apart(Complex values) {
        Tensor re = values.re.sub(values.re.transpose());
        Tensor im = values.im.sub(values.im.transpose());
        return new Complex(re.add(Tensor.eye(re.size(-1))), im);
    }

    /**
     * Which eigenvalues a change of the elements of A by rounding could make equal: |w_i| |A| |v_i|
     * times the unit is how far it moves each.
     */
    private static Tensor tied(Tensor a, Complex v, Complex w, Tensor gap) {
        Tensor moved =
                fixed(a).abs()
                        .mul((16 + a.size(-1) / 8) * 0x1p-53)
                        .matmul(length(v))
                        .mul(length(w).transpose())
                        .sum(-2)
                        .unsqueeze(-2);
        return fixed(gap).le(moved.add(moved.transpose()));
    }

    private static Tensor length(Complex x) {
        return fixed(x.re).hypot(fixed(x.im));
    }
}
